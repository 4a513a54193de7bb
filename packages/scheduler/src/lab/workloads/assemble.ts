import { ok, TICK_MAX, type Result } from '@xdv/domain-model';
import type { Job } from '../../model/job.ts';
import { horizonOf } from '../../model/validate.ts';
import type { Workload } from '../../model/workload.ts';
import { WORKLOAD_LIMITS } from './limits.ts';
import { tooLarge } from './text.ts';

/** "1 job …", "17 jobs …", or nothing where there are none. */
export const counted = (count: number, what: string): readonly string[] =>
  count === 0 ? [] : [`${count} ${count === 1 ? 'job' : 'jobs'} ${what}`];

/** Order of the jobs of a workload. */
export const bySubmit = (a: Job, b: Job): number => a.submit - b.submit || a.id - b.id;

/** Whether jobs are in the order of a workload, with every id once in it. */
export const isInOrder = (jobs: readonly Job[]): boolean =>
  jobs.every((job, i) => i === 0 || bySubmit(jobs[i - 1]!, job) < 0);

/** The workload, or a fault if its ticks could leave the range in which they are exact. */
export const bounded = <T extends Workload>(workload: T): Result<T> => {
  const { horizonMax } = WORKLOAD_LIMITS;
  if (horizonOf(workload) <= horizonMax) return ok(workload);
  return tooLarge(workload.name, `its jobs take more than ${horizonMax} ticks in sum`);
};

/** A tick that belongs to a job which moves by `by`: as far from it as before, as far as can be. */
export const movedTick = (tick: number, by: number): number =>
  tick === TICK_MAX ? tick : Math.min(TICK_MAX, Math.max(0, tick + by));

/**
 * The workload with other jobs, and a note of what was done. Throws RangeError if its ticks could
 * leave the range in which they are exact.
 */
export const withJobs = (workload: Workload, jobs: readonly Job[], note: string): Workload => {
  const { name, tickNs, resources, sessions, reservations, notes } = workload;
  const changed: Workload = {
    name,
    tickNs,
    resources,
    jobs,
    sessions,
    reservations,
    notes: [...notes, note],
  };
  const { horizonMax } = WORKLOAD_LIMITS;
  if (horizonOf(changed) <= horizonMax) return changed;
  throw new RangeError(`${note}: its jobs take more than ${horizonMax} ticks in sum`);
};
