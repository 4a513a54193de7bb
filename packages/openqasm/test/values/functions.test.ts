import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { showType } from '../../src/types/show.ts';
import { cast } from '../../src/values/cast.ts';
import {
  BUILT_IN_CONSTANTS,
  FUNCTION_NAMES,
  type FunctionName,
  arityOf,
  callFunction,
  isFunctionName,
  resolveFunction,
} from '../../src/values/functions.ts';
import type { Value } from '../../src/values/value.ts';
import { written } from '../types/written.ts';

type Argument = readonly [type: string, value: Value];

/** Calls a function with known arguments: type and value, or why there is none. */
const call = (name: FunctionName, ...args: readonly Argument[]): readonly [string, unknown] => {
  const types = args.map(([type]) => written(type));
  const values = args.map(([, value]) => value);
  const overload = resolveFunction(name, types, values);
  if (overload === null) return ['none', null];
  const converted = values.map((value, k) => cast(value, types[k]!, overload.params[k]!)!);
  const { value, reason } = callFunction(name, overload, converted);
  return [showType(overload.result), value ?? reason];
};

describe('functions (OpenQASM 3, "Built-in constant expression functions")', () => {
  test.each<[FunctionName, readonly Argument[], string, Value]>([
    ['arccos', [['float', -1]], 'float[64]', Math.PI],
    ['arcsin', [['int', 1n]], 'float[64]', Math.PI / 2],
    ['arctan', [['float', 1]], 'float[64]', Math.PI / 4],
    ['ceiling', [['float', -1.5]], 'float[64]', -1],
    ['floor', [['float', -1.5]], 'float[64]', -2],
    ['cos', [['angle[4]', 0b1000n]], 'float[64]', -1],
    ['sin', [['angle[4]', 0b0100n]], 'float[64]', 1],
    ['tan', [['float', 0]], 'float[64]', 0],
    ['exp', [['int[8]', 0n]], 'float[64]', 1],
    ['exp', [['complex', { re: 0, im: 0 }]], 'complex[float[64]]', { re: 1, im: 0 }],
    ['log', [['float', Math.E]], 'float[64]', 1],
    ['sqrt', [['float', 6.25]], 'float[64]', 2.5],
    ['sqrt', [['complex', { re: -4, im: 0 }]], 'complex[float[64]]', { re: 0, im: 2 }],
    ['sqrt', [['complex', { re: 3, im: -4 }]], 'complex[float[64]]', { re: 2, im: -1 }],
    ['mod', [['int', -7n], ['int', 3n]], 'int[64]', -1n],
    ['mod', [['uint', 2n ** 63n + 1n], ['uint[8]', 2n]], 'uint[64]', 1n],
    ['mod', [['float', -5.5], ['int', 2n]], 'float[64]', -1.5],
    ['popcount', [['uint[6]', 37n]], 'uint[64]', 3n],
    ['popcount', [['bit[8]', 0n]], 'uint[64]', 0n],
    // the examples of the specification
    ['pow', [['int[8]', 4n], ['uint[4]', 3n]], 'int[64]', 64n],
    ['pow', [['int[8]', 4n], ['int', -2n]], 'float[64]', 0.0625],
    ['pow', [['int', 2n], ['int', 10n]], 'int[64]', 1024n],
    ['pow', [['float', 2], ['int', 3n]], 'float[64]', 8],
    ['rotl', [['bit[8]', 0b0010_1010n], ['int', 3n]], 'bit[8]', 0b0101_0001n],
    ['rotl', [['bit[8]', 0b10001111n], ['int', 2n]], 'bit[8]', 0b00111110n],
    ['rotl', [['uint[6]', 37n], ['int', 3n]], 'uint[6]', 44n],
    ['rotr', [['angle[4]', 0b0001n], ['uint[8]', 1n]], 'angle[4]', 0b1000n],
    ['real', [['complex', { re: 3, im: 4 }]], 'float[64]', 3],
    ['imag', [['complex[32]', { re: 3, im: 4 }]], 'float[32]', 4],
    ['real', [['int', 2n]], 'float[64]', 2],
  ])('%s of %o is %s', (name, args, type, expected) => {
    const [foundType, value] = call(name, ...args);
    expect(foundType).toBe(type);
    expect(value).toEqual(expected);
  });

  test.each<[FunctionName, readonly Argument[]]>([
    ['mod', [['complex', { re: 1, im: 2 }], ['int', 2n]]],
    ['sin', [['complex', { re: 1, im: 2 }]]],
    ['arcsin', [['angle', 1n]]],
    ['popcount', [['int', 5n]]],
    ['rotl', [['int', 5n], ['int', 1n]]],
    ['rotl', [['bit[4]', 5n], ['float', 1]]],
    ['sqrt', [['duration', { ns: 1, dt: 0, stretches: null }]]],
    ['sqrt', []],
    ['mod', [['int', 5n]]],
  ])('%s does not take %o', (name, args) => {
    expect(call(name, ...args)).toEqual(['none', null]);
  });

  test('an exponent that is not known to be positive makes a power a float', () => {
    const overload = resolveFunction('pow', [written('int'), written('int')]);
    expect(showType(overload!.result)).toBe('float[64]');
  });

  test.each<[FunctionName, readonly Argument[]]>([
    ['arccos', [['float', 2]]],
    ['arcsin', [['float', -2]]],
    ['log', [['float', -1]]],
    ['sqrt', [['float', -1]]],
    ['mod', [['int', 1n], ['int', 0n]]],
    ['mod', [['float', 1], ['float', 0]]],
    ['pow', [['float', -1], ['float', 0.5]]],
    ['pow', [['complex', { re: 0, im: 0 }], ['complex', { re: 0, im: 1 }]]],
  ])('%s of %o has no value', (name, args) => {
    expect(typeof call(name, ...args)[1]).toBe('string');
  });

  test('rotations undo each other, by any distance', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 70 }), fc.bigInt(), fc.bigInt(), (n, seed, by) => {
        const bits = BigInt.asUintN(n, seed);
        const distance: Argument = ['int', BigInt.asIntN(64, by)];
        const [, turned] = call('rotl', [`bit[${n}]`, bits], distance);
        expect(call('rotr', [`bit[${n}]`, turned as bigint], distance)[1]).toBe(bits);
        const [, ones] = call('popcount', [`bit[${n}]`, bits]);
        expect(call('popcount', [`bit[${n}]`, turned as bigint])[1]).toBe(ones);
      }),
    );
  });

  test('every function is known by its name and number of arguments', () => {
    expect(FUNCTION_NAMES.length).toBe(18);
    expect(FUNCTION_NAMES.filter((name) => arityOf(name) === 2)).toEqual([
      'mod',
      'pow',
      'rotl',
      'rotr',
    ]);
    expect(['sin', 'toString', 'ln'].map(isFunctionName)).toEqual([true, false, false]);
  });

  test('constants have a name in ASCII and a symbol', () => {
    expect([...BUILT_IN_CONSTANTS]).toEqual([
      ['pi', Math.PI],
      ['π', Math.PI],
      ['tau', 2 * Math.PI],
      ['τ', 2 * Math.PI],
      ['euler', Math.E],
      ['ℇ', Math.E],
    ]);
  });
});
