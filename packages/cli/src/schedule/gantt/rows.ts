import { unitsHeld, type Resource, type Schedule } from '@xdv/scheduler/lab';
import { allHolds, type Hold, type Span } from '../holds.ts';
import { createLevels } from '../levels.ts';
import { closedSpans, within, type Closed } from './closed.ts';
import { packUnits } from './packing.ts';

/** Bars beyond so many in a row are too small to be seen: levels are drawn instead. */
const ROW_BARS_MAX = 2500;
/** Bars of a picture, so that a browser opens it at once. */
const BARS_MAX = 20_000;
/** Units that can be told apart. */
const UNITS_MAX = 256;
/** A job, or a reservation, on neighbouring units of a resource. */
export interface Bar extends Span {
  /** Index of the job; -1: a reservation. */
  readonly job: number;
  readonly unit: number;
  readonly units: number;
}

/** One resource over a window: either its jobs as bars, or how many units were busy. */
export interface Row {
  readonly resource: Resource;
  /** Units from bottom to top: 1 for an exclusive resource. */
  readonly units: number;
  /** Undefined if they are too many. */
  readonly bars: readonly Bar[] | undefined;
  /** Busy units, a mean for each column of the drawing; empty if there are bars. */
  readonly levels: Float64Array;
  readonly closed: readonly Closed[];
  /** Ticks at which it was calibrated. */
  readonly calibrations: readonly number[];
  readonly sessions: readonly Span[];
  /** Whether anything is held. */
  readonly used: boolean;
}

const RESERVED = -1;

/** What is held of every resource within a window, reservations too, in order of start. */
const holdsIn = (schedule: Schedule, window: Span): readonly Hold[][] => {
  const { resources, reservations } = schedule.workload;
  const holds: Hold[][] = resources.map(() => []);
  for (const hold of allHolds(schedule)) {
    if (hold.from < hold.to && within(hold, window)) holds[hold.resource]!.push(hold);
  }
  for (const { resource, amount, start, end } of reservations) {
    const units = unitsHeld(resources[resource]!, amount);
    const hold = { job: RESERVED, resource, units, from: start, to: end };
    if (within({ from: start, to: end }, window)) holds[resource]!.push(hold);
  }
  return holds.map((own) => own.sort((a, b) => a.from - b.from || a.job - b.job));
};

const unitsOf = ({ sharing, capacity }: Resource): number =>
  sharing === 'exclusive' ? 1 : capacity;

const barsOf = (holds: readonly Hold[], resource: Resource, window: Span): readonly Bar[] => {
  const exclusive = resource.sharing === 'exclusive';
  const drawn = exclusive ? holds.map((hold) => ({ ...hold, units: 1 })) : holds;
  const packed = packUnits(drawn, unitsOf(resource));
  return drawn.flatMap((hold, i) => {
    const span = within(hold, window)!;
    return packed[i]!.map((piece) => ({ job: hold.job, ...piece, ...span }));
  });
};

const levelsOf = (holds: readonly Hold[], window: Span, columns: number): Float64Array => {
  const levels = createLevels(window, columns);
  for (const { from, to, units } of holds) levels.add(from, to, units);
  return levels.means();
};

/** Calibrations within the window; none if they are closer than `gap` ticks. */
const calibrationsOf = (
  { calibration }: Resource,
  window: Span,
  gap: number,
): readonly number[] => {
  if (!calibration || calibration.everyTicks < gap) return [];
  const { firstTick, everyTicks } = calibration;
  const ticks: number[] = [];
  const first = Math.max(0, Math.ceil((window.from - firstTick) / everyTicks));
  for (let at = firstTick + first * everyTicks; at < window.to; at += everyTicks) ticks.push(at);
  return ticks;
};

const sessionsOf = ({ sessions, workload }: Schedule, index: number, window: Span): Span[] => {
  const own = new Set<number>();
  for (const { id, resource } of workload.sessions) if (resource === index) own.add(id);
  return sessions.flatMap(({ id, start, end }) => {
    const cut = own.has(id) ? within({ from: start, to: end }, window) : undefined;
    return cut ? [cut] : [];
  });
};

/** Resources over a window, drawn in so many columns of pixels; bars of `share` of a picture. */
export const rowsOf = (
  schedule: Schedule,
  share: number,
  window: Span,
  columns: number,
): readonly Row[] => {
  const holds = holdsIn(schedule, window);
  const gap = (2 * (window.to - window.from)) / columns;
  const used = holds.filter(({ length }) => length > 0).length;
  const most = Math.min(ROW_BARS_MAX, (BARS_MAX * share) / used);
  return schedule.workload.resources.map((resource, i) => {
    const units = unitsOf(resource);
    const crowded = holds[i]!.length > most || units > UNITS_MAX;
    const none = new Float64Array();
    return {
      resource,
      units: crowded ? resource.capacity : units,
      bars: crowded ? undefined : barsOf(holds[i]!, resource, window),
      levels: crowded ? levelsOf(holds[i]!, window, columns) : none,
      closed: closedSpans(resource.closures, window, gap),
      calibrations: calibrationsOf(resource, window, gap * 4),
      sessions: sessionsOf(schedule, i, window),
      used: holds[i]!.length > 0,
    };
  });
};
