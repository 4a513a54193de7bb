import { circuit, ok, unwrap, type Circuit } from '@xdv/domain-model';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evolve } from '../../src/engine/index.ts';
import { expectation, pauliSum, type PauliSum } from '../../src/observables/index.ts';
import {
  bind,
  createObjective,
  parameterShift,
  parametric,
  type ParametricCircuit,
} from '../../src/variational/index.ts';
import { evolveDense } from '../dense.ts';
import { applyDense, arbitrarySum, inner } from '../observables/support.ts';
import { allAngles, arbitraryCase } from './support.ts';

const exact = (program: Circuit, sum: PauliSum): number =>
  expectation(unwrap(evolve(program)), sum);

const shifted = (
  program: ParametricCircuit,
  values: readonly number[],
  sum: PauliSum,
): Float64Array =>
  unwrap(parameterShift(program, values, (bound) => ok(exact(bound, sum))));

/** Central differences of the dense reference, extrapolated to order h⁴. */
const differences = (
  program: ParametricCircuit,
  values: readonly number[],
  sum: PauliSum,
): readonly number[] => {
  const energy = (at: readonly number[]): number => {
    const state = evolveDense(bind(program, at));
    return inner(state, applyDense(sum, state))[0];
  };
  return values.map((value, k) => {
    const slope = (h: number): number =>
      (energy(values.with(k, value + h)) - energy(values.with(k, value - h))) / (2 * h);
    return (4 * slope(1e-3) - slope(2e-3)) / 3;
  });
};

const distance = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((worst, x, k) => Math.max(worst, Math.abs(x - b[k]!)), 0);

const cases = arbitraryCase(4).chain(({ circuit: program, values }) =>
  arbitrarySum(program.circuit.qubits, 6).map((sum) => ({ program, values, sum })),
);

