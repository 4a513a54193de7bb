import type { GateOp } from '@xdv/domain-model';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lowerGate } from '../../src/stabilizer/clifford.ts';
import { createTableau, type PauliFactor, type Tableau } from '../../src/stabilizer/index.ts';
import { apply, embed, type Complex, type Vector } from '../dense.ts';
import { cliffordGate } from './support.ts';

const QUBITS = 3;

const start = (): Vector =>
  Array.from({ length: 2 ** QUBITS }, (_, i): Complex => [i === 0 ? 1 : 0, 0]);

const perform = (tableau: Tableau, op: GateOp): void => {
  for (const { gate, a, b } of lowerGate(op)!) tableau.apply(gate, a, b);
};

const oneOf = (state: Vector, qubit: number): number =>
  state.reduce((p, [re, im], i) => (((i >> qubit) & 1) === 1 ? p + re * re + im * im : p), 0);

const collapse = (state: Vector, qubit: number, value: number, probability: number): Vector =>
  state.map(([re, im], i): Complex => {
    const factor = ((i >> qubit) & 1) === value ? 1 / Math.sqrt(probability) : 0;
    return [re * factor, im * factor];
  });

const expectationOf = (state: Vector, paulis: readonly PauliFactor[]): number => {
  const image = paulis.reduce<Vector>(
    (vector, [gate, q]) =>
      apply(embed({ kind: 'gate', gate, targets: [q], params: [], controls: [] }, QUBITS), vector),
    state,
  );
  return image.reduce((sum, [re, im], i) => sum + re * state[i]![0] + im * state[i]![1], 0);
};

const allPaulis = (): readonly (readonly PauliFactor[])[] =>
  Array.from({ length: 4 ** QUBITS }, (_, code) =>
    Array.from({ length: QUBITS }, (_unused, q) => [q, (code >> (2 * q)) & 3] as const).flatMap(
      ([q, pauli]): PauliFactor[] =>
        pauli === 0 ? [] : [[(['x', 'y', 'z'] as const)[pauli - 1]!, q]],
    ),
  );

type Act = GateOp | { readonly kind: 'measure'; readonly qubit: number; readonly value: 0 | 1 };

const acts = fc.array(
  fc.oneof(
    { arbitrary: cliffordGate(QUBITS), weight: 5 },
    {
      arbitrary: fc.record({
        kind: fc.constant('measure' as const),
        qubit: fc.nat(QUBITS - 1),
        value: fc.constantFrom<0 | 1>(0, 1),
      }),
      weight: 1,
    },
  ),
  { maxLength: 40 },
) as fc.Arbitrary<Act[]>;

describe('a tableau against dense state vectors', () => {
  it('has the same probabilities before each measurement and the same state after all', () => {
    fc.assert(
      fc.property(acts, (list) => {
        const tableau = createTableau(QUBITS);
        let state = start();
        for (const act of list) {
          if (act.kind === 'gate') {
            perform(tableau, act);
            state = apply(embed(act, QUBITS), state);
            continue;
          }
          const one = oneOf(state, act.qubit);
          expect(Math.abs(tableau.probabilityOfOne(act.qubit) - one)).toBeLessThan(1e-9);
          const value = tableau.measure(act.qubit, () => act.value);
          state = collapse(state, act.qubit, value, value === 1 ? one : 1 - one);
        }
        for (const paulis of allPaulis()) {
          const expected = expectationOf(state, paulis);
          expect(Math.abs(tableau.expectation(paulis) - expected)).toBeLessThan(1e-9);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('asks for a choice only where the outcome is uncertain, and repeats outcomes', () => {
    const tableau = createTableau(2);
    const never = (): never => {
      throw new Error('a certain outcome was chosen');
    };
    expect(tableau.measure(0, never)).toBe(0);
    tableau.apply('h', 0, 0);
    tableau.apply('cx', 0, 1);
    expect(tableau.probabilityOfOne(1)).toBe(0.5);
    expect(tableau.measure(1, () => 1)).toBe(1);
    expect(tableau.measure(0, never)).toBe(1);
    tableau.clear();
    expect(tableau.probabilityOfOne(0)).toBe(0);
  });
});

describe('a large tableau', () => {
  it('holds 4096 qubits, and refuses 4097 and 0', () => {
    const tableau = createTableau(4096);
    tableau.apply('h', 0, 0);
    for (let q = 1; q < 4096; q++) tableau.apply('cx', q - 1, q);
    expect(tableau.probabilityOfOne(4095)).toBe(0.5);
    expect(tableau.measure(4095, () => 1)).toBe(1);
    expect(tableau.probabilityOfOne(0)).toBe(1);
    for (const qubits of [0, 4097, 1.5]) {
      expect(() => createTableau(qubits)).toThrow(RangeError);
    }
  });

  it('spans word borders: a GHZ state of 100 qubits has its stabilizers', () => {
    const tableau = createTableau(100);
    tableau.apply('h', 0, 0);
    for (let q = 1; q < 100; q++) tableau.apply('cx', 0, q);
    const all = Array.from({ length: 100 }, (_, q): PauliFactor => ['x', q]);
    expect(tableau.expectation(all)).toBe(1);
    expect(tableau.expectation([['z', 31], ['z', 32]])).toBe(1);
    expect(tableau.expectation([['z', 31]])).toBe(0);
    // Y⊗Y in place of X⊗X turns the sign: YY = -(XX)(ZZ)
    const turned = all.map(([, q]): PauliFactor => [q < 2 ? 'y' : 'x', q]);
    expect(tableau.expectation(turned)).toBe(-1);
  });
});
