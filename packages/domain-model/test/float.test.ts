import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeValue, encodeValue, unwrap } from '../src/index.ts';
import { hex } from './support.ts';

const view = new DataView(new ArrayBuffer(8));

/** The value of a half-precision pattern, by widening it to single precision bit by bit. */
const widen = (pattern: number): number => {
  const sign = (pattern & 0x8000) << 16;
  const exponent = (pattern >> 10) & 31;
  const fraction = pattern & 0x3ff;
  if (exponent === 0) {
    const tiny = fraction / 2 ** 24;
    return sign === 0 ? tiny : -tiny;
  }
  const wide = exponent === 31 ? 255 : exponent + 112;
  view.setInt32(0, sign | (wide << 23) | (fraction << 13));
  return view.getFloat32(0);
};

const HALVES: ReadonlySet<number> = new Set(Array.from({ length: 0x1_0000 }, (_, i) => widen(i)));
const halfBytes = (pattern: number): Uint8Array => Uint8Array.of(0xf9, pattern >> 8, pattern & 255);

/** A double `steps` units in the last place away: neighbours of halves are no halves. */
const nudge = (value: number, steps: number): number => {
  view.setFloat64(0, value);
  view.setBigInt64(0, view.getBigInt64(0) + BigInt(steps));
  return view.getFloat64(0);
};

const doubles = fc.oneof(
  fc.double(),
  fc.float(),
  fc.nat(0xffff).map(widen),
  fc.tuple(fc.nat(0xffff).map(widen), fc.integer({ min: -2, max: 2 })).map(([h, n]) => nudge(h, n)),
);

/** The verdict on one half-precision pattern that the rules ask for, and the one it got. */
const verdicts = (pattern: number): readonly [expected: unknown, got: unknown] => {
  const value = widen(pattern);
  const result = decodeValue(halfBytes(pattern));
  const integral = Number.isInteger(value) && !Object.is(value, -0);
  const accepted = Number.isNaN(value) ? pattern === 0x7e00 : !integral;
  if (!accepted || !result.ok) return [accepted, result.ok];
  return [value, result.value];
};

it('accepts each of the 65,536 half floats exactly if it is canonical', () => {
  const patterns = Array.from({ length: 0x1_0000 }, (_, i) => i);
  const wrong = patterns.filter((pattern) => {
    const [expected, got] = verdicts(pattern);
    return !Object.is(expected, got);
  });
  expect(wrong).toEqual([]);
});

it('writes each half float that is no integer in three bytes', () => {
  const wrong = [...HALVES].filter((value) => {
    if (Number.isNaN(value) || (Number.isInteger(value) && !Object.is(value, -0))) return false;
    const bytes = unwrap(encodeValue(value));
    return bytes.length !== 3 || !Object.is(widen((bytes[1]! << 8) | bytes[2]!), value);
  });
  expect(wrong).toEqual([]);
});

it('writes every float in the shortest of 16, 32 and 64 bits that keeps it', () => {
  fc.assert(
    fc.property(doubles, (value) => {
      if (Number.isSafeInteger(value) && !Object.is(value, -0)) return;
      const single = Object.is(Math.fround(value), value);
      const size = HALVES.has(value) ? 3 : single ? 5 : 9;
      const bytes = unwrap(encodeValue(value));
      expect([hex(bytes), bytes.length]).toEqual([hex(bytes), size]);
      expect(unwrap(decodeValue(bytes))).toBe(value);
    }),
    { numRuns: 5000 },
  );
});
