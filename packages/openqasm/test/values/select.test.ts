import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  countOf,
  numbersOf,
  placesOf,
  positionOf,
  replaceBits,
  selectBits,
} from '../../src/values/select.ts';

type End = bigint | null;
const slice = (from: End, to: End, step: End = null) => ({ from, step, to });

describe('index sets (OpenQASM 3, "Register concatenation and slicing")', () => {
  test.each([
    [0n, 4, 0],
    [3n, 4, 3],
    [4n, 4, null],
    [-1n, 4, 3],
    [-4n, 4, 0],
    [-5n, 4, null],
  ])('%s of %d places is %s', (index, size, place) => {
    expect(positionOf(index, size)).toBe(place);
  });

  test.each<[End, End, End, number, readonly number[] | null]>([
    [0n, null, 6n, 12, [0, 1, 2, 3, 4, 5, 6]],
    [0n, 2n, 11n, 12, [0, 2, 4, 6, 8, 10]],
    [-4n, null, -1n, 10, [6, 7, 8, 9]],
    [null, null, 1n, 4, [0, 1]],
    [2n, null, null, 4, [2, 3]],
    [null, -1n, null, 4, [3, 2, 1, 0]],
    [3n, -2n, 0n, 4, [3, 1]],
    [2n, null, 2n, 4, [2]],
    [3n, null, 1n, 4, []],
    [1n, -1n, 3n, 4, []],
    [0n, 0n, 3n, 4, null],
    [0n, null, 4n, 4, null],
    [-5n, null, 0n, 4, null],
  ])('%s:%s:%s of %d places', (from, step, to, size, places) => {
    expect(placesOf(slice(from, to, step), size)).toEqual(places);
  });

  test('a range counts its numbers before it lists them', () => {
    expect(countOf({ from: 0n, step: 1n, to: 2n ** 80n })).toBe(2n ** 80n + 1n);
    const bound = fc.bigInt({ min: -30n, max: 30n });
    fc.assert(
      fc.property(bound, bound, fc.bigInt({ min: -7n, max: 7n }), (from, to, step) => {
        fc.pre(step !== 0n);
        const listed: bigint[] = [];
        for (let x = from; step > 0n ? x <= to : x >= to; x += step) listed.push(x);
        expect(numbersOf({ from, step, to })).toEqual(listed);
        expect(countOf({ from, step, to })).toBe(BigInt(listed.length));
      }),
    );
  });

  test('bits are selected and replaced in the order of the places', () => {
    // the examples of "Classical value bit slicing"
    expect(selectBits(15n, placesOf(slice(0n, 31n, 2n), 32)!)).toBe(3n);
    expect(replaceBits(15n, [4, 5, 6, 7], 0b1010n)).toBe(0xafn);
    expect(selectBits(0b0011n, [3, 0, 1])).toBe(0b110n);
    expect(selectBits(7n, [])).toBe(0n);
  });

  test('what was put in is taken out, and nothing else changes', () => {
    const places = fc.uniqueArray(fc.nat({ max: 39 }));
    const word = fc.bigInt({ min: 0n, max: 2n ** 40n - 1n });
    fc.assert(
      fc.property(places, word, fc.bigInt(), (at, bits, by) => {
        const result = replaceBits(bits, at, by);
        expect(selectBits(result, at)).toBe(BigInt.asUintN(at.length, by));
        expect(replaceBits(result, at, selectBits(bits, at))).toBe(bits);
      }),
    );
  });
});
