import type { Workload } from '../../model/workload.ts';
import type { Choice } from './choice.ts';
import type { SimulationObserver } from './observer.ts';
import type { Ranks } from './ranks.ts';
import type { JobTable } from './table.ts';

/** A span in which a session held its resource. */
export interface SessionSpan {
  readonly id: number;
  readonly start: number;
  readonly end: number;
}

/** What the parts of a simulation share. Jobs and sessions are indices in the workload. */
export interface Context {
  readonly workload: Workload;
  readonly table: JobTable;
  readonly ranks: Ranks;
  /** For the choice among alternatives, where jobs have any. */
  readonly choice: Choice | undefined;
  readonly observer: SimulationObserver;
  readonly spans: SessionSpan[];
  /** The job starts now. */
  start(job: number): void;
  /** The job will never start. */
  refuse(job: number, outcome: number): void;
  /** Ranks have been asked for: new ones are due everywhere if the policy failed. */
  auditPolicy(): void;
  /** The session gets a turn at `tick`. */
  turnAt(tick: number, session: number): void;
  /** The station is looked at at `tick`. */
  wakeAt(tick: number, station: number): void;
}
