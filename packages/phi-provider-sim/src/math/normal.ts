import { naturalLog } from './logarithm.ts';

// Quotients of polynomials by Wichura (1988): PPND16, relative error about 1e-16. Highest power
// first. The same bits on every platform, as src/math/sine.ts.

const CENTRE = [
  Float64Array.of(
    2509.0809287301227, 33430.57558358813, 67265.7709270087, 45921.95393154987,
    13731.69376550946, 1971.5909503065513, 133.14166789178438, 3.3871328727963665,
  ),
  Float64Array.of(
    5226.495278852854, 28729.085735721943, 39307.89580009271, 21213.794301586597,
    5394.196021424751, 687.1870074920579, 42.31333070160091, 1,
  ),
] as const;

const SHOULDER = [
  Float64Array.of(
    7.745450142783414e-4, 0.022723844989269184, 0.2417807251774506, 1.2704582524523684,
    3.6478483247632045, 5.769497221460691, 4.630337846156546, 1.4234371107496835,
  ),
  Float64Array.of(
    1.0507500716444169e-9, 5.475938084995345e-4, 0.015198666563616457, 0.14810397642748008,
    0.6897673349851, 1.6763848301838038, 2.053191626637759, 1,
  ),
] as const;

const TAIL = [
  Float64Array.of(
    2.0103343992922881e-7, 2.7115555687434876e-5, 0.0012426609473880784, 0.026532189526576124,
    0.29656057182850487, 1.7848265399172913, 5.463784911164114, 6.657904643501103,
  ),
  Float64Array.of(
    2.0442631033899397e-15, 1.421511758316446e-7, 1.8463183175100548e-5, 7.868691311456133e-4,
    0.014875361290850615, 0.1369298809227358, 0.599832206555888, 1,
  ),
] as const;

const quotient = ([top, bottom]: readonly [Float64Array, Float64Array], x: number): number => {
  let above = 0;
  let below = 0;
  for (let k = 0; k < 8; k++) {
    above = above * x + top[k]!;
    below = below * x + bottom[k]!;
  }
  return above / below;
};

/**
 * The point below which a standard normal variable lies with probability `p`, within 1e-15 of its
 * size; ∓Infinity at 0 and 1. Source: Wichura, Applied Statistics 37 (1988), 477, AS 241.
 */
export const normalQuantile = (p: number): number => {
  if (p <= 0) return -Infinity;
  if (p >= 1) return Infinity;
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) return q * quotient(CENTRE, 0.180625 - q * q);
  const r = Math.sqrt(-naturalLog(q < 0 ? p : 1 - p));
  const size = r <= 5 ? quotient(SHOULDER, r - 1.6) : quotient(TAIL, r - 5);
  return q < 0 ? -size : size;
};
