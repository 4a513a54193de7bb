import type { Workload } from '../../model/workload.ts';
import { OUTCOME, type Schedule } from '../schedule.ts';

/** A workload read from a log that says when its jobs started. */
export interface RecordedWorkload extends Workload {
  /** Ticks that each job waited in the log, in the order of `jobs`; -1 where it does not say. */
  readonly recordedWait: Float64Array;
}

/**
 * What the log says happened, in the form of a simulation's outcome, so that the same figures can
 * be taken of both. A job whose wait is unknown counts as refused. The log's machine may have been
 * larger or shared with others: nothing says that this schedule fits the workload's resources.
 */
export const recordedSchedule = (workload: RecordedWorkload): Schedule => {
  const { jobs, recordedWait } = workload;
  const known = (i: number): boolean => recordedWait[i]! >= 0;
  const start = Float64Array.from(jobs, ({ submit }, i) =>
    known(i) ? submit + recordedWait[i]! : -1,
  );
  return {
    workload,
    policy: 'recorded',
    placement: 'recorded',
    seed: 1,
    submitted: Float64Array.from(jobs, ({ submit }) => submit),
    start,
    end: Float64Array.from(jobs, ({ run }, i) => (known(i) ? start[i]! + run : -1)),
    resource: Uint32Array.from(jobs, ({ parts }) => parts[0]!.resource),
    outcome: Uint8Array.from(jobs, (_, i) => (known(i) ? OUTCOME.done : OUTCOME.refused)),
    sessions: [],
    quarantine: undefined,
    decisions: 0,
  };
};
