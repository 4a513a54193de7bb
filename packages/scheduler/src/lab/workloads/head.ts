import type { Workload } from '../../model/workload.ts';
import { withJobs } from './assemble.ts';
import { WORKLOAD_LIMITS } from './limits.ts';
import { checkCount } from './options.ts';

/**
 * The workload with its first jobs alone. Who waits for one that is gone no longer waits. Throws
 * RangeError unless `count` is a whole number of at least 0.
 */
export const head = (workload: Workload, count: number): Workload => {
  checkCount('count', count, 0, WORKLOAD_LIMITS.jobsMax);
  if (count >= workload.jobs.length) return workload;
  const first = workload.jobs.slice(0, count);
  const ids = new Set(first.map(({ id }) => id));
  const jobs = first.map((entry) =>
    entry.after === 0 || ids.has(entry.after) ? entry : { ...entry, after: 0, thinkTicks: 0 },
  );
  return withJobs(workload, jobs, `the first ${count} of ${workload.jobs.length} jobs`);
};
