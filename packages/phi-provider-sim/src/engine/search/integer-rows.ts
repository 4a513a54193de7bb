import type { SparseRows } from '../spectrum.ts';

/** A symmetric problem in whole numbers: what the sweeps of the polish compute with. */
export interface IntegerRows {
  readonly spins: number;
  /** Row i occupies entries rowStart[i] to rowStart[i + 1]. */
  readonly rowStart: Int32Array;
  readonly neighbor: Int32Array;
  readonly weight: Int32Array;
  readonly field: Int32Array;
  /** Whole numbers per unit of the program, a power of two. */
  readonly scale: number;
  /** Whether nothing was rounded. */
  readonly exact: boolean;
  /** The largest sum of absolute weights and field of a row: no local field exceeds it. */
  readonly bound: number;
}

/** No local field may exceed this, so that twice a field still fits 32 bits. */
const BOUND_MAX = 2 ** 29;
/** Weights are tried as multiples of 2^-SHIFT_MAX before they are rounded. */
const SHIFT_MAX = 30;

const largestRow = (
  rowStart: Int32Array,
  weight: Float64Array | Int32Array,
  field: Float64Array | Int32Array,
): number => {
  let largest = 0;
  for (let i = 0; i < field.length; i++) {
    let sum = Math.abs(field[i]!);
    const end = rowStart[i + 1]!;
    for (let e = rowStart[i]!; e < end; e++) sum += Math.abs(weight[e]!);
    if (sum > largest) largest = sum;
  }
  return largest;
};

const areWhole = (values: Float64Array, scale: number): boolean => {
  for (let k = 0; k < values.length; k++) {
    const value = values[k]! * scale;
    if (value !== Math.floor(value)) return false;
  }
  return true;
};

// a loop, as callbacks would take most of the time on dense problems
const rounded = (values: Float64Array, scale: number): Int32Array => {
  const whole = new Int32Array(values.length);
  for (let k = 0; k < values.length; k++) whole[k] = Math.round(values[k]! * scale);
  return whole;
};

/** The least power of two that makes every number whole, or 0 if rows would grow too large. */
const exactScale = (weight: Float64Array, field: Float64Array, largest: number): number => {
  let scale = 1;
  for (let k = 0; k <= SHIFT_MAX && scale * largest <= BOUND_MAX; k++) {
    if (areWhole(weight, scale) && areWhole(field, scale)) return scale;
    scale *= 2;
  }
  return 0;
};

/** The largest power of two that keeps every rounded row within the bound. */
const roundingScale = ({ neighbor }: SparseRows, largest: number, spins: number): number => {
  // rounding adds at most a half per entry
  const room = BOUND_MAX - neighbor.length / 2 - spins;
  let scale = 1;
  while (scale * largest > room) scale /= 2;
  while (2 * scale * largest <= room) scale *= 2;
  return scale;
};

/**
 * The problem in whole numbers: exact where the weights are multiples of one power of two and not
 * too far apart, else rounded to about 29 bits of the heaviest row. Complexity O(entries).
 */
export const integerRows = (rows: SparseRows, field: Float64Array): IntegerRows => {
  const { rowStart, neighbor } = rows;
  const largest = largestRow(rowStart, rows.weight, field);
  const exact = exactScale(rows.weight, field, largest);
  const scale = exact > 0 ? exact : roundingScale(rows, largest, field.length);
  const weight = rounded(rows.weight, scale);
  const fields = rounded(field, scale);
  const bound = largestRow(rowStart, weight, fields);
  const spins = field.length;
  return { spins, rowStart, neighbor, weight, field: fields, scale, exact: exact > 0, bound };
};
