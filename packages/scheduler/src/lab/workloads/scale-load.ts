import type { Job } from '../../model/job.ts';
import type { Workload } from '../../model/workload.ts';
import { bySubmit, isInOrder, movedTick, withJobs } from './assemble.ts';
import { WORKLOAD_LIMITS } from './limits.ts';

const FACTOR_MAX = 1e6;

const checkFactor = (factor: number, jobs: Workload['jobs']): void => {
  const last = jobs.length === 0 ? 0 : jobs[jobs.length - 1]!.submit;
  const right = factor >= 1 / FACTOR_MAX && factor <= FACTOR_MAX;
  if (right && last / factor <= WORKLOAD_LIMITS.ticksMax) return;
  throw new RangeError(`factor is ${factor}, not 1e-6 to 1e6, or too small for the last job`);
};

/** A period stays the time from one release to the next. */
const periodOf = ({ period }: Job, factor: number): number =>
  period === 0 ? 0 : Math.min(WORKLOAD_LIMITS.ticksMax, Math.max(1, Math.round(period / factor)));

/**
 * The workload with the load multiplied by `factor`, 1e-6 to 1e6: submit times and periods are
 * divided by it and rounded; how long jobs take stays, and so do deadlines and latest starts,
 * counted from submission. Think times and the resources' calendars stay. Time linear, and a sort
 * where rounding makes jobs simultaneous. Throws RangeError for a factor out of range, or so small
 * that the last job would come after 2^50 ticks.
 */
export const scaleLoad = (workload: Workload, factor: number): Workload => {
  checkFactor(factor, workload.jobs);
  if (factor === 1) return workload;
  const jobs = workload.jobs.map((entry) => {
    const submit = Math.floor(entry.submit / factor);
    const deadline = movedTick(entry.deadline, submit - entry.submit);
    const latestStart = movedTick(entry.latestStart, submit - entry.submit);
    return { ...entry, submit, deadline, latestStart, period: periodOf(entry, factor) };
  });
  if (!isInOrder(jobs)) jobs.sort(bySubmit);
  return withJobs(workload, jobs, `load multiplied by ${factor}`);
};
