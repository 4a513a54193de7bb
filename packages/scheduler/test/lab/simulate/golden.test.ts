import { describe, expect, test } from 'vitest';
import { shortestFirst } from '../../../src/policy/builtin.ts';
import { OUTCOME, job, simulate } from '../../../src/lab/index.ts';
import { lanes, qubits, simple, startsOf, workloadOf } from './support.ts';

describe('placements, worked out by hand', () => {
  // four lanes; 2 wants all of them and waits for 1, which ends at 10; 3 would end by then, 4 not
  //   lanes    0         10        20        30
  //   strict   11........ 2222..... 3344.....
  //   easy     1133...... 2222..... 44.......
  const workload = workloadOf(
    [lanes(4)],
    [simple(1, 0, 10, 2), simple(2, 1, 10, 4), simple(3, 2, 8, 2), simple(4, 3, 9, 2)],
  );

  test('strict: who comes later starts later', () => {
    const schedule = simulate(workload, { placement: 'strict' });
    expect(startsOf(schedule)).toEqual({ 1: 0, 2: 10, 3: 20, 4: 20 });
    expect([...schedule.end]).toEqual([10, 20, 28, 29]);
  });

  test('easy is the default: what ends before the reserved start may pass', () => {
    const schedule = simulate(workload);
    expect(startsOf(schedule)).toEqual({ 1: 0, 2: 10, 3: 2, 4: 20 });
    expect(schedule.placement).toBe('easy');
  });

  // five lanes; 2 has reserved four of them from 10 on, 3 wants all five after that, and 4 wants
  // the one that 2 leaves free, for long: easy lets it pass, which delays 3 from 20 to 33, and
  // conservative does not (Mu'alem and Feitelson 2001, section 2)
  const wide = workloadOf(
    [lanes(5)],
    [simple(1, 0, 10, 3), simple(2, 1, 10, 4), simple(3, 2, 5, 5), simple(4, 3, 30, 1)],
  );

  test('easy delays whoever is not first', () => {
    expect(startsOf(simulate(wide))).toEqual({ 1: 0, 2: 10, 3: 33, 4: 3 });
  });

  test('conservative delays nobody', () => {
    const schedule = simulate(wide, { placement: 'conservative' });
    expect(startsOf(schedule)).toEqual({ 1: 0, 2: 10, 3: 20, 4: 25 });
  });

  test('jobs are placed by their estimates and leave at their real end', () => {
    // 1 says 10 and takes 4. At 2, 3 would end at 7, before the 10 that 2 is promised: it starts.
    // At 4, 1 has ended, but 2 now has to wait for 3
    const early = workloadOf(
      [lanes(2)],
      [simple(1, 0, 4, 1, { estimate: 10 }), simple(2, 1, 6, 2), simple(3, 2, 5, 1)],
    );
    expect(startsOf(simulate(early))).toEqual({ 1: 0, 2: 7, 3: 2 });
  });

  test('a policy orders those that wait: shortest first (XDV-012.6)', () => {
    const jobs = [simple(1, 0, 5, 1), simple(2, 1, 9, 1), simple(3, 2, 3, 1), simple(4, 3, 4, 1)];
    const schedule = simulate(workloadOf([lanes(1)], jobs), { policy: shortestFirst });
    expect(startsOf(schedule)).toEqual({ 1: 0, 3: 5, 4: 8, 2: 12 });
    expect(schedule.policy).toBe('shortest-first');
  });
});

describe('what ends, is submitted and starts at one tick', () => {
  test('is in this order: units that come free at a tick are used at that tick', () => {
    const jobs = [simple(1, 0, 5, 1), simple(2, 5, 5, 1), simple(3, 10, 1, 1)];
    expect(startsOf(simulate(workloadOf([lanes(1)], jobs)))).toEqual({ 1: 0, 2: 5, 3: 10 });
  });

  test('what is submitted together is decided together', () => {
    // one by one, 1 would have started before 2 was there
    const jobs = [simple(1, 0, 9, 1), simple(2, 0, 3, 1)];
    const schedule = simulate(workloadOf([lanes(1)], jobs), { policy: shortestFirst });
    expect(startsOf(schedule)).toEqual({ 1: 3, 2: 0 });
  });
});

