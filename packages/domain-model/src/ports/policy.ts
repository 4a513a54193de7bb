import type { Domain } from '../domain.ts';
import type { ProcessId } from '../ids.ts';
import { TICK_MAX } from '../time.ts';

/**
 * What a policy may look at: one request for a K lane or for a resource (XDV-012.1). Everything
 * is an integer. What nobody stated has the value of {@link CANDIDATE}.
 */
export interface Candidate {
  readonly domain: Domain;
  /** Who asks: the process, or the job of a workload. */
  readonly process: ProcessId;
  /** Tick at which the request was made. */
  readonly since: number;
  /** Tick of the decision. Only a `dynamic` policy may depend on it. */
  readonly now: number;
  /** Ticks asked for: the length of the envelope; 0 for a K slice. */
  readonly length: number;
  /** Units asked for: lanes, qubits, or units of an envelope's capacity. */
  readonly amount: number;
  /** What the requester's owner set, higher is more urgent; 0 unless set. */
  readonly priority: number;
  /** Tick by which it should have ended; TICK_MAX: none. */
  readonly deadline: number;
  /** Ticks from one release to the next of a periodic request; 0: none. */
  readonly period: number;
  /** Whose share is used: a machine of the hypervisor, or the user of a log. */
  readonly tenant: number;
  /**
   * The tenant's dominant share (Ghodsi et al. 2011) at `now`, in millionths, over its weight. Only
   * a `dynamic` policy may depend on it.
   */
  readonly share: number;
  /** Fidelity expected at a start at once, in millionths. Only a `dynamic` policy may use it. */
  readonly fidelity: number;
  /** Fidelity lost to a million ticks of waiting, in millionths. */
  readonly fading: number;
  /** Price of the request, in thousandths of a unit of account. */
  readonly cost: number;
  /** Energy of the request, in millijoules. */
  readonly energy: number;
  /** Ticks that its crossings between domains take on top of `length` (XDV-012.9). */
  readonly crossing: number;
}

/** What a candidate is worth where nothing else is known of it. */
export const CANDIDATE: Omit<Candidate, 'domain' | 'process' | 'since' | 'length'> = {
  now: 0,
  amount: 1,
  priority: 0,
  deadline: TICK_MAX,
  period: 0,
  tenant: 0,
  share: 0,
  fidelity: 1_000_000,
  fading: 0,
  cost: 0,
  energy: 0,
  crossing: 0,
};

/** A policy's weight lies in -WEIGHT_MAX to WEIGHT_MAX: 2^40, twelve days of microseconds. */
export const WEIGHT_MAX = 2 ** 40;

/**
 * A scheduling policy weighs candidates, it never chooses (XDV-012.6): higher goes first, and ties
 * stay the scheduler's. It must be a pure function of the candidate. One that throws, returns
 * anything but an integer in range, or answers one candidate in two ways is quarantined: from then
 * on every weight is 0.
 */
export interface SchedulingPolicy {
  readonly name: string;
  readonly version: string;
  weigh(candidate: Candidate): number;
  /**
   * True if weights depend on `now`, `share` or `fidelity`: whoever waits is then weighed again at
   * every decision, which costs time linear in the queue. Without it a weight is asked for once.
   */
  readonly dynamic?: true;
  /** Policies that decide where this one weighs alike, in order (XDV-012.7). */
  readonly then?: readonly SchedulingPolicy[];
}
