import { invariant } from './invariant.ts';

/**
 * Logical time is superdense: a tag (tick, microstep), ordered lexicographically, as in reactor
 * languages (Lohstroh et al. 2021). One tick is a fixed span of modelled time, 1 µs by default.
 * Within a tick the microstep counts events, so two events never share a tag (XDV-005.2).
 */
export interface Tag {
  readonly tick: number;
  readonly microstep: number;
}

/** The last tick: 2^53 - 1, which is 285 years of microseconds. */
export const TICK_MAX = Number.MAX_SAFE_INTEGER;
/** The last microstep of a tick: 2^32 - 1. */
export const MICROSTEP_MAX = 0xffff_ffff;

export const TAG_ZERO: Tag = { tick: 0, microstep: 0 };

/** Negative, zero or positive as `a` comes before, with or after `b`. */
export const compareTags = (a: Tag, b: Tag): number =>
  a.tick - b.tick || a.microstep - b.microstep;

/** `tick:microstep`, the written form of a tag. */
export const formatTag = (tag: Tag): string => `${tag.tick}:${tag.microstep}`;

/** `tick + ticks`; halts if the sum leaves the range of ticks. */
export const addTicks = (tick: number, ticks: number): number => {
  const sum = tick + ticks;
  invariant(sum >= 0 && sum <= TICK_MAX, 'tick out of range', sum);
  return sum;
};

/** A span of modelled time in whole nanoseconds: physical, independent of the length of a tick. */
export type Duration = number & { readonly __xdv: 'Duration' };

/** The longest duration: 2^53 - 1 ns, about 104 days. */
export const DURATION_MAX = Number.MAX_SAFE_INTEGER;

const duration = (unit: string, scale: number) => (count: number): Duration => {
  const nanoseconds = Math.round(count * scale);
  if (nanoseconds >= 0 && nanoseconds <= DURATION_MAX) return nanoseconds as Duration;
  throw new RangeError(`${unit}(${String(count)}) is not a duration between 0 ns and 2^53 - 1 ns`);
};

/** Nanoseconds as a duration. Rounds to a whole nanosecond; throws RangeError out of range. */
export const ns = duration('ns', 1);
/** Microseconds as a duration. */
export const us = duration('us', 1e3);
/** Milliseconds as a duration. */
export const ms = duration('ms', 1e6);
/** Seconds as a duration. */
export const seconds = duration('seconds', 1e9);

/** Ticks that cover `span` when one tick lasts `tickNs`: rounds up, so nothing is cut short. */
export const ticksOf = (span: Duration, tickNs: number): number => Math.ceil(span / tickNs);

/** A duration for people: the largest unit that keeps the figure at or above 1. */
export const formatDuration = (span: number): string => {
  const units: readonly (readonly [number, string])[] = [
    [1e9, 's'],
    [1e6, 'ms'],
    [1e3, 'µs'],
  ];
  for (const [scale, unit] of units) {
    if (span >= scale) return `${Number((span / scale).toPrecision(4))} ${unit}`;
  }
  return `${span} ns`;
};
