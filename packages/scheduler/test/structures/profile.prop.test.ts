import { createRandom, InvariantError, TICK_MAX } from '@xdv/domain-model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Profile } from '../../src/structures/profile.ts';

/** Free units tick by tick: what a profile must agree with up to the horizon. */
class Ticks {
  readonly capacity: number;
  readonly free: number[];
  first = 0;

  constructor(capacity: number, horizon: number) {
    this.capacity = capacity;
    this.free = Array.from({ length: horizon }, () => capacity);
  }

  at(tick: number): number {
    return this.free[Math.max(tick, this.first)] ?? this.capacity;
  }

  minFree(from: number, to: number): number {
    let least = this.capacity;
    for (let t = Math.max(from, this.first); t < Math.min(to, this.free.length); t++) {
      least = Math.min(least, this.at(t));
    }
    return least;
  }

  earliest(from: number, length: number, amount: number, latest: number): number {
    if (amount > this.capacity) return -1;
    for (let start = Math.max(from, this.first); start <= latest; start++) {
      if (this.minFree(start, start + Math.max(length, 1)) >= amount) return start;
      if (start > this.free.length) return start;
    }
    return -1;
  }

  change(from: number, to: number, by: number): void {
    for (let t = Math.max(from, this.first); t < to; t++) this.free[t]! += by;
  }

  steps(): readonly { tick: number; free: number }[] {
    const list = [{ tick: this.first, free: this.at(this.first) }];
    for (let tick = this.first + 1; tick <= this.free.length; tick++) {
      const free = this.at(tick);
      if (free !== list.at(-1)!.free) list.push({ tick, free });
    }
    return list;
  }
}

interface Held {
  readonly from: number;
  readonly to: number;
  readonly amount: number;
}

interface Sizes {
  readonly capacity: number;
  readonly horizon: number;
  /** Longest span and, near enough, greatest amount. */
  readonly length: number;
  readonly amount: number;
}

/** Plays random calls on a profile and on ticks, and compares all that can be asked. */
class Pair {
  readonly #random: ReturnType<typeof createRandom>;
  readonly #sizes: Sizes;
  readonly #ticks: Ticks;
  readonly profile: Profile;
  readonly #held: Held[] = [];

  constructor(seed: number, sizes: Sizes) {
    this.#random = createRandom(seed);
    this.#sizes = sizes;
    this.#ticks = new Ticks(sizes.capacity, sizes.horizon);
    this.profile = new Profile(sizes.capacity);
  }

