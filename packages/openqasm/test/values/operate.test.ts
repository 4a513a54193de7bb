import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BinaryOperator, UnaryOperator } from '../../src/syntax/ast.ts';
import { promote, promoteUnary } from '../../src/types/promote.ts';
import { cast } from '../../src/values/cast.ts';
import { operate, operateUnary } from '../../src/values/operate.ts';
import type { Value } from '../../src/values/value.ts';
import { written } from '../types/written.ts';

/** Converts both operands as promotion says and computes: the value, or the reason without one. */
const compute = (
  left: string,
  a: Value,
  operator: BinaryOperator,
  right: string,
  b: Value,
): Value | string => {
  const promotion = promote(operator, written(left), written(right))!;
  const x = cast(a, written(left), promotion.left)!;
  const y = cast(b, written(right), promotion.right)!;
  const { value, reason } = operate(operator, promotion, x, y);
  return value ?? reason;
};

type Counts = readonly (readonly [string, number])[] | null;

const span = (ns: number, dt = 0, stretches: Counts = null) => ({
  ns,
  dt,
  stretches: stretches && new Map(stretches),
});

describe('operators (OpenQASM 3, "Classical instructions")', () => {
  test.each<[string, Value, BinaryOperator, string, Value, Value]>([
    ['bit[8]', 0b10001111n, '<<', 'int', 1n, 0b00011110n],
    ['bit[8]', 0b10001111n, '|', 'bit[8]', 0b01110000n, 0b11111111n],
    ['bit[8]', 0b10001111n, '&', 'bit[8]', 0b01110000n, 0n],
    ['bit[8]', 0b10001111n, '^', 'bit[8]', 0b00001111n, 0b10000000n],
    ['angle[4]', 0b1001n, '<<', 'int', 2n, 0b0100n],
    ['angle[4]', 0b1001n, '>>', 'int', 2n, 0b0010n],
    ['angle[4]', 7n, '+', 'angle[4]', 1n, 0b1000n],
    ['angle[4]', 1n, '-', 'angle[4]', 7n, 0b1010n],
    ['angle[4]', 7n, '/', 'uint[4]', 2n, 3n],
    ['uint[4]', 2n, '*', 'angle[4]', 0b1010n, 0b0100n],
    ['angle[4]', 0b1010n, '/', 'angle[4]', 1n, 0b1010n],
    ['angle[4]', 0b1010n, '/', 'int', 16n, 0n],
    ['angle[4]', 0b1000n, '==', 'float', Math.PI, 1n],
    ['int[32]', 3n, '/', 'int[32]', 2n, 1n],
    ['int[32]', 3n, '%', 'int[32]', 2n, 1n],
    ['int[32]', 2n, '**', 'int[32]', 3n, 8n],
    // C99: division truncates toward zero and the remainder has the sign of the left side
    ['int[32]', -7n, '/', 'int[32]', 2n, -3n],
    ['int[32]', -7n, '%', 'int[32]', 2n, -1n],
    ['int[32]', 7n, '%', 'int[32]', -2n, 1n],
    ['int[8]', -128n, '/', 'int[8]', -1n, -128n],
    ['int[8]', -1n, '<', 'uint[8]', 1n, 0n],
    ['int[8]', -1n, '<', 'uint[4]', 1n, 1n],
    ['int[8]', -3n, '>>', 'uint[8]', 1n, -2n],
    ['int[8]', -3n, '>>', 'uint[8]', 200n, -1n],
    ['uint[8]', 3n, '<<', 'uint[8]', 8n, 0n],
    ['int[8]', 64n, '<<', 'uint[8]', 1n, -128n],
    ['uint[8]', 3n, '**', 'uint[8]', 255n, BigInt.asUintN(8, 3n ** 255n)],
    ['uint[1]', 0n, '**', 'uint[1]', 0n, 1n],
    ['bool', 1n, '+', 'bool', 1n, 2n],
    ['bit', 1n, '==', 'bool', 1n, 1n],
    ['bit[4]', 0b1111n, '==', 'int', 15n, 1n],
    ['bit[4]', 0b1111n, '==', 'int', -1n, 0n],
    ['bit[2]', 0b01n, '++', 'bit[3]', 0b110n, 0b11001n],
    ['bool', 1n, '&&', 'int', 4n, 1n],
    ['bool', 0n, '||', 'int', 0n, 0n],
    ['float[32]', 0.1, '+', 'float[32]', 0.2, Math.fround(Math.fround(0.1) + Math.fround(0.2))],
    ['float', 1, '/', 'float', 0, Number.POSITIVE_INFINITY],
    ['float', 2, '**', 'float', -2, 0.25],
    ['float', Number.NaN, '!=', 'float', Number.NaN, 1n],
    ['complex', { re: 10, im: 5 }, '+', 'complex', { re: -2, im: -7 }, { re: 8, im: -2 }],
    ['complex', { re: 10, im: 5 }, '-', 'complex', { re: -2, im: -7 }, { re: 12, im: 12 }],
    ['complex', { re: 10, im: 5 }, '*', 'complex', { re: -2, im: -7 }, { re: 15, im: -80 }],
    ['complex', { re: 1, im: 1 }, '==', 'complex', { re: 1, im: 1 }, 1n],
    ['complex', { re: 0, im: 0 }, '**', 'complex', { re: 2, im: 0 }, { re: 0, im: 0 }],
    ['duration', span(500), '/', 'duration', span(1), 500],
    ['duration', span(500), '/', 'duration', span(1e9), 5e-7],
    ['duration', span(10, 4), '-', 'duration', span(4, 1), span(6, 3)],
    ['duration', span(10), '/', 'int', 3n, span(10 / 3)],
    ['int', -3n, '*', 'duration', span(0, 2, [['s', 1]]), span(-0, -6, [['s', -3]])],
    ['stretch', span(0, 0, [['s', 1]]), '-', 'duration', span(0, 0, [['s', 1]]), span(0, 0)],
    ['duration', span(0, 3), '<', 'duration', span(0, 4), 1n],
  ])('%s: %s %s %s: %s is %s', (left, a, operator, right, b, expected) => {
    expect(compute(left, a, operator, right, b)).toEqual(expected);
  });

  test('quotients and powers of complex numbers are those of the specification', () => {
    const [a, b] = [{ re: 10, im: 5 }, { re: -2, im: -7 }];
    expect(compute('complex', a, '/', 'complex', b)).toEqual({ re: -55 / 53, im: 60 / 53 });
    const { re, im } = compute('complex', a, '**', 'complex', b) as { re: number; im: number };
    expect(re).toBeCloseTo(0.106_946_956_407_290_72, 14);
    expect(im).toBeCloseTo(0.175_364_811_197_212_3, 14);
  });

  test.each<[string, Value, BinaryOperator, string, Value]>([
    ['int', 1n, '/', 'int', 0n],
    ['uint[4]', 1n, '%', 'uint[4]', 0n],
    ['angle[4]', 1n, '/', 'angle[4]', 0n],
    ['int', 0n, '**', 'int', -1n],
    ['int', 2n, '**', 'int', -1n],
    ['int', 1n, '<<', 'int', -1n],
    ['complex', { re: 1, im: 0 }, '/', 'complex', { re: 0, im: 0 }],
    ['complex', { re: 0, im: 0 }, '**', 'complex', { re: -1, im: 0 }],
    ['duration', span(1), '/', 'duration', span(0)],
    ['duration', span(1), '/', 'float', 0],
    ['duration', span(1), '<', 'duration', span(0, 1)],
    ['duration', span(0, 0, [['s', 1]]), '/', 'duration', span(1)],
  ])('%s: %s %s %s: %s has no value', (left, a, operator, right, b) => {
    expect(typeof compute(left, a, operator, right, b)).toBe('string');
  });

  test('arrays join in the order of their first dimension', () => {
    const pair = written('array[int[8], 1, 2]');
    const promotion = promote('++', pair, pair)!;
    const joined = operate('++', promotion, { items: [1n, 2n] }, { items: [3n, 4n] });
    expect(joined.value).toEqual({ items: [1n, 2n, 3n, 4n] });
  });

  test.each<[UnaryOperator, string, Value, Value]>([
    ['-', 'angle[4]', 0b0010n, 0b1110n],
    ['-', 'int[8]', -128n, -128n],
    ['-', 'uint[8]', 1n, 255n],
    ['-', 'float', 1.5, -1.5],
    ['-', 'complex', { re: 1, im: -2 }, { re: -1, im: 2 }],
    ['-', 'duration', span(1, 2, [['s', 1]]), span(-1, -2, [['s', -1]])],
    ['~', 'bit[4]', 0b0110n, 0b1001n],
    ['~', 'int[8]', 5n, -6n],
    ['~', 'uint[8]', 5n, 250n],
    ['!', 'bool', 0n, 1n],
    ['!', 'int', 3n, 0n],
  ])('%s%s of %s is %s', (operator, type, value, expected) => {
    const promotion = promoteUnary(operator, written(type))!;
    const operand = cast(value, written(type), promotion.operand)!;
    expect(operateUnary(operator, promotion, operand)).toEqual(expected);
  });
});

