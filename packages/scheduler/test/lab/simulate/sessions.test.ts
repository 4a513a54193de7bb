import { describe, expect, test } from 'vitest';
import { shortestFirst } from '../../../src/policy/builtin.ts';
import { OUTCOME, job, simulate, type Job, type Session } from '../../../src/lab/index.ts';
import { createInvariantObserver } from '../../../src/testing/index.ts';
import { lanes, qubits, simple, startsOf, workloadOf } from './support.ts';

const session = (given: Partial<Session> = {}): Session => ({
  id: 7,
  resource: 0,
  maxTicks: 100,
  idleTicks: 10,
  ...given,
});

const inside = (id: number, submit: number, run: number, given: Partial<Job> = {}): Job =>
  simple(id, submit, run, 1, { session: 7, ...given });

const run = (jobs: readonly Job[], sessions: readonly Session[], capacity = 1) => {
  const workload = workloadOf([qubits(capacity)], jobs, { sessions });
  return simulate(workload, { observer: createInvariantObserver(workload) });
};

describe('a session', () => {
  test('keeps its resource while its jobs come, and until it was idle for long enough', () => {
    // 1 ends at 5, its user thinks until 9, 3 ends at 14, and nobody comes until 24
    const later = inside(3, 0, 5, { after: 1, thinkTicks: 4 });
    const jobs = [inside(1, 0, 5), simple(2, 1, 5, 1), later];
    const schedule = run(jobs, [session()]);
    expect(startsOf(schedule)).toEqual({ 1: 0, 2: 24, 3: 9 });
    expect(schedule.sessions).toEqual([{ id: 7, start: 0, end: 24 }]);
  });

  test('ends when its time is up, and is opened anew for what did not fit', () => {
    // 3 comes at 5 and would end at 13, after the end at 12: the session is of no more use. 2 has
    // waited since 1. Then 10 + 12 = 22 comes before 18 + 10
    const jobs = [inside(1, 0, 5), simple(2, 1, 5, 1), inside(3, 0, 8, { after: 1 })];
    const schedule = run(jobs, [session({ maxTicks: 12 })]);
    expect(startsOf(schedule)).toEqual({ 1: 0, 2: 5, 3: 10 });
    expect(schedule.sessions).toEqual([
      { id: 7, start: 0, end: 5 },
      { id: 7, start: 10, end: 22 },
    ]);
  });

  test('without idle time ends with its last job, unless another comes at that tick', () => {
    const jobs = [inside(1, 0, 5), inside(2, 5, 5), simple(3, 1, 5, 1)];
    const schedule = run(jobs, [session({ idleTicks: 0 })]);
    expect(startsOf(schedule)).toEqual({ 1: 0, 2: 5, 3: 10 });
    expect(schedule.sessions).toEqual([{ id: 7, start: 0, end: 10 }]);
  });

  test('takes the resource as a whole, and shares it out among its own jobs', () => {
    const jobs = [inside(1, 0, 5), simple(2, 0, 5, 1), inside(3, 1, 3), inside(4, 1, 3)];
    const schedule = run(jobs, [session({ idleTicks: 0 })], 2);
    // 2 would fit beside 1 if there were no session
    expect(startsOf(schedule)).toEqual({ 1: 0, 2: 7, 3: 1, 4: 4 });
  });

  test('orders its own jobs by the policy, one after another', () => {
    const workload = workloadOf(
      [qubits(1)],
      [inside(1, 0, 5), inside(2, 1, 9), inside(3, 2, 3)],
      { sessions: [session()] },
    );
    expect(startsOf(simulate(workload, { policy: shortestFirst }))).toEqual({ 1: 0, 3: 5, 2: 8 });
  });

  test('waits in the place of the first of its jobs', () => {
    // 2 asks for the session, and 4 goes with it past 3
    const jobs = [simple(1, 0, 5, 1), inside(2, 1, 5), simple(3, 2, 5, 1), inside(4, 3, 5)];
    const schedule = run(jobs, [session({ idleTicks: 0 })]);
    expect(startsOf(schedule)).toEqual({ 1: 0, 2: 5, 4: 10, 3: 15 });
  });

  test('never runs a job that is longer than itself', () => {
    const schedule = run([inside(1, 0, 13), inside(2, 0, 12)], [session({ maxTicks: 12 })]);
    expect([...schedule.outcome]).toEqual([OUTCOME.infeasible, OUTCOME.done]);
  });

  test('refuses jobs whose latest start has passed, and does not open for nobody', () => {
    const jobs = [simple(1, 0, 9, 1), inside(2, 1, 5, { latestStart: 8 }), simple(3, 2, 5, 1)];
    const schedule = run(jobs, [session()]);
    expect(startsOf(schedule)).toEqual({ 1: 0, 2: -1, 3: 9 });
    expect(schedule.outcome[1]).toBe(OUTCOME.refused);
    expect(schedule.sessions).toEqual([]);
  });
});

describe('a gang in a session', () => {
  const gang = (id: number, submit: number, ticks: number, given: Partial<Job> = {}): Job =>
    job({
      id,
      submit,
      run: ticks,
      parts: [
        { resource: 1, amount: 1, offset: 0, ticks: 0 },
        { resource: 0, amount: 1, offset: 0, ticks: 0 },
      ],
      session: 7,
      ...given,
    });
  const onK = (id: number, submit: number, ticks: number) =>
    job({ id, submit, run: ticks, parts: [{ resource: 1, amount: 1, offset: 0, ticks: 0 }] });
  const machine = [qubits(1), lanes(1)];

  test('waits for what else it needs while the session lasts', () => {
    const jobs = [gang(1, 0, 5), onK(2, 1, 6), gang(3, 2, 5)];
    const workload = workloadOf(machine, jobs, { sessions: [session()] });
    const schedule = simulate(workload, { observer: createInvariantObserver(workload) });
    // 3 has the device from 5 on, the lane from 11 on; the session is not idle in between
    expect(startsOf(schedule)).toEqual({ 1: 0, 2: 5, 3: 11 });
    expect(schedule.sessions).toEqual([{ id: 7, start: 0, end: 26 }]);
  });

  test('that cannot end before the session does waits for the next one', () => {
    const jobs = [gang(1, 0, 5), onK(2, 1, 6), gang(3, 2, 5)];
    const workload = workloadOf(machine, jobs, { sessions: [session({ maxTicks: 15 })] });
    const schedule = simulate(workload, { observer: createInvariantObserver(workload) });
    // it would have had to start at 10, and does not at 11: the session ends, the next one begins
    expect(startsOf(schedule)).toEqual({ 1: 0, 2: 5, 3: 11 });
    expect(schedule.sessions).toEqual([
      { id: 7, start: 0, end: 11 },
      { id: 7, start: 11, end: 26 },
    ]);
  });

  test('that could start in time but by its own latest start is refused', () => {
    const jobs = [gang(1, 0, 5), onK(2, 1, 6), gang(3, 2, 5, { latestStart: 9 })];
    const workload = workloadOf(machine, jobs, { sessions: [session()] });
    const schedule = simulate(workload, { observer: createInvariantObserver(workload) });
    expect(schedule.outcome[2]).toBe(OUTCOME.refused);
    // idle since the refusal
    expect(schedule.sessions).toEqual([{ id: 7, start: 0, end: 20 }]);
  });
});
