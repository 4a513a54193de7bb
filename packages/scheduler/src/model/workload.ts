import type { Job } from './job.ts';
import type { Resource } from './resource.ts';

/**
 * A session: from the start of its first job it holds its resource for itself, for `maxTicks` at
 * most and until none of its jobs has run for `idleTicks`. Its jobs start at once while it lasts.
 */
export interface Session {
  /** From 1; jobs name it. */
  readonly id: number;
  readonly resource: number;
  readonly maxTicks: number;
  readonly idleTicks: number;
}

/** An advance reservation: units held from `start` to `end` for nobody in the workload. */
export interface Reservation {
  readonly resource: number;
  readonly amount: number;
  readonly start: number;
  readonly end: number;
}

/** Jobs, what they compete for, and what is known of both. */
export interface Workload {
  readonly name: string;
  /** Modelled nanoseconds per tick: 10^9 for logs in seconds. */
  readonly tickNs: number;
  readonly resources: readonly Resource[];
  /** In order of `submit`, then id. */
  readonly jobs: readonly Job[];
  readonly sessions: readonly Session[];
  readonly reservations: readonly Reservation[];
  /** What a reader changed or left out, a line each: "17 jobs with no run time left out". */
  readonly notes: readonly string[];
}
