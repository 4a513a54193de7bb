// Math.sin and its kin may differ between hosts in their last bits, and a phase that differs in one
// bit goes its own way in a chaotic network. These use +, -, × and Math.round alone, which
// IEEE 754 and ECMAScript fix to the last bit.

/** π/2 in three parts; the first two have 33 bits, so that a turn count times each is exact. */
const QUARTER_HIGH = 1.5707963267341256;
const QUARTER_MIDDLE = 6.077100506303966e-11;
const QUARTER_LOW = 2.0222662487959506e-21;
const QUARTERS_PER_RADIAN = 2 / Math.PI;

/** Quarter turns up to which the reduction is exact: 2^20 · π/2 is about 1.6 million radians. */
const ARGUMENT_MAX = 2 ** 20 * (Math.PI / 2);

/** sin r for |r| ≤ π/4: polynomial through the Chebyshev nodes, within 1.4e-17. */
const sineNear = (r: number): number => {
  const u = r * r;
  const high = 2.7557316101617874e-6 + u * (-2.505113165023518e-8 + u * 1.5918115263265974e-10);
  const low = 0.008333333333330948 + u * (-0.00019841269836756774 + u * high);
  return r + r * u * (-0.16666666666666666 + u * low);
};

/** cos r for |r| ≤ π/4: polynomial through the Chebyshev nodes, within 1e-18. */
const cosineNear = (r: number): number => {
  const u = r * r;
  const high = -2.7557317271145144e-7 + u * (2.087614614655861e-9 + u * -1.1382623647474604e-11);
  const low = -0.0013888888888887398 + u * (2.480158729876456e-5 + u * high);
  return 1 - (0.5 * u - u * u * (0.041666666666666664 + u * low));
};

/** As exact as an argument changed by under half a unit in its last place: 2π to 2^-53. */
const tame = (x: number): number => (Math.abs(x) <= ARGUMENT_MAX ? x : x % (2 * Math.PI));

const remainder = (x: number, quarters: number): number =>
  x - quarters * QUARTER_HIGH - quarters * QUARTER_MIDDLE - quarters * QUARTER_LOW;

/** Sine or, `ahead` by one quarter turn, cosine. */
const wave = (x: number, ahead: number): number => {
  const angle = tame(x);
  const quarters = Math.round(angle * QUARTERS_PER_RADIAN);
  const r = remainder(angle, quarters);
  const quadrant = (quarters + ahead) & 3;
  const size = quadrant & 1 ? cosineNear(r) : sineNear(r);
  return quadrant & 2 ? -size : size;
};

/**
 * sin x, the same bits on every platform. Error at most 1.5e-16 for |x| ≤ 1.6e6, beyond that of an
 * argument wrong by half a unit in its last place; NaN for what is not finite.
 */
export const sine = (x: number): number => wave(x, 0);

/** cos x, as {@link sine}. */
export const cosine = (x: number): number => wave(x, 1);

/** tan x, as the quotient of both: relative error 3e-16 away from its poles and zeros. */
export const tangent = (x: number): number => wave(x, 0) / wave(x, 1);

/**
 * Writes cos and sin of every phase: x to `into[2i]`, y to `into[2i + 1]`. Phases of at most 1.6e6
 * in size; the same bits as {@link cosine} and {@link sine}, at about half their cost.
 */
export const unitVectors = (phases: Float64Array, into: Float64Array): void => {
  for (let i = 0; i < phases.length; i++) {
    const angle = phases[i]!;
    const quarters = Math.round(angle * QUARTERS_PER_RADIAN);
    const r = remainder(angle, quarters);
    const s = sineNear(r);
    const c = cosineNear(r);
    const odd = quarters & 1;
    const x = odd ? s : c;
    const y = odd ? c : s;
    into[2 * i] = (quarters + 1) & 2 ? -x : x;
    into[2 * i + 1] = quarters & 2 ? -y : y;
  }
};
