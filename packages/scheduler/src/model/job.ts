import { TICK_MAX } from '@xdv/domain-model';

/** What a job holds of one resource from `offset` ticks after its start, for `ticks`. */
export interface Part {
  /** Index of the resource in the workload. */
  readonly resource: number;
  readonly amount: number;
  readonly offset: number;
  /** Length of the part; 0: as long as the job. */
  readonly ticks: number;
}

/** A job of a workload: a rigid request for units of one or more resources at once. */
export interface Job {
  /** From 1; unique in its workload. */
  readonly id: number;
  /** Tick at which it is submitted, or, after another job, the earliest such tick. */
  readonly submit: number;
  /** Ticks that it really takes. Nobody knows them before it ends. */
  readonly run: number;
  /** Ticks that it asks for: it never runs longer, so at least `run`. */
  readonly estimate: number;
  /** What it holds, all or nothing; more than one part is a gang. */
  readonly parts: readonly Part[];
  /** Other resources that would do in place of the first part's, one of which is chosen. */
  readonly alternatives: readonly number[];
  readonly tenant: number;
  readonly priority: number;
  /** Tick by which it should have ended; TICK_MAX: none. */
  readonly deadline: number;
  /** A job that cannot start by this tick is refused; TICK_MAX: it waits for ever. */
  readonly latestStart: number;
  /** Ticks between releases if it is one of a periodic series; 0: it is not. */
  readonly period: number;
  /** Error, 1 - fidelity, on a freshly calibrated device, in millionths. */
  readonly error: number;
  /**
   * Q: the longest time from its start to the end of its last part that its states survive;
   * TICK_MAX: none. See `decoherence waste` of the report.
   */
  readonly budget: number;
  /** Number of the session it belongs to; 0: none. */
  readonly session: number;
  /** Job whose end it waits for; 0: none. `thinkTicks` after it, this one is submitted. */
  readonly after: number;
  readonly thinkTicks: number;
}

/** A job with everything left out as usual; its estimate is exact. */
export const job = (
  given: Pick<Job, 'id' | 'submit' | 'run' | 'parts'> & Partial<Job>,
): Job => ({
  id: given.id,
  submit: given.submit,
  run: given.run,
  estimate: given.estimate ?? given.run,
  parts: given.parts,
  alternatives: given.alternatives ?? [],
  tenant: given.tenant ?? 0,
  priority: given.priority ?? 0,
  deadline: given.deadline ?? TICK_MAX,
  latestStart: given.latestStart ?? TICK_MAX,
  period: given.period ?? 0,
  error: given.error ?? 0,
  budget: given.budget ?? TICK_MAX,
  session: given.session ?? 0,
  after: given.after ?? 0,
  thinkTicks: given.thinkTicks ?? 0,
});

/** A part that holds `amount` units of a resource for as long as the job runs. */
export const part = (resource: number, amount: number): Part => ({
  resource,
  amount,
  offset: 0,
  ticks: 0,
});
