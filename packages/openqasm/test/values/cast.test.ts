import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cast } from '../../src/values/cast.ts';
import type { Value } from '../../src/values/value.ts';
import { written } from '../types/written.ts';

const TWO_PI = 2 * Math.PI;

describe('casts (OpenQASM 3, "Casting specifics")', () => {
  test.each<[Value, string, string, Value | null]>([
    [1n, 'bool', 'float', 1],
    [-1n, 'int[8]', 'uint[8]', 255n],
    [255n, 'uint[8]', 'int[8]', -1n],
    [300n, 'int', 'int[8]', 44n],
    [-1n, 'int[4]', 'bit[4]', 15n],
    [0b1000n, 'bit[4]', 'int[4]', -8n],
    [0n, 'int', 'bool', 0n],
    [-5n, 'int', 'bool', 1n],
    [2.9, 'float', 'int[8]', 2n],
    [-2.9, 'float', 'int[8]', -2n],
    [300.5, 'float', 'uint[8]', 44n],
    [Number.NaN, 'float', 'int', null],
    [Number.POSITIVE_INFINITY, 'float', 'uint', null],
    [Number.NaN, 'float', 'bool', 1n],
    [0.1, 'float', 'float[32]', Math.fround(0.1)],
    [2n, 'int', 'complex', { re: 2, im: 0 }],
    [{ re: 0.1, im: 1 }, 'complex', 'complex[32]', { re: Math.fround(0.1), im: 1 }],
    [{ re: 0, im: 1 }, 'complex', 'bool', 1n],
    [0b1001n, 'angle[4]', 'bit[4]', 0b1001n],
    [0b1001n, 'bit[4]', 'angle[4]', 0b1001n],
    [0b1001n, 'angle[4]', 'angle[6]', 0b100100n],
    [0b1011n, 'angle[4]', 'angle[2]', 0b10n],
    [1n, 'angle[4]', 'bool', 1n],
    [0b100n, 'angle[3]', 'float', Math.PI],
  ])('%s of %s as %s is %s', (value, from, to, expected) => {
    expect(cast(value, written(from), written(to))).toEqual(expected);
  });

  test.each<[number, string, bigint]>([
    [Math.PI, 'angle[4]', 0b1000n],
    [Math.PI / 2, 'angle[6]', 0b010000n],
    [7 * (Math.PI / 8), 'angle[8]', 0b01110000n],
    [9 * (Math.PI / 8), 'angle[4]', 0b1001n],
    [5 * (Math.PI / 4), 'angle[4]', 0b1010n],
    [-Math.PI / 4, 'angle[4]', 0b1110n],
    [2 * TWO_PI, 'angle[4]', 0n],
    // nearest is 2π itself, which is 0
    [TWO_PI * (511 / 512), 'angle[4]', 0n],
    // a tie goes to the even value: the example of the specification
    [TWO_PI * (127 / 512), 'angle[8]', 0b01000000n],
    [TWO_PI * (125 / 512), 'angle[8]', 0b00111110n],
    [-TWO_PI * (127 / 512), 'angle[8]', 0b11000000n],
  ])('%d radians as %s', (radians, to, expected) => {
    expect(cast(radians, written('float'), written(to))).toBe(expected);
  });

  test('a float[32] counts turns of the float[32] nearest to 2π', () => {
    const turn = Math.fround(TWO_PI);
    const half = Math.fround(turn / 2);
    expect(cast(half, written('float[32]'), written('angle[32]'))).toBe(2n ** 31n);
    expect(cast(half, written('float'), written('angle[32]'))).not.toBe(2n ** 31n);
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY])('%d is no angle', (x) => {
    expect(cast(x, written('float'), written('angle[8]'))).toBeNull();
  });

  test('an angle in radians and back keeps what a double can hold', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), fc.bigInt({ min: 0n }), (width, seed) => {
        const type = written(`angle[${width}]`);
        const bits = BigInt.asUintN(width, seed);
        const radians = cast(bits, type, written('float')) as number;
        expect(radians).toBeLessThan(TWO_PI);
        expect(cast(radians, written('float'), type)).toBe(bits);
      }),
    );
  });

  test('an angle of 64 bits stays below 2π', () => {
    const last = cast(2n ** 64n - 1n, written('angle'), written('float'));
    expect(last).toBeLessThan(TWO_PI);
  });

  test('signed and unsigned integers keep their bits', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.bigInt(), (width, seed) => {
        const x = BigInt.asIntN(width, seed);
        const unsigned = cast(x, written(`int[${width}]`), written(`uint[${width}]`));
        expect(unsigned).toBe(BigInt.asUintN(width, x));
        expect(cast(unsigned!, written(`uint[${width}]`), written(`int[${width}]`))).toBe(x);
      }),
    );
  });
});
