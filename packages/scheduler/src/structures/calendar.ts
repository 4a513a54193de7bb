import { TICK_MAX } from '@xdv/domain-model';
import type { Closure, Resource } from '../model/resource.ts';

/**
 * Gaps between closures that a search looks at before it gives up. Several periods may make a
 * pattern that does not repeat in sight: what finds no gap among so many counts as what never will.
 */
export const CALENDAR_GAPS_MAX = 4096;

/** When a resource is open: the times that none of its closures covers. */
export interface Calendar {
  /** True if `tick` is open. */
  isOpen(tick: number): boolean;
  /** First tick from `tick` on that is closed; Infinity if there is none. */
  closedFrom(tick: number): number;
  /**
   * The first start in [from, latest] such that [start, start + length) is open throughout and ends
   * by TICK_MAX; -1 if there is none, or none among the next CALENDAR_GAPS_MAX gaps.
   */
  earliest(from: number, length: number, latest: number): number;
}

/** Closed for `ticks` at each tick from `from` on that leaves `phase` when divided by `every`. */
interface Pattern {
  readonly from: number;
  readonly phase: number;
  readonly ticks: number;
  readonly every: number;
}

/** A closure that happens once, or never ends. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/** Ticks since the pattern last began to be closed. By differences: a sum could leave the ticks. */
const sinceClosed = ({ phase, every }: Pattern, tick: number): number => {
  const into = (tick % every) - phase;
  return into < 0 ? into + every : into;
};

/** First tick from `tick` on that a pattern does not close; above TICK_MAX if there is none. */
const openAfter = (pattern: Pattern, tick: number): number => {
  if (tick < pattern.from) return tick;
  return tick + Math.max(0, pattern.ticks - sinceClosed(pattern, tick));
};

/** First tick from `tick` on that a pattern closes. */
const closedAfter = (pattern: Pattern, tick: number): number => {
  if (tick < pattern.from) return pattern.from;
  const since = sinceClosed(pattern, tick);
  return since < pattern.ticks ? tick : tick + (pattern.every - since);
};

const isEndless = ({ ticks, every }: Closure): boolean => every > 0 && ticks >= every;

const patternsOf = ({ closures, calibration }: Resource): readonly Pattern[] => {
  const patterns = closures
    .filter((closure) => closure.ticks > 0 && closure.every > 0 && !isEndless(closure))
    .map(({ start, ticks, every }) => ({ from: start, phase: start % every, ticks, every }));
  if (!calibration) return patterns;
  // a job may start up to `validTicks` after a calibration; the cycle ran before tick 0 as well
  const { firstTick, everyTicks: every, validTicks } = calibration;
  const ticks = every - validTicks - 1;
  if (ticks <= 0) return patterns;
  const phase = ((firstTick % every) + validTicks + 1) % every;
  // tick 0 may lie within a span that began before it
  return [...patterns, { from: 0, phase, ticks, every }];
};

/** Spans in order, those that touch made one. */
const spansOf = ({ closures }: Resource): readonly Span[] => {
  const spans: { start: number; end: number }[] = [];
  const once = closures.filter((closure) => closure.ticks > 0 && closure.every === 0);
  const all = [...once, ...closures.filter(isEndless)].toSorted((a, b) => a.start - b.start);
  for (const closure of all) {
    const { start } = closure;
    const end = isEndless(closure) ? Infinity : start + closure.ticks;
    const last = spans.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else spans.push({ start, end });
  }
  return spans;
};

/** Index of the first span that ends after `tick`. */
const spanAt = (spans: readonly Span[], tick: number): number => {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (spans[middle]!.end <= tick) low = middle + 1;
    else high = middle;
  }
  return low;
};

/**
 * The calendar of a resource: its closures, and the times at which its last calibration no longer
 * counts. A step of a search costs the logarithm of the closures that happen once, and is linear in
 * those that repeat.
 */
export const createCalendar = (resource: Resource): Calendar => {
  const patterns = patternsOf(resource);
  const spans = spansOf(resource);

  const closedFrom = (tick: number): number => {
    const span = spans[spanAt(spans, tick)];
    let first = span ? Math.max(span.start, tick) : Infinity;
    for (const pattern of patterns) first = Math.min(first, closedAfter(pattern, tick));
    return first > TICK_MAX ? Infinity : first;
  };

  /** First tick from `tick` on that neither spans nor patterns close; above TICK_MAX if none. */
  const openFrom = (tick: number): number => {
    let open = tick;
    for (let rounds = 0; open <= TICK_MAX && rounds < CALENDAR_GAPS_MAX; rounds++) {
      const before = open;
      const span = spans[spanAt(spans, open)];
      if (span && span.start <= open) open = span.end;
      for (const pattern of patterns) open = openAfter(pattern, open);
      if (open === before) return open;
    }
    return Infinity;
  };

  const earliest = (from: number, length: number, latest: number): number => {
    const ticks = Math.max(length, 1);
    let last = Math.min(latest, TICK_MAX - ticks);
    // what no gap of a pattern holds must end before that pattern begins
    for (const { from: begin, ticks: closed, every } of patterns) {
      if (every - closed < ticks) last = Math.min(last, begin - ticks);
    }
    let start = from;
    for (let gaps = 0; start <= last && gaps < CALENDAR_GAPS_MAX; gaps++) {
      const open = openFrom(start);
      if (open > last) return -1;
      const closed = closedFrom(open);
      if (closed - open >= ticks) return open;
      start = closed;
    }
    return -1;
  };

  return { isOpen: (tick) => closedFrom(tick) > tick, closedFrom, earliest };
};
