import type { Schedule } from '@xdv/scheduler/lab';
import { line, type Panel, type Series } from '../../plot/panel.ts';
import { roundTo } from '../../plot/style.ts';
import { commonExtent, type Named } from '../gantt/gantt.ts';
import { allHolds, type Span } from '../holds.ts';
import { createLevels } from '../levels.ts';
import { CURVE_COLOURS, type ChartTexts } from './palette.ts';

/** A quantity over time, a mean for each of so many bins. */
export type OverTime = (schedule: Schedule, extent: Span, bins: number) => Float64Array;

/** The mean over the resources of their busy share. */
export const utilizationOf: OverTime = (schedule, extent, bins) => {
  const { resources } = schedule.workload;
  const levels = createLevels(extent, bins);
  for (const { resource, units, from, to } of allHolds(schedule)) {
    levels.add(from, to, units / resources[resource]!.capacity / resources.length);
  }
  return levels.means().map((level) => Math.min(1, level));
};

/** Jobs that were submitted and not started; those that never start wait for no time. */
export const queueOf: OverTime = ({ submitted, start }, extent, bins) => {
  const levels = createLevels(extent, bins);
  for (let i = 0; i < start.length; i++) levels.add(submitted[i]!, start[i]!, 1);
  return levels.means();
};

const UNITS = [
  ['days', 86_400e9],
  ['h', 3600e9],
  ['min', 60e9],
  ['s', 1e9],
  ['ms', 1e6],
] as const;

/** Time as it is best read on an axis: the longest unit of which there are several. */
const axisUnit = (spanNs: number): readonly [name: string, ns: number] =>
  UNITS.find(([, ns]) => spanNs >= 4 * ns) ?? ['µs', 1e3];

/** Fewer bins where curves lie over each other. */
const binsFor = (curves: number): number => (curves < 3 ? 160 : 80);

/** Levels as points in the middle of each bin. */
const curve = (
  name: string,
  levels: Float64Array,
  { from, to }: Span,
  unitTicks: number,
  color: string,
): Series => {
  const step = (to - from) / levels.length;
  const most = levels.reduce((high, level) => Math.max(high, level), 0);
  const data = Array.from(levels, (level, i) => {
    return [roundTo((from + (i + 0.5) * step) / unitTicks, to / unitTicks), roundTo(level, most)];
  });
  return line(name, data, { color, width: 1.5, opacity: 0.85 });
};

/** A quantity of each schedule over modelled time. */
export const timePanel = (
  { title, note, axis }: ChartTexts,
  schedules: readonly Named[],
  levelsOf: OverTime,
  legend: readonly string[],
): Panel => {
  const extent = commonExtent(schedules);
  const { tickNs } = schedules[0]!.schedule.workload;
  const [unit, unitNs] = axisUnit((extent.to - extent.from) * tickNs);
  const unitTicks = unitNs / tickNs;
  const bins = binsFor(schedules.length);
  return {
    title,
    note,
    xAxis: {
      type: 'value',
      name: `modelled time (${unit})`,
      min: extent.from / unitTicks,
      max: extent.to / unitTicks,
      axisLabel: { showMinLabel: false, showMaxLabel: false },
    },
    yAxis: { type: 'value', name: axis, min: 0 },
    series: schedules.map(({ name, schedule }, i) => {
      const levels = levelsOf(schedule, extent, bins);
      return curve(name, levels, extent, unitTicks, CURVE_COLOURS[i]!);
    }),
    legend,
    square: false,
  };
};
