import type { Schedule } from '@xdv/scheduler/lab';
import { COLOUR } from '../../plot/style.ts';
import { extentOf, type Span } from '../holds.ts';
import { element, escaped, label, line, rect } from '../svg.ts';
import { timeMarks } from '../time-text.ts';
import { colouringOf, type Colouring } from './colours.ts';
import { CHART, drawRow, isLate, LATE, LEFT } from './draw-row.ts';
import { rowsOf, type Row } from './rows.ts';

/** A schedule with what it is called in a comparison. */
export interface Named {
  readonly name: string;
  readonly schedule: Schedule;
}

/** Schedules one below the other beyond so many are not drawn. */
const SCHEDULES_MAX = 6;
/** Resources of a schedule: with more than these, idle ones are left out, and then the last. */
const IDLE_MAX = 8;
const ROWS_MAX = 60;

const WIDTH = LEFT + CHART + 30;
const HEAD = 62;
const LEGEND_HEIGHT = 20;
const TITLE_HEIGHT = 30;
const AXIS_HEIGHT = 34;
const ROW_GAP = 8;
const BLOCK_GAP = 18;
const FONT = 'Helvetica, Arial, sans-serif';

/** One unit alone is a bar to write on; many share the height of a row. */
const rowHeight = ({ units, bars }: Row): number => {
  if (bars === undefined) return 110;
  if (units === 1) return 28;
  return Math.max(40, Math.min(units * 22, 200, Math.max(110, units)));
};

const hatch = (id: string, stroke: string, turn: number): string =>
  element(
    'pattern',
    {
      id,
      width: 6,
      height: 6,
      patternUnits: 'userSpaceOnUse',
      patternTransform: `rotate(${turn})`,
    },
    rect(0, 0, 6, 6, { fill: '#f1f1f1' }),
    line([0, 0, 0, 6], { stroke, 'stroke-width': 2 }),
  );

const DEFINITIONS = element(
  'defs',
  {},
  hatch('xdv-closed', COLOUR.pale, 45),
  hatch('xdv-reserved', COLOUR.dim, -45),
);

/** What is in the picture besides jobs, as far as it is. */
const marksOf = (schedules: readonly Named[], rows: readonly (readonly Row[])[]) => {
  const all = rows.flat();
  const some = (test: (row: Row) => boolean): boolean => all.some(test);
  const closed = some((row) => row.closed.length > 0);
  const reserved = some(({ bars }) => bars?.some(({ job }) => job < 0) === true);
  const sessions = some((row) => row.sessions.length > 0);
  const calibrated = some((row) => row.calibrations.length > 0);
  const missed = schedules.some(({ schedule }, i) =>
    rows[i]!.some(({ bars = [] }) => bars.some((bar) => isLate(schedule, bar))),
  );
  return [
    ...(closed ? [['closed', { fill: 'url(#xdv-closed)' }] as const] : []),
    ...(reserved ? [['reserved', { fill: 'url(#xdv-reserved)' }] as const] : []),
    ...(sessions ? [['session', { fill: 'none', stroke: COLOUR.ink }] as const] : []),
    ...(calibrated
      ? [['calibrated', { fill: 'none', stroke: COLOUR.ink, 'stroke-dasharray': '2 3' }] as const]
      : []),
    ...(missed ? [['past its deadline', { fill: 'none', stroke: LATE }] as const] : []),
  ];
};

/** Entries side by side, in as many lines as they take; gives their markup and their height. */
const drawLegend = (
  entries: readonly (readonly [string, Readonly<Record<string, string>>])[],
  top: number,
) => {
  let [x, y] = [20, top];
  const parts = entries.map(([name, swatch]) => {
    const width = 20 + Array.from(name).length * 6.6 + 18;
    if (x + width > WIDTH - 20) [x, y] = [20, y + LEGEND_HEIGHT];
    const drawn = rect(x, y - 9, 14, 10, swatch) + label(x + 20, y, name, { 'font-size': 12 });
    x += width;
    return drawn;
  });
  return { markup: parts.join('\n'), height: y - top + LEGEND_HEIGHT };
};

/** Marks of time above the rows of a schedule, and lines through them. */
const drawAxis = (tickNs: number, { from, to }: Span, top: number, height: number): string => {
  const { unit, unitNs, marks } = timeMarks(from * tickNs, to * tickNs, 11);
  const lines = marks.map((mark) => {
    const x = LEFT + (CHART * (mark * unitNs - from * tickNs)) / ((to - from) * tickNs);
    const text = label(x, top - 6, `${mark}`, { 'text-anchor': 'middle', 'font-size': 11 });
    return text + line([x, top - 2, x, top + height], { stroke: COLOUR.rule });
  });
  const name = label(LEFT - 24, top - 6, `time (${unit})`, {
    'text-anchor': 'end',
    'font-size': 11,
    fill: COLOUR.dim,
  });
  return [name, ...lines].join('\n');
};

