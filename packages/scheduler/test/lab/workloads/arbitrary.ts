import { TICK_MAX } from '@xdv/domain-model';
import fc from 'fast-check';
import { job, resource, type Job, type Resource, type Workload } from '../../../src/lab/index.ts';

const ticks = fc.integer({ min: 0, max: 2 ** 31 });
const positive = fc.integer({ min: 1, max: 2 ** 31 - 1 });
const small = fc.integer({ min: 0, max: 50 });
const limit = fc.oneof(fc.constant(TICK_MAX), positive);

const closure = fc
  .record({ start: ticks, ticks: positive, every: fc.boolean() })
  .map(({ every, ...rest }) => ({ ...rest, every: every ? rest.ticks + 1 : 0 }));

const calibration = fc.record({
  firstTick: ticks,
  everyTicks: positive,
  validTicks: positive,
  drift: small,
});

const device = fc.record({
  domain: fc.constantFrom('K' as const, 'Q' as const, 'Phi' as const),
  capacity: positive,
  sharing: fc.constantFrom('shared' as const, 'exclusive' as const),
  closures: fc.array(closure, { maxLength: 2 }),
  crossingTicks: small,
  price: small,
  power: small,
});

const devices = fc
  .array(fc.tuple(device, fc.option(calibration)), { minLength: 1, maxLength: 4 })
  .map((list) =>
    list.map(([given, cycle], i): Resource => {
      const named = resource({ name: `"r, ${i}`, ...given });
      return cycle === null ? named : { ...named, calibration: cycle };
    }),
  );

/** A job of `run` ticks on some of `count` resources. */
const jobs = (count: number): fc.Arbitrary<readonly Job[]> =>
  fc.array(
    fc.record({
      submit: ticks,
      run: positive,
      more: ticks,
      first: fc.record({ resource: fc.nat(count - 1), amount: positive }),
      second: fc.option(fc.record({ resource: fc.nat(count - 1), amount: positive })),
      tenant: small,
      priority: fc.integer({ min: -50, max: 50 }),
      deadline: limit,
      latestStart: limit,
      period: small,
      error: small,
      budget: limit,
      follows: fc.nat(3),
      thinkTicks: small,
    }),
    { maxLength: 12 },
  ).map((list) =>
    list.map(({ more, first, second, follows, ...rest }, i) => {
      const late = { offset: Math.floor(rest.run / 2), ticks: Math.floor(rest.run / 4) };
      const parts = [{ ...first, offset: 0, ticks: 0 }];
      return job({
        id: i + 1,
        ...rest,
        estimate: rest.run + more,
        parts: second === null ? parts : [...parts, { ...second, ...late }],
        after: follows > 0 && i - follows >= 0 ? i + 1 - follows : 0,
      });
    }),
  );

/** Workloads of up to 4 resources and 12 jobs that use every field but sessions. */
export const workloads: fc.Arbitrary<Workload> = devices.chain((resources) =>
  fc.record({
    name: fc.string({ minLength: 1, maxLength: 9 }),
    tickNs: positive,
    resources: fc.constant(resources),
    jobs: jobs(resources.length).map((list) =>
      list.toSorted((a, b) => a.submit - b.submit || a.id - b.id),
    ),
    sessions: fc.constantFrom([], [{ id: 3, resource: 0, maxTicks: 9, idleTicks: 2 }]),
    reservations: fc.constantFrom([], [{ resource: 0, amount: 1, start: 4, end: 9 }]),
    notes: fc.array(fc.string(), { maxLength: 2 }),
  }),
);
