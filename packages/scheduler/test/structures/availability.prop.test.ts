import { InvariantError, TICK_MAX } from '@xdv/domain-model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resource, type Closure, type Resource } from '../../src/model/resource.ts';
import type { Reservation } from '../../src/model/workload.ts';
import { createAvailability, type Availability } from '../../src/structures/availability.ts';
import { CALENDAR_GAPS_MAX } from '../../src/structures/calendar.ts';

const HORIZON = 160;
const CAPACITY = 4;

const device = (given: Partial<Resource>): Resource =>
  resource({ name: 'qpu', domain: 'Q', capacity: CAPACITY, ...given });

const closure = (start: number, ticks: number, every = 0): Closure => ({ start, ticks, every });

const isClosed = ({ start, ticks, every }: Closure, tick: number): boolean => {
  if (tick < start) return false;
  return (every === 0 ? tick - start : (tick - start) % every) < ticks;
};

/** Nobody starts, or runs, more than `validTicks` after the last calibration. */
const isStale = ({ calibration }: Resource, tick: number): boolean => {
  if (!calibration) return false;
  const { firstTick, everyTicks, validTicks } = calibration;
  const age = (((tick - firstTick) % everyTicks) + everyTicks) % everyTicks;
  return age > validTicks;
};

const freeAt = (given: Resource, reservations: readonly Reservation[], tick: number): number => {
  if (isStale(given, tick) || given.closures.some((one) => isClosed(one, tick))) return 0;
  return reservations
    .filter(({ start, end }) => start <= tick && tick < end)
    .reduce((free, { amount }) => free - amount, CAPACITY);
};

const least = (free: readonly number[], from: number, to: number): number =>
  Math.min(CAPACITY, ...free.slice(from, to));

const earliest = (
  free: readonly number[],
  from: number,
  length: number,
  amount: number,
): number => {
  for (let start = from; start < free.length - length; start++) {
    if (least(free, start, start + length) >= amount) return start;
  }
  return -1;
};

const closures = fc.array(
  fc.record({
    start: fc.nat(60),
    ticks: fc.nat(9),
    every: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 40 })),
  }),
  { maxLength: 5 },
);
const calibration = fc.record({
  firstTick: fc.nat(99),
  everyTicks: fc.integer({ min: 1, max: 30 }),
  validTicks: fc.nat(30),
  drift: fc.constant(0),
});
const reservations = fc.uniqueArray(
  fc.record({
    resource: fc.constant(0),
    amount: fc.integer({ min: 1, max: 2 }),
    start: fc.nat(80),
    end: fc.integer({ min: 80, max: 100 }),
  }),
  { maxLength: 2, selector: ({ start }) => start },
);
const devices: fc.Arbitrary<Resource> = fc.oneof(
  closures.map((list) => device({ closures: list })),
  fc.tuple(closures, calibration).map(([list, cycle]) =>
    device({ closures: list, calibration: cycle }),
  ),
);
const question = fc.tuple(
  fc.nat(100),
  fc.integer({ min: 1, max: 20 }),
  fc.integer({ min: 1, max: CAPACITY }),
);