describe('stations', () => {
  test('resources without a job in common never wait for each other', () => {
    const on = (id: number, resource: number, run: number) =>
      job({ id, submit: 0, run, parts: [{ resource, amount: 1, offset: 0, ticks: 0 }] });
    const jobs = [on(1, 0, 9), on(2, 0, 9), on(3, 1, 4), on(4, 1, 4)];
    const schedule = simulate(workloadOf([lanes(1), qubits(1)], jobs), { placement: 'strict' });
    expect(startsOf(schedule)).toEqual({ 1: 0, 2: 9, 3: 0, 4: 4 });
    // two for each queue: one at 0, one at 9 and at 4
    expect(schedule.decisions).toBe(4);
  });

  test('a gang makes one queue of its resources, and starts all its parts at once', () => {
    const gang = job({
      id: 2,
      submit: 1,
      run: 5,
      parts: [
        { resource: 0, amount: 1, offset: 0, ticks: 0 },
        { resource: 1, amount: 1, offset: 0, ticks: 0 },
      ],
    });
    const onQ = job({
      id: 3,
      submit: 2,
      run: 1,
      parts: [{ resource: 1, amount: 1, offset: 0, ticks: 0 }],
    });
    const workload = workloadOf([lanes(1), qubits(1)], [simple(1, 0, 4, 1), gang, onQ]);
    // strict: 3 waits behind 2 although its device is idle
    expect(startsOf(simulate(workload, { placement: 'strict' }))).toEqual({ 1: 0, 2: 4, 3: 9 });
    expect(startsOf(simulate(workload))).toEqual({ 1: 0, 2: 4, 3: 2 });
  });
});

describe('alternatives', () => {
  const either = (id: number, submit: number, run: number) =>
    simple(id, submit, run, 1, { alternatives: [1] });

  test('a job takes the resource that would start it first, the first listed of equals', () => {
    // 1: both idle, the first. 2: 0 is busy until 10. 3: 10 on the one, 4 on the other. 4: 10 on
    // both, for 3 waits for the second until 4 and then takes 6: the first
    const jobs = [either(1, 0, 10), either(2, 0, 4), either(3, 1, 6), either(4, 2, 1)];
    const resources = [qubits(1, { name: 'a' }), qubits(1, { name: 'b' })];
    const schedule = simulate(workloadOf(resources, jobs), { placement: 'strict' });
    expect([...schedule.resource]).toEqual([0, 1, 1, 0]);
    expect(startsOf(schedule)).toEqual({ 1: 0, 2: 0, 3: 4, 4: 10 });
  });

  test('closures count, and where it does not fit it is not sent', () => {
    const wide = simple(1, 0, 3, 5, { alternatives: [1] });
    const closed = { start: 0, ticks: 7, every: 0 };
    const resources = [qubits(5, { closures: [closed] }), qubits(5)];
    expect(simulate(workloadOf(resources, [wide])).resource[0]).toBe(1);
    const small = [qubits(5, { closures: [closed] }), qubits(4)];
    const schedule = simulate(workloadOf(small, [wide]));
    expect([schedule.resource[0], schedule.start[0]]).toEqual([0, 7]);
  });
});

describe('crossings (XDV-012.9)', () => {
  const machine = [lanes(4), qubits(5, { sharing: 'exclusive', crossingTicks: 3 })];
  const onQ = (id: number, submit: number, run: number) =>
    job({ id, submit, run, parts: [{ resource: 1, amount: 2, offset: 0, ticks: 0 }] });

  test('a Q part crosses to K and back: the device is held for it, K waits', () => {
    // 3 there, 10 of work, 3 back: 16 in all, on both
    const hybrid = job({
      id: 1,
      submit: 0,
      run: 10,
      parts: [
        { resource: 0, amount: 4, offset: 0, ticks: 0 },
        { resource: 1, amount: 5, offset: 0, ticks: 0 },
      ],
    });
    const schedule = simulate(workloadOf(machine, [hybrid, onQ(2, 0, 5), simple(3, 1, 1, 1)]));
    expect([...schedule.end]).toEqual([16, 21, 17]);
    expect(startsOf(schedule)).toEqual({ 1: 0, 2: 16, 3: 16 });
  });

  test('what comes at an offset moves by the crossings before it', () => {
    // K from 0 on; Q for 5 ticks from 4 on. The job crosses from 4 to 7, is back from 12 to 15, and
    // has 3 of its 12 ticks left: it ends at 18. Until 4 the device is free, and from 15 on
    const hybrid = job({
      id: 1,
      submit: 0,
      run: 12,
      parts: [
        { resource: 0, amount: 1, offset: 0, ticks: 0 },
        { resource: 1, amount: 1, offset: 4, ticks: 5 },
      ],
    });
    const schedule = simulate(workloadOf(machine, [hybrid, onQ(2, 0, 4), onQ(3, 1, 2)]));
    expect([...schedule.end]).toEqual([18, 4, 17]);
    expect(startsOf(schedule)).toEqual({ 1: 0, 2: 0, 3: 15 });
  });

  test('a job without a K part crosses nothing', () => {
    expect([...simulate(workloadOf(machine, [onQ(1, 0, 5)])).end]).toEqual([5]);
  });

  test('a job that ends early never crosses to what it does not reach', () => {
    // it says 12 and takes 3, before its Q part at 4
    const early = job({
      id: 1,
      submit: 0,
      run: 3,
      estimate: 12,
      parts: [
        { resource: 0, amount: 1, offset: 0, ticks: 0 },
        { resource: 1, amount: 1, offset: 4, ticks: 5 },
      ],
    });
    const schedule = simulate(workloadOf(machine, [early, onQ(2, 1, 9)]));
    // the device was promised from 4 to 15: 2 can only have it once 1 has ended
    expect([...schedule.end]).toEqual([3, 12]);
  });
});

