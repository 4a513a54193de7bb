import fc from 'fast-check';
import { TICK_MAX } from '@xdv/domain-model';
import {
  job,
  resource,
  type Job,
  type Resource,
  type Workload,
} from '../../../src/lab/index.ts';
import type { Schedule } from '../../../src/lab/index.ts';

type Rest = Partial<Pick<Workload, 'sessions' | 'reservations'>>;

/** A workload for a test: what matters of it, and the rest as usual. */
export const workloadOf = (
  resources: readonly Resource[],
  jobs: readonly Job[],
  given: Rest = {},
): Workload => ({
  name: 'test',
  tickNs: 1e9,
  resources,
  jobs,
  sessions: given.sessions ?? [],
  reservations: given.reservations ?? [],
  notes: [],
});

export const lanes = (capacity: number, given: Partial<Resource> = {}): Resource =>
  resource({ name: 'lanes', domain: 'K', capacity, ...given });

export const qubits = (capacity: number, given: Partial<Resource> = {}): Resource =>
  resource({ name: 'qpu', domain: 'Q', capacity, ...given });

/** A job that holds `amount` units of the first resource. */
export const simple = (
  id: number,
  submit: number,
  run: number,
  amount: number,
  given: Partial<Job> = {},
): Job =>
  job({ id, submit, run, parts: [{ resource: 0, amount, offset: 0, ticks: 0 }], ...given });

/** Start of each job by id, in the order of ids. */
export const startsOf = ({ workload, start }: Schedule): Record<number, number> =>
  Object.fromEntries(workload.jobs.map(({ id }, row) => [id, start[row]!]));

/** One in five times, else undefined. */
const seldom = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });

const closures = fc.array(
  fc
    .record({ start: fc.nat(12), ticks: fc.integer({ min: 1, max: 4 }), every: fc.nat(1) })
    // periodic ones leave room for most jobs
    .map((closure) => ({ ...closure, every: closure.every === 0 ? 0 : 24 })),
  { maxLength: 2 },
);

const calibration = seldom(
  fc.record({
    firstTick: fc.nat(10),
    everyTicks: fc.constant(24),
    validTicks: fc.integer({ min: 12, max: 30 }),
    drift: fc.nat(1_000_000),
  }),
);

const resources = (crossingMax: number) =>
  fc.array(
    fc
      .record({
        domain: fc.constantFrom('K' as const, 'Q' as const, 'Phi' as const),
        capacity: fc.integer({ min: 2, max: 5 }),
        sharing: fc.constantFrom('shared', 'shared', 'shared', 'exclusive'),
        closures: seldom(closures).map((given) => given ?? []),
        calibration,
        crossingTicks: fc.nat(crossingMax),
      })
      .map(({ calibration: cycle, ...given }) =>
        resource({ name: 'r', ...given, ...(cycle ? { calibration: cycle } : {}) }),
      ),
    { minLength: 1, maxLength: 3 },
  );

const jobs = (count: number, alternatives: boolean) =>
  fc.array(
    fc.record({
      submit: fc.nat(12),
      run: fc.integer({ min: 1, max: 8 }),
      more: fc.oneof(fc.constant(0), fc.nat(6)),
      parts: fc.uniqueArray(
        fc.record({
          resource: fc.nat(count - 1),
          amount: fc.integer({ min: 1, max: 4 }),
          offset: seldom(fc.nat(5)).map((given) => given ?? 0),
          ticks: fc.nat(4),
        }),
        { minLength: 1, maxLength: 2, selector: (part) => part.resource },
      ),
      alternatives: alternatives
        ? fc.uniqueArray(fc.nat(count - 1), { maxLength: 2 })
        : fc.constant([]),
      tenant: fc.nat(3),
      priority: fc.nat(2),
      error: fc.nat(1_000_000),
      latest: seldom(fc.nat(15)),
      after: seldom(fc.nat(20)),
      thinkTicks: fc.nat(3),
    }),
    { minLength: 1, maxLength: 14, size: 'max' },
  );

type DrawnJob = ReturnType<typeof jobs> extends fc.Arbitrary<readonly (infer T)[]> ? T : never;

const jobOf = (drawn: DrawnJob, index: number): Job => {
  const { submit, run, more, parts, latest, after, ...rest } = drawn;
  return job({
    ...rest,
    id: index + 1,
    submit,
    run,
    estimate: run + more,
    // one part begins with the job
    parts: parts.map((part, i) => (i === 0 ? { ...part, offset: 0, ticks: 0 } : part)),
    latestStart: latest === undefined ? TICK_MAX : submit + latest,
    after: after === undefined || index === 0 ? 0 : 1 + (after % index),
    thinkTicks: drawn.thinkTicks,
  });
};

const reservationsFor = (given: readonly Resource[]) =>
  fc
    .array(
      fc.record({
        resource: fc.nat(given.length - 1),
        start: fc.nat(20),
        ticks: fc.integer({ min: 1, max: 9 }),
      }),
      { maxLength: 2 },
    )
    .map((drawn) =>
      drawn
        // one for each resource: they never promise too much
        .filter((one, i) => drawn.findIndex((other) => other.resource === one.resource) === i)
        .map(({ resource: on, start, ticks }) => ({
          resource: on,
          amount: 1,
          start,
          end: start + ticks,
        })),
    );

export interface Drawn {
  readonly alternatives?: boolean;
  readonly crossingMax?: number;
}

/** Workloads with gangs, calendars, reservations, closed loops and latest starts. */
export const workloads = ({ alternatives = false, crossingMax = 0 }: Drawn = {}) =>
  resources(crossingMax).chain((given) =>
    fc
      .record({ drawn: jobs(given.length, alternatives), reservations: reservationsFor(given) })
      .map(({ drawn, reservations }) =>
        workloadOf(given, drawn.map(jobOf), { reservations }),
      ),
  );

/** The same, and some jobs belong to sessions, which each hold one resource. */
export const workloadsWithSessions = workloads({ crossingMax: 2 }).chain((workload) =>
  fc
    .record({
      sessions: fc.array(
        fc.record({
          resource: fc.nat(workload.resources.length - 1),
          maxTicks: fc.integer({ min: 1, max: 20 }),
          idleTicks: fc.nat(5),
        }),
        { minLength: 1, maxLength: 2 },
      ),
      members: fc.array(fc.boolean(), { minLength: 14, maxLength: 14 }),
    })
    .map(({ sessions, members }): Workload => {
      const numbered = sessions.map((session, i) => ({ ...session, id: i + 1 }));
      const assigned = workload.jobs.map((one, i) => {
        const session = numbered.find((other) =>
          one.parts.some(({ resource: own }) => own === other.resource),
        );
        return members[i] && session ? { ...one, session: session.id } : one;
      });
      return { ...workload, sessions: numbered, jobs: assigned };
    }),
);
