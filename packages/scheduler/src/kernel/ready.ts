import { TICK_MAX, type ProcessId, type Traits } from '@xdv/domain-model';
import type { Ranking } from '../policy/ranking.ts';
import { candidateOf, describe, UNDESCRIBED, type Described } from './candidate.ts';
import { createOrdinary, type Ordinary, type Seen } from './ordinary.ts';
import type { SchedulerOptions } from './options.ts';
import type { Usage } from './usage.ts';

/**
 * The processes that are ready for a K lane, in the order of their turns.
 *
 * Feedback goes first: processes that hold an open container or envelope, the earliest end leading,
 * whose state would else be gone before it is their turn. There are no more of them than resources.
 * After `feedbackTicks` of it in a row an ordinary process has a turn, if one waits (XDV-012.8).
 */
export class ReadyProcesses {
  readonly #options: Required<SchedulerOptions>;
  readonly #usage: Usage | undefined;
  #ordinary: Ordinary;
  /** Since when processes wait for a turn of feedback. */
  #feedback = new Map<number, number>();
  /** Ticks of feedback since an ordinary process had a turn, or none waited. */
  #streak = 0;
  /** The earliest end of what a process holds. */
  #held = new Map<number, number>();
  /** The level of a process that is below the top. */
  #levels = new Map<number, number>();
  #traits = new Map<number, Described>();

  readonly #seen: Seen = (process, since, now) => {
    const asked = { domain: 'K', process: process as ProcessId, since, length: 0 } as const;
    const traits = this.#traits.get(process) ?? UNDESCRIBED;
    const deadline = this.#held.get(process);
    const known = deadline === undefined ? traits : { ...traits, deadline };
    return candidateOf(asked, known, now, this.#usage?.share(traits.tenant, now) ?? 0);
  };

  constructor(options: Required<SchedulerOptions>, ranking: Ranking, usage: Usage | undefined) {
    this.#options = options;
    this.#usage = usage;
    this.#ordinary = createOrdinary(ranking, options);
  }

  /** True if somebody waits for a turn. */
  get waits(): boolean {
    return this.#ordinary.waits || this.#feedback.size > 0;
  }

  describe(process: number, traits: Traits): void {
    this.#traits.set(process, describe(traits));
  }

  hold(process: number, until: number): void {
    if (until < TICK_MAX) this.#held.set(process, until);
    else if (this.#held.delete(process)) this.#demote(process);
  }

  push(process: number, since: number): void {
    const feedback = this.#options.feedbackTicks > 0 && this.#held.has(process);
    if (feedback) this.#feedback.set(process, since);
    else this.#ordinary.push(process, since, this.#level(process), this.#seen);
  }

  /** True if the next turn is one of feedback. */
  get feedbackIsNext(): boolean {
    if (this.#feedback.size === 0) return false;
    return !this.#ordinary.waits || this.#streak < this.#options.feedbackTicks;
  }

  /** Takes out whose turn it is. Somebody must wait. */
  take(now: number): number {
    const feedback = this.feedbackIsNext;
    if (!feedback || !this.#ordinary.waits) this.#streak = 0;
    return feedback ? this.#takeFeedback() : this.#ordinary.take(now, this.#seen);
  }

  /** A turn of feedback used so many ticks. */
  chargeFeedback(ticks: number): void {
    this.#streak += ticks;
  }

  /** The process, which is on no lane, no longer waits for a turn. */
  remove(process: number): void {
    if (!this.#feedback.delete(process)) this.#ordinary.remove(process);
  }

  /** Nothing is known of the process any more. */
  forget(process: number): void {
    this.#held.delete(process);
    this.#levels.delete(process);
    this.#traits.delete(process);
  }

  tenant(process: number): number {
    return (this.#traits.get(process) ?? UNDESCRIBED).tenant;
  }

  /** Length of the slices of a process. */
  sliceTicks(process: number): number {
    const { sliceTicks, levels } = this.#options;
    return levels === 1 ? sliceTicks : Math.min(TICK_MAX, sliceTicks * 2 ** this.#level(process));
  }

  /** Slices of the process have the same length from now on, as long as it uses them up. */
  isSettled(process: number): boolean {
    const { levels } = this.#options;
    return levels === 1 || this.#level(process) === levels - 1;
  }

  /** The process used its slice up. */
  drop(process: number): void {
    if (this.isSettled(process)) return;
    this.#levels.set(process, this.#level(process) + 1);
  }

  /** The process waits for something. */
  rise(process: number): void {
    if (this.#options.levels > 1) this.#levels.delete(process);
  }

  fork(ranking: Ranking, usage: Usage | undefined): ReadyProcesses {
    const copy = new ReadyProcesses(this.#options, ranking, usage);
    copy.#ordinary = this.#ordinary.fork(ranking, this.#options);
    copy.#feedback = new Map(this.#feedback);
    copy.#streak = this.#streak;
    copy.#held = new Map(this.#held);
    copy.#levels = new Map(this.#levels);
    copy.#traits = new Map(this.#traits);
    return copy;
  }

  #level(process: number): number {
    return this.#levels.get(process) ?? 0;
  }

  /** Too late for feedback: the process waits for an ordinary turn, since when it did before. */
  #demote(process: number): void {
    const since = this.#feedback.get(process);
    if (since === undefined) return;
    this.#feedback.delete(process);
    this.push(process, since);
  }

  #takeFeedback(): number {
    let first = 0;
    let earliest = Infinity;
    for (const process of this.#feedback.keys()) {
      const until = this.#held.get(process)!;
      if (until > earliest || (until === earliest && process > first)) continue;
      first = process;
      earliest = until;
    }
    this.#feedback.delete(first);
    return first;
  }
}
