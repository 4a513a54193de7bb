import type { MachineKind, Observation } from '@xdv/phi-provider-sim/engine';
import type { ObservedRead } from './observe.ts';
import { line, withGaps, type Panel, type Series } from './panel.ts';
import { COLOUR, roundTo, showNumber } from './style.ts';

type Point = readonly [number, number];

/** What an oscillator is on each kind of machine. */
interface Plane {
  /** What is drawn over time, and its value for an oscillator. */
  readonly quantity: string;
  readonly track: (x: number, y: number) => number;
  readonly range: readonly [number, number] | null;
  readonly tracksNote: string;
  readonly title: string;
  readonly note: string;
  readonly x: string;
  readonly y: string;
}

/** Phases from -1/2 to 3/2 of π: the two states, 0 and π, lie away from where it wraps. */
const phaseOf = (cosine: number, sine: number): number => {
  const phase = Math.atan2(sine, cosine) / Math.PI;
  return phase < -0.5 ? phase + 2 : phase;
};

const BIFURCATION: Plane = {
  quantity: 'position',
  track: (x) => x,
  range: null,
  tracksNote: 'Each line is an oscillator: near 0 at first, then at one of its two states',
  title: 'Oscillators in the phase plane',
  note: 'Undecided half-way, at one of two states at the end',
  x: 'position',
  y: 'momentum',
};

const PLANES: Readonly<Record<MachineKind, Plane>> = {
  asb: BIFURCATION,
  bsb: BIFURCATION,
  dsb: BIFURCATION,
  cac: {
    ...BIFURCATION,
    quantity: 'signal amplitude',
    tracksNote: 'Each line is a pulse: its sign is the spin, errors keep it searching',
    title: 'Pulses in the plane of amplitude and error',
    note: 'Errors grow where an amplitude is off its target, and free what is stuck',
    x: 'signal amplitude',
    y: 'error variable',
  },
  oim: {
    quantity: 'phase (units of π)',
    track: phaseOf,
    range: [-0.5, 1.5],
    tracksNote: 'Each line is an oscillator: it locks to phase 0 or phase π',
    title: 'Phases on the circle',
    note: 'Spread out at the start (inner ring), locked to 0 or π at the end (outer ring)',
    x: 'cosine of the phase',
    y: 'sine of the phase',
  },
};

/** A line breaks where a phase wraps around. */
const WRAP = 1;

const SIDES = [
  { name: 'ends as spin +1', sign: 1, color: COLOUR.blue },
  { name: 'ends as spin -1', sign: -1, color: COLOUR.orange },
] as const;

const sampleText = (shown: readonly number[], spins: number): string =>
  shown.length === spins ? '' : ` (${shown.length} of ${showNumber(spins)})`;

/** The track of one oscillator, in pieces where it wraps. */
const piecesOf = (
  { tracks }: ObservedRead,
  times: readonly number[],
  { track, range }: Plane,
  k: number,
): Point[][] => {
  const pieces: Point[][] = [[]];
  let before = Number.NaN;
  for (const [at, { x, y }] of tracks.entries()) {
    const value = track(x[k]!, y[k]!);
    if (range !== null && Math.abs(value - before) > WRAP) pieces.push([]);
    pieces.at(-1)!.push([roundTo(times[at]!, times.at(-1)!), roundTo(value, 2)]);
    before = value;
  }
  return pieces;
};

/** What is drawn over time, with the span that it is the mean of. */
const quantityText = (
  { looks }: ObservedRead,
  { quantity }: Plane,
  times: readonly number[],
): string => {
  if (looks === 1) return quantity;
  const span = times.at(-1)! / (times.length - 1);
  return `${quantity}, mean of ${showNumber(Number(span.toPrecision(2)))} µs`;
};

/** What the oscillators of a read did over modelled time, coloured by the spin they end as. */
export const tracksPanel = (read: ObservedRead, stepNs: number): Panel => {
  const plane = PLANES[read.kind];
  const times = read.moments.map((moment) => (moment * stepNs) / 1000);
  const opacity = read.followed.length > 20 ? 0.5 : 0.9;
  const series = SIDES.map(({ name, sign, color }) => {
    const own = read.followed.flatMap((i, k) => (read.spinsAtEnd[i] === sign ? [k] : []));
    const data = withGaps(own.flatMap((k) => piecesOf(read, times, plane, k)));
    return line(name, data, { color, width: 1, opacity });
  });
  const range = plane.range === null ? {} : { min: plane.range[0], max: plane.range[1] };
  return {
    title: `Oscillators over time${sampleText(read.followed, read.spins)}`,
    note: plane.tracksNote,
    xAxis: { type: 'value', name: 'modelled time (µs)', min: 0, max: times.at(-1)! },
    yAxis: { type: 'value', name: quantityText(read, plane, times), ...range },
    series,
    legend: SIDES.map(({ name }) => name),
    square: false,
  };
};

const scatter = (name: string, data: number[][], color: string): Series => ({
  type: 'scatter',
  name,
  data,
  symbolSize: 7,
  itemStyle: { color, opacity: 0.65 },
});

/** Points of the plane at one moment, of the oscillators that `chosen` picks. */
const pointsAt = (
  { x, y }: Observation,
  radius: number,
  chosen: (k: number) => boolean,
): number[][] => {
  const points: number[][] = [];
  for (let k = 0; k < x.length; k++) {
    if (chosen(k)) points.push([roundTo(radius * x[k]!, 2), roundTo(radius * y[k]!, 2)]);
  }
  return points;
};

const momentName = (name: string, ring: string, onCircle: boolean): string =>
  onCircle ? `${name} (${ring})` : name;

/**
 * The oscillators of a read as points: on the circle for phases, at three moments on three rings;
 * else in the plane of their two variables, half-way and at the end.
 */
export const planePanel = (read: ObservedRead): Panel => {
  const { kind, pictured, snapshots, spinsAtEnd } = read;
  const plane = PLANES[kind];
  const onCircle = kind === 'oim';
  const all = (): boolean => true;
  const early = scatter('start (inner ring)', pointsAt(snapshots.start, 0.4, all), COLOUR.pale);
  const middleName = momentName('half-way', 'middle ring', onCircle);
  const middle = scatter(middleName, pointsAt(snapshots.half, onCircle ? 0.7 : 1, all), COLOUR.dim);
  const late = SIDES.map(({ sign, color }) => {
    const points = pointsAt(snapshots.end, 1, (k) => spinsAtEnd[pictured[k]!] === sign);
    return scatter(`end: spin ${sign > 0 ? '+1' : '-1'}`, points, color);
  });
  const series = [...(onCircle ? [early] : []), middle, ...late];
  const axis = onCircle ? { min: -1.2, max: 1.2, interval: 0.4 } : { scale: true };
  return {
    title: `${plane.title}${sampleText(pictured, read.spins)}`,
    note: plane.note,
    xAxis: { type: 'value', name: plane.x, ...axis },
    yAxis: { type: 'value', name: plane.y, ...axis },
    series,
    legend: series.map(({ name }) => String(name)),
    square: onCircle,
  };
};
