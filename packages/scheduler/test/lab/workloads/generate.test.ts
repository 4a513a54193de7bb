import { unwrap } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { generateHybrid, generateLublin, readSwf, type Job } from '../../../src/lab/index.ts';
import { validateWorkload } from '../../../src/model/validate.ts';
import { hasData, readLog } from './support.ts';

const share = (jobs: readonly Job[], holds: (job: Job) => boolean): number =>
  jobs.filter(holds).length / jobs.length;

const sizeOf = ({ parts }: Job): number => parts[0]!.amount;

const quantile = (values: readonly number[], at: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor(at * values.length)]!;

describe('the Lublin and Feitelson model', () => {
  const workload = generateLublin({ jobs: 10_000, nodes: 256, seed: 7 });
  const { jobs } = workload;

  it('is the same for a seed, and others for another', () => {
    expect(generateLublin({ jobs: 50, nodes: 256, seed: 7 }).jobs).toStrictEqual(jobs.slice(0, 50));
    expect(generateLublin({ jobs: 50, nodes: 256, seed: 8 }).jobs).not.toStrictEqual(
      jobs.slice(0, 50),
    );
  });

  it('has first jobs that are written down here, on every platform', () => {
    const first = generateLublin({ jobs: 4, nodes: 128 }).jobs;
    expect(first.map((job) => [job.submit, job.run, sizeOf(job)])).toStrictEqual(FIRST);
  });

  it('has the paper’s shares of serial jobs and of powers of two', () => {
    // serial 0.244; powers of two 0.576 besides: within four standard errors of 10,000 draws
    expect(Math.abs(share(jobs, (job) => sizeOf(job) === 1) - 0.244)).toBeLessThan(0.018);
    const isPower = (job: Job): boolean =>
      sizeOf(job) > 1 && Number.isInteger(Math.log2(sizeOf(job)));
    // others hit a power of two by chance as well
    expect(share(jobs, isPower)).toBeGreaterThan(0.576 - 0.02);
    expect(share(jobs, isPower)).toBeLessThan(0.66);
    expect(share(jobs, (job) => sizeOf(job) > 256)).toBe(0);
  });

  it('has at least five times as many arrivals by day as by night', () => {
    const byHour = new Float64Array(24);
    for (const { submit } of jobs) byHour[(8 + Math.floor(submit / 3600)) % 24]!++;
    expect(Math.max(...byHour) / Math.min(...byHour)).toBeGreaterThan(5);
    // the cycle is at its lowest at five in the morning
    expect(byHour[5]!).toBeLessThan(byHour[14]! / 3);
  });

  it('has batch jobs that come more rarely and run longer', () => {
    const batch = generateLublin({ jobs: 2_000, kind: 'batch' });
    const all = generateLublin({ jobs: 2_000 });
    expect(batch.jobs.at(-1)!.submit).toBeGreaterThan(all.jobs.at(-1)!.submit);
    const runs = (list: readonly Job[]): number => quantile(list.map(({ run }) => run), 0.5);
    expect(runs(batch.jobs)).toBeGreaterThan(runs(all.jobs));
  });

  it.each([1, 2, 3, 1000])('fits a machine of %d nodes', (nodes) => {
    const sizes = generateLublin({ jobs: 300, nodes }).jobs.map(sizeOf);
    expect(Math.min(...sizes)).toBe(1);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(nodes);
  });

  it.each([{ jobs: 0 }, { jobs: 1.5 }, { jobs: 1, nodes: 0 }, { jobs: 1, seed: -1 }])(
    'refuses %j',
    (options) => {
      expect(() => generateLublin(options)).toThrow(RangeError);
    },
  );
});

/** Submit, run and nodes of the first jobs of seed 1. */
const FIRST = [
  [51, 18, 8],
  [98, 1268, 1],
  [169, 5, 8],
  [324, 12, 8],
];

describe.skipIf(!hasData)('the model against a published sample of it', () => {
  const published = unwrap(readSwf(readLog('lublin_256.swf.gz'))).jobs;
  const { jobs } = generateLublin({ jobs: 10_000, nodes: 256, seed: 3 });

  it.each([0.25, 0.5, 0.75, 0.9])('has its quantile of sizes at %d', (at) => {
    const ratio = quantile(jobs.map(sizeOf), at) / quantile(published.map(sizeOf), at);
    expect(Math.abs(Math.log2(ratio))).toBeLessThan(0.6);
  });

  it.each([0.25, 0.5, 0.75, 0.9])('has its quantile of run times at %d', (at) => {
    const runs = (list: readonly Job[]): number => quantile(list.map(({ run }) => run), at);
    expect(Math.abs(Math.log(runs(jobs) / runs(published)))).toBeLessThan(0.2);
  });

  it('has its rate of arrivals to a third', () => {
    const ratio = jobs.at(-1)!.submit / published.at(-1)!.submit;
    expect(Math.abs(ratio - 1)).toBeLessThan(0.34);
  });
});

describe('the hybrid centre', () => {
  const workload = generateHybrid({ jobs: 2_000, seed: 2 });

  it('has what makes hybrid scheduling hard: gangs, choices, sessions, deadlines, budgets', () => {
    const { jobs, sessions, resources } = workload;
    const domains = new Set(resources.map(({ domain }) => domain));
    expect([...domains].sort()).toStrictEqual(['K', 'Phi', 'Q']);
    expect(share(jobs, ({ parts }) => parts.length > 1)).toBeGreaterThan(0.1);
    expect(share(jobs, ({ alternatives }) => alternatives.length > 0)).toBeGreaterThan(0.1);
    expect(share(jobs, ({ deadline }) => deadline < Number.MAX_SAFE_INTEGER)).toBeGreaterThan(0.1);
    expect(share(jobs, ({ budget, run }) => budget < run)).toBeGreaterThan(0);
    expect(share(jobs, ({ estimate, run }) => estimate > run)).toBeGreaterThan(0.5);
    expect(sessions.length).toBeGreaterThan(5);
    for (const { id } of sessions.slice(0, -1)) {
      expect(jobs.filter(({ session }) => session === id)).toHaveLength(3);
    }
  });

  it('can be simulated as it is', () => {
    expect(validateWorkload(workload).ok).toBe(true);
  });

  it('is the same for a seed, and another for another', () => {
    expect(generateHybrid({ jobs: 2_000, seed: 2 })).toStrictEqual(workload);
    expect(generateHybrid({ jobs: 2_000, seed: 3 }).jobs).not.toStrictEqual(workload.jobs);
  });

  it('comes at the load asked for: twice as fast for twice the load', () => {
    const last = (load: number): number => generateHybrid({ load }).jobs.at(-1)!.submit;
    expect(last(0.4) / last(0.8)).toBeCloseTo(2, 4);
  });

  it.each([{ jobs: 0 }, { load: 0 }, { seed: 0.5 }])('refuses %j', (options) => {
    expect(() => generateHybrid(options)).toThrow(RangeError);
  });
});
