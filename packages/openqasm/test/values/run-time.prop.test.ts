import {
  evaluateClassical,
  type Classical,
  type ClassicalOperator,
  type ClassicalType,
} from '@xdv/domain-model';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BinaryOperator } from '../../src/syntax/ast.ts';
import type { ScalarType } from '../../src/types/type.ts';
import { cast } from '../../src/values/cast.ts';
import { callFunction, resolveFunction, type FunctionName } from '../../src/values/functions.ts';
import { operate } from '../../src/values/operate.ts';
import { fromBits } from '../../src/values/pack.ts';
import type { Value } from '../../src/values/value.ts';

type Scalar = ScalarType & ClassicalType;

/** An integer of any width, mostly small. */
const integers = (kind: 'int' | 'uint' | 'angle') =>
  fc.tuple(fc.integer({ min: 1, max: 70 }), fc.oneof(fc.bigInt(), fc.bigInt(-9n, 9n))).map(
    ([width, seed]): readonly [Scalar, bigint] => {
      const type: Scalar = { kind, width };
      return [type, fromBits(BigInt.asUintN(width, seed), type) as bigint];
    },
  );

const floats = fc
  .tuple(
    fc.constantFrom(32 as const, 64 as const),
    fc.oneof(fc.double(), fc.integer({ min: -9, max: 9 })),
  )
  .map(([width, x]): readonly [Scalar, number] => [
    { kind: 'float', width },
    width === 32 ? Math.fround(x) : x,
  ]);

const constant = (type: Scalar, value: Value): Classical => ({
  op: 'constant',
  type: { kind: type.kind, width: type.width },
  value: typeof value === 'number' ? value : String(value as bigint),
});

/** The value in a running circuit; undefined if the circuit stops there. */
const atRunTime = (expression: Classical): Value | undefined => {
  const result = evaluateClassical(expression, () => 0);
  return result.ok ? result.value : undefined;
};

const ARITHMETIC: readonly (readonly [BinaryOperator, ClassicalOperator])[] = [
  ['+', 'add'],
  ['-', 'sub'],
  ['*', 'mul'],
  ['/', 'div'],
  ['**', 'pow'],
];
const BITWISE: readonly (readonly [BinaryOperator, ClassicalOperator])[] = [
  ['%', 'mod'],
  ['&', 'and'],
  ['|', 'or'],
  ['^', 'xor'],
];
const COMPARED: readonly (readonly [BinaryOperator, ClassicalOperator])[] = [
  ['==', 'eq'],
  ['<', 'lt'],
  ['<=', 'le'],
];

const BIT: ClassicalType = { kind: 'uint', width: 1 };

/** Both ways of computing agree, including on what has no value. */
const expectAlike = (
  [operator, op]: readonly [BinaryOperator, ClassicalOperator],
  [type, a]: readonly [Scalar, Value],
  b: Value,
  result: ScalarType = type,
): void => {
  const before = operate(operator, { left: type, right: type, result }, a, b).value;
  const args = [constant(type, a), constant(type, b)];
  const found = result.kind === 'bool' ? BIT : type;
  expect(atRunTime({ op, type: found, args })).toEqual(before);
};

describe('constants have the value that they would have at run time', () => {
  const signed = fc.oneof(integers('int'), integers('uint'));

  test.each([...ARITHMETIC, ...BITWISE])('%s of integers', (...operator) => {
    fc.assert(
      fc.property(signed, fc.oneof(fc.bigInt(), fc.bigInt(-9n, 9n)), ([type, a], seed) => {
        const b = fromBits(BigInt.asUintN(type.width, seed), type);
        expectAlike(operator, [type, a], b);
      }),
    );
  });

  test.each(ARITHMETIC)('%s of floats', (...operator) => {
    fc.assert(
      fc.property(floats, fc.double(), ([type, a], seed) => {
        expectAlike(operator, [type, a], type.width === 32 ? Math.fround(seed) : seed);
      }),
    );
  });

  test.each(COMPARED)('%s', (...operator) => {
    fc.assert(
      fc.property(fc.oneof(signed, floats), fc.double(), ([type, a], seed) => {
        const other = cast(seed, { kind: 'float', width: 64 }, type);
        for (const b of [a, other ?? a]) expectAlike(operator, [type, a], b, { kind: 'bool' });
      }),
    );
  });

  test.each<[BinaryOperator, ClassicalOperator]>([
    ['<<', 'shl'],
    ['>>', 'shr'],
  ])('%s by any amount', (operator, op) => {
    fc.assert(
      fc.property(fc.oneof(signed, integers('angle')), fc.bigInt(0n, 200n), ([type, a], by) => {
        const right: Scalar = { kind: 'uint', width: 8 };
        const before = operate(operator, { left: type, right, result: type }, a, by).value;
        const args = [constant(type, a), constant(right, by)];
        expect(atRunTime({ op, type, args })).toEqual(before);
      }),
    );
  });

  test('conversions', () => {
    const to = fc.oneof(integers('int'), integers('uint'), floats);
    fc.assert(
      fc.property(fc.oneof(signed, floats), to, ([from, value], [type]) => {
        const before = cast(value, from, type) ?? undefined;
        expect(atRunTime({ op: 'cast', type, of: constant(from, value) })).toEqual(before);
      }),
    );
  });

  test('conversions of angles', () => {
    const angles = integers('angle');
    const sources = fc.oneof(angles, floats);
    fc.assert(
      fc.property(sources, sources, ([from, value], [type]) => {
        const before = cast(value, from, type) ?? undefined;
        expect(atRunTime({ op: 'cast', type, of: constant(from, value) })).toEqual(before);
      }),
    );
  });

  test.each<FunctionName & ClassicalOperator>([
    'arccos',
    'arcsin',
    'arctan',
    'ceiling',
    'cos',
    'exp',
    'floor',
    'log',
    'sin',
    'sqrt',
    'tan',
  ])('%s', (name) => {
    fc.assert(
      fc.property(fc.oneof(fc.double(), fc.double({ min: -1, max: 1 })), (x) => {
        const type: Scalar = { kind: 'float', width: 64 };
        const { value } = callFunction(name, resolveFunction(name, [type])!, [x]);
        // what a constant may not be is NaN while a circuit runs
        const running = atRunTime({ op: name, type, args: [constant(type, x)] });
        expect(running).toBe(value ?? Number.NaN);
      }),
    );
  });

  test.each<'rotl' | 'rotr'>(['rotl', 'rotr'])('%s', (name) => {
    fc.assert(
      fc.property(integers('uint'), fc.bigInt(0n, 300n), ([type, a], by) => {
        const right: Scalar = { kind: 'uint', width: 9 };
        const { value } = callFunction(name, { params: [type, right], result: type }, [a, by]);
        const args = [constant(type, a), constant(right, by)];
        expect(atRunTime({ op: name, type, args })).toBe(value);
      }),
    );
  });

  test('popcount', () => {
    fc.assert(
      fc.property(integers('uint'), ([type, a]) => {
        const result: Scalar = { kind: 'uint', width: 64 };
        const { value } = callFunction('popcount', { params: [type], result }, [a]);
        expect(atRunTime({ op: 'popcount', type: result, args: [constant(type, a)] })).toBe(value);
      }),
    );
  });
});
