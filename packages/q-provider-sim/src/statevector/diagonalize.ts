import { entry, type Complex, type Matrix } from './complex.ts';

/** A square root, each part from the one that does not cancel. */
const root = ([re, im]: Complex): Complex => {
  const size = Math.hypot(re, im);
  if (size === 0) return [0, 0];
  if (re >= 0) {
    const real = Math.sqrt((size + re) / 2);
    return [real, im / (2 * real)];
  }
  const imaginary = (im < 0 ? -1 : 1) * Math.sqrt((size - re) / 2);
  return [im / (2 * imaginary), imaginary];
};

/**
 * A unitary 2×2 matrix as basis · diag(values) · basis†. The basis is unitary: its first column
 * solves (M - value) v = 0 by the larger row, the second is orthogonal to it.
 */
export const diagonalize = (
  m: Matrix,
): { readonly basis: Matrix; readonly values: readonly [Complex, Complex] } => {
  const [a, b] = entry(m, 0, 0);
  const [c, d] = entry(m, 0, 1);
  const [e, f] = entry(m, 1, 0);
  const [g, h] = entry(m, 1, 1);
  const half: Complex = [(a + g) / 2, (b + h) / 2];
  const apart: Complex = [(a - g) / 2, (b - h) / 2];
  // values are half ± sqrt(apart² + m01 m10)
  const spread = root([
    apart[0] ** 2 - apart[1] ** 2 + c * e - d * f,
    2 * apart[0] * apart[1] + c * f + d * e,
  ]);
  const values: [Complex, Complex] = [
    [half[0] + spread[0], half[1] + spread[1]],
    [half[0] - spread[0], half[1] - spread[1]],
  ];
  const upper: Complex = [values[0][0] - a, values[0][1] - b];
  const lower: Complex = [values[0][0] - g, values[0][1] - h];
  // (m01, λ - m00) and (λ - m11, m10) both solve it; the longer one is the safer
  const first = Math.hypot(c, d, ...upper) >= Math.hypot(e, f, ...lower);
  const v = first ? [c, d, ...upper] : [...lower, e, f];
  const size = Math.hypot(...v);
  if (size < 1e-12) return { basis: [1, 0, 0, 0, 0, 0, 1, 0], values: [[a, b], [g, h]] };
  const [p, q, r, s] = v.map((x) => x / size) as [number, number, number, number];
  return { basis: [p, q, -r, s, r, s, p, -q], values };
};
