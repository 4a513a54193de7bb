import type { Matrix } from './complex.ts';
import { column, GENERAL, IMAGINARY, REAL, type Column } from './columns.ts';
import type { TileFactors } from './tile-factors.ts';

/** Two slots that a gate mixes, and its matrix on them. */
export interface Pair {
  readonly a: number;
  readonly b: number;
  /** The matrices it may be, and which one it is for every combination of outside qubits. */
  readonly matrices: readonly [Matrix, Matrix, Matrix, Matrix];
  readonly which: Uint8Array;
}

/** The matrix between flipped qubits: X M X. */
export const flipped = (m: Matrix): Matrix => [
  m[6]!, m[7]!, m[4]!, m[5]!,
  m[2]!, m[3]!, m[0]!, m[1]!,
];

const swapRows = (m: Matrix): Matrix => [
  m[4]!, m[5]!, m[6]!, m[7]!,
  m[0]!, m[1]!, m[2]!, m[3]!,
];

/** The pair with the results exchanged. */
export const crossed = (pair: Pair): Pair => ({
  ...pair,
  matrices: pair.matrices.map(swapRows) as unknown as Pair['matrices'],
});

/** Whether the larger entries are off the diagonal; null if that depends on outside qubits. */
export const isCrossed = ({ matrices, which }: Pair): boolean | null => {
  let way: boolean | null = null;
  for (let v = 0; v < which.length; v++) {
    const m = matrices[which[v]!]!;
    const here = Math.hypot(m[0]!, m[1]!) < Math.hypot(m[2]!, m[3]!) - 1e-9;
    if (way !== null && way !== here) return null;
    way = here;
  }
  return way;
};

/** A gate on a pair as a' = u00·(a + first·b), b' = u11·(b + second·a), factors included. */
export interface Normalized {
  readonly first: Column;
  readonly second: Column;
  /** The new factors of a and b. */
  readonly upper: Column;
  readonly lower: Column;
}

export const normalize = (pair: Pair, factors: TileFactors): Normalized => {
  const { lanes, size } = factors;
  const fa = factors.columns[pair.a]!;
  const fb = factors.columns[pair.b]!;
  const [first, second, upper, lower] = [column(size), column(size), column(size), column(size)];
  for (let k = 0; k < size; k++) {
    const m = pair.matrices[pair.which[lanes === 1 ? k : Math.floor(k / lanes)]!]!;
    const [ar, ai, br, bi] = [fa.re[k]!, fa.im[k]!, fb.re[k]!, fb.im[k]!];
    const pr = m[0]! * ar - m[1]! * ai;
    const pi = m[0]! * ai + m[1]! * ar;
    const qr = m[2]! * br - m[3]! * bi;
    const qi = m[2]! * bi + m[3]! * br;
    const sr = m[4]! * ar - m[5]! * ai;
    const si = m[4]! * ai + m[5]! * ar;
    const tr = m[6]! * br - m[7]! * bi;
    const ti = m[6]! * bi + m[7]! * br;
    const p = 1 / (pr * pr + pi * pi);
    const t = 1 / (tr * tr + ti * ti);
    upper.re[k] = pr;
    upper.im[k] = pi;
    lower.re[k] = tr;
    lower.im[k] = ti;
    first.re[k] = (qr * pr + qi * pi) * p;
    first.im[k] = (qi * pr - qr * pi) * p;
    second.re[k] = (sr * tr + si * ti) * t;
    second.im[k] = (si * tr - sr * ti) * t;
  }
  return { first, second, upper, lower };
};

/** Clears what a form says is zero. */
export const clip = (ratio: Column, form: number): void => {
  if (form !== GENERAL && form !== IMAGINARY) ratio.im.fill(0);
  if (form !== GENERAL && form !== REAL) ratio.re.fill(0);
};

/** The entries of row `row`, times the factors of a and b. */
export const denseRow = (pair: Pair, factors: TileFactors, row: number): [Column, Column] => {
  const { lanes, size } = factors;
  const [first, second] = [pair.a, pair.b].map((slot, side) => {
    const { re, im } = factors.columns[slot]!;
    const out = column(size);
    const at = 4 * row + 2 * side;
    for (let k = 0; k < size; k++) {
      const m = pair.matrices[pair.which[Math.floor(k / lanes)]!]!;
      out.re[k] = m[at]! * re[k]! - m[at + 1]! * im[k]!;
      out.im[k] = m[at]! * im[k]! + m[at + 1]! * re[k]!;
    }
    return out;
  });
  return [first!, second!];
};

/**
 * Tangents of the turn of slot a or b that makes `ratio` real or imaginary. The ratio goes with
 * factor b over factor a, so the same turn on a goes the other way.
 */
export const tangentsOf = (ratio: Column, toReal: boolean, onA: boolean): Float64Array => {
  const { re, im } = ratio;
  const tangents = new Float64Array(re.length);
  for (let k = 0; k < re.length; k++) {
    const along = toReal ? re[k]! : im[k]!;
    const across = toReal ? im[k]! : -re[k]!;
    const t = along === 0 ? 0 : across / along;
    tangents[k] = onA ? -t : t;
  }
  return tangents;
};
