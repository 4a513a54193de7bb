// The tables of the state-vector bench.
import { benchCircuit } from './circuits.ts';
import type { CellResult, Timing } from './cells.ts';
import { digits, geometricMean, percent, ratio, spread, table } from './figures.ts';
import { peerToPrototype, type Peer, type Precision } from './published.ts';

const best = (timing: Pick<Timing, 'runs'> | null): number | null =>
  timing === null ? null : Math.min(...timing.runs);

/** Milliseconds the peer would need here: its published ratio to the prototype, times that. */
const derived = (peer: Peer, cell: CellResult): number | null => {
  const prototype = best(cell.prototype);
  const { name, qubits, precision, threads } = cell;
  const scale = peerToPrototype(peer, name, qubits, precision, threads);
  return prototype === null || scale === null ? null : prototype * scale;
};

const ratioTo = (peer: Peer, cell: CellResult): number | null =>
  ratio(derived(peer, cell), best(cell.ours));

const toPrototype = (cell: CellResult): number | null =>
  ratio(best(cell.prototype), best(cell.ours));

const title = ({ name, qubits }: CellResult): string => `${name}_${qubits}`;

const agreement = (cell: CellResult): number =>
  Math.max(
    ...[cell.oursDefault.check, cell.oursExact.check, cell.prototype?.check ?? cell.ours.check].map(
      (other) => Math.abs(other - cell.ours.check),
    ),
  );

/** Cells where two sides disagree about the probabilities: nothing about them is worth timing. */
export const disagreements = (cells: readonly CellResult[]): string[] =>
  cells
    .filter((cell) => !(agreement(cell) < (cell.precision === 'c64' ? 1e-5 : 1e-9)))
    .map((cell) => `${title(cell)} ${cell.precision}: results differ by ${agreement(cell)}`);

const onePass = ({ bandwidth }: CellResult): number =>
  Math.min(...bandwidth.runs) / (bandwidth.passes ?? 1);

const boundOf = (cell: CellResult): number | null =>
  cell.ours.passes === null ? null : cell.ours.passes * onePass(cell);

const executionRow = (cell: CellResult): readonly string[] => {
  const ours = best(cell.ours);
  return [
    title(cell),
    String(benchCircuit(cell.name, cell.qubits).ops.length),
    digits(ours),
    digits(best(cell.oursDefault)),
    digits(best(cell.oursExact)),
    digits(best(cell.prototype)),
    digits(toPrototype(cell)),
    digits(onePass(cell)),
    digits(cell.ours.passes),
    digits(boundOf(cell)),
    digits(ratio(ours, boundOf(cell))),
    digits(ratioTo('qsim', cell)),
    digits(ratioTo('qulacs', cell)),
    percent(spread(cell.ours.runs)),
    percent(cell.prototype === null ? null : spread(cell.prototype.runs)),
  ];
};

const EXECUTION_COLUMNS = [
  ...['circuit', 'gates', 'ours', 'V8 default', 'exact', 'prototype', 'proto/ours', 'one pass'],
  ...['passes', 'bound', 'ours/bound', 'qsim/ours', 'Qulacs/ours', 'spread', 'proto'],
];

const coldRow = (cell: CellResult): readonly string[] => [
  title(cell),
  ...[
    cell.oursDefault.cold.planMs,
    cell.oursDefault.cold.compileMs,
    cell.oursDefault.cold.firstMs,
    cell.oursDefault.cold.totalMs,
    cell.againMs,
    cell.ours.cold.compileMs,
    cell.ours.cold.totalMs,
    cell.prototype?.coldMs,
  ].map(digits),
];

const COLD_COLUMNS = [
  ...['circuit', 'plan', 'compile', 'first run', 'total', 'again', 'compile opt', 'total opt'],
  'proto total',
];

/** Warm executions of one precision. */
export const executionTable = (cells: readonly CellResult[]): string =>
  table([EXECUTION_COLUMNS, ...cells.map(executionRow)]);

/** What it costs to get there, from a process that has run nothing. */
export const coldTable = (cells: readonly CellResult[]): string =>
  table([COLD_COLUMNS, ...cells.map(coldRow)]);

const isNumber = (value: number | null): value is number => value !== null;

interface Measure {
  readonly label: string;
  readonly precision: Precision;
  readonly of: (cell: CellResult) => number | null;
}

const MEASURES: readonly Measure[] = [
  { label: 'prototype/ours c64', precision: 'c64', of: toPrototype },
  { label: 'prototype/ours c128', precision: 'c128', of: toPrototype },
  { label: 'qsim c64/ours c64', precision: 'c64', of: (cell) => ratioTo('qsim', cell) },
  { label: 'Qulacs c128/ours c128', precision: 'c128', of: (cell) => ratioTo('qulacs', cell) },
  { label: 'qsim c64/ours c128', precision: 'c128', of: (cell) => ratioTo('qsim', cell) },
];

const meanCell = (values: readonly number[]): string =>
  values.length === 0
    ? '-'
    : `${digits(geometricMean(values))} (${digits(Math.min(...values))} of ${values.length})`;

/** Geometric mean over the circuits of each size, the worst circuit, and how many there were. */
export const summaryTable = (cells: readonly CellResult[]): string => {
  const sizes = [...new Set(cells.map(({ qubits }) => qubits))];
  const rows = MEASURES.map(({ label, precision, of }) => [
    label,
    ...sizes.map((n) => {
      const chosen = cells.filter((cell) => cell.qubits === n && cell.precision === precision);
      return meanCell(chosen.map(of).filter(isNumber));
    }),
  ]);
  return table([['geometric mean (worst)', ...sizes.map((n) => `n = ${n}`)], ...rows]);
};
