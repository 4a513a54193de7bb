// As src/math/sine.ts: +, -, ×, / and Math.round alone, for the same bits on every platform.

/** ln 2 in two parts; the first has 41 bits, so that an exponent times it is exact. */
const LN2_HIGH = 0.693147180559663;
const LN2_LOW = 2.8235290563031577e-13;

/** 2 atanh s for |s| ≤ 0.172, by its power series to 1e-17 of its size. */
const twiceAtanh = (s: number): number => {
  const u = s * s;
  let sum = 0;
  for (let k = 21; k >= 3; k -= 2) sum = (sum + 1 / k) * u;
  return 2 * s + 2 * s * sum;
};

/**
 * Natural logarithm, the same bits on every platform; within two units in the last place. As
 * Math.log: -Infinity for 0, NaN below it.
 */
export const naturalLog = (x: number): number => {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN;
  if (x === Infinity) return x;
  let mantissa = x;
  let exponent = 0;
  for (let step = 512; step >= 1; step /= 2) {
    // the second time takes the last of the subnormal numbers
    while (mantissa < 2 ** -step) {
      mantissa *= 2 ** step;
      exponent -= step;
    }
    if (mantissa >= 2 ** step) {
      mantissa /= 2 ** step;
      exponent += step;
    }
  }
  if (mantissa > Math.SQRT2) {
    mantissa /= 2;
    exponent++;
  } else if (mantissa < Math.SQRT1_2) {
    mantissa *= 2;
    exponent--;
  }
  const near = twiceAtanh((mantissa - 1) / (mantissa + 1));
  return exponent * LN2_HIGH + (near + exponent * LN2_LOW);
};

/** Beyond this size e^x overflows, or is below the least normal number and taken as 0. */
const EXPONENT_MAX = 709.78;
const EXPONENT_MIN = -708;

/** e^r for |r| ≤ ln 2 / 2, by its power series. */
const exponentialNear = (r: number): number => {
  let sum = 1;
  for (let k = 13; k >= 2; k--) sum = 1 + (r / k) * sum;
  return 1 + r * sum;
};

/** e^x, the same bits on every platform; relative error at most 4e-16, 0 below x = -708. */
export const exponential = (x: number): number => {
  if (!(x <= EXPONENT_MAX)) return x > 0 ? Infinity : NaN;
  if (x < EXPONENT_MIN) return 0;
  const exponent = Math.round(x / Math.LN2);
  const r = x - exponent * LN2_HIGH - exponent * LN2_LOW;
  // in two factors: 2^1024 is no number
  const half = exponent >> 1;
  return exponentialNear(r) * twoTo(half) * twoTo(exponent - half);
};

/** 2^k for |k| < 1000 by repeated squaring: exact, where the power operator need not be. */
const twoTo = (k: number): number => {
  let power = 1;
  let factor = k < 0 ? 0.5 : 2;
  for (let left = Math.abs(k); left > 0; left >>= 1) {
    if (left & 1) power *= factor;
    factor *= factor;
  }
  return power;
};
