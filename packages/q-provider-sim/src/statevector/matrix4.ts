import type { Matrix } from './complex.ts';

/** A 4×4 complex matrix by rows: re, im, re, im, … */
export type Matrix4 = Float64Array;

export const identity4 = (): Matrix4 => {
  const out = new Float64Array(32);
  for (let k = 0; k < 4; k++) out[10 * k] = 1;
  return out;
};

export const multiply4 = (a: Matrix4, b: Matrix4): Matrix4 => {
  const out = new Float64Array(32);
  for (let row = 0; row < 4; row++) {
    for (let column = 0; column < 4; column++) {
      let re = 0;
      let im = 0;
      for (let k = 0; k < 4; k++) {
        const i = 8 * row + 2 * k;
        const j = 8 * k + 2 * column;
        re += a[i]! * b[j]! - a[i + 1]! * b[j + 1]!;
        im += a[i]! * b[j + 1]! + a[i + 1]! * b[j]!;
      }
      out[8 * row + 2 * column] = re;
      out[8 * row + 2 * column + 1] = im;
    }
  }
  return out;
};

/** The transpose, with imaginary parts times `sign`: -1 for the adjoint. */
export const transpose4 = (a: Matrix4, sign: 1 | -1): Matrix4 => {
  const out = new Float64Array(32);
  for (let row = 0; row < 4; row++) {
    for (let column = 0; column < 4; column++) {
      out[8 * row + 2 * column] = a[8 * column + 2 * row]!;
      out[8 * row + 2 * column + 1] = sign * a[8 * column + 2 * row + 1]!;
    }
  }
  return out;
};

/** `high` on the upper bit of the index, `low` on the lower one. */
export const tensor = (high: Matrix, low: Matrix): Matrix4 => {
  const out = new Float64Array(32);
  for (let row = 0; row < 4; row++) {
    for (let column = 0; column < 4; column++) {
      const i = 4 * (row >> 1) + 2 * (column >> 1);
      const j = 4 * (row & 1) + 2 * (column & 1);
      const at = 8 * row + 2 * column;
      out[at] = high[i]! * low[j]! - high[i + 1]! * low[j + 1]!;
      out[at + 1] = high[i]! * low[j + 1]! + high[i + 1]! * low[j]!;
    }
  }
  return out;
};

/** A tensor product taken apart; `low` has determinant 1. */
export const untensor = (m: Matrix4): { readonly high: Matrix; readonly low: Matrix } => {
  let best = 0;
  for (let k = 0; k < 16; k++) {
    if (Math.hypot(m[2 * k]!, m[2 * k + 1]!) > Math.hypot(m[2 * best]!, m[2 * best + 1]!)) best = k;
  }
  const [row, column] = [best >> 2, best & 3];
  const block: number[] = [];
  for (let k = 0; k < 4; k++) {
    const at = 8 * (2 * (row >> 1) + (k >> 1)) + 2 * (2 * (column >> 1) + (k & 1));
    block.push(m[at]!, m[at + 1]!);
  }
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = block;
  const re = a * g - b * h - (c * e - d * f);
  const im = a * h + b * g - (c * f + d * e);
  const size = Math.sqrt(Math.hypot(re, im));
  const angle = -Math.atan2(im, re) / 2;
  const [x, y] = [Math.cos(angle) / size, Math.sin(angle) / size];
  const low: number[] = [];
  for (let k = 0; k < 8; k += 2) {
    low.push(block[k]! * x - block[k + 1]! * y, block[k]! * y + block[k + 1]! * x);
  }
  // entries of the tensor product at the pivot of `low`, divided by that pivot
  const at = 4 * (row & 1) + 2 * (column & 1);
  const [p, q] = [low[at]!, low[at + 1]!];
  const weight = p * p + q * q;
  const high: number[] = [];
  for (let k = 0; k < 4; k++) {
    const from = 8 * (2 * (k >> 1) + (row & 1)) + 2 * (2 * (k & 1) + (column & 1));
    const [u, v] = [m[from]!, m[from + 1]!];
    high.push((u * p + v * q) / weight, (v * p - u * q) / weight);
  }
  return { high, low };
};
