import { describe, expect, it } from 'vitest';
import { job, measure, METRICS, OUTCOME, part, resource } from '../../../src/lab/index.ts';
import { qpu, scheduleOf, workloadOf } from './schedules.ts';

const at = (id: number, submit: number, run: number, amount: number, more = {}) =>
  job({ id, submit, run, parts: [part(0, amount)], ...more });

describe('waiting and slow-down', () => {
  // Four processors. Job 1 takes all for [0, 100); job 2, two for 20, waits from 10 to 100; job 3,
  // two for 4, from 90 to 100; job 4, one for 50, starts as it comes, at 120.
  const jobs = [at(1, 0, 100, 4), at(2, 10, 20, 2), at(3, 90, 4, 2), at(4, 120, 50, 1)];
  const schedule = scheduleOf(workloadOf(jobs), [[0, 100], [100, 120], [100, 104], [120, 170]]);
  const metrics = measure(schedule);

  it('are those worked out by hand', () => {
    // waits 0, 90, 10, 0: mean 25, in order 0 0 10 90; nearest rank of a half is the second
    expect(metrics.waiting).toStrictEqual({ mean: 25, median: 0, p95: 90, p99: 90, max: 90 });
    // (0+100)/100 = 1, (90+20)/20 = 5.5, (10+4)/max(4, 10) = 1.4, 1: mean 2.225
    expect(metrics.slowdown.mean).toBeCloseTo(2.225, 12);
    expect(metrics.slowdown).toMatchObject({ median: 1, max: 5.5 });
  });

  it('have a bound for short jobs that can be chosen', () => {
    // with a bound of 1 job 3 has 14/4 = 3.5
    expect(measure(schedule, { boundTicks: 1 }).slowdown.mean).toBeCloseTo((1 + 5.5 + 3.5 + 1) / 4);
    expect(() => measure(schedule, { boundTicks: 0 })).toThrow(RangeError);
    // ten seconds are ten thousand ticks of a millisecond
    const fine = { ...schedule, workload: { ...schedule.workload, tickNs: 1e6 } };
    expect(measure(fine).slowdown.max).toBe(1);
  });

  it('count the makespan from the first submission to the last end, and jobs per hour', () => {
    expect(metrics.makespan).toBe(170);
    expect(metrics.throughput).toBeCloseTo((4 * 3600) / 170, 12);
  });

  it('give a utilization of busy over all processor time', () => {
    // 4·100 + 2·20 + 2·4 + 1·50 = 498 of 4·170 = 680
    expect(metrics.utilization.resources).toStrictEqual([498 / 680]);
    expect(metrics.utilization.domains).toStrictEqual({ K: 498 / 680, Q: NaN, Phi: NaN });
  });

  it('leave closures out of the time there is', () => {
    // closed in [104, 120) and every 1,000 ticks: 16 of 170
    const closures = [{ start: 104, ticks: 16, every: 1000 }];
    const cpu = resource({ name: 'cpu', domain: 'K', capacity: 4, closures });
    const closed = scheduleOf(workloadOf(jobs, { resources: [cpu] }), [
      [0, 100], [100, 120], [100, 104], [120, 170],
    ]);
    expect(measure(closed).utilization.domains.K).toBe(498 / (4 * (170 - 16)));
  });

  it('leave closures that overlap out once', () => {
    // [100, 110) and [105, 125), the first again at [150, 160): 25 + 10 of 170
    const closures = [
      { start: 100, ticks: 10, every: 50 },
      { start: 105, ticks: 20, every: 0 },
    ];
    const cpu = resource({ name: 'cpu', domain: 'K', capacity: 4, closures });
    const closed = scheduleOf(workloadOf(jobs, { resources: [cpu] }), [
      [0, 100], undefined, undefined, [120, 170],
    ]);
    expect(measure(closed).utilization.domains.K).toBe((400 + 50) / (4 * (170 - 35)));
  });
});

