import {
  fail,
  ok,
  type CouplingCalibration,
  type QCalibration,
  type QDeviceProfile,
  type QubitCalibration,
  type Result,
} from '@xdv/domain-model';
import { pauliError } from './calibrate.ts';
import { idleFidelity } from './errors.ts';
import { TRANSMON_GATES } from './falcon.ts';
import { secondsOf } from './instant.ts';
import { boundsOf, widen, type DeviceTruth } from './truth.ts';

/** A device as it was calibrated from time to time. */
export interface CalibrationSeries {
  readonly backend: string;
  readonly couplings: readonly (readonly [number, number])[];
  /** In order of time; at least one. */
  readonly entries: readonly CalibrationEntry[];
}

export interface CalibrationEntry {
  /** Seconds since 1970-01-01T00:00:00Z. */
  readonly seconds: number;
  readonly calibration: QCalibration;
}

/** Bounds of a series as text. */
export const SERIES_LIMITS = {
  charsMax: 64 * 1024 * 1024,
  rowsMax: 1_000_000,
  qubitsMax: 4_096,
} as const;

/** What a series does not say: lengths of operations, in nanoseconds. */
export type SeriesTimes = Pick<
  QCalibration,
  'gate1Ns' | 'gate2Ns' | 'measureNs' | 'resetNs' | 'feedForwardNs'
>;

/** Lengths that are usual for the processors of the recorded series. */
const TIMES: SeriesTimes = {
  gate1Ns: 36,
  gate2Ns: 380,
  measureNs: 722,
  resetNs: 1_000,
  feedForwardNs: 400,
};

const HEADER = 'backend,last_update,snapshot_file,element,T1_us,T2_us,readout_error,gate_error';

class Malformed extends Error {}

const reject = (line: number, why: string): never => {
  throw new Malformed(`line ${line}: ${why}`);
};

/** One row; figures that its element does not have are NaN. */
interface Row {
  readonly line: number;
  readonly backend: string;
  readonly seconds: number;
  readonly snapshot: string;
  readonly element: string;
  readonly figures: readonly [t1Us: number, t2Us: number, readout: number, gate: number];
}

const NUMBER = /^\d+(\.\d+)?([eE][+-]?\d+)?$/;

const readRow = (text: string, line: number): Row => {
  const cells = text.split(',');
  if (cells.length !== 8) return reject(line, `${cells.length} cells instead of 8`);
  const [backend, updated, snapshot, element] = cells as [string, string, string, string];
  const seconds = secondsOf(updated);
  if (seconds === null) return reject(line, 'the time is not of RFC 3339');
  const figures = cells.slice(4).map((cell) => {
    if (cell !== '' && !NUMBER.test(cell)) reject(line, 'a figure is not a number from 0');
    return cell === '' ? NaN : Number(cell);
  });
  return { line, backend, seconds, snapshot, element, figures: figures as never };
};

const readRows = (text: string): readonly Row[] => {
  const { charsMax, rowsMax } = SERIES_LIMITS;
  if (text.length > charsMax) reject(1, `more than ${charsMax} characters`);
  const lines = text.split('\n', rowsMax + 2).map((line) => line.replace(/\r$/, ''));
  if (lines[0] !== HEADER) reject(1, `the header must be ${HEADER}`);
  const rows = lines.flatMap((line, k) => (k === 0 || line === '' ? [] : [readRow(line, k + 1)]));
  if (rows.length === 0 || rows.length > rowsMax) reject(2, `the rows must be 1 to ${rowsMax}`);
  return rows;
};

/** Everything of one snapshot, by element. */
type Snapshot = ReadonlyMap<string, Row>;

