import { createRandom, InvariantError, type RandomStream } from '@xdv/domain-model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RankQueue } from '../../src/structures/rank-queue.ts';

interface Entry {
  readonly id: number;
  readonly rank: readonly number[];
  readonly amounts: readonly number[];
  readonly length: number;
}

interface Wanted {
  readonly free: readonly number[];
  readonly window: number;
  readonly extra: readonly number[];
}

const compare = (a: Entry, b: Entry): number => {
  let k = 0;
  while (a.rank[k] === b.rank[k]) k++;
  return a.rank[k]! - b.rank[k]!;
};

const within = (amounts: readonly number[], limits: readonly number[]): boolean =>
  amounts.every((amount, r) => amount <= limits[r]!);

const fits = ({ amounts, length }: Entry, { free, window, extra }: Wanted): boolean =>
  within(amounts, free) && (length <= window || within(amounts, extra));

const put = (queue: RankQueue, { id, rank, amounts, length }: Entry): void =>
  queue.insert(id, rank, amounts, length);

/** A sorted list that answers as a queue must. */
class List {
  readonly entries: Entry[] = [];

  insert(entry: Entry): void {
    const before = this.entries.findLastIndex((other) => compare(other, entry) < 0);
    this.entries.splice(before + 1, 0, entry);
  }

  remove(id: number): void {
    this.entries.splice(this.entries.findIndex((entry) => entry.id === id), 1);
  }

  after(id: number): number {
    return this.entries[this.entries.findIndex((entry) => entry.id === id) + 1]?.id ?? -1;
  }

  firstFit(wanted: Wanted, after?: number): number {
    const from = this.entries.findIndex(({ id }) => id === after) + 1;
    return this.entries.find((entry, i) => i >= from && fits(entry, wanted))?.id ?? -1;
  }
}

/** How ranks and ids come. */
interface Shape {
  readonly rankWidth: number;
  readonly resources: number;
  /** First come first served, last come first served, or no order at all. */
  readonly order: 'rising' | 'falling' | 'any';
  /** Ids are consecutive multiples of it. */
  readonly idStep: number;
}

const RANK_LAST = { rising: 1, falling: -1, any: 0 } as const;

class Pair {
  readonly #random: RandomStream;
  readonly #shape: Shape;
  readonly list = new List();
  queue: RankQueue;
  #count = 0;

  constructor(seed: number, shape: Shape) {
    this.#random = createRandom(seed);
    this.#shape = shape;
    this.queue = new RankQueue(shape.rankWidth, shape.resources);
  }

  /** Plays calls of which `inserts` in 100 insert, half as many search, and the others remove. */
  play(calls: number, inserts: number): void {
    for (let i = 0; i < calls; i++) {
      const kind = this.#random.below(100);
      if (kind < inserts) this.#insert();
      else if (kind < inserts * 1.5) this.#search();
      else this.#remove();
      expect(this.queue.first()).toBe(this.list.entries[0]?.id ?? -1);
      expect(this.queue.size).toBe(this.list.entries.length);
    }
    this.same();
  }

  same(): void {
    const ids = [];
    for (let id = this.queue.first(); id !== -1; id = this.queue.after(id)) ids.push(id);
    expect(ids).toEqual(this.list.entries.map(({ id }) => id));
    for (const { id } of this.list.entries) expect(this.queue.has(id)).toBe(true);
  }