describe('jobs that never ran', () => {
  it('are counted by why, and their waiting is not', () => {
    const jobs = [at(1, 0, 10, 1), at(2, 0, 10, 1), at(3, 0, 10, 9)];
    const schedule = scheduleOf(workloadOf(jobs), [[0, 10], undefined, undefined]);
    schedule.outcome[2] = OUTCOME.infeasible;
    const metrics = measure(schedule);
    expect(metrics).toMatchObject({ jobs: 3, done: 1, refused: 1, infeasible: 1 });
    expect(metrics.waiting.max).toBe(0);
  });

  it('leave figures that do not apply', () => {
    const none = measure(scheduleOf(workloadOf([]), []));
    expect(none).toMatchObject({ jobs: 0, makespan: 0, throughput: NaN, cost: 0 });
    expect(none.waiting.mean).toBeNaN();
    expect(none.fairness.tenants).toBeNaN();
    expect(none.deadlines).toStrictEqual({ jobs: 0, missed: 0, rate: NaN, meanLateness: NaN });
  });
});

describe('deadlines', () => {
  it('are missed by those that end later or never run', () => {
    const jobs = [10, 15, 12, 9].map((deadline, i) => at(i + 1, 0, 10, 1, { deadline }));
    const spans = [[0, 10], [0, 10], [8, 18], undefined] as const;
    // the third is 6 late, the fourth never ran
    expect(measure(scheduleOf(workloadOf(jobs), spans)).deadlines).toStrictEqual({
      jobs: 4,
      missed: 2,
      rate: 0.5,
      meanLateness: 6,
    });
  });
});

describe('fairness', () => {
  it('is Jain’s index over the mean slow-downs of tenants, a job without one for itself', () => {
    // slow-downs 1 and 3 of tenant 1, 4 of tenant 2, 6 of nobody: means 2, 4, 6
    const jobs = [1, 1, 2, 0].map((tenant, i) => at(i + 1, 0, 10, 1, { tenant }));
    const spans = [[0, 10], [20, 30], [30, 40], [50, 60]] as const;
    const { fairness } = measure(scheduleOf(workloadOf(jobs), spans));
    // 12² / (3 · (4 + 16 + 36)) = 144/168; 14² / (4 · (1 + 9 + 16 + 36)) = 196/248
    expect(fairness.tenants).toBeCloseTo(144 / 168, 12);
    expect(fairness.jobs).toBeCloseTo(196 / 248, 12);
  });
});

describe('Q figures', () => {
  const cycle = { firstTick: 0, everyTicks: 1000, validTicks: 1000, drift: 2_000_000_000 };

  it('fidelity lost is that at submission less that at start, calibrations counted', () => {
    // drift 2·10⁹: the error grows by 2·10⁹/10¹² = 0.2 % a tick; error 0.1
    const resources = [qpu({ calibration: cycle })];
    const jobs = [at(1, 100, 10, 1, { error: 100_000 }), at(2, 900, 10, 1, { error: 100_000 })];
    const spans = [[200, 210], [1100, 1110]] as const;
    // job 1: age 100 to 200: 0.1 · 0.002 · 100 = 0.02 lost; job 2: age 900 to 100: 0.16 won
    const metrics = measure(scheduleOf(workloadOf(jobs, { resources }), spans));
    expect(metrics.fidelityLost).toBeCloseTo((0.02 - 0.16) / 2, 6);
  });

  it('fidelity is not lost by jobs without an error, nor on K', () => {
    const jobs = [at(1, 0, 10, 1, { error: 5 })];
    expect(measure(scheduleOf(workloadOf(jobs), [[5, 15]])).fidelityLost).toBeNaN();
  });

  it('waste is the share of held Q time beyond the budget', () => {
    // 2 qubits for 100 with a budget of 60, 3 for 50 without one: 2·40 of 2·100 + 3·50
    const jobs = [at(1, 0, 100, 2, { budget: 60 }), at(2, 0, 50, 3)];
    const spans = [[0, 100], [0, 50]] as const;
    const metrics = measure(scheduleOf(workloadOf(jobs, { resources: [qpu()] }), spans));
    expect(metrics.decoherenceWaste).toBeCloseTo(80 / 350, 12);
  });

  it('waste counts the crossings of a gang, in which a state waits for K', () => {
    // 10 ticks there, 10 back: the job takes 120, its 2 qubits serve a state for 100 of them
    const cpu = resource({ name: 'cpu', domain: 'K', capacity: 4 });
    const resources = [qpu({ crossingTicks: 10 }), cpu];
    const gang = job({ id: 1, submit: 0, run: 100, parts: [part(0, 2), part(1, 1)] });
    const schedule = scheduleOf(workloadOf([gang], { resources }), [[0, 120]]);
    expect(measure(schedule).decoherenceWaste).toBeCloseTo(20 / 120, 12);
    // a budget of 60 is used up after 10 of crossing and 50 of service
    const brief = scheduleOf(workloadOf([{ ...gang, budget: 60 }], { resources }), [[0, 120]]);
    expect(measure(brief).decoherenceWaste).toBeCloseTo(70 / 120, 12);
  });

  it('an exclusive device is busy as a whole', () => {
    const resources = [qpu({ sharing: 'exclusive' })];
    const schedule = scheduleOf(workloadOf([at(1, 0, 10, 1)], { resources }), [[0, 10]]);
    expect(measure(schedule).utilization.domains.Q).toBe(1);
  });

  it('a part that begins later is held from then on', () => {
    // Q for the first 30 of 100 ticks, K for the last 50
    const resources = [qpu(), resource({ name: 'cpu', domain: 'K', capacity: 4 })];
    const parts = [
      { resource: 0, amount: 5, offset: 0, ticks: 30 },
      { resource: 1, amount: 4, offset: 50, ticks: 0 },
    ];
    const gang = job({ id: 1, submit: 0, run: 100, parts });
    const { utilization } = measure(scheduleOf(workloadOf([gang], { resources }), [[0, 100]]));
    expect(utilization.resources).toStrictEqual([(5 * 30) / 1000, (4 * 50) / 400]);
  });
});

