import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CIRCUIT_LIMITS,
  classicalBits,
  classicalOffset,
  CLASSICAL_OPERATORS,
  evaluateClassical,
  unwrap,
  validateCircuit,
  type CircuitOp,
  type Classical,
  type ClassicalOperator,
  type ClassicalType,
  type ClassicalValue,
} from '../src/index.ts';

const uint = (width: number): ClassicalType => ({ kind: 'uint', width });
const int = (width: number): ClassicalType => ({ kind: 'int', width });
const angle = (width: number): ClassicalType => ({ kind: 'angle', width });
const F64: ClassicalType = { kind: 'float', width: 64 };
const F32: ClassicalType = { kind: 'float', width: 32 };

const constant = (type: ClassicalType, value: number | bigint): Classical =>
  type.kind === 'float'
    ? { op: 'constant', type, value: Number(value) }
    : { op: 'constant', type, value: String(value) };

const operate = (op: ClassicalOperator, type: ClassicalType, ...args: Classical[]): Classical => ({
  op,
  type,
  args,
});

const evaluate = (value: Classical, memory: readonly number[] = []): ClassicalValue =>
  unwrap(evaluateClassical(value, (at) => memory[at]!));

const codeOf = (value: Classical): string => {
  const result = evaluateClassical(value, () => 0);
  return result.ok ? 'ok' : result.fault.code;
};

const cast = (type: ClassicalType, of: Classical): Classical => ({ op: 'cast', type, of });

