import { circuit, GATE_NAMES, GATES, unwrap } from '@xdv/domain-model';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evolve, type StateVector } from '../src/engine/index.ts';
import { embed, evolveDense, type Vector } from './dense.ts';
import { arbitraryGate } from './support.ts';

const distance = (state: StateVector, expected: Vector): number => {
  const actual = state.amplitudes();
  expect(actual).toHaveLength(2 * expected.length);
  return Math.max(
    ...expected.map(([re, im], i) => Math.hypot(actual[2 * i]! - re, actual[2 * i + 1]! - im)),
  );
};

/** A layer that gives every basis state a different amplitude. */
const spreadOut = (qubits: number) => {
  const builder = circuit(qubits);
  for (let q = 0; q < qubits; q++) builder.u(0.4 + q, 1.1 * q, 0.3 - q, q);
  for (let q = 1; q < qubits; q++) builder.cx(q - 1, q);
  return builder;
};

describe('gates', () => {
  it.each(GATE_NAMES)('%s acts as its OpenQASM 3 matrix, global phase included', (name) => {
    const { qubits: width } = GATES[name];
    fc.assert(
      fc.property(
        fc.integer({ min: Math.max(1, width), max: 5 }).chain((qubits) =>
          fc.tuple(fc.constant(qubits), arbitraryGate(qubits, [name])),
        ),
        ([qubits, op]) => {
          const builder = spreadOut(qubits);
          builder.gate(op.gate, op.targets, op.params, op.controls);
          const program = builder.build();
          expect(distance(unwrap(evolve(program)), evolveDense(program))).toBeLessThan(1e-10);
        },
      ),
      { numRuns: 15 },
    );
  });

  it('act in sequence as the product of their matrices and keep the norm', () => {
    const sequence = fc
      .integer({ min: 1, max: 4 })
      .chain((qubits) =>
        fc.tuple(fc.constant(qubits), fc.array(arbitraryGate(qubits), { maxLength: 25 })),
      );
    fc.assert(
      fc.property(sequence, ([qubits, ops]) => {
        const program = { qubits, bits: 0, ops };
        const state = unwrap(evolve(program));
        expect(distance(state, evolveDense(program))).toBeLessThan(1e-10);
        expect(Math.abs(state.weight(0, 0) - 1)).toBeLessThan(1e-12);
      }),
      { numRuns: 40 },
    );
  });

  it('the reference itself is unitary', () => {
    fc.assert(
      fc.property(arbitraryGate(3), (op) => {
        const matrix = embed(op, 3);
        for (const row of matrix) {
          const norm = row.reduce((sum, [re, im]) => sum + re * re + im * im, 0);
          expect(Math.abs(norm - 1)).toBeLessThan(1e-12);
        }
      }),
    );
  });
});
