import type { Picture } from '../../plot/picture.ts';
import type { Named } from '../gantt/gantt.ts';
import { CURVE_COLOURS } from './palette.ts';
import { sharePanel, slowdownsOf, waitsOf } from './share-panel.ts';
import { queueOf, timePanel, utilizationOf } from './time-panel.ts';

/** Curves in a chart, and names that a line of a legend has room for. */
const CURVES_MAX = CURVE_COLOURS.length;
const LEGEND_MAX = 4;
const NAME_MAX = 22;

const cut = (name: string): string =>
  name.length <= NAME_MAX ? name : `${name.slice(0, NAME_MAX - 1)}…`;

/** Names that a legend has room for, with their numbers where they would be alike. */
const shortened = (all: readonly Named[]): readonly Named[] => {
  const alike = new Set(all.map(({ name }) => cut(name))).size < all.length;
  return all.map(({ name, schedule }, i) => {
    return { name: cut(alike ? `${i + 1}: ${name}` : name), schedule };
  });
};

/** Names over the left chart of a row and over the right one: all on both if there is room. */
const legends = (names: readonly string[]): readonly [readonly string[], readonly string[]] => {
  if (names.length <= LEGEND_MAX) return [names, names];
  return [names.slice(0, LEGEND_MAX), names.slice(LEGEND_MAX)];
};

/** The unit in which waiting is read: that of the workload's ticks, or the next one up. */
const waitUnit = (tickNs: number): readonly [name: string, ns: number] => {
  if (tickNs >= 1e8) return ['s', 1e9];
  return tickNs >= 1e5 ? ['ms', 1e6] : ['µs', 1e3];
};

function* scaled(values: Iterable<number>, factor: number): Generator<number> {
  for (const value of values) yield value * factor;
}

const WAIT = { title: 'Waiting time', note: 'Share of the jobs that wait no longer' };
const SLOW = { title: 'Bounded slow-down', note: 'Share of the jobs that are slowed no more' };
const BUSY = { title: 'Utilization over time', note: 'Busy share, a mean over the resources' };
const QUEUE = { title: 'Queue over time', note: 'Jobs submitted and not yet started' };

/**
 * Waiting and slow-down of the jobs as distributions, and utilization and queue over time, a curve
 * for each of up to eight schedules of one workload. A row of charts shares its legend.
 */
export const distributionPicture = (
  title: string,
  [first = '', second = '']: readonly string[],
  all: readonly Named[],
  boundTicks: number,
): Picture => {
  const schedules = shortened(all.slice(0, CURVES_MAX));
  const names = schedules.map(({ name }) => name);
  const [left, right] = legends(names);
  const { tickNs } = schedules[0]!.schedule.workload;
  const [unit, unitNs] = waitUnit(tickNs);
  const factor = tickNs / unitNs;
  const waits = schedules.map(({ schedule }) => scaled(waitsOf(schedule), factor));
  const slowdowns = schedules.map(({ schedule }) => slowdownsOf(schedule, boundTicks));
  const wait = { ...WAIT, axis: `waiting time (${unit})` };
  const drawn = all.length > CURVES_MAX ? ` · the first ${CURVES_MAX} of ${all.length}` : '';
  return {
    title,
    caption: [first, second + drawn],
    panels: [
      sharePanel(wait, { names, values: waits }, Math.min(1, factor), left),
      sharePanel({ ...SLOW, axis: 'bounded slow-down' }, { names, values: slowdowns }, 1, right),
      timePanel({ ...BUSY, axis: 'busy share' }, schedules, utilizationOf, left),
      timePanel({ ...QUEUE, axis: 'jobs that wait' }, schedules, queueOf, right),
    ],
  };
};
