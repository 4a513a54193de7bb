import { type Outcome, gives, lacks } from './outcome.ts';
import type { Span } from './value.ts';

type Stretches = Span['stretches'];

/** `a + factor * b`, name by name; null when nothing is left. */
const combined = (a: Stretches, b: Stretches, factor: number): Stretches => {
  if (b === null) return a;
  const sums = new Map(a ?? []);
  for (const [name, count] of b) {
    const sum = (sums.get(name) ?? 0) + factor * count;
    if (sum === 0) sums.delete(name);
    else sums.set(name, sum);
  }
  return sums.size === 0 ? null : sums;
};


/** `a + factor * b`. */
export const addSpans = (a: Span, b: Span, factor = 1): Span => ({
  ns: a.ns + factor * b.ns,
  dt: a.dt + factor * b.dt,
  stretches: combined(a.stretches, b.stretches, factor),
});

/** Every part of a time, changed alike: multiplied, divided or negated. */
export const mapSpan = ({ ns, dt, stretches }: Span, change: (x: number) => number): Span => {
  const counts = [...(stretches ?? [])].map(([name, count]) => [name, change(count)] as const);
  const left = counts.filter(([, count]) => count !== 0);
  return { ns: change(ns), dt: change(dt), stretches: left.length === 0 ? null : new Map(left) };
};

const UNRESOLVED = 'its value depends on a stretch or on the length of a device cycle';

/** Two times in one unit; null if they have none in common. */
const inOneUnit = (a: Span, b: Span): readonly [number, number] | null => {
  if (a.stretches !== null || b.stretches !== null) return null;
  if (a.dt === 0 && b.dt === 0) return [a.ns, b.ns];
  return a.ns === 0 && b.ns === 0 ? [a.dt, b.dt] : null;
};

/** Computes with two times as numbers of one unit, if they have one. */
export const onSpans = (
  a: Span,
  b: Span,
  compute: (x: number, y: number) => Outcome,
): Outcome => {
  const pair = inOneUnit(a, b);
  return pair === null ? lacks(UNRESOLVED) : compute(...pair);
};

/** How often `b` fits into `a`, as a float. */
export const divideSpans = (a: Span, b: Span): Outcome =>
  onSpans(a, b, (x, y) => (y === 0 ? lacks('division by zero') : gives(x / y)));
