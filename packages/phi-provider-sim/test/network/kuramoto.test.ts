import { expect, it } from 'vitest';
import {
  createOscillatorNetwork,
  criticalCoupling,
  measureEntrainment,
  naturalFrequencies,
} from '../../src/network/index.ts';

const GAMMA = 0.5;
const LORENTZIAN = { kind: 'lorentzian', width: GAMMA } as const;

/** Time average of r after the transient, and its standard error from blocks of the average. */
const orderAt = (oscillators: number, strength: number): { mean: number; error: number } => {
  const network = createOscillatorNetwork({
    frequencies: naturalFrequencies(oscillators, LORENTZIAN),
    coupling: { kind: 'all', strength },
    timeStepS: 0.1,
    seed: 1,
  });
  network.advance(400);
  const blocks: number[] = [];
  for (let block = 0; block < 8; block++) {
    let sum = 0;
    for (let k = 0; k < 20; k++) {
      network.advance(3);
      sum += network.orderParameter().r / 20;
    }
    blocks.push(sum);
  }
  const mean = blocks.reduce((sum, r) => sum + r, 0) / blocks.length;
  const spread = blocks.reduce((sum, r) => sum + (r - mean) ** 2, 0) / (blocks.length - 1);
  return { mean, error: Math.sqrt(spread / blocks.length) };
};

/** What a finite number of quantiles leaves beside the error of the time average. */
const FINITE_SIZE = 0.005;

it('synchronization sets in at Kc = 2γ with r = √(1 - Kc/K) for a Lorentzian', () => {
  const critical = criticalCoupling(LORENTZIAN);
  expect(critical).toBeCloseTo(2 * GAMMA, 14);
  const estimates = [1.25, 1.5, 2, 4].map((strength) => {
    const { mean, error } = orderAt(2000, strength);
    const expected = Math.sqrt(1 - critical / strength);
    expect(Math.abs(mean - expected)).toBeLessThan(4 * error + FINITE_SIZE);
    // r² = 1 - Kc/K turns each point into an estimate of Kc
    return strength * (1 - mean * mean);
  });
  const mean = estimates.reduce((sum, kc) => sum + kc, 0) / estimates.length;
  expect(Math.abs(mean - critical)).toBeLessThan(0.02);
});

it('below the critical coupling the network stays incoherent: r ∝ 1/√N', () => {
  const { mean } = orderAt(2000, 0.7);
  expect(mean).toBeLessThan(4 / Math.sqrt(2000));
});

it('Gaussian and uniform distributions have their critical couplings', () => {
  const gaussian = { kind: 'gaussian', width: 2 } as const;
  const uniform = { kind: 'uniform', width: 2 } as const;
  expect(criticalCoupling(gaussian)).toBeCloseTo(2 * Math.sqrt(8 / Math.PI), 12);
  expect(criticalCoupling(uniform)).toBeCloseTo((4 * 2) / Math.PI, 12);
});

it('above it, the oscillators with |ω| ≤ Kr are entrained and the others drift', () => {
  const strength = 2;
  const frequencies = naturalFrequencies(1000, LORENTZIAN);
  const coupling = { kind: 'all', strength } as const;
  const network = createOscillatorNetwork({ frequencies, coupling, timeStepS: 0.1, seed: 1 });
  network.advance(500);
  const { locked, share, frequency } = measureEntrainment(network, 500);
  const reach = strength * Math.sqrt(1 - 1 / strength);
  // of a Lorentzian, (2/π) atan(reach/γ) lie within the reach
  expect(Math.abs(share - (2 / Math.PI) * Math.atan(reach / GAMMA))).toBeLessThan(0.02);
  expect(Math.abs(frequency)).toBeLessThan(0.01);
  for (let i = 0; i < frequencies.length; i++) {
    const size = Math.abs(frequencies[i]!) / reach;
    if (size < 0.9) expect(locked[i]).toBe(1);
    if (size > 1.1) expect(locked[i]).toBe(0);
  }
});
