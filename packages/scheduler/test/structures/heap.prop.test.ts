import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Heap } from '../../src/structures/heap.ts';

type Keys = readonly [number, number, number];

/** Few values for the first two keys, so that the later ones decide often. */
const key = fc.oneof(fc.nat(3), fc.integer({ min: -3, max: 3 }), fc.double({ noNaN: true }));
const entries: fc.Arbitrary<readonly Keys[]> = fc.uniqueArray(fc.tuple(key, key, fc.maxSafeNat()), {
  selector: ([a, b, c]) => `${a},${b},${c}`,
  maxLength: 200, size: 'max',
});

const compare = (x: Keys, y: Keys): number =>
  // not a difference: infinities have none
  Number(x[0] > y[0]) - Number(x[0] < y[0]) ||
  Number(x[1] > y[1]) - Number(x[1] < y[1]) ||
  x[2] - y[2];

const top = (heap: Heap): Keys => [heap.top(0), heap.top(1), heap.top(2)];

const drain = (heap: Heap): readonly Keys[] => {
  const list: Keys[] = [];
  while (heap.size > 0) {
    list.push(top(heap));
    heap.pop();
  }
  return list;
};

const filled = (list: readonly Keys[], capacity = 0): Heap => {
  const heap = new Heap(capacity);
  for (const keys of list) heap.push(...keys);
  return heap;
};

/** Without negative zeros, which sort as zeros do. */
const normal = (list: readonly Keys[]): readonly Keys[] =>
  list.map(([a, b, c]) => [a + 0, b + 0, c]);

describe('the heap', () => {
  it('gives entries in the order of their three keys, as sorting would', () => {
    fc.assert(
      fc.property(entries, fc.nat(3), (list, capacity) => {
        expect(normal(drain(filled(list, capacity)))).toEqual(normal(list.toSorted(compare)));
      }),
    );
  });

  it('does not depend on the order of insertion', () => {
    fc.assert(
      fc.property(entries, (list) => {
        expect(normal(drain(filled(list)))).toEqual(normal(drain(filled(list.toReversed()))));
      }),
    );
  });

  it('keeps its order while pushes and pops alternate', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.nat(100)), { maxLength: 300, size: 'max' }), (calls) => {
        const heap = new Heap(0);
        const model: number[] = [];
        for (const [at, value] of calls.entries()) {
          if (value === null) {
            if (model.length === 0) continue;
            expect(top(heap)).toEqual([Math.floor(model[0]! / 1000), 0, model.shift()! % 1000]);
            heap.pop();
          } else {
            heap.push(value, 0, at);
            model.push(value * 1000 + at);
            model.sort((a, b) => a - b);
          }
        }
        expect(heap.size).toBe(model.length);
      }),
    );
  });

  it.each([1, 2, 4])('orders ranks of %i numbers', (width) => {
    const rank = fc.array(fc.nat(3), { minLength: width, maxLength: width });
    fc.assert(
      fc.property(fc.array(rank, { maxLength: 150, size: 'max' }), (ranks) => {
        const heap = new Heap(0, width);
        for (const numbers of ranks) heap.insert([7, ...numbers], 1);
        const sorted = ranks.map((numbers) => numbers.join()).toSorted();
        for (const numbers of sorted) {
          expect(Array.from({ length: width }, (_, k) => heap.top(k)).join()).toBe(numbers);
          heap.pop();
        }
        expect(heap.size).toBe(0);
      }),
    );
  });

  it('is independent of its fork', () => {
    fc.assert(
      fc.property(entries, entries, (list, more) => {
        const heap = filled(list);
        const fork = heap.fork();
        for (const keys of more) heap.push(...keys);
        while (heap.size > 0) heap.pop();
        expect(normal(drain(fork))).toEqual(normal(list.toSorted(compare)));
      }),
    );
  });
});
