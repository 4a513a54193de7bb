import { describe, expect, it } from 'vitest';
import {
  job,
  measure,
  METRICS,
  OUTCOME,
  part,
  resource,
  type Metrics,
  type Schedule,
} from '../../../src/lab/index.ts';
import { qpu, scheduleOf, workloadOf } from './schedules.ts';

/** Every figure of a report by its key. */
const figuresOf = (metrics: Metrics): Record<string, number> =>
  Object.fromEntries(METRICS.map(({ key, of }) => [key, of(metrics)]));

/** Five jobs that ran, two that were refused, one that fits nowhere, on a machine per domain. */
const hybrid = (): Schedule => {
  // the error grows by 0.2 % a tick; the ring is closed in [40, 50)
  const calibration = { firstTick: 0, everyTicks: 1000, validTicks: 1000, drift: 2_000_000_000 };
  const closures = [{ start: 40, ticks: 10, every: 1000 }];
  const resources = [
    resource({ name: 'cpu', domain: 'K', capacity: 4, price: 500, power: 3000 }),
    qpu({ calibration, price: 1000 }),
    resource({ name: 'ring', domain: 'Phi', capacity: 8, closures, power: 1000 }),
  ];
  const error = 100_000;
  const jobs = [
    job({ id: 1, submit: 0, run: 20, parts: [part(0, 4)], tenant: 1, deadline: 20 }),
    job({ id: 2, submit: 0, run: 10, parts: [part(0, 2)], tenant: 1, deadline: 15 }),
    job({ id: 3, submit: 10, run: 20, parts: [part(1, 5)], tenant: 2, budget: 12, error }),
    job({ id: 4, submit: 38, run: 5, parts: [part(2, 2)], tenant: 2 }),
    job({ id: 5, submit: 60, run: 40, parts: [part(2, 8)], session: 1 }),
    job({ id: 6, submit: 5, run: 10, parts: [part(0, 9)] }),
    job({ id: 7, submit: 5, run: 10, parts: [part(0, 1)], deadline: 9 }),
    job({ id: 8, submit: 5, run: 10, parts: [part(0, 1)] }),
  ];
  const sessions = [{ id: 1, resource: 2, maxTicks: 90, idleTicks: 10 }];
  const spans = [[0, 20], [20, 30], [15, 35], [50, 55], [60, 100]] as const;
  const schedule = scheduleOf(
    workloadOf(jobs, { resources, sessions }),
    [...spans, undefined, undefined, undefined],
    { sessions: [{ id: 1, start: 60, end: 110 }] },
  );
  schedule.outcome[5] = OUTCOME.infeasible;
  return schedule;
};

/** Worked out by hand for {@link hybrid}. */
const EXPECTED: Record<string, number> = {
  // 0 20 5 12 0: in order 0 0 5 12 20, of which 5 is the third of five
  waitMean: 37 / 5,
  waitMedian: 5,
  waitP95: 20,
  waitP99: 20,
  waitMax: 20,
  // 20/20, 30/10, 25/20, (12 + 5)/10 as 10 s bound it, 40/40: 1 3 1.25 1.7 1
  slowdownMean: 7.95 / 5,
  slowdownMedian: 1.25,
  slowdownP95: 3,
  slowdownMax: 3,
  // 4·20 + 2·10 of 4·100; 5·20 of 10·100; 2·5 + 8·40 of 8·(100 - 10)
  utilizationK: 100 / 400,
  utilizationQ: 100 / 1000,
  utilizationPhi: 330 / 720,
  // from tick 0 to the end of the fifth; five jobs in 100 s
  makespan: 100,
  throughput: 180,
  refused: 2,
  infeasible: 1,
  // the second by 15 ticks, the seventh never ran; the first is in time
  deadlineMisses: 2 / 3,
  lateness: 15,
  // means of tenants: (1 + 3)/2, (1.25 + 1.7)/2, and 1 of nobody's
  fairnessTenants: 4.475 ** 2 / (3 * (4 + 1.475 ** 2 + 1)),
  fairnessJobs: 7.95 ** 2 / (5 * (1 + 9 + 1.25 ** 2 + 1.7 ** 2 + 1)),
  // 0.1 · 0.002 · (15 - 10)
  fidelityLost: 0.001,
  // 8 of 20 ticks lie beyond the budget
  decoherenceWaste: 8 / 20,
  // 10 of [60, 110)
  sessionIdle: 10 / 50,
  // (500 · 100 + 1000 · 100) thousandths; (3000 · 100 + 1000 · 330) mJ
  cost: 150,
  energy: 630,
};

describe('every figure of a report', () => {
  it('is that worked out by hand', () => {
    const figures = figuresOf(measure(hybrid()));
    expect(Object.keys(figures)).toStrictEqual(Object.keys(EXPECTED));
    for (const [key, value] of Object.entries(EXPECTED)) {
      expect(figures[key], key).toBeCloseTo(value, 12);
    }
  });

  it('of ranks is the value of nearest rank', () => {
    // waits 1 to 200 of runs of 10 s: the 100th, 190th, 198th and last
    const jobs = Array.from({ length: 200 }, (_, i) =>
      job({ id: i + 1, submit: i, run: 10, parts: [part(0, 1)] }),
    );
    // in no order: 7 and 200 share no divisor
    const waits = jobs.map((_, i) => 1 + ((7 * i) % 200));
    const spans = waits.map((wait, i) => [i + wait, i + wait + 10] as const);
    expect(figuresOf(measure(scheduleOf(workloadOf(jobs), spans)))).toMatchObject({
      waitMedian: 100,
      waitP95: 190,
      waitP99: 198,
      waitMax: 200,
      slowdownMedian: 11,
      slowdownP95: 20,
      slowdownMax: 21,
    });
  });
});

describe('a figure that does not apply', () => {
  const COUNTS = { makespan: 0, refused: 0, infeasible: 0, cost: 0, energy: 0 };
  /** The figures that are numbers. */
  const numbersOf = (schedule: Schedule): Record<string, number> =>
    Object.fromEntries(
      Object.entries(figuresOf(measure(schedule))).filter(([, value]) => !Number.isNaN(value)),
    );

  it('is NaN: without jobs there are only counts', () => {
    expect(numbersOf(scheduleOf(workloadOf([]), []))).toStrictEqual(COUNTS);
    expect(numbersOf(scheduleOf(workloadOf([], { resources: [] }), []))).toStrictEqual(COUNTS);
  });

  it('is NaN: where all are refused, deadlines are missed, by no length of time', () => {
    const refused = [1, 2].map((id) =>
      job({ id, submit: id, run: 5, parts: [part(0, 1)], deadline: 9, session: 1 }),
    );
    expect(numbersOf(scheduleOf(workloadOf(refused), [undefined, undefined]))).toStrictEqual({
      ...COUNTS,
      refused: 2,
      deadlineMisses: 1,
    });
  });

  it('is NaN: a machine that is closed all the time has no utilization', () => {
    const closures = [{ start: 0, ticks: 7, every: 7 }];
    const shut = resource({ name: 'shut', domain: 'Phi', capacity: 4, closures });
    const cpu = resource({ name: 'cpu', domain: 'K', capacity: 4 });
    const jobs = [job({ id: 1, submit: 0, run: 10, parts: [part(1, 1)] })];
    const schedule = scheduleOf(workloadOf(jobs, { resources: [shut, cpu] }), [[0, 10]]);
    const { utilization } = measure(schedule);
    expect(utilization.resources).toStrictEqual([NaN, 1 / 4]);
    expect(utilization.domains).toStrictEqual({ K: 1 / 4, Q: NaN, Phi: NaN });
  });
});
