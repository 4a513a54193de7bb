import type { Matrix2 } from '../engine/state.ts';

/**
 * Loops over amplitudes as they lie in memory. Indices and masks are of memory. The bits of `free`
 * take all values while the others are those of `at`, `a` or `b`, which have no bit of `free`.
 *
 * Every implementation rounds alike: amplitudes and factors to the precision of an amplitude at
 * every operation, sums and what is summed to float64.
 */
export interface Loops {
  /** Sets amplitudes to zero. */
  clear(free: number, at: number): void;
  multiply(free: number, at: number, re: number, im: number): void;
  exchange(free: number, a: number, b: number): void;
  /**
   * The two products of a row and an amplitude are made first, then added. Where the matrix is
   * real, products with its zeros are left out.
   */
  mix(free: number, a: number, b: number, matrix: Matrix2): void;
  /**
   * For every value of the bits `outer`, in ascending order, and every lane, the sum of squared
   * magnitudes over the bits `inner`. Neither mask has bits of lanes, and `at` counts without its
   * own. Amplitudes whose lowest bit of `inner` is 0, and those where it is 1, are each summed in
   * ascending order; then the two sums are added.
   */
  weights(inner: number, outer: number, at: number, sums: Float64Array): void;
  /**
   * Sums of conj(amplitude at `a`) · amplitude at `b` likewise: for every value of the bits
   * `outer`, the real parts of all lanes, then the imaginary parts. A lane is multiplied with the
   * one that differs from it as the lanes of `a` and `b` differ.
   */
  overlaps(inner: number, outer: number, a: number, b: number, sums: Float64Array): void;
}

/** Whether a matrix has no imaginary parts. */
export const isReal = (matrix: Matrix2): boolean =>
  matrix[1] === 0 && matrix[3] === 0 && matrix[5] === 0 && matrix[7] === 0;

/** The number of bits in a mask. */
export const countBits = (mask: number): number => {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count++;
  return count;
};

/** Splits a mask into its lowest `count` bits, or all, and the others. */
export const splitMask = (
  mask: number,
  count: number,
): readonly [low: number, high: number] => {
  let high = mask;
  for (let k = 0; k < count; k++) high &= high - 1;
  return [mask ^ high, high];
};
