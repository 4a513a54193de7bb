import type { Domain } from '../domain.ts';
import type { ProcessId } from '../ids.ts';

/** What a policy may look at: one request for a K lane or for a resource. */
export interface Candidate {
  readonly domain: Domain;
  readonly process: ProcessId;
  /** Tick at which the request was made. */
  readonly since: number;
  /** Ticks asked for: the length of the envelope; 0 for a K slice. */
  readonly length: number;
}

/** A policy's weight lies in -WEIGHT_MAX to WEIGHT_MAX. */
export const WEIGHT_MAX = 1_000_000;

/**
 * A scheduling policy weighs candidates, it never chooses (XDV-012.6): higher goes first, and ties
 * stay the scheduler's. It must be a pure function of the candidate. One that throws or returns
 * anything but an integer in range is quarantined: from then on every weight is 0.
 */
export interface SchedulingPolicy {
  readonly name: string;
  readonly version: string;
  weigh(candidate: Candidate): number;
}
