import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Timeline } from '../src/timeline.ts';

const FAR = 1_000;

const spans = (line: Timeline): readonly (readonly [number, number])[] =>
  line.slots.map(({ start, end }) => [start, end]);

describe('a timeline', () => {
  it('places an envelope at its earliest start when nothing is in the way', () => {
    const line = new Timeline();
    expect(line.place(1, 5, 10, FAR)).toBe(5);
    expect(spans(line)).toEqual([[5, 15]]);
  });

  it('lets envelopes touch: an end is exclusive (XDV-012.3)', () => {
    const line = new Timeline();
    line.place(1, 0, 10, FAR);
    expect(line.place(2, 10, 5, FAR)).toBe(10);
    line.place(3, 20, 5, FAR);
    // exactly fits between 15 and 20
    expect(line.place(4, 0, 5, FAR)).toBe(15);
  });

  it('uses a gap that fits and skips one that is a tick too short', () => {
    const line = new Timeline();
    line.place(1, 0, 10, FAR);
    line.place(2, 15, 10, FAR);
    expect(line.place(3, 0, 6, FAR)).toBe(25);
    expect(line.place(4, 0, 5, FAR)).toBe(10);
  });

  it('starts at the latest start and refuses one tick past it', () => {
    const line = new Timeline();
    line.place(1, 0, 10, FAR);
    expect(line.place(2, 0, 5, 9)).toBe(-1);
    expect(line.place(3, 0, 5, 10)).toBe(10);
    expect(spans(line)).toEqual([[0, 10], [10, 15]]);
  });

  it('frees the rest of a released envelope, or all of one that has not begun', () => {
    const line = new Timeline();
    line.place(1, 0, 10, FAR);
    line.place(2, 10, 10, FAR);
    line.release(1, 4);
    line.release(2, 4);
    expect(spans(line)).toEqual([[0, 4]]);
    expect(line.place(3, 4, 100, FAR)).toBe(4);
  });

  it('does not lengthen an envelope by releasing it after its end', () => {
    const line = new Timeline();
    line.place(1, 0, 10, FAR);
    line.release(1, 50);
    line.release(9, 0);
    expect(spans(line)).toEqual([[0, 10]]);
  });

  it('forgets what ended at or before a tick, and nothing else', () => {
    const line = new Timeline();
    line.place(1, 0, 10, FAR);
    line.place(2, 10, 10, FAR);
    line.forget(9);
    expect(line.slots).toHaveLength(2);
    line.forget(10);
    expect(spans(line)).toEqual([[10, 20]]);
  });

  it('is independent of its fork', () => {
    const line = new Timeline();
    line.place(1, 0, 10, FAR);
    const fork = line.fork();
    line.release(1, 0);
    expect(fork.place(2, 0, 5, FAR)).toBe(10);
    expect(line.slots).toEqual([]);
  });
});

interface Call {
  readonly kind: 'place' | 'release' | 'forget';
  readonly at: number;
  readonly length: number;
  readonly slack: number;
}

const calls: fc.Arbitrary<Call> = fc.record({
  kind: fc.constantFrom('place', 'place', 'place', 'release', 'forget'),
  at: fc.nat(30),
  length: fc.integer({ min: 1, max: 12 }),
  slack: fc.oneof(fc.nat(20), fc.constant(FAR)),
});

/** The same timeline tick by tick: who holds each one. */
class Ticks {
  readonly #held = new Map<number, number>();

  place(contract: number, earliest: number, length: number, latest: number): number {
    for (let start = earliest; start <= latest; start++) {
      const wanted = Array.from({ length }, (_, i) => start + i);
      if (wanted.some((tick) => this.#held.has(tick))) continue;
      for (const tick of wanted) this.#held.set(tick, contract);
      return start;
    }
    return -1;
  }

  release(contract: number, from: number): void {
    for (const [tick, holder] of this.#held) {
      if (holder === contract && tick >= from) this.#held.delete(tick);
    }
  }
}

describe('any sequence of placements, releases and time passing', () => {
  it('finds the earliest start that a search tick by tick finds', () => {
    fc.assert(
      fc.property(fc.array(calls, { maxLength: 40, size: 'max' }), (list) => {
        const line = new Timeline();
        const ticks = new Ticks();
        let now = 0;
        for (const [contract, { kind, at, length, slack }] of list.entries()) {
          if (kind === 'place') {
            const earliest = now + at;
            const start = line.place(contract, earliest, length, earliest + slack);
            expect(start).toBe(ticks.place(contract, earliest, length, earliest + slack));
          } else if (kind === 'release') {
            line.release(at, now);
            ticks.release(at, now);
          } else {
            now += length;
            line.forget(now);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it('never lets two envelopes overlap, and keeps them in order (XDV-023.3)', () => {
    fc.assert(
      fc.property(fc.array(calls, { maxLength: 40, size: 'max' }), (list) => {
        const line = new Timeline();
        for (const [contract, { kind, at, length, slack }] of list.entries()) {
          if (kind === 'place') line.place(contract, at, length, at + slack);
          else line.release(at, length);
          const ends = line.slots.map(({ end }) => end);
          const starts = line.slots.map(({ start }) => start);
          expect(line.slots.every(({ start, end }) => start < end)).toBe(true);
          expect(starts.slice(1).every((start, i) => start >= ends[i]!)).toBe(true);
        }
      }),
    );
  });
});
