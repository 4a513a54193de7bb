import type { ObservedRead } from './observe.ts';
import { line, type Panel } from './panel.ts';
import { COLOUR, roundTo, showNumber } from './style.ts';

/** An energy to compare with, such as that of the best known cut. */
export interface Mark {
  readonly name: string;
  readonly energy: number;
}

const MARK_STYLES = [
  { color: COLOUR.red, type: 'dashed', width: 2 },
  { color: COLOUR.green, type: 'dotted', width: 2.5 },
] as const;

const leastSoFar = (values: readonly number[]): readonly number[] => {
  let least = Infinity;
  return values.map((value) => (least = Math.min(least, value)));
};

/** The energy of a read over modelled time, the least of it so far, and up to two marks. */
export const energyPanel = (
  { moments, energies }: ObservedRead,
  stepNs: number,
  marks: readonly Mark[],
): Panel => {
  const times = moments.map((moment) => (moment * stepNs) / 1000);
  const end = times.at(-1)!;
  const all = [...energies, ...marks.map(({ energy }) => energy)];
  const span = Math.max(...all) - Math.min(...all);
  const curve = (values: readonly number[]): number[][] =>
    values.map((value, k) => [roundTo(times[k]!, end), roundTo(value, span)]);
  const series = [
    line('energy', curve(energies), { color: COLOUR.blue, width: 1.5 }),
    line('least so far', curve(leastSoFar(energies)), { color: COLOUR.ink, width: 1.5 }),
    ...marks.map(({ name, energy }, k) => {
      const across = [
        [0, energy],
        [end, energy],
      ];
      return line(`${name}: ${showNumber(energy)}`, across, MARK_STYLES[k]!);
    }),
  ];
  return {
    title: 'Energy over time',
    note: 'The machine lowers the energy step by step; lower is better',
    xAxis: { type: 'value', name: 'modelled time (µs)', min: 0, max: end },
    yAxis: { type: 'value', name: 'energy (units of the weights)', scale: true },
    series,
    legend: series.map(({ name }) => String(name)),
    square: false,
  };
};
