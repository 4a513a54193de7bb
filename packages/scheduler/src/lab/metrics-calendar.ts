import { hyperperiodOf } from '../flows/releases.ts';
import type { Closure, Resource } from '../model/resource.ts';

/** Ticks of [0, tick) that a closure covers. */
const coveredBefore = ({ start, ticks, every }: Closure, tick: number): number => {
  const since = Math.max(0, tick - start);
  if (every === 0) return Math.min(ticks, since);
  const each = Math.min(ticks, every);
  return Math.floor(since / every) * each + Math.min(each, since % every);
};

/** First tick from `tick` on that a closure covers; Infinity if there is none. */
const closedFrom = ({ start, ticks, every }: Closure, tick: number): number => {
  if (ticks === 0) return Infinity;
  if (tick <= start) return start;
  const into = every === 0 ? tick - start : (tick - start) % every;
  if (into < ticks) return tick;
  return every === 0 ? Infinity : tick + (every - into);
};

/** End of the occurrence of a closure that covers `tick`; `tick` itself if none does. */
const openFrom = ({ start, ticks, every }: Closure, tick: number): number => {
  if (tick < start) return tick;
  const into = every === 0 ? tick - start : (tick - start) % every;
  return into < ticks ? tick + (ticks - into) : tick;
};

/** End of the run of closures, one touching the next, that covers `tick`, or `most` if later. */
const endOfRun = (closures: readonly Closure[], tick: number, most: number): number => {
  let end = tick;
  let before = -1;
  while (end > before && end < most) {
    before = end;
    for (const closure of closures) end = openFrom(closure, end);
  }
  return Math.min(end, most);
};

/** Closed spans that are looked at one by one; what follows them is taken to be alike. */
const SPANS_MAX = 1_000_000;

/** Ticks of [from, to) that any of several closures covers, by going through them. */
const coveredByAny = (closures: readonly Closure[], from: number, to: number): number => {
  let covered = 0;
  let at = from;
  for (let spans = 0; spans < SPANS_MAX; spans++) {
    let closed = Infinity;
    for (const closure of closures) closed = Math.min(closed, closedFrom(closure, at));
    if (closed >= to) return covered;
    at = endOfRun(closures, closed, to);
    covered += at - closed;
  }
  return (covered / (at - from)) * (to - from);
};

/**
 * Ticks of [from, to) that any of several closures covers. Once all have begun and those that come
 * once are over, what they cover repeats with the least common multiple of their periods.
 */
const coveredByAll = (closures: readonly Closure[], from: number, to: number): number => {
  const periods = closures.filter(({ every }) => every > 0);
  const repeat = hyperperiodOf(periods.map(({ every }) => ({ period: every })));
  let settled = from;
  for (const { start, ticks, every } of closures) {
    settled = Math.max(settled, every === 0 ? start + ticks : start);
  }
  const rounds = Math.floor((to - settled) / repeat);
  if (rounds < 2) return coveredByAny(closures, from, to);
  const before = coveredByAny(closures, from, settled);
  const each = coveredByAny(closures, settled, settled + repeat);
  return before + rounds * each + coveredByAny(closures, settled + rounds * repeat, to);
};

/**
 * Ticks of [from, to) in which no closure covers the resource. Time constant for one closure; for
 * more, closures times the closed spans until they repeat. Those are looked at one by one up to a
 * million; what follows is taken to be alike.
 */
export const openTicks = ({ closures }: Resource, from: number, to: number): number => {
  if (closures.length === 0 || to <= from) return Math.max(0, to - from);
  if (closures.length > 1) return to - from - coveredByAll(closures, from, to);
  return to - from - (coveredBefore(closures[0]!, to) - coveredBefore(closures[0]!, from));
};
