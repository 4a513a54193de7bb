import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addTicks,
  compareTags,
  DURATION_MAX,
  formatDuration,
  formatTag,
  InvariantError,
  MICROSTEP_MAX,
  ms,
  ns,
  seconds,
  TAG_ZERO,
  TICK_MAX,
  ticksOf,
  us,
  type Tag,
} from '../src/index.ts';

const tags: fc.Arbitrary<Tag> = fc.record({
  tick: fc.oneof(fc.nat(3), fc.constantFrom(TICK_MAX - 1, TICK_MAX)),
  microstep: fc.oneof(fc.nat(3), fc.constant(MICROSTEP_MAX)),
});

describe('tags', () => {
  it('order by tick, then by microstep (XDV-005.2)', () => {
    const sorted = ['0:0', '0:1', '0:10', '1:0', '2:9', '10:0'];
    const parsed = sorted.map((text) => {
      const [tick, microstep] = text.split(':').map(Number);
      return { tick: tick!, microstep: microstep! };
    });
    expect(parsed.toReversed().sort(compareTags).map(formatTag)).toEqual(sorted);
  });

  it('are strictly and totally ordered (XDV-005.1)', () => {
    fc.assert(
      fc.property(tags, tags, tags, (a, b, c) => {
        const same = a.tick === b.tick && a.microstep === b.microstep;
        expect(compareTags(a, b) === 0).toBe(same);
        expect(Math.sign(compareTags(a, b)) + Math.sign(compareTags(b, a))).toBe(0);
        const [low, middle, high] = [a, b, c].sort(compareTags);
        expect(compareTags(low!, middle!)).toBeLessThanOrEqual(0);
        expect(compareTags(low!, high!)).toBeLessThanOrEqual(0);
      }),
    );
  });

  it('start at 0:0 and reach 2^53 - 1 : 2^32 - 1', () => {
    expect(formatTag(TAG_ZERO)).toBe('0:0');
    expect([TICK_MAX, MICROSTEP_MAX]).toEqual([2 ** 53 - 1, 2 ** 32 - 1]);
  });
});

describe('addTicks', () => {
  it('adds up to the last tick and halts one past it', () => {
    expect(addTicks(TICK_MAX - 5, 5)).toBe(TICK_MAX);
    expect(() => addTicks(TICK_MAX - 5, 6)).toThrow(InvariantError);
  });

  it.each([-6, NaN, -Infinity])('halts on a sum that is no tick: 5 + %s', (ticks) => {
    expect(() => addTicks(5, ticks)).toThrow(InvariantError);
  });
});

describe('durations', () => {
  it('are whole nanoseconds whatever the unit', () => {
    expect([ns(7), us(7), ms(7), seconds(7)]).toEqual([7, 7e3, 7e6, 7e9]);
  });

  it('round to the nearest nanosecond', () => {
    expect([us(0.0014), us(0.0015), ms(0.0000004), ns(2.4)]).toEqual([1, 2, 0, 2]);
  });

  it('reach from 0 to 2^53 - 1 ns', () => {
    expect(ns(0)).toBe(0);
    expect(ns(DURATION_MAX)).toBe(2 ** 53 - 1);
    expect(() => ns(DURATION_MAX + 1)).toThrow(RangeError);
  });

  it.each([-1, NaN, Infinity, 1e17])('refuse %s seconds, naming unit and value', (count) => {
    const message = `seconds(${count}) is not a duration between 0 ns and 2^53 - 1 ns`;
    expect(() => seconds(count)).toThrow(new RangeError(message));
  });

  it.each([
    [0, '0 ns'],
    [999, '999 ns'],
    [1_000, '1 µs'],
    [1_234, '1.234 µs'],
    [12_345, '12.35 µs'],
    [1e6, '1 ms'],
    [2.5e6, '2.5 ms'],
    [1e9, '1 s'],
    [90e9, '90 s'],
  ])('of %d ns read as %s', (span, text) => {
    expect(formatDuration(span)).toBe(text);
  });
});

describe('ticksOf', () => {
  it('covers a duration: no tick too few, none too many', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.integer({ min: 1, max: 1_000_000 }), (span, tickNs) => {
        const ticks = BigInt(ticksOf(ns(span), tickNs));
        expect(ticks * BigInt(tickNs)).toBeGreaterThanOrEqual(BigInt(span));
        expect((ticks - 1n) * BigInt(tickNs)).toBeLessThan(BigInt(span));
      }),
    );
  });
});
