// Built from +, -, × and / alone, which IEEE 754 fixes to the last bit: Math.log may differ between
// hosts in its last bits, and one of them can turn a sample.

/** 2 atanh s for |s| ≤ 0.18, to 1e-16 of its size. */
const twiceAtanh = (s: number): number => {
  const w = s * s;
  let sum = 0;
  for (let k = 23; k >= 1; k -= 2) sum = sum * w + 1 / k;
  return 2 * s * sum;
};

/** Natural logarithm of a positive normal number. */
export const naturalLog = (value: number): number => {
  let m = value;
  let exponent = 0;
  for (let step = 512; step >= 1; step /= 2) {
    if (m >= 2 ** step) {
      m /= 2 ** step;
      exponent += step;
    } else if (m < 2 ** -step) {
      m *= 2 ** step;
      exponent -= step;
    }
  }
  // m is now in (½, 2): to within √2 of 1
  if (m > Math.SQRT2) {
    m /= 2;
    exponent++;
  } else if (m < Math.SQRT1_2) {
    m *= 2;
    exponent--;
  }
  return exponent * Math.LN2 + twiceAtanh((m - 1) / (m + 1));
};

/** ln(1 - p) for 0 ≤ p < 1, without the loss of forming 1 - p. */
export const logOfComplement = (p: number): number =>
  p < 0.25 ? twiceAtanh(-p / (2 - p)) : naturalLog(1 - p);
