import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromBits, toBits, widthOf } from '../../src/values/pack.ts';
import type { Value } from '../../src/values/value.ts';
import { writtenScalar } from '../types/written.ts';

describe('values as bits', () => {
  test.each([
    ['bit', 1],
    ['bit[5]', 5],
    ['bool', 1],
    ['int[7]', 7],
    ['angle[20]', 20],
    ['float[32]', 32],
    ['complex', 128],
    ['duration', null],
    ['stretch', null],
  ] as const)('%s has %s', (type, width) => {
    expect(widthOf(writtenScalar(type))).toBe(width);
  });

  test.each<[string, Value, bigint]>([
    ['int[8]', -1n, 255n],
    ['uint[8]', 200n, 200n],
    ['float', 1, 0x3ff0_0000_0000_0000n],
    ['float[32]', -2, 0xc000_0000n],
    ['complex[32]', { re: 1, im: -2 }, 0xc000_0000_3f80_0000n],
    ['bit[3]', 0b110n, 0b110n],
  ])('%s: %s is %s', (type, value, bits) => {
    expect(toBits(value, writtenScalar(type))).toBe(bits);
    expect(fromBits(bits, writtenScalar(type))).toEqual(value);
  });

  test('bits beyond the width are ignored', () => {
    expect(fromBits(0x1ffn, writtenScalar('int[8]'))).toBe(-1n);
    expect(fromBits((1n << 64n) | 1n, writtenScalar('float'))).toBe(Number.MIN_VALUE);
  });

  test('every pattern of a type comes back', () => {
    const types = fc.constantFrom('bit[9]', 'bool', 'int[33]', 'uint[90]', 'angle', 'complex');
    fc.assert(
      fc.property(types, fc.bigInt(), (text, seed) => {
        const type = writtenScalar(text);
        const bits = BigInt.asUintN(widthOf(type)!, seed);
        const value = fromBits(bits, type);
        fc.pre(!isNaNWithin(value));
        expect(toBits(value, type)).toBe(bits);
      }),
    );
  });

  test('floats have the bits of IEEE 754', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (x) => {
        const view = new DataView(new Float64Array([x]).buffer);
        expect(toBits(x, writtenScalar('float'))).toBe(view.getBigUint64(0, true));
      }),
    );
  });
});

/** NaN has many patterns, which are alike. */
const isNaNWithin = (value: Value): boolean =>
  typeof value === 'object' && 're' in value && (Number.isNaN(value.re) || Number.isNaN(value.im));
