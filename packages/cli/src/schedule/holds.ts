import { heldLayout, type Schedule } from '@xdv/scheduler/lab';

/** Units of a resource that a job held from tick `from` up to and without `to`. */
export interface Hold {
  /** Index of the job in its workload. */
  readonly job: number;
  readonly resource: number;
  readonly units: number;
  readonly from: number;
  readonly to: number;
}

/** True if the job at this index ran. */
export const ran = ({ start }: Schedule, job: number): boolean => start[job]! >= 0;

/** What one job held; nothing if it never started. */
export const holdsOf = (schedule: Schedule, job: number): readonly Hold[] => {
  if (!ran(schedule, job)) return [];
  const { resources, jobs } = schedule.workload;
  const [start, end] = [schedule.start[job]!, schedule.end[job]!];
  const parts = heldLayout(resources, jobs[job]!, schedule.resource[job]!, end - start);
  return parts.map(({ resource, amount, offset, ticks }) => {
    const from = start + offset;
    return { job, resource, units: amount, from, to: from + ticks };
  });
};

/** What every job held, in the order of the workload. Time ∝ jobs. */
export function* allHolds(schedule: Schedule): Generator<Hold> {
  for (let job = 0; job < schedule.start.length; job++) yield* holdsOf(schedule, job);
}

/** A span of ticks. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The first submission and the last end: what a schedule spans. */
export const extentOf = ({ submitted, start, end }: Schedule): Span => {
  let [from, to] = [Infinity, 0];
  for (let job = 0; job < start.length; job++) {
    from = Math.min(from, submitted[job]!);
    to = Math.max(to, submitted[job]!, start[job]! >= 0 ? end[job]! : 0);
  }
  if (from > to) return { from: 0, to: 1 };
  return { from, to: Math.max(to, from + 1) };
};
