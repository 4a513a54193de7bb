import type { RandomStream } from '@xdv/domain-model';
import { naturalLog } from '../math/logarithm.ts';

/** Draws of standard normal variates from a stream: mean 0, variance 1. */
type NormalSource = () => number;

/** By the polar method (Marsaglia and Bray 1964), which needs no sine. */
export const normalSource = (random: RandomStream): NormalSource => {
  let spare: number | undefined;
  return () => {
    if (spare !== undefined) {
      const kept = spare;
      spare = undefined;
      return kept;
    }
    for (;;) {
      const u = 2 * random.float() - 1;
      const v = 2 * random.float() - 1;
      const s = u * u + v * v;
      if (s >= 1 || s === 0) continue;
      const scale = Math.sqrt((-2 * naturalLog(s)) / s);
      spare = v * scale;
      return u * scale;
    }
  };
};

/** Below this mean, arrivals are counted one by one. */
const COUNTED_MEAN_MAX = 10;

/** Above this mean, logarithms of factorials are too coarse, and the skewness is below 1e-4. */
const EXACT_MEAN_MAX = 1e8;

const HALF_LOG_TURN = 0.9189385332046727; // ½ ln 2π

/** ln k! by Stirling's series, to 1e-12 of its size. */
const logFactorial = (k: number): number => {
  if (k < 16) {
    let product = 1;
    for (let factor = 2; factor <= k; factor++) product *= factor;
    return naturalLog(product);
  }
  const series = (1 / 12 - (1 / 360 - 1 / (1260 * k * k)) / (k * k)) / k;
  return (k + 0.5) * naturalLog(k) - k + HALF_LOG_TURN + series;
};

/** Arrivals within `mean` when the gaps between them are exponential with mean 1. */
const countArrivals = (mean: number, random: RandomStream): number => {
  let count = -1;
  for (let time = 0; time <= mean; count++) time -= naturalLog(1 - random.float());
  return count;
};

/** By transformed rejection: PTRS of Hörmann, Insurance: Math. Econ. 12, 39 (1993). */
const rejectCounts = (mean: number, random: RandomStream): number => {
  const logMean = naturalLog(mean);
  const b = 0.931 + 2.53 * Math.sqrt(mean);
  const a = -0.059 + 0.02483 * b;
  const scale = 1.1239 + 1.1328 / (b - 3.4);
  const squeeze = 0.9277 - 3.6224 / (b - 2);
  for (;;) {
    const u = random.float() - 0.5;
    const v = 1 - random.float();
    const edge = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / edge + b) * u + mean + 0.43);
    if (edge >= 0.07 && v <= squeeze) return k;
    if (!(k >= 0) || (edge < 0.013 && v > edge)) continue;
    const height = naturalLog((v * scale) / (a / (edge * edge) + b));
    if (height <= k * logMean - mean - logFactorial(k)) return k;
  }
};

/** A Poisson count of this mean; above a mean of 1e8 a rounded normal variate. Constant time. */
export const poissonCount = (mean: number, random: RandomStream, normal: NormalSource): number => {
  if (mean < COUNTED_MEAN_MAX) return countArrivals(mean, random);
  if (mean <= EXACT_MEAN_MAX) return rejectCounts(mean, random);
  return Math.round(mean + Math.sqrt(mean) * normal());
};
