import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ReadyQueue } from '../../src/structures/ready-queue.ts';

type Keys = readonly [number, number, number];

/** A push of the given key, mostly above the last one, or a pop. */
const calls = fc.array(
  fc.option(fc.oneof({ weight: 4, arbitrary: fc.nat(3) }, fc.integer({ min: -9, max: 9 }))),
  { maxLength: 300, size: 'max' },
);

const compare = (x: Keys, y: Keys): number => x[0] - y[0] || x[1] - y[1] || x[2] - y[2];

/** Plays the calls on a queue and on a sorted list; gives what both had first at each pop. */
class Pair {
  readonly queue: ReadyQueue;
  readonly list: Keys[];
  #last: number;
  #count: number;

  constructor(queue = new ReadyQueue(), list: readonly Keys[] = [], last = 0, count = 0) {
    this.queue = queue;
    this.list = [...list];
    this.#last = last;
    this.#count = count;
  }

  fork(): Pair {
    return new Pair(this.queue.fork(), this.list, this.#last, this.#count);
  }

  play(steps: readonly (number | null)[]): readonly (readonly [number, number])[] {
    return steps.flatMap((step) => {
      if (step === null) return this.#pop();
      this.#last += step;
      const keys: Keys = [this.#last, step & 1, ++this.#count];
      this.queue.insert(keys);
      this.list.push(keys);
      this.list.sort(compare);
      return [];
    });
  }

  drain(): readonly (readonly [number, number])[] {
    return this.play(this.list.map(() => null));
  }

  #pop(): readonly (readonly [number, number])[] {
    if (this.list.length === 0) return [];
    const first = this.queue.first();
    this.queue.pop();
    return [[first, this.list.shift()![2]]];
  }
}

const same = (pops: readonly (readonly [number, number])[]): void => {
  expect(pops.map(([queue]) => queue)).toEqual(pops.map(([, list]) => list));
};

describe('the queue of ready processes', () => {
  it('gives entries in the order of their keys while pushes and pops alternate', () => {
    fc.assert(
      fc.property(calls, (steps) => {
        const pair = new Pair();
        same(pair.play(steps));
        expect(pair.queue.size).toBe(pair.list.length);
        same(pair.drain());
        expect(pair.queue.size).toBe(0);
      }),
      { numRuns: 300 },
    );
  });

  it('keeps its order when the run of late arrivals outgrows its room', () => {
    const pair = new Pair();
    const mixed = Array.from({ length: 400 }, (_, i) => (i % 3 === 2 ? null : i % 7));
    same(pair.play(mixed));
    same(pair.play(Array.from({ length: 1000 }, () => 1)));
    same(pair.drain());
  });

  it('orders ranks of any width, wherever they lie in what is given', () => {
    const rank = fc.tuple(fc.nat(2), fc.nat(2), fc.nat(2), fc.nat(2));
    fc.assert(
      fc.property(fc.array(rank, { maxLength: 200, size: 'max' }), (ranks) => {
        const queue = new ReadyQueue(5);
        const list = ranks.map((keys, i) => [...keys, i + 1]);
        for (const keys of list) queue.insert([9, 9, ...keys], 2);
        const first = list.toSorted((a, b) => {
          const k = a.findIndex((value, at) => value !== b[at]);
          return k < 0 ? 0 : a[k]! - b[k]!;
        });
        for (const keys of first) {
          expect(queue.first()).toBe(keys[4]);
          queue.pop();
        }
        expect(queue.size).toBe(0);
      }),
    );
  });

  it('keeps the order of those that are retained', () => {
    fc.assert(
      fc.property(calls, calls, fc.integer({ min: 1, max: 4 }), (before, after, every) => {
        const pair = new Pair();
        pair.play(before);
        pair.queue.retain((id) => id % every !== 0);
        pair.list.splice(0, pair.list.length, ...pair.list.filter(([, , id]) => id % every !== 0));
        expect(pair.queue.size).toBe(pair.list.length);
        same(pair.play(after));
        same(pair.drain());
      }),
    );
  });

  it('is independent of its fork', () => {
    fc.assert(
      fc.property(calls, calls, calls, (before, one, other) => {
        const pair = new Pair();
        pair.play(before);
        const fork = pair.fork();
        same(pair.play(one));
        same(fork.play(other));
        same(pair.drain());
        same(fork.drain());
      }),
    );
  });
});
