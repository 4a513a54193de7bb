import { describe, expect, it } from 'vitest';
import {
  CIRCUIT_LIMITS,
  validateCircuit,
  type Circuit,
  type CircuitOp,
} from '../src/index.ts';
import { gate, when } from './circuits.ts';
import { codeOf, messageOf } from './support.ts';

/** Operations that no type would allow, on two qubits and one bit. */
const over = (...ops: readonly unknown[]): unknown => ({ qubits: 2, bits: 1, ops });

const nested = (depth: number): CircuitOp => {
  let op = gate('x', [0]);
  for (let i = 0; i < depth; i++) op = when([op]);
  return op;
};

const repeated = (count: number, op: CircuitOp, qubits = 1): Circuit => ({
  qubits,
  bits: 1,
  ops: Array.from({ length: count }, () => op),
});

const empty = (qubits: number, bits: number): Circuit => ({ qubits, bits, ops: [] });

const { qubitsMax, bitsMax, opsMax, depthMax, conditionQubitsMax } = CIRCUIT_LIMITS;

describe('a circuit', () => {
  it('is given back as it is', () => {
    const circuit = over(gate('h', [0]), gate('x', [1], [], [0]), when([gate('z', [1])]));
    const result = validateCircuit(circuit);
    expect(result.ok && result.value).toBe(circuit);
  });

  it('may be empty, and may measure one qubit into one bit twice', () => {
    const measure = { kind: 'measure', qubit: 1, bit: 0 };
    expect(validateCircuit(over()).ok).toBe(true);
    expect(validateCircuit(over(measure, measure)).ok).toBe(true);
  });

  it.each<readonly [unknown, string]>([
    [null, 'expected a circuit, got null'],
    ['h 0', 'expected a circuit, got h 0'],
    [{ qubits: 0, bits: 0, ops: [] }, 'a circuit has 1 to 4096 qubits, got 0'],
    [{ qubits: 1.5, bits: 0, ops: [] }, 'a circuit has 1 to 4096 qubits, got 1.5'],
    [{ qubits: '2', bits: 0, ops: [] }, 'a circuit has 1 to 4096 qubits, got 2'],
    [{ qubits: {}, bits: 0, ops: [] }, 'a circuit has 1 to 4096 qubits, got an object'],
    [{ qubits: 1, ops: [] }, 'a circuit has 0 to 65536 classical bits, got undefined'],
    [{ qubits: 1, bits: -1, ops: [] }, 'a circuit has 0 to 65536 classical bits, got -1'],
    [{ qubits: 1, bits: 0 }, 'ops: operations must be a list'],
    [{ qubits: 1, bits: 0, ops: 'x' }, 'ops: operations must be a list'],
    [over(null), 'ops[0]: is not an operation'],
    [over(gate('x', [0]), 7), 'ops[1]: is not an operation'],
    [over({ kind: 'jump' }), 'ops[0]: unknown operation jump'],
    [over({}), 'ops[0]: unknown operation undefined'],
  ])('is refused as a whole: case %#', (value, message) => {
    expect(codeOf(validateCircuit(value))).toBe('CIRCUIT_INVALID');
    expect(messageOf(validateCircuit(value))).toBe(message);
  });
});

