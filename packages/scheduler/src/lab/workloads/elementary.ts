// Math.log and Math.exp may differ between hosts in their last bits, and a run time rounded the
// other way changes a whole schedule. These use +, -, × and / on doubles alone, which IEEE 754 and
// ECMAScript fix to the last bit.

const bits = new DataView(new ArrayBuffer(8));

/** 2^k for -1022 ≤ k ≤ 1023. */
const powerOfTwo = (k: number): number => {
  bits.setUint32(0, (k + 1023) << 20);
  bits.setUint32(4, 0);
  return bits.getFloat64(0);
};

/** ln 2 in two parts, of which the first times an exponent is exact (Tang 1990). */
const LN2_HIGH = 0.693147180559663;
const LN2_LOW = 2.8235290563031577e-13;

/** 2^54 lifts the smallest numbers into the normal range. */
const LIFT = 54;

/**
 * Natural logarithm of a finite x > 0, the same bits on every platform; relative error under 1e-15.
 * x is m · 2^k with m in [0.71, 1.42], and ln m the series of 2 artanh((m - 1) / (m + 1)).
 */
export const naturalLog = (x: number): number => {
  const small = x < 2 ** -1000;
  bits.setFloat64(0, small ? x * 2 ** LIFT : x);
  const high = bits.getUint32(0);
  const above = (high & 0xf_ffff) > 0x6_a09e ? 1 : 0; // mantissa above the root of 2
  const exponent = (high >>> 20) - 1023 + above - (small ? LIFT : 0);
  bits.setUint32(0, ((1023 - above) << 20) | (high & 0xf_ffff));
  const mantissa = bits.getFloat64(0);
  const s = (mantissa - 1) / (mantissa + 1);
  let sum = 0;
  for (let n = 21; n >= 3; n -= 2) sum = (sum + 1 / n) * s * s;
  return exponent * LN2_HIGH + (2 * s * (1 + sum) + exponent * LN2_LOW);
};

const EXPONENT_MAX = 700;

/**
 * e^x for |x| ≤ 700, the same bits on every platform; relative error under 1e-15. Beyond it is as
 * at the nearest bound. x is k ln 2 + r, and e^r its power series.
 */
export const exponential = (x: number): number => {
  const bounded = Math.max(-EXPONENT_MAX, Math.min(EXPONENT_MAX, x));
  const k = Math.round(bounded / Math.LN2);
  const r = bounded - k * LN2_HIGH - k * LN2_LOW;
  let sum = 1;
  for (let n = 14; n >= 1; n--) sum = 1 + (r / n) * sum;
  return sum * powerOfTwo(k);
};