interface Block {
  readonly markup: string;
  readonly height: number;
}

/** One schedule: its name, time, and its resources. */
const drawBlock = (
  { name, schedule }: Named,
  rows: readonly Row[],
  window: Span,
  colouring: Colouring,
  top: number,
): Block => {
  const first = top + TITLE_HEIGHT + AXIS_HEIGHT - 10;
  let y = first;
  const drawn = rows.map((row) => {
    const frame = { window, top: y, height: rowHeight(row) };
    y += frame.height + ROW_GAP;
    return drawRow(schedule, row, frame, colouring);
  });
  const title = label(20, top + 18, name, { 'font-size': 15, 'font-weight': 'bold' });
  const axis = drawAxis(schedule.workload.tickNs, window, first, y - ROW_GAP - first);
  return { markup: [title, axis, ...drawn].join('\n'), height: y - top + BLOCK_GAP };
};

/** The rows of every schedule, those of the same resources: idle ones only if they are few. */
const shownRows = (drawn: readonly Named[], window: Span): readonly (readonly Row[])[] => {
  const all = drawn.map(({ schedule }) => rowsOf(schedule, 1 / drawn.length, window, CHART));
  const keep = (at: number): boolean =>
    all[0]!.length <= IDLE_MAX || all.some((rows) => rows[at]!.used);
  return all.map((rows) => rows.filter((_, at) => keep(at)).slice(0, ROWS_MAX));
};

/** What is not in the picture, or not as one would expect. */
const notesOf = (schedules: readonly Named[], rows: readonly (readonly Row[])[]): string[] => {
  const resources = schedules[0]!.schedule.workload.resources.length;
  const shown = rows[0]!.length;
  const crowded = rows.flat().some(({ bars }) => bars === undefined);
  const notes = [
    ...(schedules.length > SCHEDULES_MAX
      ? [`${SCHEDULES_MAX} of ${schedules.length} schedules are drawn`]
      : []),
    ...(shown < resources ? [`${shown} of ${resources} resources are drawn`] : []),
    ...(crowded ? ['areas are busy units, where bars would be too small to see'] : []),
  ];
  if (notes.length === 0) return [];
  return [label(20, 44, notes.join('; '), { 'font-size': 12, fill: COLOUR.dim })];
};

/** The span of time in which anything happens in any of the schedules. */
export const commonExtent = (schedules: readonly Named[]): Span => {
  const extents = schedules.map(({ schedule }) => extentOf(schedule));
  return {
    from: Math.min(...extents.map(({ from }) => from)),
    to: Math.max(...extents.map(({ to }) => to)),
  };
};

/**
 * Schedules of one workload as a Gantt chart in SVG that loads nothing and runs nothing: resources
 * from top to bottom, time from left to right within `window`, in ticks. Equal schedules give equal
 * bytes. Time ∝ jobs · units drawn, with limits on both.
 */
export const renderGantt = (
  title: string,
  schedules: readonly Named[],
  window: Span = commonExtent(schedules),
): string => {
  const drawn = schedules.slice(0, SCHEDULES_MAX);
  const rows = shownRows(drawn, window);
  const colouring = colouringOf(drawn[0]!.schedule);
  const bars = rows.flat().some((row) => row.bars !== undefined);
  const paints = bars ? colouring.legend.map(([name, { fill }]) => [name, { fill }] as const) : [];
  const legend = drawLegend([...paints, ...marksOf(drawn, rows)], HEAD);
  let y = HEAD + legend.height;
  const blocks = drawn.map((named, i) => {
    const block = drawBlock(named, rows[i]!, window, colouring, y);
    y += block.height;
    return block.markup;
  });
  const size = { viewBox: `0 0 ${WIDTH} ${y}`, width: WIDTH, height: y };
  const style = { 'font-family': FONT, fill: COLOUR.ink };
  return `${element(
    'svg',
    { xmlns: 'http://www.w3.org/2000/svg', role: 'img', ...size, ...style },
    `\n${element('title', {}, escaped(title))}\n`,
    DEFINITIONS,
    rect(0, 0, WIDTH, y, { fill: COLOUR.paper }),
    label(20, 26, title, { 'font-size': 20 }),
    ...notesOf(schedules, rows),
    `\n${legend.markup}\n`,
    blocks.join('\n'),
    '\n',
  )}\n`;
};
