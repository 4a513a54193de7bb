import type { Candidate, SchedulingPolicy } from '@xdv/domain-model';
import { describe, expect, test } from 'vitest';
import { job, part, simulate, type Workload } from '../../../src/lab/index.ts';
import { lanes, qubits, simple, startsOf, workloadOf } from './support.ts';

/** A policy that weighs all alike and keeps what it was shown. */
const witness = (dynamic: boolean): [SchedulingPolicy, Candidate[]] => {
  const seen: Candidate[] = [];
  const weigh = (candidate: Candidate): number => {
    seen.push(candidate);
    return 0;
  };
  const policy = { name: 'witness', version: '1', weigh };
  return [dynamic ? { ...policy, dynamic: true } : policy, seen];
};

const calibration = { firstTick: 0, everyTicks: 1_000_000, validTicks: 1_000_000, drift: 500_000 };

describe('what a policy sees of a job (XDV-012.1)', () => {
  test('is all of it, with what it would hold and lose', () => {
    const device = qubits(5, {
      sharing: 'exclusive',
      crossingTicks: 3,
      price: 2,
      power: 5,
      calibration,
    });
    const hybrid = job({
      id: 9,
      submit: 400_000,
      run: 8,
      estimate: 10,
      parts: [part(0, 2), part(1, 4)],
      tenant: 6,
      priority: 2,
      deadline: 500_000,
      period: 77,
      error: 100_000,
    });
    const [policy, seen] = witness(false);
    simulate(workloadOf([device, lanes(4, { price: 1, power: 1 })], [hybrid]), { policy });
    // it holds 5 qubits and 4 lanes for 16 ticks. The error of 10 % grows by 50 % in a million
    // ticks: by 20 % in 400,000
    expect(seen[0]).toEqual({
      domain: 'Q',
      process: 9,
      since: 400_000,
      now: 400_000,
      length: 10,
      amount: 2,
      priority: 2,
      deadline: 500_000,
      period: 77,
      tenant: 6,
      share: 0,
      fidelity: 880_000,
      fading: 50_000,
      cost: 16 * (5 * 2 + 4),
      energy: 16 * (5 * 5 + 4),
      crossing: 6,
    });
  });

  test('counts the tenant’s dominant share for a dynamic policy', () => {
    // tenant 5 holds 2 of 4 lanes and all of 1 qubit, until the qubit's job ends at 6
    const jobs = [
      simple(1, 0, 20, 2, { tenant: 5 }),
      job({ id: 2, submit: 0, run: 6, parts: [part(1, 1)], tenant: 5 }),
      simple(3, 5, 1, 1, { tenant: 5 }),
      simple(4, 7, 1, 1, { tenant: 5 }),
      simple(5, 7, 1, 1),
    ];
    const [policy, seen] = witness(true);
    simulate(workloadOf([lanes(4), qubits(1)], jobs), { policy });
    const shareOf = (id: number) => seen.filter(({ process }) => process === id).at(-1)!.share;
    expect([3, 4, 5].map(shareOf)).toEqual([1_000_000, 500_000, 0]);
  });
});

describe('a dynamic policy (XDV-012.7)', () => {
  test('weighs those that wait anew at every decision', () => {
    // who has waited for 10 ticks goes first, however short others are
    const patience: SchedulingPolicy = {
      name: 'patience',
      version: '1',
      dynamic: true,
      weigh: ({ now, since, length }) => (now - since >= 10 ? 1_000 : -length),
    };
    const jobs = [simple(1, 0, 8, 1), simple(2, 1, 9, 1), simple(3, 2, 4, 1), simple(4, 9, 2, 1)];
    const schedule = simulate(workloadOf([lanes(1)], jobs), { policy: patience });
    // at 8: 3 is shorter. At 12: 2 has waited for 11 ticks
    expect(startsOf(schedule)).toEqual({ 1: 0, 3: 8, 2: 12, 4: 21 });
  });
});

describe('a policy that fails (XDV-012.6)', () => {
  const jobs = [
    simple(1, 0, 5, 1),
    simple(2, 1, 5, 1),
    simple(3, 2, 5, 1),
    simple(4, 7, 5, 1),
    simple(5, 8, 5, 1),
  ];
  const lastFirst = (more: Partial<SchedulingPolicy>): SchedulingPolicy => ({
    name: 'last-first',
    version: '1',
    weigh: ({ process }) => process,
    ...more,
  });
  const workload = workloadOf([lanes(1)], jobs);

  test('is in quarantine from then on: those that wait get the default order', () => {
    expect(startsOf(simulate(workload, { policy: lastFirst({}) }))).toEqual({
      1: 0,
      3: 5,
      5: 10,
      4: 15,
      2: 20,
    });
    const policy = lastFirst({ weigh: ({ process }) => (process === 4 ? NaN : process) });
    const schedule = simulate(workload, { policy });
    // 3 went first while it was trusted
    expect(startsOf(schedule)).toEqual({ 1: 0, 3: 5, 2: 10, 4: 15, 5: 20 });
    expect(schedule.quarantine?.tick).toBe(7);
    expect(schedule.quarantine?.reason).toEqual(expect.any(String));
  });

  test('fails no run, whatever it throws, and whatever it is', () => {
    const throws = lastFirst({
      weigh: () => {
        throw new Error('never again');
      },
    });
    const order = { 1: 0, 2: 5, 3: 10, 4: 15, 5: 20 };
    for (const policy of [throws, null, 7, { name: 'x' }]) {
      const schedule = simulate(workload, { policy: policy as SchedulingPolicy });
      expect(startsOf(schedule)).toEqual(order);
      expect(schedule.quarantine?.tick).toBe(0);
    }
  });

  test('in a session and in a dynamic policy fails nothing either', () => {
    const inSession: Workload = workloadOf(
      [lanes(1)],
      jobs.map((one) => ({ ...one, session: 1 })),
      { sessions: [{ id: 1, resource: 0, maxTicks: 100, idleTicks: 1 }] },
    );
    const policy = lastFirst({
      dynamic: true,
      weigh: ({ process, now }) => (now === 7 ? NaN : process),
    });
    const order = { 1: 0, 3: 5, 2: 10, 4: 15, 5: 20 };
    expect(startsOf(simulate(inSession, { policy }))).toEqual(order);
    expect(startsOf(simulate(workload, { policy }))).toEqual(order);
  });
});

describe('backfill of another order', () => {
  test('fills the gaps before the first with the shortest, and leaves the first alone', () => {
    // two lanes: 2 wants both and waits for 1 until 10. 4 and then 3 fill the other lane
    const jobs = [simple(1, 0, 10, 1), simple(2, 1, 5, 2), simple(3, 2, 6, 1), simple(4, 2, 3, 1)];
    const workload = workloadOf([lanes(2)], jobs);
    const byLength = (candidate: Candidate): number => -candidate.length;
    const backfill = { name: 'short', version: '1', weigh: byLength };
    expect(startsOf(simulate(workload))).toEqual({ 1: 0, 2: 10, 3: 2, 4: 15 });
    const schedule = simulate(workload, { backfill });
    expect(startsOf(schedule)).toEqual({ 1: 0, 2: 10, 3: 15, 4: 2 });
    expect(schedule.policy).toBe('first-come-first-served, backfill short');
  });
});
