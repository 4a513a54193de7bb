// As src/math/sine.ts: +, -, ×, / and Math.sqrt alone, for the same bits on every platform.

/** π/2 less the double nearest to it. */
const QUARTER_REST = 6.123233995736766e-17;

/** arctan(k / 16) for k = 0 to 16. */
const ARCTANGENTS = Float64Array.of(
  0, 0.06241880999595735, 0.12435499454676144, 0.18534794999569476, 0.24497866312686414,
  0.3028848683749714, 0.35877067027057225, 0.4124104415973873, 0.4636476090008061,
  0.5123894603107377, 0.5585993153435624, 0.6022873461349642, 0.6435011087932844,
  0.6823165548747481, 0.7188299996216245, 0.7531512809621944, 0.7853981633974483,
);

/** atan r for 0 ≤ r ≤ 1: that of the nearest k / 16 and of what is left. */
const uptoOne = (r: number): number => {
  const k = Math.round(16 * r);
  const t = k / 16;
  const rest = (r - t) / (1 + r * t);
  const z = rest * rest;
  const tail = 1 / 7 - z * (1 / 9 - z * (1 / 11 - z * (1 / 13)));
  return ARCTANGENTS[k]! + (rest - rest * (z * (1 / 3 - z * (1 / 5 - z * tail))));
};

/** The angle of a point of the first quadrant. */
const angleOf = (y: number, x: number): number => {
  if (y === x) return y === 0 ? 0 : Math.PI / 4;
  return y < x ? uptoOne(y / x) : Math.PI / 2 - (uptoOne(x / y) - QUARTER_REST);
};

/**
 * The angle of the point (x, y) in [-π, π], the same bits on every platform; error at most 4e-16.
 * As Math.atan2, signed zeros included.
 */
export const arctangent2 = (y: number, x: number): number => {
  const first = angleOf(Math.abs(y), Math.abs(x));
  const upper = x < 0 || Object.is(x, -0) ? Math.PI - first : first;
  return y < 0 || Object.is(y, -0) ? -upper : upper;
};

/** atan x in [-π/2, π/2], as {@link arctangent2}. */
export const arctangent = (x: number): number => arctangent2(x, 1);

/** asin x in [-π/2, π/2] for |x| ≤ 1, NaN beyond; error at most 4e-16. */
export const arcsine = (x: number): number => arctangent2(x, Math.sqrt((1 - x) * (1 + x)));