  #insert(): void {
    const { rankWidth, resources, order, idStep } = this.#shape;
    const count = ++this.#count;
    const last = RANK_LAST[order] * count || this.#random.below(2 ** 31) + count / 2 ** 21;
    const entry = {
      id: count * idStep,
      rank: Array.from({ length: rankWidth }, (_, k) =>
        k === rankWidth - 1 ? last : this.#random.below(order === 'any' ? 3 : 1),
      ),
      amounts: this.#numbers(resources),
      length: this.#length(),
    };
    put(this.queue, entry);
    this.list.insert(entry);
  }

  #remove(): void {
    const { entries } = this.list;
    if (entries.length === 0) return;
    // the first as often as any other
    const at = this.#random.below(2) === 0 ? 0 : this.#random.below(entries.length);
    const { id } = entries[at]!;
    expect(this.queue.remove(id)).toBe(true);
    expect(this.queue.remove(id)).toBe(false);
    this.list.remove(id);
  }

  #search(): void {
    const { entries } = this.list;
    const free = this.#numbers(this.#shape.resources);
    const extra = free.map((units) => this.#random.below(units + 1) >> 1);
    const wanted = { free, window: this.#length(), extra };
    expect(this.queue.firstFit(free, wanted.window, extra)).toBe(this.list.firstFit(wanted));
    if (entries.length === 0) return;
    const after = entries[this.#random.below(entries.length)]!.id;
    expect(this.queue.firstFit(free, wanted.window, extra, after)).toBe(
      this.list.firstFit(wanted, after),
    );
    expect(this.queue.after(after)).toBe(this.list.after(after));
  }

  #numbers(count: number): readonly number[] {
    return Array.from({ length: count }, () => this.#random.below(64));
  }

  #length(): number {
    return Math.floor(2 ** (this.#random.float() * 51));
  }
}

const shapes: fc.Arbitrary<Shape> = fc.record({
  rankWidth: fc.integer({ min: 1, max: 4 }),
  resources: fc.integer({ min: 1, max: 3 }),
  order: fc.constantFrom('rising', 'falling', 'any'),
  idStep: fc.constantFrom(1, 8, 4099, 2 ** 32, 2 ** 39 + 1),
});

describe('the queue by rank', () => {
  it('answers as a sorted list does, while requests come and go', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), shapes, (seed, shape) => {
        const pair = new Pair(seed, shape);
        pair.play(300, 55);
        pair.play(300, 20);
      }),
      { numRuns: 40 },
    );
  });

  it.each(['rising', 'falling', 'any'] as const)('does so when it is long, %s ranks', (order) => {
    const pair = new Pair(3, { rankWidth: 2, resources: 1, order, idStep: 1 });
    pair.play(2500, 66);
    expect(pair.queue.size).toBeGreaterThan(1100);
    pair.play(1800, 3);
    expect(pair.queue.size).toBeLessThan(30);
  });

  it('does not depend on the order of insertion, nor on who was there before', () => {
    const amounts = fc.tuple(fc.nat(9), fc.nat(9));
    const entry = fc.tuple(fc.nat(3), amounts, fc.nat(2 ** 20));
    const wanted = fc.record({ free: amounts, extra: amounts, window: fc.nat(2 ** 20) });
    fc.assert(
      fc.property(
        fc.array(entry, { maxLength: 150, size: 'max' }),
        fc.array(wanted, { minLength: 1, maxLength: 20 }),
        (list, asked) => {
          const entries = list.map(([key, units, length], i) => ({
            id: i + 1,
            rank: [key, i],
            amounts: units,
            length,
          }));
          const one = new RankQueue(2, 2);
          const other = new RankQueue(2, 2);
          for (const each of entries) put(one, each);
          for (let id = 1000; id < 1200; id++) other.insert(id, [0, -id], [0, 0], 0);
          for (const each of entries.toReversed()) put(other, each);
          for (let id = 1000; id < 1200; id++) other.remove(id);
          for (const { free, window, extra } of asked) {
            expect(other.firstFit(free, window, extra)).toBe(one.firstFit(free, window, extra));
          }
        },
      ),
      { numRuns: 50 },
    );
  });

  it('is independent of its fork', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), shapes, (seed, shape) => {
        const pair = new Pair(seed, shape);
        pair.play(150, 60);
        const original = pair.queue;
        pair.queue = original.fork();
        for (let id = original.first(); id !== -1; id = original.first()) original.remove(id);
        expect(original.size).toBe(0);
        pair.same();
        pair.play(100, 40);
        pair.queue.clear();
        expect([pair.queue.size, pair.queue.first()]).toEqual([0, -1]);
      }),
      { numRuns: 20 },
    );
  });
});

describe('the edges of a queue by rank', () => {
  const queue = (): RankQueue => {
    const made = new RankQueue(1, 1);
    made.insert(7, [1], [4], 100);
    made.insert(5, [2], [2], 1000);
    made.insert(6, [3], [1], 10);
    return made;
  };

  it('finds nobody where nobody waits', () => {
    const empty = new RankQueue(1, 1);
    expect([empty.first(), empty.firstFit([9], 9, [9]), empty.after(3)]).toEqual([-1, -1, -1]);
    expect([empty.has(3), empty.remove(3), empty.size]).toEqual([false, false, 0]);
  });

  // EASY: a request may start if it ends before the shadow time, or leaves the extra units alone
  it('wants the window or the extra units, and the free ones in any case', () => {
    expect(queue().firstFit([4], 100, [0])).toBe(7);
    expect(queue().firstFit([4], 99, [0])).toBe(6);
    expect(queue().firstFit([4], 99, [2])).toBe(5);
    expect(queue().firstFit([4], 9, [1])).toBe(6);
    expect(queue().firstFit([1], Infinity, [9])).toBe(6);
    expect(queue().firstFit([0], Infinity, [9])).toBe(-1);
    expect(queue().firstFit([4], 9, [0])).toBe(-1);
  });

  it('searches behind a request, and from the first if that does not wait', () => {
    expect(queue().firstFit([9], 1000, [0], 7)).toBe(5);
    expect(queue().firstFit([9], 1000, [0], 6)).toBe(-1);
    expect(queue().firstFit([9], 1000, [0], 99)).toBe(7);
  });

  it('takes lengths without bound, and ids and ranks up to the last', () => {
    const made = new RankQueue(1, 1);
    made.insert(Number.MAX_SAFE_INTEGER, [Infinity], [1], Infinity);
    made.insert(1, [-Infinity], [1], Number.MAX_SAFE_INTEGER);
    expect(made.firstFit([1], Number.MAX_SAFE_INTEGER, [0])).toBe(1);
    expect(made.firstFit([1], Infinity, [0], 1)).toBe(Number.MAX_SAFE_INTEGER);
    expect(made.firstFit([1], 2 ** 52, [0])).toBe(-1);
  });

  it('halts where a request waits twice, or is none', () => {
    const made = queue();
    expect(() => made.insert(7, [9], [1], 1)).toThrow(InvariantError);
    expect(() => made.insert(0, [9], [1], 1)).toThrow(InvariantError);
    expect(() => made.insert(1.5, [9], [1], 1)).toThrow(InvariantError);
    expect(() => made.insert(8, [], [1], 1)).toThrow(InvariantError);
    expect(() => made.insert(8, [9], [1], Number.NaN)).toThrow(InvariantError);
    expect(made.size).toBe(3);
  });
});
