import { show } from '@xdv/domain-model';
import { FLOW_PERIOD_MAX } from './flow.ts';

/**
 * What a server does with a job that finds it idle:
 *
 * - `bandwidth`: keeps budget c and deadline d if c < (d - now)·Q/T, else starts afresh with Q and
 *   now + T (Abeni and Buttazzo 1998). Sound where ΣQ/T is all that admission rests on.
 * - `sporadic`: starts afresh with Q and now + D if a period has passed since it last did, else
 *   with what it would have got a period later. Sound too where deadlines are shorter than periods
 *   or windows block: it never asks for more than a sporadic flow.
 */
export type WakeRule = 'bandwidth' | 'sporadic';

export interface FlowServerOptions {
  /** Ticks of work per period (Q). */
  readonly budget: number;
  /** Ticks (T). */
  readonly period: number;
  /** Ticks from a recharge to its deadline (D), 1 to `period`. Default: the period. */
  readonly deadline?: number;
  /** Default: `bandwidth`; with a deadline shorter than the period, `sporadic`. */
  readonly wake?: WakeRule;
}

/**
 * A constant-bandwidth server (Abeni and Buttazzo 1998): work behind it uses Q of every T ticks of
 * a machine, under earliest deadline first, whatever it asks for. Who overruns waits for the next
 * periods of its own; nobody else does.
 */
export interface FlowServer {
  /** Tick by which the present budget is to be used: what it competes with. */
  readonly deadline: number;
  /** Ticks left of the present budget. */
  readonly budget: number;
  /** Times that a budget was used up and the deadline put off. */
  readonly postponed: number;
  /** Work arrives at `tick` where there was none. */
  wake(tick: number): void;
  /**
   * Sees to it that `ticks` of work, at most Q, are within the budget. If they are not, the budget
   * is recharged and its deadline put off by a period: true. What was left of it is lost, so a
   * window that cannot be preempted never takes from the next budget.
   */
  provide(ticks: number): boolean;
  /** `ticks` of work were done. At most the budget. */
  spend(ticks: number): void;
}

const inRange = (name: string, value: number, max: number): number => {
  if (Number.isSafeInteger(value) && value >= 1 && value <= max) return value;
  throw new RangeError(`${name} must be an integer from 1 to ${max}, got ${show(value)}`);
};

/** a·b < c·d for safe integers, exactly. */
const productBelow = (a: number, b: number, c: number, d: number): boolean => {
  const small = 2 ** 26;
  if (a <= small && b <= small && c <= small && d <= small) return a * b < c * d;
  return BigInt(a) * BigInt(b) < BigInt(c) * BigInt(d);
};

class Server implements FlowServer {
  deadline = 0;
  budget = 0;
  postponed = 0;
  readonly #full: number;
  readonly #period: number;
  readonly #relative: number;
  readonly #rule: WakeRule;
  /** First tick at which a budget of its own right may start. */
  #next = 0;

  constructor({ budget, period, deadline = period, wake }: FlowServerOptions) {
    this.#period = inRange('period', period, FLOW_PERIOD_MAX);
    this.#full = inRange('budget', budget, period);
    this.#relative = inRange('deadline', deadline, period);
    this.#rule = wake ?? (deadline < period ? 'sporadic' : 'bandwidth');
    if (this.#rule === 'bandwidth' && deadline < period) {
      throw new RangeError(`wake must be sporadic with a deadline of ${deadline} < ${period}`);
    }
  }

  wake(tick: number): void {
    if (this.#rule === 'sporadic') return this.#start(Math.max(tick, this.#next));
    const left = this.deadline - tick;
    if (left > 0 && productBelow(this.budget, this.#period, left, this.#full)) return;
    this.#start(tick);
  }

  provide(ticks: number): boolean {
    if (ticks <= this.budget) return false;
    this.#start(this.#next);
    this.postponed++;
    return true;
  }

  spend(ticks: number): void {
    this.budget -= ticks;
  }

  /** A full budget, as of `tick`. */
  #start(tick: number): void {
    this.deadline = tick + this.#relative;
    this.budget = this.#full;
    this.#next = tick + this.#period;
  }
}

/** A server that is idle. RangeError naming the option that is out of range. O(1) per call. */
export const createFlowServer = (options: FlowServerOptions): FlowServer => new Server(options);