describe('an operation', () => {
  it.each<readonly [object, string]>([
    [{ ...gate('x', [0]), gate: 'nope' }, 'unknown gate nope'],
    [{ ...gate('x', [0]), gate: 'toString' }, 'unknown gate toString'],
    [{ ...gate('x', [0]), gate: ['x'] }, 'unknown gate a list'],
    [{ ...gate('x', [0]), targets: 0 }, 'qubit must be a list, got number'],
    [gate('x', [2]), 'qubit 2 is not in 0..1'],
    [gate('x', [-1]), 'qubit -1 is not in 0..1'],
    [gate('x', [0.5]), 'qubit 0.5 is not in 0..1'],
    [{ ...gate('x', [0]), targets: ['0'] }, 'qubit 0 is not in 0..1'],
    [gate('x', [0], [], [2]), 'control 2 is not in 0..1'],
    [{ ...gate('x', [0]), controls: undefined }, 'control must be a list, got undefined'],
    [gate('x', [0], [], [0]), 'qubits 0, 0 repeat'],
    [gate('swap', [1, 1]), 'qubits 1, 1 repeat'],
    [gate('x', [0, 1]), 'x takes 1 qubits, got 2'],
    [gate('swap', [0]), 'swap takes 2 qubits, got 1'],
    [gate('x', [0], [1]), 'x takes 0 parameters'],
    [gate('u', [0], [1, 2]), 'u takes 3 parameters'],
    [{ ...gate('rx', [0]), params: 'a' }, 'rx takes 1 parameters'],
    [gate('rx', [0], [NaN]), 'angle NaN is not a finite number'],
    [gate('rx', [0], [Infinity]), 'angle Infinity is not a finite number'],
    [{ ...gate('rx', [0]), params: ['1'] }, 'angle 1 is not a finite number'],
    [{ kind: 'measure', qubit: 2, bit: 0 }, 'qubit 2 is not in 0..1'],
    [{ kind: 'measure', qubit: 0, bit: 1 }, 'bit 1 is not in 0..0'],
    [{ kind: 'reset', qubit: 2 }, 'qubit 2 is not in 0..1'],
    [{ kind: 'barrier', qubits: [0, 3] }, 'qubit 3 is not in 0..1'],
    [{ kind: 'barrier' }, 'qubit must be a list, got undefined'],
    [{ kind: 'delay', qubit: 2, ns: 1 }, 'qubit 2 is not in 0..1'],
    [{ kind: 'delay', qubit: 0, ns: -1 }, 'delay -1 ns'],
    [{ kind: 'delay', qubit: 0, ns: 0.5 }, 'delay 0.5 ns'],
    [{ kind: 'delay', qubit: 0, ns: 2 ** 53 }, 'delay 9007199254740992 ns'],
    [{ ...when([]), bits: [1] }, 'bit 1 is not in 0..0'],
    [{ ...when([]), values: [2] }, 'value 2 is not in 0..1'],
    [{ ...when([]), values: [] }, 'a condition needs one value per bit'],
    [{ ...when([]), bits: [], values: [] }, 'a condition needs at least one bit'],
  ])('is refused with what is wrong with it: case %#', (op, message) => {
    expect(codeOf(validateCircuit(over(op)))).toBe('CIRCUIT_INVALID');
    expect(messageOf(validateCircuit(over(op)))).toBe(`ops[0]: ${message}`);
  });

  it('is named by its path through conditions', () => {
    const deep = when([gate('x', [0]), when([], [gate('x', [5])])]);
    const message = 'ops[1].then[1].otherwise[0]: qubit 5 is not in 0..1';
    expect(messageOf(validateCircuit(over(gate('h', [0]), deep)))).toBe(message);
    const broken = over({ ...when([]), otherwise: undefined });
    expect(messageOf(validateCircuit(broken))).toBe('ops[0].otherwise: operations must be a list');
  });

  it('cannot make validation throw', () => {
    const trap = { toString: (): string => { throw new Error('mine'); } };
    const result = validateCircuit(over({ ...gate('x', [0]), gate: trap }));
    expect(codeOf(result)).toBe('CIRCUIT_INVALID');
  });
});

describe('the limits of a circuit', () => {
  it.each([
    ['qubits', empty(qubitsMax, 0), empty(qubitsMax + 1, 0)],
    ['bits', empty(1, bitsMax), empty(1, bitsMax + 1)],
    ['depth', over(nested(depthMax)), over(nested(depthMax + 1))],
    ['operations', repeated(opsMax, gate('x', [0])), repeated(opsMax + 1, gate('x', [0]))],
    [
      'conditions times qubits',
      repeated(Math.floor(conditionQubitsMax / qubitsMax), when([]), qubitsMax),
      repeated(Math.floor(conditionQubitsMax / qubitsMax) + 1, when([]), qubitsMax),
    ],
  ])('accept as many %s as they say and not one more', (_what, largest, tooLarge) => {
    expect(validateCircuit(largest).ok).toBe(true);
    expect(codeOf(validateCircuit(tooLarge))).toBe('CIRCUIT_INVALID');
  });

  it('count operations inside conditions', () => {
    const { ops: body } = repeated(opsMax - 1, gate('x', [0]));
    expect(validateCircuit(over(when(body))).ok).toBe(true);
    const message = 'ops[1]: more than 1000000 operations';
    expect(messageOf(validateCircuit(over(when(body), gate('x', [0]))))).toBe(message);
  });

  it('say which one was passed', () => {
    const tooDeep = messageOf(validateCircuit(over(nested(depthMax + 1))));
    expect(tooDeep).toMatch(/then: conditions nest deeper than 64$/);
    const held = repeated(12_208, when([]), qubitsMax);
    const message = 'ops[12207]: too many conditions for this many qubits';
    expect(messageOf(validateCircuit(held))).toBe(message);
  });
});
