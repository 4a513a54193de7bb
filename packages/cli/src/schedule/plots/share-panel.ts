import type { Schedule } from '@xdv/scheduler/lab';
import { line, type Panel, type Series } from '../../plot/panel.ts';
import { roundTo, showNumber } from '../../plot/style.ts';
import { ran } from '../holds.ts';
import { CURVE_COLOURS, type ChartTexts } from './palette.ts';

/** Steps of a curve across its axis. */
const STEPS = 240;

/** The values of jobs, a set for each name. */
export interface Samples {
  readonly names: readonly string[];
  readonly values: readonly Iterable<number>[];
}

/** Ticks that each job which ran waited. */
export function* waitsOf(schedule: Schedule): Generator<number> {
  const { start, submitted } = schedule;
  for (let i = 0; i < start.length; i++) {
    if (ran(schedule, i)) yield start[i]! - submitted[i]!;
  }
}

/** max(1, (wait + run) / max(run, bound)) of each job that ran (Feitelson and Rudolph 1998). */
export function* slowdownsOf(schedule: Schedule, boundTicks: number): Generator<number> {
  const { start, end, submitted } = schedule;
  for (let i = 0; i < start.length; i++) {
    if (!ran(schedule, i)) continue;
    const length = Math.max(end[i]! - start[i]!, boundTicks, 1);
    yield Math.max(1, (end[i]! - submitted[i]!) / length);
  }
}

/** The share of sorted values that are at most `bound`. Time ∝ log values. */
const shareUpTo = (sorted: Float64Array, bound: number): number => {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! <= bound) low = middle + 1;
    else high = middle;
  }
  return sorted.length === 0 ? 1 : low / sorted.length;
};

/** A power of ten at or above all values, and well above `low`. */
const ceilingOf = (sorted: readonly Float64Array[], low: number): number => {
  const most = Math.max(10 * low, ...sorted.map((values) => values.at(-1) ?? 0));
  return 10 ** Math.ceil(Math.log10(most) - 1e-9);
};

const curve = (name: string, sorted: Float64Array, color: string, bounds: readonly number[]) => {
  const data = bounds.map((bound) => {
    return [Number(bound.toPrecision(5)), roundTo(shareUpTo(sorted, bound), 1)];
  });
  return line(name, data, { color, width: 2, opacity: 0.9 });
};

/**
 * The share of the jobs whose value is no more than that on an axis of powers of ten from `low`, a
 * curve for each name. Time ∝ n log n in the values.
 */
export const sharePanel = (
  { title, note, axis }: ChartTexts,
  { names, values }: Samples,
  low: number,
  legend: readonly string[],
): Panel => {
  const sorted = values.map((own) => Float64Array.from(own).sort());
  const high = ceilingOf(sorted, low);
  const bounds = Array.from({ length: STEPS + 1 }, (_, i) => low * (high / low) ** (i / STEPS));
  const series = sorted.map((own, i): Series => curve(names[i]!, own, CURVE_COLOURS[i]!, bounds));
  const formatter = (value: number): string => showNumber(Number(value.toPrecision(3)));
  const axisLabel = { formatter, hideOverlap: true };
  return {
    title,
    note,
    xAxis: { type: 'log', name: axis, min: low, max: high, axisLabel },
    yAxis: { type: 'value', name: 'share of the jobs', min: 0, max: 1 },
    series,
    legend,
    square: false,
  };
};
