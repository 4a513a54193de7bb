import type { Result } from '../fault.ts';
import type { ContractId, ProcessId, ResourceId } from '../ids.ts';

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
  /** A process becomes ready at `tick`: it will run when a lane takes it. */
  ready(process: ProcessId, tick: number): void;
  /** A process that is ready or running no longer competes. */
  remove(process: ProcessId): void;
  /** The running process used `ticks` of its lane; at the end of its slice it becomes ready. */
  charge(lane: number, ticks: number): void;
  /** The running process waits: its lane is free for others after what was charged. */
  block(lane: number): void;
  /** `timer` fires with `id` at `tick`. A timer cannot be taken back: its handler may ignore it. */
  at(tick: number, timer: TimerKind, id: number): void;
  /** Takes the next decision, or null if nothing is ready and no timer is set. */
  next(): Decision | null;
  /** Opens the timeline of a resource. */
  attach(resource: ResourceId): void;
  /** Asks for an envelope; the verdict comes from `arbitrate` once the tick's requests are in. */
  request(request: PlacementRequest): void;
  /** Places the resource's requests, heaviest first; ties by process, then contract (XDV-005.1). */
  arbitrate(resource: ResourceId, tick: number): readonly Placement[];
  /** Frees what is left of an envelope from `tick` on. */
  release(resource: ResourceId, contract: ContractId, tick: number): void;
  /** The reason if the policy has been quarantined since the last call, else undefined. */
  quarantined(): string | undefined;
  fork(): Scheduler;
}
