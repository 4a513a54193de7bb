import { expect, it } from 'vitest';
import {
  createCoherence,
  createStabilityMonitor,
  diagnoseCoherence,
} from '../../src/coherence/index.ts';
import {
  createOscillatorNetwork,
  criticalCoupling,
  measureEntrainment,
  naturalFrequencies,
} from '../../src/network/index.ts';

it('the example of docs/how-to/oscillator-network.md does what it says', () => {
  const spread = { kind: 'lorentzian', width: 0.5 } as const;
  const network = createOscillatorNetwork({
    frequencies: naturalFrequencies(1000, spread),
    coupling: { kind: 'all', strength: 2 * criticalCoupling(spread) },
    timeStepS: 0.1,
    seed: 1,
  });
  network.advance(500);
  expect(network.orderParameter().r).toBeCloseTo(0.702, 3);
  expect(measureEntrainment(network, 500).share).toBeCloseTo(0.784, 3);

  const coherence = createCoherence({ linewidthHz: 100, toleranceRad: 0.5, seed: 1 });
  expect(coherence.windowMaxNs).toBe(397_887);
  const monitor = createStabilityMonitor({ coherence, indexMin: 0.9 });
  const reports = [50_000, 100_000].map((atNs) => monitor.observe(atNs, { index: 0.97 }));
  const { windowCompliance } = diagnoseCoherence({ windows: [reports], transforms: [] });
  expect(reports.map(({ breached }) => breached)).toEqual([false, false]);
  expect(windowCompliance).toMatchObject({ value: 1, samples: 1, confidence: 0.95 });
});
