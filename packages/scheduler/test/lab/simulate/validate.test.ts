import { describe, expect, test } from 'vitest';
import {
  simulate,
  validateWorkload,
  WORKLOAD_LIMITS,
  type Workload,
} from '../../../src/lab/index.ts';
import { lanes, qubits, simple, workloadOf } from './support.ts';

const calibration = { firstTick: 0, everyTicks: 10, validTicks: 10, drift: 0 };
const closure = { start: 0, ticks: 1, every: 10 };
const good: Workload = workloadOf(
  [lanes(4, { closures: [closure] }), qubits(5, { calibration })],
  [
    simple(1, 0, 5, 2, { session: 3 }),
    simple(2, 0, 5, 4, { after: 1 }),
    simple(4, 3, 5, 9, { alternatives: [1] }),
  ],
  {
    sessions: [{ id: 3, resource: 0, maxTicks: 9, idleTicks: 0 }],
    reservations: [
      { resource: 0, amount: 4, start: 5, end: 9 },
      { resource: 0, amount: 4, start: 9, end: 12 },
    ],
  },
);

/** The good workload with one job, resource, session or reservation changed. */
const withJob = (change: object): Workload => ({
  ...good,
  jobs: good.jobs.map((job, i) => (i === 1 ? { ...job, ...change } : job)),
});
const withResource = (change: object): Workload => ({
  ...good,
  resources: good.resources.map((one, i) => (i === 1 ? { ...one, ...change } : one)),
});
const withSession = (change: object): Workload => ({
  ...good,
  sessions: good.sessions.map((one) => ({ ...one, ...change })),
});
const withReservation = (change: object): Workload => ({
  ...good,
  reservations: good.reservations.map((one, i) => (i === 1 ? { ...one, ...change } : one)),
});
const part = (change: object) => ({
  parts: [{ resource: 0, amount: 1, offset: 0, ticks: 0, ...change }],
});

const bad: readonly (readonly [string, Workload])[] = [
  ['a text for a number', withJob({ submit: '5' })],
  ['a submit before tick 0', withJob({ submit: -1 })],
  ['half a tick', withJob({ run: 1.5, estimate: 2 })],
  ['a job that takes no time', withJob({ run: 0 })],
  ['a number that is none', withJob({ run: NaN })],
  ['an endless job', withJob({ run: Infinity, estimate: Infinity })],
  ['an estimate below the run time', withJob({ estimate: 4 })],
  ['a tick past the last', withJob({ submit: WORKLOAD_LIMITS.ticksMax + 1 })],
  ['an id of 0', withJob({ id: 0 })],
  ['an id of another job', withJob({ id: 1 })],
  ['a priority beyond any weight', withJob({ priority: 2 ** 40 + 1 })],
  ['an error above 1', withJob({ error: 1_000_001 })],
  ['no parts', withJob({ parts: [] })],
  ['parts that are no list', withJob({ parts: 7 })],
  ['no list of parts', withJob({ parts: undefined })],
  ['a part that is nothing', withJob({ parts: [null] })],
  ['a part on a resource that is not there', withJob(part({ resource: 2 }))],
  ['a part of no units', withJob(part({ amount: 0 }))],
  ['no part at the start', withJob(part({ offset: 1 }))],
  ['an alternative that is not there', withJob({ alternatives: [2] })],
  ['a session that is not there', withJob({ session: 4 })],
  ['a session of another resource', withJob({ session: 3, ...part({ resource: 1 }) })],
  ['a session and alternatives', withJob({ session: 3, alternatives: [1] })],
  ['a predecessor that is not there', withJob({ after: 9 })],
  ['a job after itself', withJob({ after: 2 })],
  ['a name that is no text', withResource({ name: 5 })],
  ['a name of 201 characters', withResource({ name: 'x'.repeat(201) })],
  ['a domain that is none', withResource({ domain: 'C' })],
  ['a sharing that is none', withResource({ sharing: 'some' })],
  ['a resource without units', withResource({ capacity: 0 })],
  ['a closure of half a tick', withResource({ closures: [{ ...closure, ticks: 0.5 }] })],
  ['calibrations every 0 ticks', withResource({ calibration: { ...calibration, everyTicks: 0 } })],
  ['a session of no time', withSession({ maxTicks: 0 })],
  ['a session of a resource that is not there', withSession({ resource: 2 })],
  ['a reservation that ends as it starts', withReservation({ end: 9 })],
  ['reservations of more than there is', withReservation({ start: 8 })],
  ['a reservation of more than there is', withReservation({ amount: 5 })],
  ['a tick of no time', { ...good, tickNs: 0 }],
  ['no jobs at all', { ...good, jobs: undefined as never }],
];

describe('validateWorkload', () => {
  test('lets pass what can be simulated, jobs that fit nowhere included', () => {
    expect(validateWorkload(good)).toEqual({ ok: true, value: good });
    expect(simulate(good).outcome).toHaveLength(3);
  });

  test.each(bad)('refuses %s', (_, workload) => {
    const result = validateWorkload(workload);
    expect(result.ok ? 'ok' : result.fault.code).toBe('ARGUMENT_INVALID');
  });

  test('refuses jobs that wait for each other', () => {
    const jobs = [1, 2, 3, 4].map((id) => simple(id, 0, 1, 1, { after: [0, 3, 4, 2][id - 1]! }));
    expect(validateWorkload(workloadOf([lanes(1)], jobs)).ok).toBe(false);
  });

  test('takes a long chain of jobs after one another, in time linear in it', () => {
    const chain = Array.from({ length: 100_000 }, (_, i) => simple(i + 1, 0, 1, 1, { after: i }));
    expect(validateWorkload(workloadOf([lanes(1)], chain)).ok).toBe(true);
  });

  test('takes jobs up to the horizon in sum, and no more', () => {
    const { horizonMax } = WORKLOAD_LIMITS;
    const count = 2 ** 14;
    const long = (id: number) => simple(id, 0, horizonMax / count, 1);
    const most = Array.from({ length: count }, (_, i) => long(i + 1));
    expect(validateWorkload(workloadOf([lanes(1)], most)).ok).toBe(true);
    const more = [...most, simple(count + 1, 0, 1, 1)];
    expect(validateWorkload(workloadOf([lanes(1)], more)).ok).toBe(false);
  });

  test('takes two sessions of one resource, but not two of one id', () => {
    const another = (id: number): Workload => ({
      ...good,
      sessions: [...good.sessions, { ...good.sessions[0]!, id }],
    });
    expect(validateWorkload(another(4)).ok).toBe(true);
    expect(validateWorkload(another(3)).ok).toBe(false);
  });
});
