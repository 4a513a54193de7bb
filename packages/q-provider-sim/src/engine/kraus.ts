import type { Matrix2, StateVector } from './state.ts';

type Complex = readonly [re: number, im: number];

/** A square complex matrix by rows: re, im, re, im, … */
type Matrix = Float64Array;

const entry = (matrix: Matrix, size: number, r: number, c: number): Complex => {
  const k = 2 * (r * size + c);
  return [matrix[k]!, matrix[k + 1]!];
};

/** One kernel call on the pair of rows `a` and `b` of the local basis. */
export interface RowMix {
  readonly a: number;
  readonly b: number;
  readonly matrix: Matrix2;
}

/** Replaces rows a and b of `matrix` by what `mix` makes of them. */
const mixRows = (matrix: Matrix, size: number, { a, b, matrix: m }: RowMix): void => {
  for (let c = 0; c < size; c++) {
    const j = 2 * (a * size + c);
    const k = 2 * (b * size + c);
    const [x, y, u, v] = [matrix[j]!, matrix[j + 1]!, matrix[k]!, matrix[k + 1]!];
    matrix[j] = m[0]! * x - m[1]! * y + m[2]! * u - m[3]! * v;
    matrix[j + 1] = m[0]! * y + m[1]! * x + m[2]! * v + m[3]! * u;
    matrix[k] = m[4]! * x - m[5]! * y + m[6]! * u - m[7]! * v;
    matrix[k + 1] = m[4]! * y + m[5]! * x + m[6]! * v + m[7]! * u;
  }
};

/** The rotation of rows a and b that clears entry (b, a), and its inverse. */
const givens = (
  matrix: Matrix,
  size: number,
  a: number,
  b: number,
): readonly [clear: RowMix, back: RowMix] | null => {
  const [xr, xi] = entry(matrix, size, a, a);
  const [yr, yi] = entry(matrix, size, b, a);
  const norm = Math.hypot(xr, xi, yr, yi);
  if (yr === 0 && yi === 0) return null;
  const [cr, ci, sr, si] = [xr / norm, xi / norm, yr / norm, yi / norm];
  // [[x̄, ȳ], [-y, x]] / norm and its conjugate transpose
  const clear = Float64Array.of(cr, -ci, sr, -si, -sr, -si, cr, ci);
  const back = Float64Array.of(cr, ci, -sr, si, sr, si, cr, -ci);
  return [{ a, b, matrix: clear }, { a, b, matrix: back }];
};

/** Row r of an upper triangular matrix as additions of later rows, which are not yet changed. */
const triangularRow = (upper: Matrix, size: number, r: number): readonly RowMix[] => {
  const terms: { readonly c: number; readonly value: Complex }[] = [];
  for (let c = r + 1; c < size; c++) {
    const value = entry(upper, size, r, c);
    if (value[0] !== 0 || value[1] !== 0) terms.push({ c, value });
  }
  const diagonal = entry(upper, size, r, r);
  const scales = diagonal[0] !== 1 || diagonal[1] !== 0;
  if (scales && terms.length === 0) terms.push({ c: r === 0 ? 1 : 0, value: [0, 0] });
  return terms.map(({ c, value }, k) => {
    const [dr, di] = k === 0 ? diagonal : [1, 0];
    return { a: r, b: c, matrix: Float64Array.of(dr, di, value[0], value[1], 0, 0, 1, 0) };
  });
};

/**
 * Writes any matrix on one or two qubits as 2×2 mixes of rows, to be performed in order: K = Q R by
 * Givens rotations (Golub and Van Loan, section 5.2.5), R row by row from the top.
 */
export const rowMixes = (matrix: Float64Array, qubits: number): readonly RowMix[] => {
  const size = 2 ** qubits;
  if (size === 2) return [{ a: 0, b: 1, matrix: Float64Array.from(matrix) }];
  const upper = Float64Array.from(matrix);
  const backs: RowMix[] = [];
  for (let a = 0; a < size; a++) {
    for (let b = a + 1; b < size; b++) {
      const pair = givens(upper, size, a, b);
      if (pair === null) continue;
      mixRows(upper, size, pair[0]);
      backs.push(pair[1]);
    }
  }
  const rows = Array.from({ length: size }, (_, r) => triangularRow(upper, size, r)).flat();
  return [...rows, ...backs.reverse()];
};

/** The index bits of local index `local` of `slots`. */
const spread = (local: number, slots: readonly number[]): number =>
  slots.reduce((at, slot, k) => at | (((local >> k) & 1) << slot), 0);

/** Performs row mixes on live slots. */
export const performMixes = (
  state: StateVector,
  slots: readonly number[],
  mixes: readonly RowMix[],
): void => {
  const fixed = spread(-1, slots);
  for (const { a, b, matrix } of mixes) {
    state.mix(fixed, spread(a, slots), spread(b, slots), matrix);
  }
};

/**
 * The reduced density matrix of live slots by rows, times the weight of the state; one pass over
 * the amplitudes for one slot, 2.5 for two.
 */
export const reducedDensity = (state: StateVector, slots: readonly number[]): Float64Array => {
  const size = 2 ** slots.length;
  const fixed = spread(-1, slots);
  const density = new Float64Array(2 * size * size);
  for (let r = 0; r < size; r++) {
    density[2 * (r * size + r)] = state.weight(fixed, spread(r, slots));
    for (let c = 0; c < r; c++) {
      const [re, im] = state.overlap(fixed, spread(c, slots), spread(r, slots));
      density.set([re, im], 2 * (r * size + c));
      density.set([re, -im], 2 * (c * size + r));
    }
  }
  return density;
};

/** tr(K ρ K†): how much of a reduced density matrix an operator keeps. */
export const krausWeight = (
  matrix: Float64Array,
  density: Float64Array,
  qubits: number,
): number => {
  const size = 2 ** qubits;
  let weight = 0;
  for (let r = 0; r < size; r++) {
    for (let a = 0; a < size; a++) {
      for (let b = 0; b < size; b++) {
        const [xr, xi] = entry(matrix, size, r, a);
        const [yr, yi] = entry(matrix, size, r, b);
        const [dr, di] = entry(density, size, a, b);
        // the real part of x · ρ_ab · conj(y)
        weight += (xr * dr - xi * di) * yr + (xr * di + xi * dr) * yi;
      }
    }
  }
  return Math.max(0, weight);
};
