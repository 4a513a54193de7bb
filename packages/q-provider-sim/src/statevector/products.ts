/**
 * Products over all subsets: complex number k is the start times the factors of the bits set in k.
 * `factors` are complex numbers too, of which those numbered `bits` count, in that order.
 */
export const products = (
  factors: Float64Array,
  bits: readonly number[],
  startRe: number,
  startIm: number,
): Float64Array => {
  const out = new Float64Array(2 << bits.length);
  out[0] = startRe;
  out[1] = startIm;
  for (let k = 0; k < bits.length; k++) {
    multiplyHalf(out, 0, k, factors[2 * bits[k]!]!, factors[2 * bits[k]! + 1]!);
  }
  return out;
};

/** Products of the inverses of the `count` numbers at `from`, into `out` at `at`. */
export const inverseProducts = (
  factors: Float64Array,
  from: number,
  count: number,
  out: Float64Array,
  at: number,
  startRe: number,
  startIm: number,
): void => {
  out[at] = startRe;
  out[at + 1] = startIm;
  for (let k = 0; k < count; k++) {
    const re = factors[from + 2 * k]!;
    const im = factors[from + 2 * k + 1]!;
    const weight = 1 / (re * re + im * im);
    multiplyHalf(out, at, k, re * weight, -im * weight);
  }
};

/** Numbers 2^k to 2^(k+1) are those before them times a factor. */
const multiplyHalf = (
  out: Float64Array,
  at: number,
  k: number,
  re: number,
  im: number,
): void => {
  const half = 2 << k;
  for (let i = at; i < at + half; i += 2) {
    out[i + half] = out[i]! * re - out[i + 1]! * im;
    out[i + half + 1] = out[i]! * im + out[i + 1]! * re;
  }
};
