import type { Schedule } from '@xdv/scheduler/lab';
import { COLOUR } from '../../plot/style.ts';
import type { Span } from '../holds.ts';
import { clipped, element, escaped, label, line, rect } from '../svg.ts';
import { spanText } from '../time-text.ts';
import { DOMAIN_PAINT, type Colouring, type Paint } from './colours.ts';
import type { Bar, Row } from './rows.ts';

/** Pixels from left to right: names, then time. */
export const LEFT = 170;
export const CHART = 1000;

/** Where ticks and rows are on the paper. */
export interface Frame {
  readonly window: Span;
  readonly top: number;
  readonly height: number;
}

export const LATE = '#b00020';
const NAME_SIZE = 12.5;
const BAR_SIZE = 10;

const xOf = ({ window }: Frame, tick: number): number =>
  LEFT + (CHART * (tick - window.from)) / (window.to - window.from);

/** Left edge and width of a span; never too thin to be seen. */
const across = (frame: Frame, { from, to }: Span, least = 0.8): readonly [number, number] => {
  const x = xOf(frame, from);
  return [x, Math.max(least, xOf(frame, to) - x)];
};

const unitText = (units: number): string => `${units} ${units === 1 ? 'unit' : 'units'}`;

/** What a pointer over a bar says. */
const describeBar = ({ workload, submitted, start, end }: Schedule, { job }: Bar): string => {
  if (job < 0) return 'reservation';
  const { id, tenant, deadline, parts } = workload.jobs[job]!;
  const text = (ticks: number): string => spanText(ticks * workload.tickNs);
  const units = parts.map(({ amount }) => unitText(amount)).join(' + ');
  const waited = text(start[job]! - submitted[job]!);
  const late = end[job]! > deadline ? `, ${text(end[job]! - deadline)} late` : '';
  const owner = tenant === 0 ? '' : `, tenant ${tenant}`;
  const ran = text(end[job]! - start[job]!);
  return `job ${id}${owner}: ${units}, waited ${waited}, ran ${ran}${late}`;
};

const paintOf = ({ job }: Bar, { resource }: Row, colouring: Colouring): Paint =>
  job < 0
    ? { fill: 'url(#xdv-reserved)', ink: COLOUR.ink }
    : colouring.paint(job, resource.domain);

export const isLate = ({ workload, end }: Schedule, { job }: Bar): boolean =>
  job >= 0 && end[job]! > workload.jobs[job]!.deadline;

const drawBar = (
  schedule: Schedule,
  bar: Bar,
  row: Row,
  frame: Frame,
  colouring: Colouring,
): string => {
  const unit = frame.height / row.units;
  const [x, width] = across(frame, bar);
  const y = frame.top + frame.height - (bar.unit + bar.units) * unit;
  const height = bar.units * unit;
  const { fill, ink } = paintOf(bar, row, colouring);
  const edged = width > 3 && height > 3 ? { stroke: COLOUR.paper, 'stroke-width': 0.6 } : {};
  const late = isLate(schedule, bar) ? { stroke: LATE, 'stroke-width': 1.6 } : {};
  const title = element('title', {}, escaped(describeBar(schedule, bar)));
  const box = rect(x, y, width, height, { fill, ...edged, ...late }, title);
  const text = bar.job < 0 ? '' : String(schedule.workload.jobs[bar.job]!.id);
  if (text === '' || height < BAR_SIZE || width < (text.length + 1) * BAR_SIZE * 0.6) return box;
  const place = { 'text-anchor': 'middle', 'font-size': BAR_SIZE, fill: ink };
  return box + label(x + width / 2, y + height / 2 + BAR_SIZE * 0.35, text, place);
};

/** Busy units as an area: as high as the row if all are. */
const drawLevels = ({ levels, resource }: Row, { top, height }: Frame): string => {
  const bottom = top + height;
  const step = CHART / levels.length;
  const points = Array.from(levels, (level, i) => {
    const y = Math.round((bottom - (height * level) / resource.capacity) * 10) / 10;
    return `V${y}H${Math.round((LEFT + (i + 1) * step) * 10) / 10}`;
  });
  const { fill } = DOMAIN_PAINT[resource.domain];
  const d = `M${LEFT},${bottom}${points.join('')}V${bottom}Z`;
  return element('path', { d, fill, 'fill-opacity': '0.8' });
};

const drawClosed = (row: Row, frame: Frame): string =>
  row.closed
    .map((span) => {
      const [x, width] = across(frame, span);
      const title = element('title', {}, 'closed');
      const style = { fill: 'url(#xdv-closed)', opacity: span.share };
      return rect(x, frame.top, width, frame.height, style, title);
    })
    .join('');

const drawCalibrations = ({ calibrations }: Row, frame: Frame): string =>
  calibrations
    .map((tick) => {
      const x = xOf(frame, tick);
      const style = { stroke: COLOUR.ink, 'stroke-dasharray': '2 3' };
      return line([x, frame.top, x, frame.top + frame.height], style);
    })
    .join('');

const drawSessions = ({ sessions }: Row, frame: Frame): string =>
  sessions
    .map((span) => {
      const [x, width] = across(frame, span, 2);
      const edge = { fill: 'none', stroke: COLOUR.ink, 'stroke-width': 1.6 };
      return rect(x, frame.top + 0.8, width, frame.height - 1.6, edge);
    })
    .join('');

const unitsText = ({ sharing, capacity }: Row['resource']): string =>
  sharing === 'exclusive' ? 'exclusive' : unitText(capacity);

const drawName = ({ resource }: Row, { top, height }: Frame): string => {
  const { name, domain } = resource;
  const middle = top + height / 2;
  const place = { 'text-anchor': 'end' } as const;
  const second = `${domain === 'Phi' ? 'Φ' : domain} · ${unitsText(resource)}`;
  return [
    label(LEFT - 10, middle - 2, clipped(name, LEFT - 20, NAME_SIZE), {
      ...place,
      'font-size': NAME_SIZE,
    }),
    label(LEFT - 10, middle + 11, second, { ...place, 'font-size': 10, fill: COLOUR.dim }),
  ].join('');
};

/** A resource over time: its name, its calendar, and who held it. */
export const drawRow = (
  schedule: Schedule,
  row: Row,
  frame: Frame,
  colouring: Colouring,
): string => {
  const { top, height } = frame;
  const held = row.bars
    ? row.bars.map((bar) => drawBar(schedule, bar, row, frame, colouring)).join('\n')
    : drawLevels(row, frame);
  const edge = { fill: 'none', stroke: COLOUR.pale };
  return [
    drawName(row, frame),
    drawClosed(row, frame),
    held,
    drawSessions(row, frame),
    drawCalibrations(row, frame),
    rect(LEFT, top, CHART, height, edge),
  ].join('\n');
};
