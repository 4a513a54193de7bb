import { align, instantiate, type Kernels } from '../machines/kernels.ts';
import type { IntegerRows } from './integer-rows.ts';
import { laneBits } from './lanes.ts';
import {
  FLIPS_AT,
  NARROW,
  STATE_AT,
  sweeperFunctions,
  WIDE,
  type LaneShape,
  type Places,
} from './sweeper-module.ts';
import { energyOf, type Sweeper } from './sweeper.ts';
import { EXPONENTIALS } from './thresholds.ts';

/** Full rows are kept where at least one of so many pairs is coupled. */
const DENSE_PART = 6;
const DENSE_BYTES_MAX = 2 ** 28;
const MEMORY_BYTES_MAX = 2 ** 31;

/** The largest weight of a full row. */
const BYTE_MAX = 127;

const isDense = ({ spins, neighbor, weight }: IntegerRows, shape: LaneShape): boolean =>
  shape.log === 1 &&
  DENSE_PART * neighbor.length >= spins * spins &&
  spins * align(spins) <= DENSE_BYTES_MAX &&
  weight.every((value) => Math.abs(value) <= BYTE_MAX);

const layOut = (rows: IntegerRows, shape: LaneShape): Places & { readonly bytes: number } => {
  const dense = isDense(rows, shape);
  const lanesBytes = Math.ceil((rows.spins * 2 ** shape.log) / 16) * 16;
  const spins = 64;
  const fields = align(spins + lanesBytes);
  const thresholds = align(fields + lanesBytes);
  const exponentials = align(thresholds + EXPONENTIALS.length * 2 ** shape.log);
  const rowStart = align(exponentials + 8 * EXPONENTIALS.length);
  const couplings = align(rowStart + 4 * (rows.spins + 1));
  const length = dense
    ? (rows.spins * lanesBytes) / 2
    : rows.neighbor.length * (shape.log === 1 ? 4 : 8);
  const tableLength = EXPONENTIALS.length;
  const bytes = couplings + length + 16;
  const lanes = { spins, fields, lanesBytes, thresholds, exponentials, tableLength };
  return { ...lanes, rowStart, couplings, dense, bytes };
};

const compile = (shape: LaneShape, places: Places, bytes: number): Kernels | null =>
  bytes > MEMORY_BYTES_MAX ? null : instantiate(() => sweeperFunctions(shape, places), bytes);

const fillSparse = (view: DataView, rows: IntegerRows, shape: LaneShape, places: Places): void => {
  const { rowStart, neighbor, weight } = rows;
  const size = shape.log === 1 ? 4 : 8;
  for (let i = 0; i < rowStart.length; i++) {
    view.setInt32(places.rowStart + 4 * i, places.couplings + size * rowStart[i]!, true);
  }
  for (let e = 0; e < neighbor.length; e++) {
    const at = places.couplings + size * e;
    if (shape.log === 1) view.setInt32(at, (weight[e]! << 16) | (2 * neighbor[e]!), true);
    else {
      view.setInt32(at, 4 * neighbor[e]!, true);
      view.setInt32(at + 4, weight[e]!, true);
    }
  }
};

/** Full rows; false if couplings of one pair add up to more than a byte holds. */
const fillDense = (memory: ArrayBuffer, rows: IntegerRows, places: Places): boolean => {
  const bytes = new Int8Array(memory);
  const width = places.lanesBytes / 2;
  for (let i = 0; i < rows.spins; i++) {
    const row = places.couplings + width * i;
    const end = rows.rowStart[i + 1]!;
    for (let e = rows.rowStart[i]!; e < end; e++) {
      const at = row + rows.neighbor[e]!;
      const sum = bytes[at]! + rows.weight[e]!;
      if (Math.abs(sum) > BYTE_MAX) return false;
      bytes[at] = sum;
    }
  }
  return true;
};

const rowSums = ({ rowStart, weight, field }: IntegerRows): Int32Array =>
  field.map((h, i) => {
    let sum = h;
    const end = rowStart[i + 1]!;
    for (let e = rowStart[i]!; e < end; e++) sum += weight[e]!;
    return sum;
  });

const fillCouplings = (
  memory: ArrayBuffer,
  rows: IntegerRows,
  shape: LaneShape,
  places: Places,
): boolean => {
  if (places.dense) return fillDense(memory, rows, places);
  fillSparse(new DataView(memory), rows, shape, places);
  return true;
};

type Lanes = Int16Array<ArrayBuffer> | Int32Array<ArrayBuffer>;

/**
 * The sweeper in WebAssembly with SIMD; null where that is not to be had or where many couplings
 * of one pair add up beyond a byte.
 */
export const createWasmSweeper = (rows: IntegerRows): Sweeper | null => {
  const shape = laneBits(rows) === 16 ? NARROW : WIDE;
  const { bytes, ...places } = layOut(rows, shape);
  const compiled = compile(shape, places, bytes);
  if (compiled === null) return null;
  const { memory, call } = compiled;
  if (!fillCouplings(memory, rows, shape, places)) return null;
  const lanes = (at: number, length: number): Lanes =>
    shape.log === 1 ? new Int16Array(memory, at, length) : new Int32Array(memory, at, length);
  const count = places.lanesBytes / 2 ** shape.log;
  const spin = lanes(places.spins, count).fill(1);
  // no threshold reaches the places that fill up the last vector
  const local = lanes(places.fields, count).fill(shape.most + 1);
  const threshold = lanes(places.thresholds, places.tableLength);
  const state = new Int32Array(memory, STATE_AT, 1);
  const flips = new Int32Array(memory, FLIPS_AT, 1);
  local.set(rowSums(rows));
  new Float64Array(memory, places.exponentials, places.tableLength).set(EXPONENTIALS);
  const { spins } = rows;
  return {
    spins,
    load: (wanted) => {
      for (let i = 0; i < spins; i++) if (spin[i] !== wanted[i]) call['flip']!(i << shape.log);
    },
    read: () => Int8Array.from(spin.subarray(0, spins)),
    energy: () => energyOf(spin, local, rows.field),
    heat: (temperature) => {
      call['heat']!(temperature / 2);
    },
    freeze: () => {
      threshold.fill(-1);
    },
    sweep: (sweeps) => {
      flips[0] = 0;
      call['sweep']!(sweeps);
      return flips[0]!;
    },
    seed: (seed) => {
      state[0] = seed;
    },
    localField: (i) => local[i]!,
  };
};
