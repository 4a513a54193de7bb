/** One part of a request as placed: units of a resource from `offset` after the start. */
export interface AskPart {
  /** Index of the resource among the placer's. */
  readonly resource: number;
  /** Units held, as many as the resource has if it is exclusive. */
  readonly amount: number;
  readonly offset: number;
  readonly ticks: number;
}

/** A request to be placed. */
export interface Ask {
  readonly id: number;
  /** Its place in the queue: compared number by number, smallest first; ends in what is unique. */
  readonly rank: ArrayLike<number>;
  /**
   * Its place among those that may start before the reserved first one, `easy` only; `rank` if it
   * is left out. First come first served with backfilling of the shortest is two orders.
   */
  readonly backfill?: ArrayLike<number>;
  readonly parts: readonly AskPart[];
  /** Ticks from its start to the end of its last part, as asked for. */
  readonly length: number;
  readonly earliest: number;
  readonly latestStart: number;
}

/** A verdict: `start` is the tick at which it starts, -1 if it can no longer start in time. */
export interface Placed {
  readonly id: number;
  readonly start: number;
}

/**
 * Places requests on the timelines of some resources (XDV-023.3). It holds the queue of those that
 * wait, and what is promised to those that run or will. What differs between placements is whom
 * it considers and what it reserves; nobody is ever placed where units are lacking.
 */
export interface Placer {
  submit(ask: Ask): void;
  /** Takes back a request that waits. True if it did. */
  withdraw(id: number): boolean;
  /** Decides at `now`, which never decreases: verdicts in the order of decision. */
  decide(now: number): readonly Placed[];
  /** A request that was placed ends at `tick`, before its time: the rest is free again. */
  release(id: number, tick: number): void;
  /**
   * The first tick after `now` at which `decide` could say something although nothing was
   * submitted or released: -1 if there is none.
   */
  wakeAt(now: number): number;
  /** Requests that wait. */
  readonly waiting: number;
  /** New ranks for all that wait: for policies that are dynamic. */
  rerank(
    rankOf: (id: number) => ArrayLike<number>,
    backfillOf?: (id: number) => ArrayLike<number>,
  ): void;
  fork(): Placer;
}

/** Kinds of placement, plainest first. */
export const PLACEMENTS = ['strict', 'easy', 'conservative'] as const;

/**
 * - `strict`: only the first in the queue may start; all wait behind it.
 * - `easy`: the first gets the earliest start there is, others may start now if they do not
 *   delay it (Lifka 1995; Mu'alem and Feitelson 2001).
 * - `conservative`: each gets the earliest start that delays nobody before it, and keeps it or
 *   a better one (Mu'alem and Feitelson 2001). `binding`: the start is told at once, for good.
 */
export type PlacementKind = (typeof PLACEMENTS)[number];
