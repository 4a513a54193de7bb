import { TICK_MAX } from '@xdv/domain-model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  generateHybrid,
  generateLublin,
  head,
  job,
  part,
  resample,
  resource,
  scaleLoad,
  withEstimates,
  WORKLOAD_LIMITS,
  type Job,
  type Workload,
} from '../../../src/lab/index.ts';
import { validateWorkload } from '../../../src/model/validate.ts';
import { workloads } from './arbitrary.ts';

const on = (jobs: readonly Job[], more: Partial<Workload> = {}): Workload => ({
  name: 'test',
  tickNs: 1e9,
  resources: [resource({ name: 'cpu', domain: 'K', capacity: 4 })],
  jobs,
  sessions: [],
  reservations: [],
  notes: [],
  ...more,
});

const at = (id: number, submit: number, more: Partial<Job> = {}): Job =>
  job({ id, submit, run: 10, parts: [part(0, 1)], ...more });

const submits = ({ jobs }: Workload): readonly number[] => jobs.map(({ submit }) => submit);

describe('a scaled load', () => {
  it('divides submissions and keeps what is counted from them', () => {
    const { jobs, notes } = scaleLoad(on([at(1, 30, { deadline: 100, latestStart: 50 })]), 1.5);
    expect(jobs[0]).toMatchObject({ submit: 20, run: 10, deadline: 90, latestStart: 40 });
    expect(notes).toStrictEqual(['load multiplied by 1.5']);
    expect(scaleLoad(on([at(1, 0, { period: 30 })]), 1.5).jobs[0]!.period).toBe(20);
    expect(scaleLoad(on([at(1, 0, { period: 30 })]), 1000).jobs[0]!.period).toBe(1);
    expect(scaleLoad(on([at(1, 30)]), 1.5).jobs[0]).toMatchObject({ deadline: TICK_MAX });
  });

  it('stays in the order of submission, then id', () => {
    const { jobs } = scaleLoad(on([at(9, 10), at(2, 11), at(1, 19)]), 10);
    expect(jobs.map(({ id }) => id)).toStrictEqual([1, 2, 9]);
  });

  it('can be simulated whatever it comes from', () => {
    const factors = fc.double({ min: 1e-5, max: 1e5, noNaN: true });
    fc.assert(
      fc.property(workloads, factors, (workload, factor) => {
        expect(validateWorkload(scaleLoad(workload, factor))).toMatchObject({ ok: true });
      }),
    );
  });

  it('is the workload itself at 1', () => {
    const workload = on([at(1, 3)]);
    expect(scaleLoad(workload, 1)).toBe(workload);
  });

  it.each([0, -1, NaN, Infinity, 1e-7, 1e7])('%d is no factor', (factor) => {
    expect(() => scaleLoad(on([at(1, 3)]), factor)).toThrow(RangeError);
  });

  it('does not push the last job past the last tick', () => {
    expect(scaleLoad(on([at(1, 2 ** 49)]), 0.5).jobs[0]!.submit).toBe(2 ** 50);
    expect(() => scaleLoad(on([at(1, 2 ** 49 + 1)]), 0.5)).toThrow(RangeError);
  });
});

describe('other estimates', () => {
  const workload = generateLublin({ jobs: 500 });

  it('are the run times if perfect, and as they were if recorded', () => {
    const padded = on([at(1, 0, { estimate: 99 })]);
    expect(withEstimates(padded, { kind: 'perfect' }).jobs[0]!.estimate).toBe(10);
    expect(withEstimates(padded, { kind: 'recorded' })).toBe(padded);
  });

  it('lie between the run time and the factor times it, evenly', () => {
    const { jobs } = withEstimates(workload, { kind: 'factor', factor: 5 }, 3);
    const ratios = jobs.filter(({ run }) => run > 100).map(({ run, estimate }) => estimate / run);
    expect(Math.min(...ratios)).toBeGreaterThanOrEqual(1);
    expect(Math.max(...ratios)).toBeLessThanOrEqual(5.01);
    const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
    // U[1, 5] has mean 3 and deviation 4/√12
    expect(Math.abs(mean - 3)).toBeLessThan((4 * 4) / Math.sqrt(12 * ratios.length));
  });

  it('are the same for a seed', () => {
    const model = { kind: 'factor', factor: 3 } as const;
    const estimates = (seed: number): readonly number[] =>
      withEstimates(workload, model, seed).jobs.map(({ estimate }) => estimate);
    expect(estimates(1)).toStrictEqual(estimates(1));
    expect(estimates(1)).not.toStrictEqual(estimates(2));
    expect(() => withEstimates(workload, { kind: 'factor', factor: 0.5 })).toThrow(RangeError);
  });
});

/** What becomes of a workload that may be too much. */
const outcomeOf = (make: () => Workload): string => {
  try {
    return validateWorkload(make()).ok ? 'valid' : 'invalid';
  } catch (error) {
    return error instanceof RangeError ? 'refused' : 'wrong';
  }
};

