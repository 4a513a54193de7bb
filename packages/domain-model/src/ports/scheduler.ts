import type { Result } from '../fault.ts';
import type { ContractId, ProcessId, ResourceId } from '../ids.ts';
import type { Candidate } from './policy.ts';

/**
 * Kinds of timers, in the order in which those of one tick fire: results are delivered before
 * envelopes end, envelopes end before others start.
 */
export const TIMER_KINDS = [
  'job-end',
  'contract-end',
  'contract-start',
  'wake',
  'arbitrate',
] as const;

export type TimerKind = (typeof TIMER_KINDS)[number];

/** What happens next in logical time. */
export type Decision =
  | {
      readonly kind: 'timer';
      readonly tick: number;
      readonly timer: TimerKind;
      readonly id: number;
    }
  | {
      readonly kind: 'run';
      readonly tick: number;
      readonly process: ProcessId;
      readonly lane: number;
      /** Ticks left in the slice of the process. */
      readonly sliceLeft: number;
    };

/**
 * What a policy may know of a process or a request besides what the scheduler needs: advice, which
 * places nobody where units are lacking (XDV-020.2). What is left out is that of `CANDIDATE`.
 */
export type Traits = Partial<
  Omit<Candidate, 'domain' | 'process' | 'since' | 'now' | 'length' | 'share'>
>;

/** A request for an envelope, as arbitrated. */
export interface PlacementRequest {
  readonly contract: ContractId;
  readonly process: ProcessId;
  readonly resource: ResourceId;
  readonly domain: 'Q' | 'Phi';
  /** Length of the envelope in ticks, at least 1. */
  readonly length: number;
  /** Tick at which the request was made: the earliest start. */
  readonly since: number;
  /** The envelope must start at this tick or before. */
  readonly latestStart: number;
  readonly traits?: Traits;
}

/** The verdict on a request: its start, or RESOURCE_EXHAUSTED if it cannot start in time. */
export interface Placement {
  readonly contract: ContractId;
  readonly start: Result<number>;
}

/**
 * Orders everything that competes for time (XDV-012): timers, processes on K lanes, and envelopes
 * on the timeline of each resource. Decisions follow from the calls made, nothing else.
 */
export interface Scheduler {
  /** What a policy may know of a process from when it becomes ready next. */
  describe(process: ProcessId, traits: Traits): void;
  /**
   * The process holds open containers or envelopes of which the first ends at `until`, from when
   * it becomes ready next: what it does in K is feedback that must come before. TICK_MAX: none.
   */
  hold(process: ProcessId, until: number): void;
  /** A process becomes ready at `tick`: it will run when a lane takes it. */
  ready(process: ProcessId, tick: number): void;
  /** A process has ended: it no longer competes. */
  remove(process: ProcessId): void;
  /** The running process used `ticks` of its lane; at the end of its slice it becomes ready. */
  charge(lane: number, ticks: number): void;
  /** The running process waits: its lane is free for others after what was charged. */
  block(lane: number): void;
  /** `timer` fires with `id` at `tick`. A timer cannot be taken back: its handler may ignore it. */
  at(tick: number, timer: Exclude<TimerKind, 'arbitrate'>, id: number): void;
  /** Takes the next decision, or null if nothing is ready and no timer is set. */
  next(): Decision | null;
  /** Opens the timeline of a resource, before anything becomes ready. */
  attach(resource: ResourceId, domain: 'Q' | 'Phi'): void;
  /**
   * Asks for an envelope. `next` calls for arbitration by an `arbitrate` timer whenever there may
   * be a verdict: first at `since`, once all that was asked for by then is in (XDV-012.5).
   */
  request(request: PlacementRequest): void;
  /**
   * The verdicts on the resource's requests that fall at `tick`, each once, by policy; ties by
   * process, then contract (XDV-005.1). Requests without one wait.
   */
  arbitrate(resource: ResourceId, tick: number): readonly Placement[];
  /** Frees what is left of an envelope from `tick` on, or takes a request back that waits. */
  release(resource: ResourceId, contract: ContractId, tick: number): void;
  /** The reason if the policy has been quarantined since the last call, else undefined. */
  quarantined(): string | undefined;
  fork(): Scheduler;
}