describe('a schedule that nobody simulated', () => {
  it('may hold a part that the run time never reaches: none of it is useful', () => {
    const parts = [part(0, 2), { resource: 0, amount: 2, offset: 50, ticks: 0 }];
    const long = job({ id: 1, submit: 0, run: 40, estimate: 100, parts });
    const schedule = scheduleOf(workloadOf([long], { resources: [qpu()] }), [[0, 100]]);
    // 2 · 40 useful of 2 · 100 + 2 · 50
    expect(measure(schedule).decoherenceWaste).toBeCloseTo(220 / 300, 12);
  });
});

describe('sessions', () => {
  it('are idle while none of their jobs runs', () => {
    const sessions = [{ id: 1, resource: 0, maxTicks: 100, idleTicks: 20 }];
    const jobs = [at(1, 0, 10, 1), at(2, 0, 30, 1), at(3, 0, 5, 1)].map((entry) => ({
      ...entry,
      session: 1,
    }));
    // held [0, 100): jobs in [0, 10), [20, 50), [40, 45): busy 40
    const schedule = scheduleOf(workloadOf(jobs, { sessions }), [[0, 10], [20, 50], [40, 45]], {
      sessions: [{ id: 1, start: 0, end: 100 }],
    });
    expect(measure(schedule).sessionIdle).toBeCloseTo(0.6, 12);
  });

  it('that held nothing twice count each span', () => {
    const sessions = [{ id: 1, resource: 0, maxTicks: 100, idleTicks: 20 }];
    const jobs = [at(1, 0, 10, 1), at(2, 0, 10, 1)].map((entry) => ({ ...entry, session: 1 }));
    const schedule = scheduleOf(workloadOf(jobs, { sessions }), [[0, 10], [50, 60]], {
      sessions: [
        { id: 1, start: 0, end: 20 },
        { id: 1, start: 50, end: 70 },
      ],
    });
    expect(measure(schedule).sessionIdle).toBe(0.5);
  });
});

describe('cost and energy', () => {
  it('are prices and powers of what was held', () => {
    // 2 units for 10 ticks at 500 thousandths each and 3,000 mJ
    const cpu = resource({ name: 'cpu', domain: 'K', capacity: 4, price: 500, power: 3000 });
    const schedule = scheduleOf(workloadOf([at(1, 0, 10, 2)], { resources: [cpu] }), [[0, 10]]);
    expect(measure(schedule)).toMatchObject({ cost: 10, energy: 60 });
  });
});

describe('the list of figures', () => {
  it('has each figure once, and its value', () => {
    const keys = METRICS.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    const jobs = [at(1, 0, 100, 4), at(2, 10, 20, 2)];
    const metrics = measure(scheduleOf(workloadOf(jobs), [[0, 100], [100, 120]]));
    const values = Object.fromEntries(METRICS.map((metric) => [metric.key, metric.of(metrics)]));
    expect(values).toMatchObject({ waitMean: 45, waitMax: 90, makespan: 120, infeasible: 0 });
    expect(values['utilizationK']).toBe(440 / 480);
    expect(values['sessionIdle']).toBeNaN();
  });
});
