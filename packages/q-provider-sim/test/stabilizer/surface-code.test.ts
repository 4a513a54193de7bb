import { CIRCUIT_LIMITS, unwrap } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import {
  createErrorModelSampler,
  detectorErrorModel,
  repetitionCode,
  sampleDetectors,
  surfaceCode,
} from '../../src/stabilizer/index.ts';
import { marginals, uniformNoise } from './support.ts';

describe('surfaceCode', () => {
  it.each([
    [3, 24, 17],
    [5, 120, 49],
    [7, 336, 97],
    [11, 1320, 241],
  ])('of distance and rounds %i has %i detectors on %i qubits', (distance, detectors, qubits) => {
    for (const basis of ['x', 'z'] as const) {
      const code = surfaceCode({ distance, rounds: distance, basis });
      expect(code.detectors.length).toBe(detectors);
      expect(code.coordinates!.length).toBe(detectors);
      expect(code.circuit.qubits).toBe(qubits);
      expect(code.observables.map((bits) => bits.length)).toEqual([distance]);
    }
  });

  it.each(['x', 'z'] as const)('without noise detects nothing in basis %s', (basis) => {
    const code = surfaceCode({ distance: 4, rounds: 3, basis });
    expect(unwrap(detectorErrorModel(code, {})).probabilities.length).toBe(0);
    const table = unwrap(sampleDetectors(code, { shots: 100, seed: 1, noise: {} }));
    expect(table.words.every((word) => word === 0)).toBe(true);
  });

  // the means of 2,000,000 and 200,000 shots of Stim 1.16.0 at 1e-3 of each kind of noise
  it.each([
    [5, 1.7684, 40_000],
    [11, 22.559, 4000],
  ])('of distance %i at 1e-3 has %d detection events per shot', (distance, mean, shots) => {
    const code = surfaceCode({ distance, rounds: distance, basis: 'z' });
    const model = unwrap(detectorErrorModel(code, uniformNoise(1e-3)));
    const table = unwrap(unwrap(createErrorModelSampler(model, { seed: 1 })).sample(shots));
    const events = marginals(table)
      .slice(0, model.detectors)
      .reduce((sum, share) => sum + share, 0);
    // events come in pairs: a variance of twice the mean, 5 standard errors
    expect(Math.abs(events - mean)).toBeLessThan(5 * Math.sqrt((2 * mean) / shots) + 0.002 * mean);
  });

  it('refuses what does not fit a circuit', () => {
    const make = (distance: number, rounds: number, basis: unknown = 'z') => () =>
      surfaceCode({ distance, rounds, basis: basis as 'z' });
    expect(make(1, 1)).toThrow(/distance must be 2 to 45, got 1/);
    expect(make(46, 1)).toThrow(/distance/);
    expect(make(3, 0)).toThrow(/rounds must be 1 to 8190, got 0/);
    expect(make(3, 8191)).toThrow(/rounds/);
    expect(make(3, 1, 'y')).toThrow(/basis must be x or z, got y/);
    expect(make(45, 1)().circuit.qubits).toBeLessThanOrEqual(CIRCUIT_LIMITS.qubitsMax);
  });
});

describe('repetitionCode', () => {
  it('refuses what does not fit a circuit', () => {
    expect(() => repetitionCode({ distance: 1, rounds: 1 })).toThrow(/distance must be 2 to 2048/);
    expect(() => repetitionCode({ distance: 2049, rounds: 1 })).toThrow(/distance/);
    expect(() => repetitionCode({ distance: 2048, rounds: 32 })).toThrow(/rounds must be 1 to 31/);
    expect(repetitionCode({ distance: 2048, rounds: 1 }).circuit.qubits).toBe(4095);
  });
});