describe('the availability of a resource', () => {
  it('is what its calendar and its reservations leave free, tick by tick (XDV-023.2)', () => {
    fc.assert(
      fc.property(devices, reservations, fc.array(question), (given, reserved, questions) => {
        const availability = createAvailability(given, reserved);
        const free = Array.from({ length: HORIZON }, (_, t) => freeAt(given, reserved, t));
        expect(free.map((_, tick) => availability.freeAt(tick))).toEqual(free);
        for (const [from, length, amount] of questions) {
          expect(availability.minFree(from, from + length)).toBe(least(free, from, from + length));
          const start = earliest(free, from, length, amount);
          const latest = HORIZON - length - 1;
          expect(availability.earliest(from, length, amount, latest)).toBe(start);
          if (start >= 0) expect(availability.fits(length, amount)).toBe(true);
          if (!availability.fits(length, amount)) {
            expect(availability.earliest(from, length, amount)).toBe(-1);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('places requests beside each other, never in a closure, whatever was forgotten', () => {
    const request = fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 4 }));
    fc.assert(
      fc.property(devices, fc.array(request, { maxLength: 30 }), (given, requests) => {
        const availability = createAvailability(given);
        const free = Array.from({ length: 2000 }, (_, t) => freeAt(given, [], t));
        let now = 0;
        for (const [length, amount] of requests) {
          const start = availability.earliest(now, length, amount, 1900);
          expect(start).toBe(earliest(free.slice(0, 1901 + length), now, length, amount));
          if (start < 0) continue;
          availability.take(start, start + length, amount);
          for (let t = start; t < start + length; t++) free[t]! -= amount;
          now = Math.min(start, now + 3);
          availability.forget(now);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('does not depend on the order of closures and reservations', () => {
    fc.assert(
      fc.property(closures, reservations, fc.array(question), (list, reserved, questions) => {
        const one = createAvailability(device({ closures: list }), reserved);
        const turned = device({ closures: list.toReversed() });
        const other = createAvailability(turned, reserved.toReversed());
        for (const [from, length, amount] of questions) {
          expect(other.earliest(from, length, amount)).toBe(one.earliest(from, length, amount));
        }
      }),
    );
  });
});

describe('the edges of availability', () => {
  const placed = (availability: Availability, from: number, length: number): number =>
    availability.earliest(from, length, CAPACITY);

  it('joins closures that overlap or touch', () => {
    const given = device({ closures: [closure(10, 10), closure(15, 10), closure(25, 5)] });
    const availability = createAvailability(given);
    expect(placed(availability, 5, 5)).toBe(5);
    expect(placed(availability, 5, 6)).toBe(30);
    expect(placed(availability, 12, 1)).toBe(30);
  });

  it('finds no start among closures that leave no gap so long, but before the first', () => {
    const availability = createAvailability(device({ closures: [closure(50, 10, 100)] }));
    expect(placed(availability, 0, 90)).toBe(60);
    expect(availability.fits(91, 1)).toBe(false);
    expect(placed(availability, 0, 50)).toBe(0);
    const late = createAvailability(device({ closures: [closure(500, 10, 100)] }));
    expect([late.fits(500, 1), late.fits(501, 1)]).toEqual([true, false]);
    late.forget(1);
    expect([late.fits(499, 1), late.fits(500, 1)]).toEqual([true, false]);
  });

  it('takes a closure that is as long as its period for one without an end', () => {
    const availability = createAvailability(device({ closures: [closure(7, 3, 3)] }));
    expect([availability.freeAt(6), availability.freeAt(7)]).toEqual([CAPACITY, 0]);
    expect([placed(availability, 0, 7), placed(availability, 0, 8)]).toEqual([0, -1]);
    expect(availability.freeAt(TICK_MAX - 1)).toBe(0);
  });

  it('counts by calibrations from before tick 0 on (a cycle has always run)', () => {
    const cycle = { firstTick: 100, everyTicks: 100, validTicks: 59, drift: 0 };
    const availability = createAvailability(device({ calibration: cycle }));
    const free = [59, 60, 99, 100].map((tick) => availability.freeAt(tick));
    expect(free).toEqual([CAPACITY, 0, 0, CAPACITY]);
    expect(placed(availability, 40, 60)).toBe(100);
    expect(availability.fits(61, 1)).toBe(false);
  });

  it('stays exact up to the last tick, for the longest periods too', () => {
    const every = TICK_MAX - 1;
    const long = createAvailability(device({ closures: [closure(0, every - 10, every)] }));
    expect(placed(long, 0, 10)).toBe(every - 10);
    expect(placed(long, 0, 11)).toBe(-1);
    const short = createAvailability(device({ closures: [closure(1, 1, 2)] }));
    expect(placed(short, TICK_MAX - 4, 1)).toBe(TICK_MAX - 3);
    expect(placed(short, TICK_MAX - 2, 1)).toBe(TICK_MAX - 1);
  });

  it('gives up behind so many gaps, and says then that nothing fits', () => {
    // two gaps of two ticks meet once in p · q ticks, at the end of them
    const meeting = (p: number, q: number): Availability =>
      createAvailability(device({ closures: [closure(0, p - 2, p), closure(0, q - 2, q)] }));
    expect(placed(meeting(5, 7), 0, 2)).toBe(5 * 7 - 2);
    const [p, q] = [CALENDAR_GAPS_MAX * 2 + 1, CALENDAR_GAPS_MAX * 2 + 3];
    const far = meeting(p, q);
    expect([far.fits(2, 1), placed(far, 0, 2)]).toEqual([false, -1]);
    far.forget(p * q - 10_000);
    expect([far.fits(2, 1), placed(far, 0, 2)]).toEqual([true, p * q - 2]);
  });

  it('holds all of an exclusive resource for whoever reserves any of it', () => {
    const reserved = [{ resource: 0, amount: 1, start: 5, end: 9 }];
    const availability = createAvailability(device({ sharing: 'exclusive' }), reserved);
    expect([4, 5, 9].map((tick) => availability.freeAt(tick))).toEqual([CAPACITY, 0, CAPACITY]);
  });

  it('forks: what is taken from one is free in the other', () => {
    const availability = createAvailability(device({}));
    const fork = availability.fork();
    availability.take(0, 9, 3);
    expect([availability.freeAt(3), fork.freeAt(3)]).toEqual([1, CAPACITY]);
    expect(() => fork.give(0, 9, 3)).toThrow(InvariantError);
  });

  it.each([
    ['a capacity of 0', { capacity: 0 }, []],
    ['a closure before tick 0', { closures: [closure(-1, 1)] }, []],
    ['a closure of half a tick', { closures: [closure(1, 0.5)] }, []],
    ['a period below 0', { closures: [closure(1, 1, -1)] }, []],
    [
      'a calibration cycle of no ticks',
      { calibration: { firstTick: 0, everyTicks: 0, validTicks: 1, drift: 0 } },
      [],
    ],
    ['a reservation for more than there is', {}, [{ resource: 0, amount: 5, start: 0, end: 1 }]],
    ['a reservation that ends too soon', {}, [{ resource: 0, amount: 1, start: 2, end: 1 }]],
    [
      'reservations that overlap by more than there is',
      {},
      [
        { resource: 0, amount: 3, start: 0, end: 5 },
        { resource: 0, amount: 2, start: 4, end: 6 },
      ],
    ],
  ] satisfies readonly (readonly [string, Partial<Resource>, readonly Reservation[]])[])(
    'refuses %s',
    (_, given, reserved) => {
      expect(() => createAvailability(device(given), reserved)).toThrow(RangeError);
    },
  );
});
