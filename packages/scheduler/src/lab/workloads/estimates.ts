import type { Job } from '../../model/job.ts';
import type { Workload } from '../../model/workload.ts';
import { withJobs } from './assemble.ts';
import { WORKLOAD_LIMITS } from './limits.ts';
import { checkNumber, checkSeed } from './options.ts';
import { streamOf, uniform, wholeTicks } from './variates.ts';

/**
 * How good estimates are: `perfect`, the run time; `recorded`, as the workload has them; `factor`,
 * the run time times a number drawn from [1, factor] for each job (the f-model of Mu'alem and
 * Feitelson 2001, who look at factors up to 300).
 */
export type EstimateModel =
  | { readonly kind: 'perfect' }
  | { readonly kind: 'recorded' }
  | { readonly kind: 'factor'; readonly factor: number };

const FACTOR_MAX = 1000;

const factored = (jobs: readonly Job[], factor: number, seed: number): readonly Job[] => {
  const random = streamOf(seed, 'estimates');
  return jobs.map((entry) => {
    const drawn = entry.run * uniform(random, 1, factor);
    const estimate = Math.max(entry.run, wholeTicks(drawn, WORKLOAD_LIMITS.ticksMax));
    return { ...entry, estimate };
  });
};

/**
 * The workload with other estimates; nothing else changes, and no estimate lies below its run time.
 * Time linear. Throws RangeError unless 1 ≤ factor ≤ 1000, and for estimates of more than 2^52
 * ticks in sum.
 */
export const withEstimates = (workload: Workload, model: EstimateModel, seed = 1): Workload => {
  checkSeed(seed);
  if (model.kind === 'recorded') return workload;
  if (model.kind === 'perfect') {
    const jobs = workload.jobs.map((entry) => ({ ...entry, estimate: entry.run }));
    return withJobs(workload, jobs, 'estimates: the run times');
  }
  checkNumber('factor', model.factor, 1, FACTOR_MAX);
  const jobs = factored(workload.jobs, model.factor, seed);
  return withJobs(workload, jobs, `estimates: run time × U[1, ${model.factor}], seed ${seed}`);
};
