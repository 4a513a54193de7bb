import type { Workload } from '../model/workload.ts';

/** What became of a job. */
export const OUTCOME = { done: 0, refused: 1, infeasible: 2 } as const;

/**
 * What a simulation decided, a row per job in the order of `workload.jobs`. `refused`: it could not
 * start by its `latestStart`. `infeasible`: it fits nowhere even on an idle machine.
 */
export interface Schedule {
  readonly workload: Workload;
  readonly policy: string;
  readonly placement: string;
  readonly seed: number;
  /** Tick at which it was submitted: later than asked for jobs that come after others. */
  readonly submitted: Float64Array;
  /** Start, -1 if it never started. */
  readonly start: Float64Array;
  readonly end: Float64Array;
  /** Resource of its first part: one of the alternatives. */
  readonly resource: Uint32Array;
  readonly outcome: Uint8Array;
  /** Spans in which a session held its resource. */
  readonly sessions: readonly {
    readonly id: number;
    readonly start: number;
    readonly end: number;
  }[];
  /** Why the policy was quarantined, and when. */
  readonly quarantine: { readonly tick: number; readonly reason: string } | undefined;
  /** Decisions made: passes of the placement. */
  readonly decisions: number;
}