describe('a changed workload', () => {
  it('never takes more than 2^52 ticks in sum', () => {
    // nearly every estimate is cut off at 2^50: four of them are the most
    const model = { kind: 'factor', factor: 1000 } as const;
    const long = (count: number): Workload =>
      on(Array.from({ length: count }, (_, i) => at(i + 1, 0, { run: 2 ** 48 })));
    expect(outcomeOf(() => withEstimates(long(3), model))).toBe('valid');
    expect(outcomeOf(() => withEstimates(long(6), model))).toBe('refused');
  });

  it('submits no job after 2^50 ticks, whatever is drawn', () => {
    // the gap before the first is 2^50: drawn twice, it is too much
    const late = on([at(1, 2 ** 50), at(2, 2 ** 50)]);
    const outcomes = Array.from({ length: 20 }, (_, seed) =>
      outcomeOf(() => resample(late, seed, { blockJobs: 1 })),
    );
    expect(new Set(outcomes)).toStrictEqual(new Set(['valid', 'refused']));
  });

  it('has no more sessions than can be read', () => {
    const { spansMax } = WORKLOAD_LIMITS;
    const sessions = [{ id: 1, resource: 0, maxTicks: 9, idleTicks: 0 }];
    const of = (count: number): Workload =>
      on(Array.from({ length: count }, (_, i) => at(i + 1, i, { session: 1 })), { sessions });
    const outcome = (count: number) =>
      outcomeOf(() => resample(of(count), 1, { blockJobs: 1 }));
    expect(outcome(spansMax)).toBe('valid');
    expect(outcome(spansMax + 1)).toBe('refused');
  });
});

describe('a resampled workload', () => {
  const gaps = (workload: Workload): readonly number[] =>
    submits(workload).map((submit, i) => submit - (submits(workload)[i - 1] ?? 0));

  it('is made of blocks of successive jobs with their gaps', () => {
    const original = on(Array.from({ length: 20 }, (_, i) => at(i + 1, i * i, { run: i + 1 })));
    const drawn = resample(original, 3, { blockJobs: 4 });
    expect(drawn.jobs.map(({ id }) => id)).toStrictEqual(original.jobs.map(({ id }) => id));
    drawn.jobs.forEach(({ run }, i) => {
      // the run time tells which job it was
      if (i % 4 > 0) expect(run).toBe(drawn.jobs[i - 1]!.run + 1);
      expect(gaps(drawn)[i]).toBe(gaps(original)[run - 1]);
    });
  });

  it('keeps dependencies and sessions within a block, under new numbers', () => {
    const jobs = Array.from({ length: 12 }, (_, i) =>
      at(10 * (i + 1), i, { after: 10 * i, thinkTicks: 7, session: 5 }),
    );
    const sessions = [{ id: 5, resource: 0, maxTicks: 100, idleTicks: 10 }];
    const drawn = resample(on(jobs, { sessions }), 1, { blockJobs: 4 });
    const first = drawn.jobs.filter(({ after }) => after === 0);
    expect(first.map(({ id }) => id)).toStrictEqual([1, 5, 9]);
    expect(first.map(({ thinkTicks }) => thinkTicks)).toStrictEqual([0, 0, 0]);
    expect(drawn.jobs.map(({ session }) => session)).toStrictEqual(
      [1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3],
    );
    expect(drawn.sessions.map(({ id }) => id)).toStrictEqual([1, 2, 3]);
    expect(drawn.jobs[3]).toMatchObject({ after: 3, thinkTicks: 7 });
  });

  it('moves deadlines with their jobs', () => {
    const drawn = resample(on([at(1, 100, { deadline: 130, latestStart: 120 })]), 1);
    expect(drawn.jobs[0]).toMatchObject({ submit: 100, deadline: 130, latestStart: 120 });
    const twice = resample(on([at(1, 5, { deadline: 9 }), at(2, 9)]), 4, { blockJobs: 1 });
    for (const { submit, deadline } of twice.jobs) {
      expect([TICK_MAX, submit + 4]).toContain(deadline);
    }
  });

  it('can be simulated whatever it comes from', () => {
    fc.assert(
      fc.property(workloads, fc.nat(), (workload, seed) => {
        const drawn = resample(workload, seed);
        expect(drawn.jobs).toHaveLength(workload.jobs.length);
        expect(validateWorkload(workload)).toMatchObject({ ok: true });
        expect(validateWorkload(drawn)).toMatchObject({ ok: true });
      }),
    );
    expect(validateWorkload(resample(generateHybrid({}), 5)).ok).toBe(true);
  });

  it('is the same for a seed, others for another, and refuses wrong options', () => {
    const workload = generateLublin({ jobs: 100 });
    expect(resample(workload, 2)).toStrictEqual(resample(workload, 2));
    expect(resample(workload, 2).jobs).not.toStrictEqual(resample(workload, 3).jobs);
    expect(() => resample(workload, 2, { blockJobs: 101 })).toThrow(RangeError);
    expect(() => resample(workload, 2, { blockJobs: 0 })).toThrow(RangeError);
    expect(() => resample(workload, -2)).toThrow(RangeError);
    expect(resample(on([]), 2).jobs).toHaveLength(0);
  });
});

describe('the head of a workload', () => {
  it('has the first jobs, which wait for nobody beyond', () => {
    const waiting = at(2, 1, { after: 3, thinkTicks: 4 });
    const jobs = [at(1, 0), waiting, at(3, 2), at(4, 3, { after: 1 })];
    const first = head(on(jobs), 2);
    expect(first.jobs).toStrictEqual([at(1, 0), at(2, 1)]);
    expect(first.notes).toStrictEqual(['the first 2 of 4 jobs']);
    expect(head(on(jobs), 4).jobs).toBe(jobs);
    expect(head(on(jobs), 0).jobs).toHaveLength(0);
    expect(() => head(on(jobs), -1)).toThrow(RangeError);
  });
});
