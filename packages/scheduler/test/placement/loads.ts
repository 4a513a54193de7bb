import fc from 'fast-check';
import type { Closure, Reservation } from '../../src/lab/index.ts';
import { PLACEMENTS } from '../../src/placement/placer.ts';
import { ask, machine, piece, type Arrival, type Load } from './support.ts';

const closures: fc.Arbitrary<readonly Closure[]> = fc.oneof(
  fc.constant([]),
  fc.array(
    fc.record({
      start: fc.nat({ max: 30 }),
      ticks: fc.integer({ min: 1, max: 5 }),
      every: fc.constant(0),
    }),
    { maxLength: 2 },
  ),
  fc.record({
    start: fc.nat({ max: 12 }),
    ticks: fc.integer({ min: 1, max: 4 }),
    every: fc.integer({ min: 6, max: 20 }),
  }).map((closure) => [closure]),
);

const reservation: fc.Arbitrary<Reservation> = fc
  .record({
    resource: fc.nat({ max: 1 }),
    start: fc.nat({ max: 25 }),
    ticks: fc.integer({ min: 1, max: 8 }),
  })
  .map(({ resource, start, ticks }) => ({ resource, amount: 1, start, end: start + ticks }));

const partsOn = (machines: number) =>
  fc
    .oneof(
      { weight: 3, arbitrary: fc.constant(1) },
      { weight: 1, arbitrary: fc.constant(2) },
      { weight: 1, arbitrary: fc.constant(3) },
    )
    .chain((length) => {
      const part = fc.record({
        on: fc.nat({ max: machines - 1 }),
        amount: fc.integer({ min: 1, max: 4 }),
        ticks: fc.integer({ min: 1, max: 8 }),
        offset: length === 1 ? fc.constant(0) : fc.nat({ max: 4 }),
      });
      return fc.array(part, { minLength: length, maxLength: length });
    });

const arrivalOn = (machines: number, span: number) =>
  fc.record({
    at: fc.nat({ max: span }),
    parts: partsOn(machines),
    shortness: fc.oneof(fc.constant(undefined), fc.integer({ min: 0, max: 3 })),
    urgency: fc.integer({ min: 0, max: 3 }),
    early: fc.oneof(fc.constant(undefined), fc.nat({ max: 8 })),
    delay: fc.oneof(fc.constant(0), fc.nat({ max: 10 })),
    patience: fc.oneof(fc.constant(undefined), fc.nat({ max: 15 })),
    withdrawn: fc.oneof({ weight: 5, arbitrary: fc.constant(undefined) }, fc.nat({ max: 12 })),
  });

type Drawn = ReturnType<typeof arrivalOn> extends fc.Arbitrary<infer T> ? T : never;

const arrivalFor = ({ at, parts, early, delay, patience, ...one }: Drawn, id: number): Arrival => {
  const asked = parts.map(({ amount, ticks, on, offset }) => piece(amount, ticks, on, offset));
  const given = ask(id, asked, {
    rank: [one.urgency, id],
    ...(one.shortness !== undefined && { backfill: [one.shortness, id] }),
    earliest: at + delay,
    ...(patience !== undefined && { latestStart: at + patience }),
  });
  return {
    at,
    ask: given,
    run: early === undefined ? undefined : Math.max(1, given.length - early),
    withdrawn: one.withdrawn === undefined ? undefined : at + one.withdrawn,
  };
};

const loadsOn = (machines: number, span: number, most = 14): fc.Arbitrary<Load> =>
  fc
    .record({
      capacities: fc.tuple(fc.integer({ min: 2, max: 4 }), fc.integer({ min: 2, max: 4 })),
      closed: fc.tuple(closures, closures),
      reservations: fc.array(reservation, { maxLength: 2 }),
      drawn: fc.array(arrivalOn(machines, span), { minLength: 1, maxLength: most, size: 'max' }),
      reranks: fc.array(fc.nat({ max: 30 }), { maxLength: 2 }),
    })
    .map(({ capacities, closed, reservations, drawn, reranks }) => ({
      resources: capacities.map((capacity, r) => machine(capacity, closed[r])),
      reservations,
      reranks,
      arrivals: drawn.map((one, index) => arrivalFor(one, index + 1)),
    }));

/**
 * Loads with everything that requests and machines can have: on two machines over some time, or on
 * one, where many wait for long.
 */
export const loads = fc.oneof(loadsOn(2, 25), loadsOn(1, 8));

/** Many wait for long, on both machines: one early end may move them all. */
export const crowds = loadsOn(2, 30, 70);

export const kinds = fc.constantFrom(...PLACEMENTS);

/** The load with ranks in order of arrival, which nothing changes. */
export const inOrderOfArrival = (load: Load): Load => {
  const sorted = [...load.arrivals].sort((a, b) => a.at - b.at);
  const arrivals = sorted.map((one, index) => ({
    ...one,
    ask: { ...one.ask, id: index + 1, rank: [one.at, index + 1] },
  }));
  return { ...load, arrivals, reranks: [] };
};
