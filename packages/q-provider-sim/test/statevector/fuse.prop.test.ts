import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gateActions } from '../../src/engine/gates.ts';
import type { SlotGate } from '../../src/engine/index.ts';
import { diagonalize } from '../../src/statevector/diagonalize.ts';
import { adjoint, product, type Matrix } from '../../src/statevector/complex.ts';
import { fuseRuns } from '../../src/statevector/fuse.ts';
import { lower } from '../../src/statevector/lower.ts';
import type { Op } from '../../src/statevector/ops.ts';
import { evolved, zeroState, type Amplitudes } from './mathematics.ts';
import { addable, anyAngle, anyGate, distance, gate } from './support.ts';

/** Applies a 2×2 matrix to amplitudes a and b. */
const mixAt = (state: Amplitudes, m: Matrix, a: number, b: number): void => {
  const old = [2 * a, 2 * a + 1, 2 * b, 2 * b + 1].map((k) => state[k]!);
  for (const [row, at] of [a, b].entries()) {
    const [p = 0, q = 0, r = 0, s = 0] = m.slice(4 * row, 4 * row + 4);
    state[2 * at] = p * old[0]! - q * old[1]! + r * old[2]! - s * old[3]!;
    state[2 * at + 1] = p * old[1]! + q * old[0]! + r * old[3]! + s * old[2]!;
  }
};

const scaleAt = (state: Amplitudes, [re, im]: readonly [number, number], at: number): void => {
  const [x, y] = [state[2 * at]!, state[2 * at + 1]!];
  state[2 * at] = x * re - y * im;
  state[2 * at + 1] = x * im + y * re;
};

/** What an operation is documented to do. */
const perform = (state: Amplitudes, op: Op): void => {
  for (let i = 0; 2 * i < state.length; i++) {
    const bit = (qubit: number): number => (i >> qubit) & 1;
    if (op.kind === 'turn' && bit(op.qubit) === 0) mixAt(state, op.matrix, i, i | (1 << op.qubit));
    if (op.kind === 'flip' && bit(op.control) === 1 && bit(op.target) === 0) {
      mixAt(state, [0, 0, 1, 0, 1, 0, 0, 0], i, i | (1 << op.target));
    }
    if (op.kind === 'phase' && op.qubits.length > 2) {
      if (op.qubits.every((qubit) => bit(qubit) === 1)) scaleAt(state, op.phases[0]!, i);
    } else if (op.kind === 'phase') {
      const index = op.qubits.reduce((sum, qubit, k) => sum | (bit(qubit) << k), 0);
      scaleAt(state, op.phases[index]!, i);
    }
    // |01⟩ (lower bit 1) comes before |10⟩: a pair starts where the second qubit is 0
    if (op.kind === 'pair' && bit(op.qubits[1]) === 0) {
      const other = i ^ (1 << op.qubits[0]) ^ (1 << op.qubits[1]);
      mixAt(state, bit(op.qubits[0]) === 0 ? op.even : op.odd, i, other);
    }
  }
};

const QUBITS = 4;

/** The state after operations whose qubits stand for those that `names` says. */
const performed = (start: Amplitudes, ops: readonly Op[], names: readonly number[]): Amplitudes => {
  const state = start.slice();
  for (const op of ops) perform(state, op);
  const out = new Float64Array(state.length);
  for (let i = 0; 2 * i < state.length; i++) {
    const from = names.reduce((sum, name, qubit) => sum | (((i >> qubit) & 1) << name), 0);
    out[2 * i] = state[2 * from]!;
    out[2 * i + 1] = state[2 * from + 1]!;
  }
  return out;
};

/** No two amplitudes alike, so that a wrong permutation shows. */
const START = evolved(zeroState(QUBITS), [
  ...[0, 1, 2, 3].map((q) => gate('u', [q], [0.5 + 0.4 * q, 1.3 * q, 0.2])),
  gate('rxx', [0, 3], [0.7]),
  gate('u', [1], [1, 2, 3], [2]),
]);

const expectSame = (gates: readonly SlotGate[], fused: boolean): void => {
  const { ops, names } = lower(gates, QUBITS);
  const actual = performed(START, fused ? fuseRuns(ops, QUBITS) : ops, names);
  expect(distance(actual, evolved(START, gates))).toBeLessThan(1e-11);
};

describe('gates as operations', () => {
  it('do the same as the gates, global phase included', () => {
    fc.assert(
      fc.property(fc.array(anyGate(QUBITS, 3), { maxLength: 20, size: 'max' }), (gates) => {
        expectSame(gates, false);
      }),
      { numRuns: 60 },
    );
  });

  it('do the same with runs on two qubits in canonical form', () => {
    const onPairs = anyGate(QUBITS, 1, ['u', 'x', 'rxx', 'ryy', 'rzz', 'iswap', 'h', 'sx', 'p']);
    const short = fc.array(anyGate(2, 1), { minLength: 4, maxLength: 12, size: 'max' });
    const long = fc.array(onPairs, { maxLength: 30, size: 'max' });
    fc.assert(
      fc.property(short, long, short, (first, middle, last) => {
        const moved = last.map(({ targets, controls, ...rest }) => ({
          ...rest,
          targets: targets.map((q) => q + 2),
          controls: controls.map((q) => q + 2),
        }));
        expectSame([...first, ...middle, ...moved], true);
      }),
      { numRuns: 60 },
    );
  });

  it('come in canonical form where that is less arithmetic', () => {
    const run = [0, 1, 2, 3].map((k) => [
      gate('u', [0], [1 + k, 2, 3]),
      gate('u', [1], [2 + k, 1, 0]),
      gate('x', [1], [], [0]),
    ]);
    const { ops } = lower(run.flat(), 2);
    expect(fuseRuns(ops, 2).map(({ kind }) => kind)).toEqual([
      'turn', 'turn', 'pair', 'phase', 'turn', 'turn',
    ]);
  });

  it('start from unitaries that are diagonal in a unitary basis', () => {
    fc.assert(
      fc.property(fc.tuple(anyAngle, anyAngle, anyAngle).map(addable), (angles) => {
        const [action] = gateActions('u', [0], angles);
        if (action?.kind !== 'mix') throw new TypeError('u is not one matrix');
        const matrix = Array.from(action.matrix);
        const { basis, values } = diagonalize(matrix);
        const middle: Matrix = [...values[0], 0, 0, 0, 0, ...values[1]];
        const rebuilt = product(product(basis, middle), adjoint(basis));
        expect(distance(rebuilt, matrix)).toBeLessThan(1e-12);
        const identity = product(basis, adjoint(basis));
        expect(distance(identity, [1, 0, 0, 0, 0, 0, 1, 0])).toBeLessThan(1e-14);
      }),
      { numRuns: 300 },
    );
  });
});