const groupRows = (rows: readonly Row[]): readonly Snapshot[] =>
  [...Map.groupBy(rows, ({ snapshot }) => snapshot).values()].map((group) => {
    const snapshot = new Map(group.map((row) => [row.element, row]));
    const [first] = group;
    if (snapshot.size < group.length) reject(first!.line, 'an element of the snapshot repeats');
    const odd = group.find((row) => row.seconds !== first!.seconds);
    if (odd !== undefined) reject(odd.line, 'a snapshot has one time');
    return snapshot;
  });

/** The number of qubits and the couplings, from the names of elements. */
const shapeOf = (snapshot: Snapshot): Pick<CalibrationSeries, 'couplings'> & { qubits: number } => {
  const couplings = new Map<string, readonly [number, number]>();
  let qubits = 0;
  for (const { element, line } of snapshot.values()) {
    const match = /^(?:(q|sx_)\d{1,4}|cx_(\d{1,4})_(\d{1,4}))$/.exec(element);
    if (match === null) return reject(line, 'the element is not q0, sx_0 or cx_0_1');
    if (match[1] === 'q') qubits++;
    if (match[1] !== undefined) continue;
    const [a, b] = [Number(match[2]), Number(match[3])];
    if (a === b) reject(line, 'cx acts on two qubits');
    const pair = [Math.min(a, b), Math.max(a, b)] as const;
    couplings.set(pair.join(), pair);
  }
  const { qubitsMax } = SERIES_LIMITS;
  const [first] = snapshot.values();
  if (qubits < 1 || qubits > qubitsMax) reject(first!.line, `qubits must be 1 to ${qubitsMax}`);
  for (const pair of couplings.values()) {
    if (pair[1] >= qubits) reject(first!.line, `cx on qubit ${pair[1]} of ${qubits}`);
  }
  const inOrder = [...couplings.values()].toSorted((x, y) => x[0] - y[0] || x[1] - y[1]);
  return { qubits, couplings: inOrder };
};

const rowOf = (snapshot: Snapshot, names: readonly string[]): Row => {
  for (const name of names) {
    const row = snapshot.get(name);
    if (row !== undefined) return row;
  }
  const [first] = snapshot.values();
  return reject(first!.line, `the snapshot lacks ${names[0]!}`);
};

const figureOf = ({ figures, line }: Row, k: number, min: number, max: number): number => {
  const value = figures[k]!;
  return value >= min && value <= max ? value : reject(line, `a figure is not ${min} to ${max}`);
};

/** Shortest and longest coherence that is believed, in microseconds. */
const TIME_US = [1e-3, 1e9] as const;

const qubitOf = (snapshot: Snapshot, q: number, { gate1Ns }: SeriesTimes): QubitCalibration => {
  const row = rowOf(snapshot, [`q${q}`]);
  const t1Ns = 1_000 * figureOf(row, 0, ...TIME_US);
  const readout = figureOf(row, 2, 0, 1);
  const times = {
    t1Ns,
    // fits of T1 and T2 at different times may break T2 ≤ 2 T1
    t2Ns: Math.min(1_000 * figureOf(row, 1, ...TIME_US), 2 * t1Ns),
    read1Given0: readout,
    read0Given1: readout,
  };
  const infidelity = figureOf(rowOf(snapshot, [`sx_${q}`]), 3, 0, 1);
  return { ...times, gateError: pauliError(1 - infidelity, 2, idleFidelity(times, gate1Ns)) };
};

const couplingOf = (
  snapshot: Snapshot,
  pair: readonly [number, number],
  qubits: readonly QubitCalibration[],
  { gate2Ns }: SeriesTimes,
): CouplingCalibration => {
  const [a, b] = pair;
  const infidelity = figureOf(rowOf(snapshot, [`cx_${a}_${b}`, `cx_${b}_${a}`]), 3, 0, 1);
  const idle = idleFidelity(qubits[a]!, gate2Ns) * idleFidelity(qubits[b]!, gate2Ns);
  return { pair, ns: gate2Ns, error: pauliError(1 - infidelity, 4, idle) };
};

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

