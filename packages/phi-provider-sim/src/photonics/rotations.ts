/** Interferometers found so far, in the order in which a decomposition finds them. */
export interface Rotations {
  count: number;
  /** The upper of the two modes of each. */
  readonly mode: Int32Array;
  /** cos θ, sin θ, cos φ, sin φ of each. */
  readonly values: Float64Array;
}

export const createRotations = (capacity: number): Rotations => ({
  count: 0,
  mode: new Int32Array(capacity),
  values: new Float64Array(4 * capacity),
});

/** A power below this is darkness: its phase means nothing and its square would vanish. */
const DARK = 1e-200;

/**
 * Adds the interferometer that sends all light of two modes into one of them, x being the amplitude
 * to null and y the one to keep: tan θ = |x| / |y| and φ = arg(sign x / y). Light that is in one
 * mode only needs no phase: φ = 0.
 */
export const pushNull = (
  into: Rotations,
  mode: number,
  sign: 1 | -1,
  xr: number,
  xi: number,
  yr: number,
  yi: number,
): void => {
  const x = xr * xr + xi * xi;
  const y = yr * yr + yi * yi;
  const { values } = into;
  const at = 4 * into.count;
  into.mode[into.count++] = mode;
  values[at + 2] = 1;
  if (x < DARK) {
    values[at] = 1;
  } else if (y < DARK) {
    values[at + 1] = 1;
  } else {
    const h = Math.sqrt(x + y);
    values[at] = Math.sqrt(y) / h;
    values[at + 1] = Math.sqrt(x) / h;
    const product = sign * Math.sqrt(x) * Math.sqrt(y);
    values[at + 2] = (xr * yr + xi * yi) / product;
    values[at + 3] = (xi * yr - xr * yi) / product;
  }
};

/**
 * Uses the inverses T† of interferometers on adjacent columns of one row, in the order `from` to
 * `to`: the first acts on the columns (column, column + 1), each next one column to the left. One
 * pass over the row, which is why it comes before the loop over rows.
 */
export const sweepLeft = (
  data: Float64Array,
  row: number,
  column: number,
  { values }: Rotations,
  from: number,
  to: number,
): void => {
  let at = row + 2 * column;
  let re = data[at + 2]!;
  let im = data[at + 3]!;
  for (let q = 4 * from; q < 4 * to; q += 4, at -= 2) {
    const c = values[q]!;
    const s = values[q + 1]!;
    const x = data[at]! * values[q + 2]! + data[at + 1]! * values[q + 3]!;
    const y = data[at + 1]! * values[q + 2]! - data[at]! * values[q + 3]!;
    data[at + 2] = s * x + c * re;
    data[at + 3] = s * y + c * im;
    re = c * x - s * re;
    im = c * y - s * im;
  }
  data[at + 2] = re;
  data[at + 3] = im;
};

/** As {@link sweepLeft}, each next one column to the right. */
export const sweepRight = (
  data: Float64Array,
  row: number,
  column: number,
  { values }: Rotations,
  from: number,
  to: number,
): void => {
  let at = row + 2 * column;
  let re = data[at]!;
  let im = data[at + 1]!;
  for (let q = 4 * from; q < 4 * to; q += 4, at += 2) {
    const c = values[q]!;
    const s = values[q + 1]!;
    const x = re * values[q + 2]! + im * values[q + 3]!;
    const y = im * values[q + 2]! - re * values[q + 3]!;
    const nextRe = data[at + 2]!;
    const nextIm = data[at + 3]!;
    data[at] = c * x - s * nextRe;
    data[at + 1] = c * y - s * nextIm;
    re = s * x + c * nextRe;
    im = s * y + c * nextIm;
  }
  data[at] = re;
  data[at + 1] = im;
};

/**
 * Uses interferometer `k` itself on two rows that begin at `upper` and `upper + stride`, from the
 * offset `from` to `to` within them.
 */
export const rotateRows = (
  data: Float64Array,
  upper: number,
  stride: number,
  { values }: Rotations,
  k: number,
  from: number,
  to: number,
): void => {
  const c = values[4 * k]!;
  const s = values[4 * k + 1]!;
  const cosPhi = values[4 * k + 2]!;
  const sinPhi = values[4 * k + 3]!;
  const end = upper + to;
  for (let at = upper + from, below = at + stride; at < end; at += 2, below += 2) {
    const x = data[at]! * cosPhi - data[at + 1]! * sinPhi;
    const y = data[at + 1]! * cosPhi + data[at]! * sinPhi;
    const re = data[below]!;
    const im = data[below + 1]!;
    data[at] = c * x - s * re;
    data[at + 1] = c * y - s * im;
    data[below] = s * x + c * re;
    data[below + 1] = s * y + c * im;
  }
};
