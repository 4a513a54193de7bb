import { graph } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import {
  beatFrequency,
  createLockDetector,
  createOscillatorNetwork,
  holdInRange,
  lockedPhase,
  measureEntrainment,
  type OscillatorNetwork,
} from '../../src/network/index.ts';

const K = 1.5;

const pair = (detuning: number): OscillatorNetwork =>
  createOscillatorNetwork({
    frequencies: Float64Array.of(0.3 - detuning / 2, 0.3 + detuning / 2),
    coupling: { kind: 'all', strength: K },
    phases: Float64Array.of(0.4, -0.2),
    seed: 1,
  });

const differenceOf = (network: OscillatorNetwork): number => {
  const [first, second] = network.unwrappedPhases();
  return second! - first!;
};

describe('two oscillators', () => {
  it.each([-1.4, -0.5, 0, 0.9, 1.49])('lock at asin(Δω/K) within the range: Δω %f', (detuning) => {
    const network = pair(detuning);
    network.advance(4000);
    expect(differenceOf(network)).toBeCloseTo(lockedPhase(detuning, K)!, 8);
    const { share, frequency } = measureEntrainment(network, 100);
    expect(share).toBe(1);
    expect(frequency).toBeCloseTo(0.3, 8);
  });

  it.each([-3, -1.6, 1.51, 2, 5])('drift apart at √(Δω² - K²) beyond it: Δω %f', (detuning) => {
    const network = pair(detuning);
    const beat = beatFrequency(detuning, K);
    const period = (2 * Math.PI) / Math.abs(beat);
    network.advance(2000);
    const before = differenceOf(network);
    // whole beats, as nearly as steps allow
    const steps = Math.round((20 * period) / network.timeStepS);
    network.advance(steps);
    const measured = (differenceOf(network) - before) / (steps * network.timeStepS);
    expect(Math.abs(measured / beat - 1)).toBeLessThan(0.01);
  });

  it('have the hold-in range |K|, beyond which there is no locked phase', () => {
    expect(holdInRange(-K)).toBe(K);
    expect(lockedPhase(K, K)).toBeCloseTo(Math.PI / 2, 12);
    expect([lockedPhase(K + 1e-12, K), beatFrequency(K, K)]).toEqual([null, 0]);
    expect(beatFrequency(-2.5, K)).toBeCloseTo(-2, 12);
  });
});

describe('an injected oscillator', () => {
  const injected = (detuning: number, harmonic: number): OscillatorNetwork =>
    createOscillatorNetwork({
      frequencies: Float64Array.of(detuning),
      coupling: { kind: 'all', strength: 0 },
      injection: { strength: K, harmonic },
      phases: Float64Array.of(0.1),
      seed: 1,
    });

  it.each([1, 2, 3])('locks at asin(Δω/K)/m to harmonic %i', (harmonic) => {
    const network = injected(0.8, harmonic);
    network.advance(2000);
    expect(network.phases()[0]! * harmonic).toBeCloseTo(lockedPhase(0.8, K)!, 8);
  });

  it('is acquiring, locked, and slips once it is beyond the hold-in range', () => {
    const lock = createLockDetector({ toleranceRad: 0.05, observations: 20 });
    const inside = injected(1.4, 1);
    expect(lock.observe(inside.unwrappedPhases()[0]!)).toBe('acquiring');
    for (let k = 0; k < 400; k++) {
      inside.advance(5);
      lock.observe(inside.unwrappedPhases()[0]!);
    }
    expect([lock.state(), lock.cycleSlips()]).toEqual(['locked', 0]);

    const outside = injected(1.7, 1);
    const fast = createLockDetector({ toleranceRad: 0.05, observations: 2 });
    // near 1.2 rad the oscillator lingers: the detector is fooled once, then counts every cycle
    for (let k = 0; k < 4000; k++) {
      outside.advance(1);
      fast.observe(outside.unwrappedPhases()[0]!);
    }
    const cycles = (outside.timeS() * beatFrequency(1.7, K)) / (2 * Math.PI);
    expect(Math.abs(fast.cycleSlips() - cycles)).toBeLessThan(2);
  });
});

it('edges pull with their weight: two oscillators of a graph lock at asin(Δω / 2Kw)', () => {
  const network = createOscillatorNetwork({
    frequencies: Float64Array.of(0, 1),
    coupling: { kind: 'graph', strength: 0.5, graph: graph(2, [[0, 1, 3]]) },
    seed: 1,
  });
  network.advance(2000);
  expect(differenceOf(network)).toBeCloseTo(Math.asin(1 / 3), 8);
});
