import { showNumber } from '../plot/style.ts';

/** Units of time for people, in nanoseconds, longest first. */
const UNITS = [
  ['d', 86_400e9],
  ['h', 3_600e9],
  ['min', 60e9],
  ['s', 1e9],
  ['ms', 1e6],
  ['µs', 1e3],
  ['ns', 1],
] as const;

type Unit = (typeof UNITS)[number];

/** The longest unit of which there is one in a span, with its nanoseconds. */
export const timeUnit = (spanNs: number): Unit =>
  UNITS.find(([, each]) => Math.abs(spanNs) >= each * 0.9995) ?? UNITS[6];

/** A span in nanoseconds, three digits in the longest unit of which there is one: `4.31 h`. */
export const spanText = (spanNs: number): string => {
  if (spanNs === 0) return '0 s';
  const [unit, scale] = timeUnit(spanNs);
  const value = spanNs / scale;
  const whole = Math.abs(value) >= 1000;
  return `${showNumber(whole ? Math.round(value) : Number(value.toPrecision(3)))} ${unit}`;
};

/** Steps of an axis that people count in, as multiples of a unit. */
const STEPS: Readonly<Record<Unit[0], readonly number[]>> = {
  ns: [1, 2, 5, 10, 20, 50, 100, 200, 500],
  µs: [1, 2, 5, 10, 20, 50, 100, 200, 500],
  ms: [1, 2, 5, 10, 20, 50, 100, 200, 500],
  s: [1, 2, 5, 10, 15, 30],
  min: [1, 2, 5, 10, 15, 30],
  h: [1, 2, 3, 6, 12],
  d: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 1e5, 1e6],
};

/** Marks of an axis of time, in one unit. */
export interface TimeMarks {
  readonly unit: Unit[0];
  readonly unitNs: number;
  /** Multiples of the unit, within the axis. */
  readonly marks: readonly number[];
}

/** Marks from `fromNs` to `toNs`, at most `marksMax` of them, at round times. */
export const timeMarks = (fromNs: number, toNs: number, marksMax: number): TimeMarks => {
  const least = (toNs - fromNs) / marksMax;
  const all = UNITS.toReversed().flatMap(([unit, unitNs]) =>
    STEPS[unit].map((step) => ({ unit, unitNs, step })),
  );
  const { unit, unitNs, step } = all.find((one) => one.step * one.unitNs >= least) ?? all.at(-1)!;
  const stepNs = step * unitNs;
  // an axis may begin and end at a mark, as far as its numbers are exact
  const first = Math.ceil(fromNs / stepNs - 1e-6);
  const last = Math.floor(toNs / stepNs + 1e-6);
  const marks = Array.from({ length: Math.max(0, last - first + 1) }, (_, k) => (first + k) * step);
  return { unit, unitNs, marks };
};
