import type { Job } from '../../model/job.ts';

/** The order of a workload's jobs by submit tick, then id, whatever order they are listed in. */
export interface SubmissionOrder {
  /** Row of the job at each place. */
  readonly rows: Uint32Array;
  /** Place of the job in each row. */
  readonly places: Uint32Array;
  /** Rows of the jobs that come after no other job, in the same order. */
  readonly arrivals: Uint32Array;
}

const before = (a: Job, b: Job): number => a.submit - b.submit || a.id - b.id;

/** O(n) if the jobs are in order already, else O(n log n). */
export const submissionOrder = (jobs: readonly Job[]): SubmissionOrder => {
  const rows = new Uint32Array(jobs.length);
  let sorted = true;
  for (let row = 0; row < rows.length; row++) {
    rows[row] = row;
    if (row > 0 && before(jobs[row - 1]!, jobs[row]!) > 0) sorted = false;
  }
  if (!sorted) rows.sort((a, b) => before(jobs[a]!, jobs[b]!));
  const places = new Uint32Array(rows.length);
  for (let place = 0; place < rows.length; place++) places[rows[place]!] = place;
  return { rows, places, arrivals: rows.filter((row) => jobs[row]!.after === 0) };
};