const EXACT: readonly (readonly [BinaryOperator, (a: bigint, b: bigint) => bigint])[] = [
  ['+', (a, b) => a + b],
  ['-', (a, b) => a - b],
  ['*', (a, b) => a * b],
  ['&', (a, b) => a & b],
  ['|', (a, b) => a | b],
  ['^', (a, b) => a ^ b],
];

describe('integers are exact modulo 2^width', () => {
  const width = fc.integer({ min: 1, max: 130 });

  test.each(EXACT)('%s of two of one type', (operator, exact) => {
    fc.assert(
      fc.property(width, fc.bigInt(), fc.bigInt(), (n, x, y) => {
        const [a, b] = [BigInt.asIntN(n, x), BigInt.asIntN(n, y)];
        const signed = compute(`int[${n}]`, a, operator, `int[${n}]`, b);
        expect(signed).toBe(BigInt.asIntN(n, exact(a, b)));
        const [c, d] = [BigInt.asUintN(n, x), BigInt.asUintN(n, y)];
        const unsigned = compute(`uint[${n}]`, c, operator, `uint[${n}]`, d);
        expect(unsigned).toBe(BigInt.asUintN(n, exact(c, d)));
      }),
    );
  });

  test('quotient times divisor plus remainder is the dividend', () => {
    fc.assert(
      fc.property(width, fc.bigInt(), fc.bigInt(), (n, x, y) => {
        const [a, b] = [BigInt.asIntN(n, x), BigInt.asIntN(n, y)];
        fc.pre(b !== 0n);
        const type = `int[${n}]`;
        const quotient = compute(type, a, '/', type, b) as bigint;
        const remainder = compute(type, a, '%', type, b) as bigint;
        expect(BigInt.asIntN(n, quotient * b + remainder)).toBe(a);
        expect(remainder < 0n ? a < 0n : true).toBe(true);
      }),
    );
  });

  test('powers are those of unbounded integers', () => {
    const base = fc.bigInt({ min: -300n, max: 300n });
    fc.assert(
      fc.property(base, fc.bigInt({ min: 0n, max: 80n }), (a, e) => {
        const expected = BigInt.asIntN(64, a ** e);
        expect(compute('int', a, '**', 'int', e)).toBe(expected);
      }),
    );
  });
});
