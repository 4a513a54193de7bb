const FRACTION_BITS = 16;
const MANTISSA_BITS = 25;
const ONE = 2 ** MANTISSA_BITS;

/** What 1 is in the numbers of {@link log2Fixed}. */
export const LOG2_ONE = 2 ** FRACTION_BITS;

/**
 * ⌊65,536 · log₂ x⌋ of an integer from 1 to 2^53 - 1, or one less; never decreases with x. Bit by
 * bit, by squaring the mantissa in integers of 52 bits (Majithia and Levan, Proc. IEEE 61, 1973):
 * `Math.log2` may differ in its last bit from one engine to another, and a weight must not.
 */
export const log2Fixed = (x: number): number => {
  const high = Math.floor(x / 2 ** 26);
  const exponent = high > 0 ? 57 - Math.clz32(high) : 31 - Math.clz32(x);
  let mantissa = Math.floor((x * ONE) / 2 ** exponent);
  let result = exponent;
  for (let bit = 0; bit < FRACTION_BITS; bit++) {
    mantissa = Math.floor((mantissa * mantissa) / ONE);
    result *= 2;
    if (mantissa < 2 * ONE) continue;
    mantissa = Math.floor(mantissa / 2);
    result += 1;
  }
  return result;
};