describe('classical values', () => {
  it.each([
    ['add', uint(8), 200, 100, 44n],
    ['add', int(8), 100, 100, -56n],
    ['sub', uint(8), 1, 2, 255n],
    ['mul', int(8), -128, -1, -128n],
    ['div', int(8), -7, 2, -3n],
    ['div', int(8), -128, -1, -128n],
    ['mod', int(8), -7, 2, -1n],
    ['pow', uint(8), 3, 6, 217n],
    ['pow', int(8), -2, 7, -128n],
    ['and', uint(8), 0b1100, 0b1010, 0b1000n],
    ['or', uint(8), 0b1100, 0b1010, 0b1110n],
    ['xor', int(8), -1, 0b1010, -11n],
    ['add', angle(4), 12, 8, 4n],
    ['sub', angle(4), 1, 2, 15n],
    ['div', F64, 1, 4, 0.25],
    ['mod', F64, -7.5, 2, -1.5],
    ['pow', F64, 2, 0.5, Math.SQRT2],
    ['add', F32, 0.1, 0.2, Math.fround(Math.fround(0.1) + Math.fround(0.2))],
  ] as const)('%s of %o: %d and %d is %o', (op, type, a, b, expected) => {
    expect(evaluate(operate(op, type, constant(type, a), constant(type, b)))).toBe(expected);
  });

  it.each([
    ['shl', 0b0110_0001, 1, 0b1100_0010n],
    ['shl', 1, 8, 0n],
    ['shr', 0b1100_0000, 6, 0b11n],
    ['shr', 0b1100_0000, 200, 0n],
    ['rotl', 0b1000_0001, 1, 0b0000_0011n],
    ['rotl', 0b1000_0001, 17, 0b0000_0011n],
    ['rotr', 0b1000_0001, 1, 0b1100_0000n],
    ['rotr', 0b1000_0001, 8, 0b1000_0001n],
  ] as const)('%s moves the bits of %d by %d', (op, value, by, expected) => {
    const moved = operate(op, uint(8), constant(uint(8), value), constant(uint(8), by));
    expect(evaluate(moved)).toBe(expected);
  });

  it('keep their sign when an int is shifted to the right', () => {
    expect(evaluate(operate('shr', int(8), constant(int(8), -5), constant(uint(4), 1)))).toBe(-3n);
  });

  it.each([
    ['eq', 3, 3, 1n],
    ['eq', 3, 4, 0n],
    ['lt', -1, 0, 1n],
    ['lt', 0, 0, 0n],
    ['le', 0, 0, 1n],
  ] as const)('%s compares %d and %d', (op, a, b, expected) => {
    expect(evaluate(operate(op, uint(1), constant(int(4), a), constant(int(4), b)))).toBe(expected);
  });

  it('count ones and negate within their width', () => {
    expect(evaluate(operate('popcount', uint(3), constant(uint(8), 0b1011_0001)))).toBe(4n);
    expect(evaluate(operate('neg', uint(8), constant(uint(8), 1)))).toBe(255n);
    expect(evaluate(operate('not', int(8), constant(int(8), 5)))).toBe(-6n);
  });

  it('take functions from the floats', () => {
    for (const [op, value] of [
      ['sin', Math.sin(0.5)],
      ['cos', Math.cos(0.5)],
      ['tan', Math.tan(0.5)],
      ['arcsin', Math.asin(0.5)],
      ['arccos', Math.acos(0.5)],
      ['arctan', Math.atan(0.5)],
      ['exp', Math.exp(0.5)],
      ['log', Math.log(0.5)],
      ['sqrt', Math.sqrt(0.5)],
      ['floor', 0],
      ['ceiling', 1],
      ['neg', -0.5],
    ] as const) {
      expect(evaluate(operate(op, F64, constant(F64, 0.5)))).toBe(value);
    }
  });

  it.each([
    [int(4), F64, 7.9, 7n],
    [int(4), F64, -7.9, -7n],
    [int(4), F64, 8, -8n],
    [uint(4), int(8), -1, 15n],
    [F64, int(8), -3, -3],
    [F32, F64, 0.1, Math.fround(0.1)],
    [angle(2), F64, Math.PI, 2n],
    [angle(2), F64, -Math.PI / 2, 3n],
    [angle(8), F64, (2 * Math.PI * 125) / 512, 62n],
    [angle(8), F64, (2 * Math.PI * 127) / 512, 64n],
    [angle(70), F64, Math.PI, 1n << 69n],
    [F64, angle(3), 3, (3 * Math.PI) / 4],
    [F64, angle(80), 1n << 79n, Math.PI],
    [angle(2), angle(4), 0b1011, 0b10n],
    [angle(4), angle(2), 0b10, 0b1000n],
    [uint(4), angle(4), 9, 9n],
    [int(4), angle(4), 9, -7n],
  ] as const)('cast to %o from %o: %d gives %o', (to, from, value, expected) => {
    expect(evaluate(cast(to, constant(from, value)))).toBe(expected);
  });

  it('have none where the mathematics has none (CIRCUIT_STOPPED)', () => {
    const zero = constant(int(4), 0);
    const one = constant(int(4), 1);
    const nan = operate('div', F64, constant(F64, 0), constant(F64, 0));
    expect(codeOf(operate('div', int(4), one, zero))).toBe('CIRCUIT_STOPPED');
    expect(codeOf(operate('mod', int(4), one, zero))).toBe('CIRCUIT_STOPPED');
    expect(codeOf(operate('pow', int(4), one, constant(int(4), -1)))).toBe('CIRCUIT_STOPPED');
    expect(codeOf(cast(int(4), nan))).toBe('CIRCUIT_STOPPED');
    expect(codeOf(cast(angle(4), nan))).toBe('CIRCUIT_STOPPED');
  });

  it('are read from bits, lowest first, and from elements of arrays', () => {
    const memory = [0, 1, 1, 0, 1, 1];
    expect(evaluate({ op: 'read', type: uint(3), at: 1 }, memory)).toBe(0b011n);
    expect(evaluate({ op: 'read', type: int(3), at: 3 }, memory)).toBe(-2n);
    const by: Classical = { op: 'read', type: uint(1), at: 1 };
    const element = { op: 'read', type: uint(2), at: 0, index: { by, count: 3, stride: 2 } };
    expect(evaluate(element as Classical, memory)).toBe(0b01n);
    const beyond = { by: constant(int(4), -1), count: 3, stride: 2 };
    expect(codeOf({ op: 'read', type: uint(2), at: 0, index: beyond })).toBe('CIRCUIT_STOPPED');
    expect(classicalOffset(beyond, () => 0).ok).toBe(false);
    expect(classicalOffset({ ...beyond, by: constant(uint(4), 2) }, () => 0)).toEqual({
      ok: true,
      value: 4,
    });
  });

  it('go to bits and back unchanged', () => {
    const types = fc.oneof(
      fc.integer({ min: 1, max: 200 }).map(uint),
      fc.integer({ min: 1, max: 200 }).map(int),
      fc.constantFrom(F32, F64),
    );
    fc.assert(
      fc.property(types, fc.bigInt(0n, (1n << 200n) - 1n), (type, random) => {
        const { width } = type;
        const memory = Array.from({ length: width }, (_, k) => Number((random >> BigInt(k)) & 1n));
        const value = evaluate({ op: 'read', type, at: 0 }, memory);
        const nan = typeof value === 'number' && Number.isNaN(value);
        expect(nan || classicalBits(value, type) === BigInt.asUintN(width, random)).toBe(true);
      }),
      { numRuns: 300, seed: 4 },
    );
  });

  it('agree with bigints of the same width', () => {
    const operators = fc.constantFrom('add', 'sub', 'mul', 'div', 'mod', 'and', 'or', 'xor');
    const width = fc.integer({ min: 1, max: 70 });
    const value = fc.bigInt(-(1n << 80n), 1n << 80n);
    fc.assert(
      fc.property(operators, width, value, value, fc.boolean(), (op, w, x, y, signed) => {
        const wrap = (value: bigint): bigint =>
          signed ? BigInt.asIntN(w, value) : BigInt.asUintN(w, value);
        const [a, b] = [wrap(x), wrap(y)];
        const type = signed ? int(w) : uint(w);
        const made = operate(op as ClassicalOperator, type, constant(type, a), constant(type, b));
        const undefinedFor0 = op === 'div' || op === 'mod';
        if (b === 0n && undefinedFor0) {
          expect(codeOf(made)).toBe('CIRCUIT_STOPPED');
          return;
        }
        const exact = {
          add: a + b,
          sub: a - b,
          mul: a * b,
          div: b === 0n ? 0n : a / b,
          mod: b === 0n ? 0n : a % b,
          and: a & b,
          or: a | b,
          xor: a ^ b,
        }[op as 'add'];
        expect(evaluate(made)).toBe(wrap(exact));
      }),
      { numRuns: 500, seed: 8 },
    );
  });
});