describe('the gradient by the adjoint method', () => {
  it('equals that by parameter shift', () => {
    fc.assert(
      fc.property(cases, ({ program, values, sum }) => {
        const objective = unwrap(createObjective(program, sum));
        const { gradient, expectation: value } = unwrap(objective.gradient(values));
        expect(Math.abs(value - exact(bind(program, values), sum))).toBeLessThan(1e-10);
        expect(distance(gradient, shifted(program, values, sum))).toBeLessThan(1e-8);
      }),
      { numRuns: 150 },
    );
  });

  it('equals finite differences of the dense reference', () => {
    fc.assert(
      fc.property(cases, ({ program, values, sum }) => {
        const objective = unwrap(createObjective(program, sum));
        const { gradient } = unwrap(objective.gradient(values));
        expect(gradient).toHaveLength(values.length);
        // the error of the differences, not of the gradient
        expect(distance(gradient, differences(program, values, sum))).toBeLessThan(1e-6);
      }),
      { numRuns: 30 },
    );
  });

  it('is that of every gate with an angle, with 0, 1 and 2 controls', () => {
    const sum = unwrap(pauliSum(4, [[1, 'XYZX'], [0.7, 'IZYY'], [0.3, 'ZXZZ'], [0.5, 'YXIX']]));
    const names = ['rx', 'ry', 'rz', 'p', 'u', 'rxx', 'ryy', 'rzz', 'gphase'] as const;
    for (const name of names) {
      let steepest = 0;
      for (const controls of [[], [2], [3, 2]]) {
        const targets = [0, 1].slice(0, name === 'gphase' ? 0 : name.length === 3 ? 2 : 1);
        const params = name === 'u' ? [0.4, 0.9, 1.7] : [0.6];
        const spread = circuit(4).u(0.3, 1, 2, 0).u(1, 0.2, 0, 1).u(2, 0, 0.5, 2).u(1, 1, 1, 3);
        spread.cx(0, 1).cx(1, 2).cx(2, 3).gate(name, targets, params, controls);
        spread.cx(0, 3).ry(0.8, 0).ry(1.3, 1).rx(0.6, 2).rx(1.9, 3);
        const program = allAngles(spread.build());
        const values = Array.from({ length: program.parameters }, (_, k) => 0.1 * k);
        const { gradient } = unwrap(unwrap(createObjective(program, sum)).gradient(values));
        expect(distance(gradient, shifted(program, values, sum))).toBeLessThan(1e-12);
        steepest = Math.max(steepest, Math.abs(gradient[12]!));
      }
      // else the comparison would be one of zeros
      expect(steepest).toBeGreaterThan(1e-3);
    }
  });

  it('is right past one block of indices, in layers that are read together', () => {
    const layered = circuit(9);
    for (let q = 0; q < 9; q++) layered.ry(0.3 + q, q).rz(0.2 * q, q);
    for (let q = 0; q < 9; q++) layered.rxx(0.1 * q + 0.2, q, (q + 2) % 9).cx(q, (q + 1) % 9);
    for (let q = 0; q < 9; q++) layered.p(0.5 + q, q).rzz(0.4 * q, q, (q + 4) % 9);
    for (let q = 0; q < 9; q++) layered.rx(0.6 * q, q).cp(0.9, q, (q + 1) % 9);
    const program = allAngles(layered.ryy(0.4, 0, 8).h(3).build());
    const sum = unwrap(pauliSum(9, [[1, 'XYZXIIZYX'], [0.7, 'ZIZYYXXIZ'], [2, 'IIIIZIIIX']]));
    const values = Array.from({ length: program.parameters }, () => 0);
    const { gradient } = unwrap(unwrap(createObjective(program, sum)).gradient(values));
    expect(distance(gradient, shifted(program, values, sum))).toBeLessThan(1e-12);
    expect(Math.max(...gradient)).toBeGreaterThan(0.1);
  });

  it('is 0 for an observable of nothing and for parameters that no angle has', () => {
    const nothing = unwrap(pauliSum(1, []));
    const program = allAngles(circuit(1).rx(0.3, 0).build());
    const flat = unwrap(unwrap(createObjective(program, nothing)).gradient([1]));
    expect(flat).toEqual({ expectation: 0, gradient: Float64Array.of(0) });
    const unused = unwrap(parametric(circuit(1).rx(0.3, 0).build(), 2, []));
    const z = unwrap(pauliSum(1, [[1, 'Z']]));
    const { gradient } = unwrap(unwrap(createObjective(unused, z)).gradient([1, 2]));
    expect(gradient).toEqual(Float64Array.of(0, 0));
  });

  it('is the same as before after any other evaluation', () => {
    const program = allAngles(circuit(2).rx(0, 0).cx(0, 1).ry(0, 1).rx(0, 0).build());
    const sum = unwrap(pauliSum(2, [[1, 'ZX'], [0.5, 'YY'], [0.3, 'IZ']]));
    const objective = unwrap(createObjective(program, sum));
    const first = unwrap(objective.gradient([0.1, 0.2, 0.3]));
    expect(objective.expectation([0.7, 0.9, 0])).not.toBe(first.expectation);
    expect(unwrap(objective.gradient([0.1, 0.2, 0.3]))).toEqual(first);
  });
});

describe('the gradient by parameter shift', () => {
  it('takes 2 evaluations for an angle, 4 under a control, none for a global phase', () => {
    const evaluations = (program: Circuit): number => {
      let count = 0;
      const evaluate = () => ok(count++);
      const parameters = allAngles(program);
      unwrap(parameterShift(parameters, new Float64Array(parameters.parameters), evaluate));
      return count;
    };
    expect(evaluations(circuit(2).rx(1, 0).rzz(1, 0, 1).build())).toBe(4);
    expect(evaluations(circuit(2).gate('ry', [0], [1], [1]).build())).toBe(4);
    expect(evaluations(circuit(2).cp(1, 0, 1).build())).toBe(2);
    expect(evaluations(circuit(2).gate('u', [0], [1, 1, 1], [1]).build())).toBe(8);
    expect(evaluations(circuit(2).gate('gphase', [], [1]).build())).toBe(0);
    expect(evaluations(circuit(2).gate('gphase', [], [1], [0]).build())).toBe(2);
  });

  it('fails as the evaluation does', () => {
    const program = allAngles(circuit(1).rx(1, 0).build());
    const fault = { code: 'PROVIDER_FAILED', message: 'gone', hint: 'wait' } as const;
    const result = parameterShift(program, [0], () => ({ ok: false, fault }));
    expect(result).toEqual({ ok: false, fault });
  });

  it('refuses values that do not fit', () => {
    const program = allAngles(circuit(1).rx(1, 0).build());
    expect(() => parameterShift(program, [], () => ok(0))).toThrow(RangeError);
    expect(() => parameterShift({ parameters: 1 } as never, [0], () => ok(0))).toThrow(TypeError);
  });
});
