import { circuit, unwrap, type Circuit } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { evolve, simulate } from '../../src/engine/index.ts';
import {
  estimateExpectation,
  expectation,
  parsePauliSum,
  pauliSum,
} from '../../src/observables/index.ts';
import { calibration } from '../support.ts';
import { HYDROGEN } from './support.ts';

const ansatz = (): Circuit =>
  circuit(4, 0).h(0).ry(0.4, 1).cx(0, 2).cx(1, 3).rx(0.9, 3).cx(2, 3).s(1).build();

const hydrogen = unwrap(pauliSum(4, HYDROGEN));

describe.each(['qubitwise', 'general'] as const)('an expectation from shots, %s', (grouping) => {
  it.each([1, 2, 3, 4, 5])('lies within 5 standard errors of the exact one (seed %i)', (seed) => {
    const exact = expectation(unwrap(evolve(ansatz())), hydrogen);
    const options = { shots: 20_000, seed, grouping };
    const { mean, standardError, shots } = unwrap(estimateExpectation(ansatz(), hydrogen, options));
    expect(shots).toBe(20_000);
    expect(standardError).toBeGreaterThan(1e-4);
    expect(standardError).toBeLessThan(0.01);
    expect(Math.abs(mean - exact)).toBeLessThan(5 * standardError);
  });

  it('scatters over seeds as its standard error says', () => {
    const seeds = Array.from({ length: 60 }, (_, seed) => seed);
    const runs = seeds.map((seed) =>
      unwrap(estimateExpectation(ansatz(), hydrogen, { shots: 300, seed, grouping })),
    );
    const mean = runs.reduce((sum, each) => sum + each.mean, 0) / runs.length;
    const scatter = runs.reduce((sum, each) => sum + (each.mean - mean) ** 2, 0) / 59;
    const stated = runs.reduce((sum, each) => sum + each.standardError ** 2, 0) / runs.length;
    // the variance of 60 samples is known to 18 %
    expect(scatter / stated).toBeGreaterThan(0.4);
    expect(scatter / stated).toBeLessThan(1.8);
  });
});

describe('an expectation from shots', () => {
  it('gives shots to groups in proportion to their coefficients, at least two each', () => {
    const sum = unwrap(parsePauliSum('3 XI + 4 IX + 1 ZZ + 0.001 YY'));
    const options = { shots: 606, seed: 1 };
    const { groups } = unwrap(estimateExpectation(circuit(2).build(), sum, options));
    // 600 beyond the two each, as 5 : 1 : 0.001
    expect(groups.map(({ shots }) => shots)).toEqual([502, 102, 2]);
  });

  it('is exact where nothing is left to chance, and takes no shots for the identity', () => {
    const sum = unwrap(parsePauliSum('2 II + 3 ZZ'));
    const options = { shots: 10, seed: 1 };
    const sure = unwrap(estimateExpectation(circuit(2).x(0).build(), sum, options));
    expect(sure).toMatchObject({ mean: -1, standardError: 0, shots: 10 });
    const identity = unwrap(parsePauliSum('2 II'));
    const constant = unwrap(estimateExpectation(circuit(2).build(), identity, options));
    expect(constant).toEqual({ mean: 2, standardError: 0, shots: 0, groups: [] });
  });

  it('keeps the bits that the circuit measures itself', () => {
    const program = circuit(2).h(0).measure(0).if(0, (then) => then.x(1)).build();
    const options = { shots: 4_000, seed: 3 };
    const correlated = unwrap(parsePauliSum('ZZ'));
    expect(unwrap(estimateExpectation(program, correlated, options)).mean).toBe(1);
  });

  it('sees the errors of the device that the runner is', () => {
    const device = calibration(1, {}, { read1Given0: 0.25 });
    const run: typeof simulate = (program, options) =>
      simulate(program, { ...options, calibration: device });
    const options = { shots: 20_000, seed: 3, run };
    const sum = unwrap(parsePauliSum('Z'));
    const { mean, standardError } = unwrap(estimateExpectation(circuit(1).build(), sum, options));
    expect(Math.abs(mean - 0.5)).toBeLessThan(5 * standardError);
  });

  it('gives the same estimate for the same seed', () => {
    const options = { shots: 100, seed: 9 };
    const once = unwrap(estimateExpectation(ansatz(), hydrogen, options));
    expect(unwrap(estimateExpectation(ansatz(), hydrogen, options))).toEqual(once);
    const other = unwrap(estimateExpectation(ansatz(), hydrogen, { ...options, seed: 10 }));
    expect(other.mean).not.toBe(once.mean);
  });

  it('refuses options out of range', () => {
    const estimate = (shots: number, seed = 1) => () =>
      estimateExpectation(ansatz(), hydrogen, { shots, seed });
    expect(estimate(10)).not.toThrow();
    expect(estimate(9)).toThrow('shots must be 10 (2 for each of 5 groups) to 10000000, got 9');
    expect(estimate(10.5)).toThrow(RangeError);
    expect(estimate(10_000_001)).toThrow(RangeError);
    expect(estimate(10, 0.5)).toThrow('seed must be a safe integer, got 0.5');
  });

  it('refuses what does not fit together', () => {
    const options = { shots: 100, seed: 1 };
    const narrow = unwrap(parsePauliSum('Z'));
    expect(estimateExpectation(ansatz(), narrow, options)).toMatchObject({
      fault: { code: 'ARGUMENT_INVALID' },
    });
    const broken = { qubits: 4, bits: 0, ops: [{ kind: 'gate' }] } as unknown as Circuit;
    expect(estimateExpectation(broken, hydrogen, options)).toMatchObject({
      fault: { code: 'CIRCUIT_INVALID' },
    });
    const short = { ...options, run: () => simulate(circuit(1).build(), { shots: 5, seed: 1 }) };
    expect(estimateExpectation(ansatz(), hydrogen, short)).toMatchObject({
      fault: { code: 'PROVIDER_RESULT_INVALID' },
    });
    const many = { qubits: 4, bits: 65_536, ops: [] };
    expect(estimateExpectation(many, hydrogen, options)).toMatchObject({
      fault: { code: 'CIRCUIT_INVALID' },
    });
  });
});
