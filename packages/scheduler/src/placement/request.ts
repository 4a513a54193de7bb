import { invariant, TICK_MAX } from '@xdv/domain-model';
import type { Ask, AskPart } from './placer.ts';

/** A request as a placer knows it: it waits, or it was placed and has not ended. */
export interface Request {
  readonly ask: Ask;
  /** Its parts, cut such that no two hold one resource at the same time. */
  readonly parts: readonly AskPart[];
  /** Start that is reserved or was told; -1: none. */
  start: number;
  /** True once its start was told. */
  placed: boolean;
  /** Step at which its promise was made or tried last: see `Freed`. */
  tried: number;
}

/** A request to be placed, checked: what breaks the rules of `Ask` is the caller's mistake. */
export const requestFor = (ask: Ask, resources: number, rankWidth: number): Request => {
  invariant(Number.isSafeInteger(ask.id) && ask.id > 0, 'an id is a positive integer', ask.id);
  invariant(ask.rank.length === rankWidth, 'ranks have one width', ask.rank.length);
  const backfillWidth = ask.backfill?.length ?? rankWidth;
  invariant(backfillWidth === rankWidth, 'ranks have one width', backfillWidth);
  invariant(isTick(ask.earliest) && isTick(ask.latestStart), 'bounds are ticks', ask.id);
  let end = 0;
  for (const { resource, amount, offset, ticks } of ask.parts) {
    invariant(Number.isInteger(resource) && resource >= 0, 'no such resource', resource);
    invariant(resource < resources, 'no such resource', resource);
    invariant(Number.isSafeInteger(amount) && amount >= 1, 'parts hold units', amount);
    invariant(isTick(offset) && isTick(ticks) && ticks >= 1, 'parts last at least a tick', ticks);
    end = Math.max(end, offset + ticks);
  }
  invariant(end > 0 && end === ask.length, 'a request is as long as its parts', ask.length);
  return { ask, parts: disjoint(ask.parts), start: -1, placed: false, tried: 0 };
};

const isTick = (tick: number): boolean =>
  Number.isSafeInteger(tick) && tick >= 0 && tick <= TICK_MAX;

/**
 * Parts of one resource that overlap are added up, stretch by stretch: whoever looks for a common
 * start looks at each part alone. Quadratic in the parts of a request.
 */
const disjoint = (parts: readonly AskPart[]): readonly AskPart[] => {
  if (parts.length === 1) return parts;
  const isShared = parts.some((part, i) => parts.some((other, k) => k < i && overlap(part, other)));
  if (!isShared) return parts;
  return [...new Set(parts.map(({ resource }) => resource))].flatMap((resource) =>
    stretches(
      resource,
      parts.filter((part) => part.resource === resource),
    ),
  );
};

const overlap = (a: AskPart, b: AskPart): boolean =>
  a.resource === b.resource && a.offset < b.offset + b.ticks && b.offset < a.offset + a.ticks;

const stretches = (resource: number, parts: readonly AskPart[]): readonly AskPart[] => {
  const edges = [...new Set(parts.flatMap(({ offset, ticks }) => [offset, offset + ticks]))];
  edges.sort((a, b) => a - b);
  return edges.slice(1).flatMap((end, i) => {
    const offset = edges[i]!;
    const amount = parts
      .filter((part) => part.offset <= offset && part.offset + part.ticks >= end)
      .reduce((sum, part) => sum + part.amount, 0);
    return amount === 0 ? [] : [{ resource, amount, offset, ticks: end - offset }];
  });
};
