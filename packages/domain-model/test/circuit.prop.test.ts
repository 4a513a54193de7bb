import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeValue,
  encodeValue,
  shotDuration,
  unwrap,
  validateCircuit,
  type Circuit,
  type CircuitOp,
  type Value,
} from '../src/index.ts';
import { calibration, gate, when } from './circuits.ts';
import { codeOf, values } from './support.ts';

const QUBITS = 3;
const qubit = fc.nat(QUBITS - 1);
const pair = fc.shuffledSubarray([0, 1, 2], { minLength: 2, maxLength: 2 });

const simple: fc.Arbitrary<CircuitOp> = fc.oneof(
  qubit.map((q) => gate('h', [q])),
  qubit.map((q) => gate('rz', [q], [0.5])),
  pair.map(([a, b]) => gate('x', [b!], [], [a!])),
  qubit.map((q): CircuitOp => ({ kind: 'measure', qubit: q, bit: 0 })),
  qubit.map((q): CircuitOp => ({ kind: 'reset', qubit: q })),
  qubit.chain((q) => fc.nat(500).map((ns): CircuitOp => ({ kind: 'delay', qubit: q, ns }))),
  pair.map((qubits): CircuitOp => ({ kind: 'barrier', qubits })),
);

const block = fc.array(simple, { maxLength: 8 });
const ops = fc.array(
  fc.oneof(
    { arbitrary: simple, weight: 6 },
    { arbitrary: fc.tuple(block, block).map(([a, b]) => when(a, b)), weight: 1 },
  ),
  { maxLength: 20, size: 'max' },
);

const over = (list: readonly CircuitOp[]): Circuit => ({ qubits: QUBITS, bits: 1, ops: list });
const lasts = (list: readonly CircuitOp[]): number => shotDuration(over(list), calibration);

describe('the length of a shot', () => {
  it('lies between that of its longest operation and the sum of all', () => {
    fc.assert(
      fc.property(ops, (list) => {
        const alone = list.map((op) => lasts([op]));
        expect(lasts(list)).toBeGreaterThanOrEqual(Math.max(0, ...alone));
        expect(lasts(list)).toBeLessThanOrEqual(alone.reduce((sum, length) => sum + length, 0));
      }),
    );
  });

  it('never shrinks when an operation is added, nor sums to more than its halves', () => {
    fc.assert(
      fc.property(ops, ops, (first, second) => {
        const whole = lasts([...first, ...second]);
        expect(whole).toBeGreaterThanOrEqual(Math.max(lasts(first), lasts(second)));
        expect(whole).toBeLessThanOrEqual(lasts(first) + lasts(second));
      }),
    );
  });

  it('is the sum of the halves where a barrier on all qubits parts them', () => {
    fc.assert(
      fc.property(ops, ops, (first, second) => {
        const barrier: CircuitOp = { kind: 'barrier', qubits: [0, 1, 2] };
        expect(lasts([...first, barrier, ...second])).toBe(lasts(first) + lasts(second));
      }),
    );
  });
});

describe('validation', () => {
  it('accepts what the builder could have made, and what crossed a boundary', () => {
    fc.assert(
      fc.property(ops, (list) => {
        const circuit = over(list);
        expect(validateCircuit(circuit).ok).toBe(true);
        const crossed = unwrap(decodeValue(unwrap(encodeValue(circuit as unknown as Value))));
        expect(validateCircuit(crossed)).toEqual({ ok: true, value: circuit });
      }),
    );
  });

  it('answers any plain data with a circuit or CIRCUIT_INVALID, and never throws', () => {
    const keys = ['kind', 'gate', 'targets', 'params', 'controls', 'qubit', 'bit', 'then', 'bits'];
    const kinds = fc.constantFrom('gate', 'measure', 'reset', 'barrier', 'delay', 'if');
    // plain data that cannot be made a string
    const mute = fc.constant({ toString: 0 });
    const op = fc.dictionary(fc.constantFrom(...keys), fc.oneof(values, qubit, kinds, mute));
    fc.assert(
      fc.property(fc.array(op), kinds, (list, kind) => {
        const typed = list.map((fields) => ({ ...fields, kind }));
        const result = validateCircuit({ qubits: QUBITS, bits: 1, ops: typed });
        if (!result.ok) expect(codeOf(result)).toBe('CIRCUIT_INVALID');
        else expect(result.value.ops).toEqual(typed);
      }),
      { numRuns: 300 },
    );
  });
});