describe('jobs that never start', () => {
  test('are refused past their latest start, as are all that come after them', () => {
    const jobs = [
      simple(1, 0, 10, 1),
      simple(2, 1, 5, 1, { latestStart: 9 }),
      simple(3, 2, 5, 1, { after: 2 }),
      simple(4, 2, 5, 1, { after: 3 }),
      simple(5, 1, 5, 1, { latestStart: 10 }),
    ];
    const schedule = simulate(workloadOf([lanes(1)], jobs));
    const { done, refused } = OUTCOME;
    expect([...schedule.outcome]).toEqual([done, refused, refused, refused, done]);
    expect([...schedule.start]).toEqual([0, -1, -1, -1, 10]);
    expect([...schedule.end]).toEqual([10, -1, -1, -1, 15]);
  });

  test('are infeasible if they are too wide, or longer than any gap, and block nobody', () => {
    const closures = [{ start: 5, ticks: 1, every: 6 }];
    const jobs = [simple(1, 0, 1, 9), simple(2, 6, 6, 1), simple(3, 6, 5, 1)];
    const schedule = simulate(workloadOf([lanes(2, { closures })], jobs), { placement: 'strict' });
    const { done, infeasible } = OUTCOME;
    expect([...schedule.outcome]).toEqual([infeasible, infeasible, done]);
    expect(startsOf(schedule)).toEqual({ 1: -1, 2: -1, 3: 6 });
  });
});

describe('a resource that closes for good', () => {
  test('takes what ends before, whatever came too late for it', () => {
    const parts = [
      { resource: 0, amount: 1, offset: 0, ticks: 0 },
      { resource: 1, amount: 1, offset: 20, ticks: 2 },
    ];
    const late = job({ id: 1, submit: 0, run: 30, parts });
    const short = job({ id: 2, submit: 1, run: 5, parts: [{ ...parts[1]!, offset: 0, ticks: 0 }] });
    // one closure after another from 10 on
    const device = qubits(1, { closures: [{ start: 10, ticks: 20, every: 20 }] });
    const schedule = simulate(workloadOf([lanes(1), device], [late, short]));
    expect([...schedule.outcome]).toEqual([OUTCOME.infeasible, OUTCOME.done]);
    expect(startsOf(schedule)).toEqual({ 1: -1, 2: 1 });
  });
});

describe('a closed loop', () => {
  test('submits a job when the one before it has ended and its user has thought', () => {
    const jobs = [
      simple(1, 0, 10, 1),
      simple(2, 0, 2, 1, { after: 1, thinkTicks: 5 }),
      simple(3, 40, 2, 1, { after: 2, thinkTicks: 1 }),
    ];
    const schedule = simulate(workloadOf([lanes(1)], jobs));
    expect([...schedule.submitted]).toEqual([0, 15, 40]);
    expect(startsOf(schedule)).toEqual({ 1: 0, 2: 15, 3: 40 });
  });
});

describe('reservations and calibrations', () => {
  test('units that are reserved are not there', () => {
    const reservations = [{ resource: 0, amount: 2, start: 5, end: 9 }];
    const jobs = [simple(1, 0, 6, 2), simple(2, 0, 6, 1)];
    const schedule = simulate(workloadOf([lanes(3)], jobs, { reservations }));
    expect(startsOf(schedule)).toEqual({ 1: 9, 2: 0 });
  });

  test('nothing starts once the calibration is too old', () => {
    // calibrated at 0, 20, 40; good for 10 ticks, of which the last is 10
    const calibration = { firstTick: 0, everyTicks: 20, validTicks: 10, drift: 0 };
    const jobs = [simple(1, 0, 7, 1), simple(2, 1, 5, 1)];
    const schedule = simulate(workloadOf([qubits(1, { calibration })], jobs));
    expect(startsOf(schedule)).toEqual({ 1: 0, 2: 20 });
  });
});
