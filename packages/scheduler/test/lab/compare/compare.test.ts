import { describe, expect, it } from 'vitest';
import {
  compareRuns,
  generateLublin,
  measure,
  METRICS,
  simulate,
  summarize,
  withEstimates,
  type CompareOptions,
  type ComparedRun,
  type Comparison,
} from '../../../src/lab/index.ts';

import { firstComeFirstServed, shortestFirst } from '../../../src/policy/builtin.ts';

const workload = generateLublin({ jobs: 150, nodes: 32, seed: 4 });

const run = (options: CompareOptions): { runs: readonly ComparedRun[]; result: Comparison } => {
  const runs: ComparedRun[] = [];
  const comparison = compareRuns(workload, options);
  for (;;) {
    const next = comparison.next();
    if (next.done === true) return { runs, result: next.value };
    runs.push(next.value);
  }
};

const OPTIONS: CompareOptions = {
  policies: [firstComeFirstServed, shortestFirst],
  placements: ['strict', 'easy'],
  seeds: 3,
};

describe('a comparison', () => {
  const { runs, result } = run(OPTIONS);

  it('yields every run as it ends: all contestants of a seed, then the next seed', () => {
    expect(runs).toHaveLength(12);
    runs.forEach(({ completed, total }, i) => {
      expect([completed, total]).toStrictEqual([i + 1, 12]);
    });
    const first = runs.slice(0, 5).map(({ policy, placement, seed }) => [policy, placement, seed]);
    expect(first).toStrictEqual([
      [firstComeFirstServed.name, 'strict', 1],
      [shortestFirst.name, 'strict', 1],
      [firstComeFirstServed.name, 'easy', 1],
      [shortestFirst.name, 'easy', 1],
      [firstComeFirstServed.name, 'strict', 2],
    ]);
  });

  it('has the workload itself as seed 1', () => {
    const schedule = simulate(workload, { placement: 'strict', policy: firstComeFirstServed });
    const alone = measure(schedule);
    expect(runs[0]!.metrics).toStrictEqual(alone);
    expect(runs[4]!.metrics).not.toStrictEqual(alone);
  });

  it('has a row per contestant with all figures, summed up over the seeds', () => {
    expect(result.rows.map(({ policy, placement }) => [policy, placement])).toStrictEqual(
      runs.slice(0, 4).map(({ policy, placement }) => [policy, placement]),
    );
    const [, , row] = result.rows;
    expect(row!.figures.map(({ key }) => key)).toStrictEqual(METRICS.map(({ key }) => key));
    const own = runs.filter(({ policy, placement }) =>
      policy === row!.policy && placement === row!.placement,
    );
    const waits = own.map(({ metrics }) => metrics.waiting.mean);
    expect(row!.figures[0]!.summary).toStrictEqual(summarize(waits));
  });

  it('compares seed by seed with the first contestant: backfilling waits less', () => {
    const [baseline, , easy] = result.rows;
    expect(baseline!.figures[0]!.difference).toMatchObject({ mean: 0, low: 0, high: 0 });
    expect(easy!.figures[0]!.difference.mean).toBeLessThan(0);
  });

  it('is the same every time', () => {
    expect(run(OPTIONS).result).toStrictEqual(result);
  });
});

describe('the options of a comparison', () => {
  it('make other workloads of the seeds', () => {
    const vary: CompareOptions['vary'] = (given, seed) =>
      withEstimates(given, { kind: 'factor', factor: 5 }, seed);
    const { runs } = run({ ...OPTIONS, vary, placements: ['easy'] });
    // the jobs are the same, only estimates differ
    expect(new Set(runs.map(({ metrics }) => metrics.jobs))).toStrictEqual(new Set([150]));
    expect(runs[0]!.metrics).not.toStrictEqual(runs[2]!.metrics);
  });

  it('default to one seed, which leaves the mean open', () => {
    const { result } = run({ policies: [firstComeFirstServed], placements: ['easy'] });
    expect(result.seeds).toBe(1);
    expect(result.rows[0]!.figures[0]!.summary.high).toBe(Infinity);
  });

  it.each([
    { seeds: 0 },
    { seeds: 10_001 },
    { confidence: 1 },
    { policies: [] },
    { placements: [] },
    { boundTicks: -1 },
  ])('refuse %j', (wrong) => {
    expect(() => run({ ...OPTIONS, ...wrong })).toThrow(RangeError);
  });
});
