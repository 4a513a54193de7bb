import type { Flow } from './flow.ts';
import { hyperperiodOf } from './releases.ts';
import { compareUtilization, ONE, utilizationRange } from './utilization.ts';

/** The latest tick that a test looks at: sums up to here are exact. */
const HORIZON_MAX = 2 ** 52;

/** Evaluations of the demand after which a test gives up, times flows. */
const EFFORT_MAX = 10_000_000;

/** ⌊a / b⌋ for safe integers, exactly. */
const floorDiv = (a: number, b: number): number => (a - (a % b)) / b;

/**
 * The demand bound function (Baruah, Rosier and Howell 1990): most work that is released and due
 * within any `length` ticks.
 */
export const demandIn = (flows: readonly Flow[], length: number): number => {
  let sum = 0;
  for (const { ticks, period, deadline } of flows) {
    if (length >= deadline) sum += (floorDiv(length - deadline, period) + 1) * ticks;
  }
  return sum;
};

/** The last deadline at or before `tick` if all flows are released at 0; -1 if there is none. */
const deadlineUpTo = (flows: readonly Flow[], tick: number): number => {
  let last = -1;
  for (const { period, deadline } of flows) {
    if (tick < deadline) continue;
    last = Math.max(last, deadline + floorDiv(tick - deadline, period) * period);
  }
  return last;
};

/** A length of time in which more is due than fits. */
export interface Overload {
  readonly kind: 'demand';
  /** Ticks after a release of all flows at once: the length of the interval. */
  readonly tick: number;
  /** Work released and due within it. */
  readonly demand: number;
  /** Ticks of a window that began just before it and cannot be preempted. */
  readonly blocking: number;
  /** Flow of that window; 0 if none. */
  readonly blockedBy: number;
}

/** The test went over its limit of effort. */
export interface Undecided {
  readonly kind: 'effort';
  readonly steps: number;
}

interface Blocking {
  readonly ticks: number;
  readonly flow: number;
}

const UNBLOCKED: Blocking = { ticks: 0, flow: 0 };

/** A stretch of lengths in which blocking is the same. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly blocking: Blocking;
}

/**
 * Blocking of deadlines before `limit`: one in [from, to) may find that a window of a flow with a
 * longer deadline began a tick earlier, so all but one tick of it are left (Jeffay, Stanat and
 * Martel 1991; George, Rivierre and Spuri 1996). Longest lengths first.
 */
const stretches = (flows: readonly Flow[], limit: number): readonly Stretch[] => {
  const falling = [...flows].sort((a, b) => b.deadline - a.deadline || a.id - b.id);
  const found: Stretch[] = [];
  let blocking = UNBLOCKED;
  let to = limit;
  for (const { id, deadline, section } of falling) {
    if (deadline < to) found.push({ from: deadline, to, blocking });
    to = Math.min(to, deadline);
    if (section - 1 > blocking.ticks) blocking = { ticks: section - 1, flow: id };
  }
  return found;
};

/** Counts evaluations of the demand. */
export class Effort {
  steps = 0;
  readonly #max: number;

  constructor(flows: number) {
    this.#max = Math.ceil(EFFORT_MAX / Math.max(1, flows));
  }

  get spent(): boolean {
    return this.steps >= this.#max;
  }
}

/**
 * Quick processor-demand analysis (Zhang and Burns 2009) of one stretch: from its longest length
 * down, jumping to the demand itself, since nothing between them can be overloaded.
 */
const overloadIn = (
  flows: readonly Flow[],
  { from, to, blocking }: Stretch,
  effort: Effort,
): Overload | Undecided | undefined => {
  let tick = deadlineUpTo(flows, to - 1);
  while (tick >= from) {
    if (effort.spent) return { kind: 'effort', steps: effort.steps };
    effort.steps++;
    const demand = demandIn(flows, tick);
    const busy = demand + blocking.ticks;
    if (busy > tick) {
      // the same demand is due at the last deadline up to here
      const due = deadlineUpTo(flows, tick);
      const { ticks, flow } = blocking;
      return { kind: 'demand', tick: due, demand, blocking: ticks, blockedBy: flow };
    }
    tick = busy < tick ? busy : deadlineUpTo(flows, tick - 1);
  }
  return undefined;
};

/**
 * Ticks until the work of all flows, released at 0 and as often as they may, is done for the first
 * time (Spuri 1996): an overload shows before that. -1 if the effort is spent.
 */
const busyPeriod = (flows: readonly Flow[], effort: Effort): number => {
  let busy = 0;
  for (const { ticks } of flows) busy += ticks;
  for (;;) {
    if (effort.spent || busy > HORIZON_MAX) return -1;
    effort.steps++;
    let next = 0;
    for (const { ticks, period } of flows) {
      next += (floorDiv(busy - 1, period) + 1) * ticks;
    }
    if (next === busy) return busy;
    busy = next;
  }
};

/**
 * Σ(T - D)·C/T over 1 - ΣC/T: later than this and later than every deadline, no overload can show
 * (Baruah, Rosier and Howell 1990). Infinity if all the machine is used.
 */
const slackLimit = (flows: readonly Flow[]): number => {
  let early = 0n;
  for (const { ticks, period, deadline } of flows) {
    const product = BigInt(period - deadline) * BigInt(ticks) * ONE;
    early += product / BigInt(period) + 1n;
  }
  if (flows.every(({ period, deadline }) => period === deadline)) return 0;
  const spare = ONE - utilizationRange(flows).high;
  return spare > 0n ? Number(early / spare) + 1 : Infinity;
};

/**
 * Lengths below this have to be looked at; -1 if finding out is too much work. A hyperperiod is
 * enough: of one length more than another by it, no less is left free.
 */
const lengthLimit = (flows: readonly Flow[], effort: Effort): number => {
  const longest = flows.reduce((most, { deadline }) => Math.max(most, deadline), 0);
  const limit = Math.min(slackLimit(flows), hyperperiodOf(flows));
  if (limit <= HORIZON_MAX) return Math.max(longest, limit) + 1;
  const busy = busyPeriod(flows, effort);
  return busy < 0 ? -1 : Math.max(longest, busy) + 1;
};

/**
 * The overload of flows whose ΣC/T is at most 1, if there is any, under earliest deadline first
 * with windows that are not preempted: exact for sporadic flows. Cost: flows × steps; steps are
 * few, but no bound below the number of deadlines is proven, so they are limited.
 */
export const findOverload = (
  flows: readonly Flow[],
  effort: Effort,
): Overload | Undecided | undefined => {
  const preemptible = flows.every(({ section }) => section === 1);
  const implicit = flows.every(({ period, deadline }) => period === deadline);
  // Liu and Layland 1973, theorem 7
  if (preemptible && implicit && compareUtilization(flows, 1, 1) <= 0) return undefined;
  const limit = lengthLimit(flows, effort);
  if (limit < 0) return { kind: 'effort', steps: effort.steps };
  for (const stretch of stretches(flows, limit)) {
    const overload = overloadIn(flows, stretch, effort);
    if (overload !== undefined) return overload;
  }
  return undefined;
};
