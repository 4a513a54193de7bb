/** IEEE double as an exact fraction: `mantissa * 2^exponent`. */
const exactly = (x: number): { readonly mantissa: bigint; readonly exponent: number } => {
  let exponent = 0;
  let scaled = x;
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    exponent--;
  }
  return { mantissa: BigInt(scaled), exponent };
};

/** The integer nearest to `top / bottom`, which is positive; the even one of two. */
const nearest = (top: bigint, bottom: bigint): bigint => {
  const floor = top / bottom - (top % bottom < 0n ? 1n : 0n);
  const twice = 2n * (top - floor * bottom);
  if (twice === bottom) return floor + (floor & 1n);
  return twice > bottom ? floor + 1n : floor;
};

const TWO_PI = 2 * Math.PI;

/**
 * The bits of the angle nearest to `radians` modulo 2π, ties to even; null if it is not finite.
 * Exact: `turn` is the float nearest to 2π at the precision of `radians`, which is what one turn
 * counts as there. Source: OpenQASM 3, "Casting from float".
 */
export const angleOf = (radians: number, precision: 32 | 64, width: number): bigint | null => {
  if (!Number.isFinite(radians)) return null;
  const turn = exactly(precision === 32 ? Math.fround(TWO_PI) : TWO_PI);
  const { mantissa, exponent } = exactly(radians);
  const shift = exponent - turn.exponent + width;
  const top = mantissa << BigInt(Math.max(shift, 0));
  const bottom = turn.mantissa << BigInt(Math.max(-shift, 0));
  return BigInt.asUintN(width, nearest(top, bottom));
};

/** Doubles hold this many bits of an angle. */
const KEPT = 53;

/** The angle in radians, in [0, 2π). Bits beyond a double's precision are dropped. */
export const radiansOf = (bits: bigint, width: number): number => {
  const dropped = Math.max(0, width - KEPT);
  const share = Number(bits >> BigInt(dropped)) * 2 ** (dropped - width);
  return share * TWO_PI;
};

/** An angle of another width: padded with zeros below, or with its lowest bits cut off. */
export const resized = (bits: bigint, from: number, to: number): bigint =>
  to >= from ? bits << BigInt(to - from) : bits >> BigInt(from - to);