const readSeries = (text: string, times: SeriesTimes): CalibrationSeries => {
  const snapshots = groupRows(readRows(text));
  const { qubits: size, couplings: pairs } = shapeOf(snapshots[0]!);
  const backend = [...snapshots[0]!.values()][0]!.backend;
  const entries: CalibrationEntry[] = [];
  for (const snapshot of snapshots) {
    const [first] = snapshot.values();
    const { seconds, line } = first!;
    const last = entries.at(-1)?.seconds ?? -Infinity;
    if (first!.backend !== backend) reject(line, 'the backend is another one');
    if (seconds < last) reject(line, 'the snapshots are not in order of time');
    if (seconds === last) continue; // the same calibration, seen again
    const qubits = Array.from({ length: size }, (_, q) => qubitOf(snapshot, q, times));
    const couplings = pairs.map((pair) => couplingOf(snapshot, pair, qubits, times));
    const gate1Error = meanOf(qubits.map(({ gateError }) => gateError!));
    const gate2Error = meanOf(couplings.map(({ error }) => error));
    entries.push({
      seconds,
      calibration: { ...times, qubits, couplings, gate1Error, gate2Error },
    });
  }
  return { backend, couplings: pairs, entries };
};

/**
 * Reads a recorded series of calibrations: rows of `backend, last_update, snapshot_file, element,
 * T1_us, T2_us, readout_error, gate_error`, elements q0, sx_0, cx_0_1. A gate error is the average
 * infidelity of benchmarking; what of it decay in the gate's length explains is taken off, as the
 * simulator adds it again. A readout error counts for both outcomes. What is left out of `times` is
 * usual for such processors.
 *
 * Fails with FORMAT_UNKNOWN naming the line for anything else, beyond {@link SERIES_LIMITS}, or if
 * snapshots are not complete and in order; throws RangeError for a time out of range. Linear in
 * the text.
 */
export const readCalibrationSeries = (
  text: string,
  times: Partial<SeriesTimes> = {},
): Result<CalibrationSeries> => {
  const all = { ...TIMES, ...times };
  for (const [name, ns] of Object.entries(all)) {
    if (Number.isSafeInteger(ns) && ns >= 0) continue;
    throw new RangeError(`times.${name} must be a whole number from 0, got ${ns}`);
  }
  try {
    return ok(readSeries(text, all));
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    return fail('FORMAT_UNKNOWN', error.message, `The series is CSV with the header ${HEADER}`);
  }
};

/** The device of a series as it was first calibrated, with the topology of its cx gates. */
export const recordedDevice = (
  { backend, couplings, entries }: CalibrationSeries,
  { name = backend, budgetMaxNs = 250_000 }: { name?: string; budgetMaxNs?: number } = {},
): QDeviceProfile => ({
  domain: 'Q',
  name,
  qubits: entries[0]!.calibration.qubits.length,
  ...TRANSMON_GATES,
  calibration: entries[0]!.calibration,
  couplings,
  budgetMaxNs,
});

/**
 * A device that is as its series says: from tick 0 as the first entry, and as each later one from
 * its time on. `tickNs` is the length of a tick, 1000 by default. Logarithmic in the entries.
 */
export const replaying = (
  { entries }: CalibrationSeries,
  { tickNs = 1_000 }: { readonly tickNs?: number } = {},
): DeviceTruth => {
  if (!(tickNs > 0)) throw new RangeError(`replaying tickNs must be above 0, got ${tickNs}`);
  const start = entries[0]!.seconds;
  const bounds = entries.map(({ calibration }) => boundsOf(calibration)).reduce(widen);
  return {
    bounds,
    at: (tick) => {
      const seconds = start + (tick * tickNs) / 1e9;
      let [low, high] = [0, entries.length - 1];
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (entries[middle]!.seconds <= seconds) low = middle;
        else high = middle - 1;
      }
      return entries[low]!.calibration;
    },
  };
};