  play(calls: number): void {
    for (let i = 0; i < calls; i++) {
      const kind = this.#random.below(16);
      if (kind < 9) this.#take();
      else if (kind < 13) this.#give();
      else if (kind < 15) this.#ask();
      else if (this.#random.below(8) === 0) this.#forget();
    }
    this.same();
  }

  same(): void {
    expect([...this.profile.steps()]).toEqual(this.#ticks.steps());
    expect(this.profile.size).toBe(this.#ticks.steps().length);
  }

  giveAll(): void {
    for (const { from, to, amount } of this.#held) this.profile.give(from, to, amount);
    expect([...this.profile.steps()]).toEqual([
      { tick: this.#ticks.first, free: this.#sizes.capacity },
    ]);
  }

  #pick(): Held {
    const from = this.#random.below(this.#sizes.horizon);
    const to = Math.min(this.#sizes.horizon, from + 1 + this.#random.below(this.#sizes.length));
    return { from, to, amount: this.#random.below(this.#sizes.amount + 1) };
  }

  #take(): void {
    const { from, to, amount } = this.#pick();
    const latest = this.#sizes.horizon - (to - from);
    const start = this.profile.earliest(from, to - from, amount, latest);
    expect(start).toBe(this.#ticks.earliest(from, to - from, amount, latest));
    if (start < 0) return;
    this.profile.take(start, start + to - from, amount);
    this.#ticks.change(start, start + to - from, -amount);
    this.#held.push({ from: start, to: start + to - from, amount });
  }

  /** Gives a span back, or only its end, as a job does that ends before its time. */
  #give(): void {
    if (this.#held.length === 0) return;
    const [span] = this.#held.splice(this.#random.below(this.#held.length), 1);
    const { from, to, amount } = span!;
    const at = this.#random.below(3) === 0 ? from + this.#random.below(to - from) : from;
    this.profile.give(at, to, amount);
    this.#ticks.change(at, to, amount);
    if (at > from) this.#held.push({ from, to: at, amount });
  }

  #ask(): void {
    const { from, to, amount } = this.#pick();
    expect(this.profile.freeAt(from)).toBe(this.#ticks.at(from));
    expect(this.profile.minFree(from, to)).toBe(this.#ticks.minFree(from, to));
    const latest = from + this.#random.below(this.#sizes.horizon);
    const start = this.profile.earliest(from, to - from, amount, latest);
    expect(start).toBe(this.#ticks.earliest(from, to - from, amount, latest));
  }

  #forget(): void {
    const { horizon } = this.#sizes;
    const tick = Math.min(horizon, this.#ticks.first + this.#random.below(1 + (horizon >> 5)));
    this.profile.forget(tick);
    this.#ticks.first = tick;
  }
}

const seeds = fc.maxSafeNat();

describe('a profile of free units', () => {
  it('answers as free units counted tick by tick do, whatever is taken and given', () => {
    const sizes = { capacity: 7, horizon: 60, length: 12, amount: 4 };
    fc.assert(
      fc.property(seeds, (seed) => {
        const pair = new Pair(seed, sizes);
        pair.play(120);
        pair.giveAll();
      }),
      { numRuns: 150 },
    );
  });

  it.each([
    ['many breakpoints', { capacity: 1000, horizon: 4000, length: 40, amount: 30 }],
    ['spans across many breakpoints', { capacity: 5000, horizon: 4000, length: 3000, amount: 9 }],
  ])('answers so with %s, while they come and while they go', (_, sizes) => {
    const pair = new Pair(1, sizes);
    pair.play(2500);
    expect(pair.profile.size).toBeGreaterThan(900);
    pair.giveAll();
  });

  it('is independent of its fork', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const pair = new Pair(seed, { capacity: 9, horizon: 200, length: 9, amount: 4 });
        pair.play(100);
        const fork = pair.profile.fork();
        const before = [...fork.steps()];
        pair.play(100);
        expect([...fork.steps()]).toEqual(before);
        fork.forget(150);
        pair.same();
      }),
      { numRuns: 30 },
    );
  });

  it('does not depend on the order in which spans are taken', () => {
    const length = fc.integer({ min: 1, max: 20 });
    const span = fc.tuple(fc.nat(50), length, fc.integer({ min: 1, max: 5 }));
    fc.assert(
      fc.property(fc.array(span, { maxLength: 80, size: 'max' }), (spans) => {
        const fill = (list: typeof spans): readonly object[] => {
          const profile = new Profile(1000);
          for (const [from, ticks, amount] of list) profile.take(from, from + ticks, amount);
          return [...profile.steps()];
        };
        expect(fill(spans.toReversed())).toEqual(fill(spans));
      }),
    );
  });

  it('keeps as many breakpoints as lie ahead, however much has passed', () => {
    const profile = new Profile(2);
    for (let tick = 0; tick < 20_000; tick += 2) {
      profile.take(tick + 10, tick + 11, 1);
      profile.forget(tick);
      expect(profile.size).toBeLessThanOrEqual(13);
    }
  });
});

describe('the edges of a profile', () => {
  it('begins with one step at tick 0', () => {
    expect([...new Profile(3).steps()]).toEqual([{ tick: 0, free: 3 }]);
  });

  it('finds what ends at the last tick, and nothing that would end behind it', () => {
    const profile = new Profile(2);
    expect(profile.earliest(TICK_MAX - 5, 5, 2)).toBe(TICK_MAX - 5);
    expect(profile.earliest(TICK_MAX - 5, 6, 2)).toBe(-1);
    expect(profile.earliest(0, TICK_MAX, 2)).toBe(0);
    profile.take(1, TICK_MAX, 1);
    expect(profile.minFree(0, TICK_MAX)).toBe(1);
    expect(profile.earliest(0, 2, 2)).toBe(-1);
    profile.give(1, TICK_MAX, 1);
    expect(profile.size).toBe(1);
  });

  it('takes a span without an end as one up to the last tick', () => {
    const profile = new Profile(2);
    profile.take(5, Infinity, 2);
    expect([...profile.steps()]).toEqual([
      { tick: 0, free: 2 },
      { tick: 5, free: 0 },
      { tick: TICK_MAX, free: 2 },
    ]);
    profile.give(5, TICK_MAX, 2);
    expect(profile.size).toBe(1);
  });

  it('never has more than its capacity for anybody', () => {
    expect(new Profile(3).earliest(0, 1, 4)).toBe(-1);
  });

  it('wants units at the start of what takes no time', () => {
    const profile = new Profile(1);
    profile.take(0, 7, 1);
    expect(profile.earliest(0, 0, 1)).toBe(7);
  });

  it('joins spans that touch, and cuts none that is empty', () => {
    const profile = new Profile(4);
    profile.take(2, 4, 1);
    profile.take(4, 6, 1);
    profile.take(5, 5, 1);
    profile.take(1, 9, 0);
    expect([...profile.steps()].map(({ tick }) => tick)).toEqual([0, 2, 6]);
  });

  it('counts a span that began before the last forgotten tick from there', () => {
    const profile = new Profile(4);
    profile.take(2, 8, 3);
    profile.forget(5);
    profile.give(2, 8, 3);
    expect([...profile.steps()]).toEqual([{ tick: 5, free: 4 }]);
    profile.forget(3);
    expect(profile.earliest(0, 1, 1)).toBe(5);
  });

  it('halts where more is taken than is free, or given than was taken', () => {
    const profile = new Profile(4);
    profile.take(2, 8, 3);
    expect(() => profile.take(7, 9, 2)).toThrow(InvariantError);
    expect(() => new Profile(4).give(0, 1, 1)).toThrow(InvariantError);
    expect(() => new Profile(4).take(0, 1, 0.5)).toThrow(InvariantError);
    expect(() => new Profile(0)).toThrow(InvariantError);
  });
});