const problemOf = (ops: readonly CircuitOp[], bits = 4, scratch = 4): string => {
  const result = validateCircuit({ qubits: 2, bits, scratch, ops });
  return result.ok ? 'ok' : `${result.fault.code}: ${result.fault.message}`;
};

const set = (value: Classical, at = 0): CircuitOp => ({ kind: 'set', at, value });
const read = (at: number, width = 2): Classical => ({ op: 'read', type: uint(width), at });
const loop = (max: number, body: readonly CircuitOp[] = []): CircuitOp => ({
  kind: 'while',
  bits: [0],
  values: [1],
  max,
  body,
});

describe('validateCircuit', () => {
  it('accepts computed gates, assignments and loops over bits of both kinds', () => {
    const turn: CircuitOp = {
      kind: 'computed',
      gate: 'rx',
      targets: [0],
      params: [cast(F64, read(6))],
      controls: [1],
    };
    const measure: CircuitOp = { kind: 'measure', qubit: 0, bit: 7 };
    expect(problemOf([turn, set(read(4)), measure, loop(3, [turn])])).toBe('ok');
  });

  it.each<[string, CircuitOp]>([
    ['bits outside of memory', set(read(7))],
    ['writes outside of memory', set(constant(uint(2), 1), 7)],
    ['unknown operators', set(operate('plus' as ClassicalOperator, uint(2)))],
    ['too few operands', set(operate('add', uint(2), read(0)))],
    ['operands of other types', set(operate('add', uint(2), read(0), read(0, 1)))],
    ['floats in bitwise operators', set(operate('not', F64, constant(F64, 1)))],
    ['integers in functions', set(operate('sin', uint(2), read(0)))],
    ['comparisons that give numbers', set(operate('eq', uint(2), read(0), read(0)))],
    ['signed shifts', set(operate('shl', uint(2), read(0), constant(int(2), 1)))],
    ['popcounts of ints', set(operate('popcount', uint(2), constant(int(2), 1)))],
    ['angles as integers of another width', set(cast(uint(2), constant(angle(3), 1)))],
    ['widths of 0', set(constant(uint(0), 0))],
    ['widths beyond the limit', set(constant(uint(CIRCUIT_LIMITS.widthMax + 1), 0))],
    ['floats of 16 bits', set(constant({ kind: 'float', width: 16 }, 0))],
    ['kinds that do not exist', set(constant({ kind: 'bool' as 'uint', width: 1 }, 0))],
    ['constants out of range', set(constant(uint(2), 4))],
    ['constants that are no integers', set({ op: 'constant', type: uint(2), value: '1.5' })],
    ['numbers as integer constants', set({ op: 'constant', type: uint(2), value: 1 })],
    ['text as float constants', set({ op: 'constant', type: F64, value: '1' })],
    ['arrays of no elements', { kind: 'set', at: 0, value: read(0), index: index({ count: 0 }) }],
    ['arrays without stride', { kind: 'set', at: 0, value: read(0), index: index({ stride: 0 }) }],
    ['arrays beyond memory', { kind: 'set', at: 0, value: read(0), index: index({ count: 9 }) }],
    ['float indices', set({ ...read(0), index: index({ by: constant(F64, 1) }) } as Classical)],
    ['missing values', { kind: 'set', at: 0, value: null as unknown as Classical }],
    ['loops without rounds', loop(0)],
    ['loops with too many rounds', loop(CIRCUIT_LIMITS.roundsMax + 1)],
    ['loops that perform too much', loop(10_000, [loop(101, [{ kind: 'reset', qubit: 0 }])])],
    ['integer angles', {
      kind: 'computed',
      gate: 'rx',
      targets: [0],
      params: [read(0)],
      controls: [],
    }],
  ])('refuses %s with CIRCUIT_INVALID', (_, op) => {
    expect(problemOf([op])).toMatch(/^CIRCUIT_INVALID: ops\[0\]/);
  });

  it('refuses expressions deeper than the limit', () => {
    let value = read(0);
    for (let depth = 0; depth <= CIRCUIT_LIMITS.expressionDepthMax; depth++) {
      expect(problemOf([set(value)])).toBe('ok');
      value = operate('not', uint(2), value);
    }
    expect(problemOf([set(value)])).toMatch(/nests deeper/);
  });

  it('refuses more bits of both kinds than the limit', () => {
    expect(problemOf([], 4, CIRCUIT_LIMITS.bitsMax - 4)).toBe('ok');
    expect(problemOf([], 4, CIRCUIT_LIMITS.bitsMax - 3)).toMatch(/^CIRCUIT_INVALID/);
    expect(problemOf([], 4, -1)).toMatch(/^CIRCUIT_INVALID/);
  });
});

function index(fields: object) {
  return { by: read(0), count: 2, stride: 2, ...fields };
}

describe('the operators', () => {
  it('are all evaluated: none is only a name', () => {
    for (const [op, operands] of Object.entries(CLASSICAL_OPERATORS)) {
      const integer = ['popcount', 'shl', 'shr', 'rotl', 'rotr', 'not', 'and', 'or', 'xor'];
      const type = integer.includes(op) ? uint(4) : F64;
      const args = Array.from({ length: operands }, () => constant(type, 1));
      const truth = op === 'eq' || op === 'lt' || op === 'le';
      expect(codeOf(operate(op as ClassicalOperator, truth ? uint(1) : type, ...args))).toBe('ok');
    }
  });
});
