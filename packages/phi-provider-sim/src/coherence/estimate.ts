import { exponential, naturalLog } from '../math/logarithm.ts';
import { normalQuantile } from '../math/normal.ts';
import { cosine, sine, tangent } from '../math/sine.ts';

/** A measured figure with the interval that covers the truth with probability `confidence`. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly confidence: number;
  /** Observations that it rests on. */
  readonly samples: number;
}

/** Standard errors on both sides of the middle that cover `confidence` of a normal distribution. */
const standardErrors = (confidence: number): number => normalQuantile((1 + confidence) / 2);

/**
 * Probability that a variable of Student's distribution lies within ±√freedom tan `angle`: the
 * finite sums of Abramowitz and Stegun, 26.7.3 and 26.7.4.
 */
const studentWithin = (angle: number, freedom: number): number => {
  const [s, c] = [sine(angle), cosine(angle)];
  const odd = freedom % 2 === 1;
  let term = odd ? c : 1;
  let sum = 0;
  for (let k = odd ? 3 : 2; k <= freedom; k += 2) {
    sum += term;
    term *= (c * c * (k - 1)) / k;
  }
  return odd ? (2 / Math.PI) * (angle + s * sum) : s * sum;
};

/** Degrees of freedom from which the series is within 1e-4 up to a confidence of 0.9999. */
const MANY = 100;

/**
 * Standard errors on both sides that cover `confidence` of Student's distribution with `freedom`
 * degrees: by bisection of its distribution function, for many by the series of Fisher and Cornish.
 */
export const studentErrors = (confidence: number, freedom: number): number => {
  if (freedom >= MANY) {
    const z = standardErrors(confidence);
    const w = z * z;
    const second = (z * (5 * w * w + 16 * w + 3)) / 96;
    return z + (z * (w + 1)) / (4 * freedom) + second / (freedom * freedom);
  }
  let [low, high] = [0, Math.PI / 2];
  for (let k = 0; k < 60; k++) {
    const middle = (low + high) / 2;
    if (studentWithin(middle, freedom) < confidence) low = middle;
    else high = middle;
  }
  return Math.sqrt(freedom) * tangent(low);
};

const clamp = (value: number, min: number, max: number): number =>
  Math.max(min, Math.min(max, value));

/** Where a figure can lie: its interval is cut to that. */
interface Range {
  readonly min: number;
  readonly max: number;
}

/**
 * Mean of independent samples with Student's interval; null without samples. One sample says
 * nothing about the spread, so its interval is the whole range.
 */
export const meanOf = (
  values: readonly number[],
  { min, max }: Range,
  confidence: number,
): Estimate | null => {
  const samples = values.length;
  if (samples === 0) return null;
  const value = values.reduce((sum, x) => sum + x, 0) / samples;
  if (samples === 1) return { value, low: min, high: max, confidence, samples };
  const squares = values.reduce((sum, x) => sum + (x - value) * (x - value), 0);
  const error = Math.sqrt(squares / (samples - 1) / samples);
  const half = studentErrors(confidence, samples - 1) * error;
  const [low, high] = [clamp(value - half, min, max), clamp(value + half, min, max)];
  return { value, low, high, confidence, samples };
};

/** Wilson's score interval for a probability (Journal of the ASA 22 (1927), 209). */
export const shareOf = (hits: number, samples: number, confidence: number): Estimate | null => {
  if (samples === 0) return null;
  const z = standardErrors(confidence);
  const value = hits / samples;
  const spread = 1 + (z * z) / samples;
  const centre = (value + (z * z) / (2 * samples)) / spread;
  const noise = (value * (1 - value)) / samples + (z * z) / (4 * samples * samples);
  const half = (z / spread) * Math.sqrt(noise);
  const low = clamp(centre - half, 0, value);
  return { value, low, high: clamp(centre + half, value, 1), confidence, samples };
};

/** Degrees of freedom from which Wilson and Hilferty's quantile is within 0.5 % up to 0.9999. */
const MANY_SQUARES = 60;

/** Probability that a χ² variable is at most `x`, by the series of the incomplete Γ function. */
const chiSquareWithin = (x: number, freedom: number): number => {
  let factorial = freedom % 2 === 0 ? 1 : Math.sqrt(Math.PI) / 2;
  for (let a = freedom % 2 === 0 ? 2 : 1.5; a <= freedom / 2; a++) factorial *= a;
  let [sum, term] = [0, 1];
  for (let a = freedom / 2 + 1; term > 1e-17 * sum; a++) {
    sum += term;
    term *= x / 2 / a;
  }
  return (exponential((freedom / 2) * naturalLog(x / 2) - x / 2) / factorial) * sum;
};

/**
 * Quantile of χ² over its degrees of freedom: by bisection of its distribution function, for many
 * degrees that of Wilson and Hilferty (PNAS 17 (1931), 684).
 */
const chiSquareShare = (p: number, freedom: number): number => {
  if (freedom >= MANY_SQUARES) {
    const cube = 2 / (9 * freedom);
    const root = 1 - cube + normalQuantile(p) * Math.sqrt(cube);
    return root * root * root;
  }
  let [low, high] = [0, 10 * freedom + 40];
  for (let k = 0; k < 80; k++) {
    const middle = (low + high) / 2;
    if (chiSquareWithin(middle, freedom) < p) low = middle;
    else high = middle;
  }
  return high / freedom;
};

/** Interval of a variance estimated with `freedom` degrees of freedom; null without any. */
export const varianceOf = (
  value: number,
  freedom: number,
  confidence: number,
): Estimate | null => {
  if (freedom < 1) return null;
  const outside = (1 - confidence) / 2;
  const low = value / chiSquareShare(1 - outside, freedom);
  const high = value / chiSquareShare(outside, freedom);
  return { value, low, high, confidence, samples: freedom };
};
