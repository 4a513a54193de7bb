import { createRandom, namedSeed, type RandomStream } from '@xdv/domain-model';
import { exponential, naturalLog } from './elementary.ts';

/** The stream of one purpose: draws for one never shift another. */
export const streamOf = (seed: number, purpose: string): RandomStream =>
  createRandom(namedSeed(seed, purpose));

/** Uniform in (0, 1]: its logarithm is finite. */
const positive = (random: RandomStream): number => 1 - random.float();

/** Uniform in [low, high). */
export const uniform = (random: RandomStream, low: number, high: number): number =>
  low + (high - low) * random.float();

/** An exponential variable with mean 1. */
export const exponentialVariate = (random: RandomStream): number => -naturalLog(positive(random));

/** A standard normal variable by the polar method (Marsaglia and Bray 1964). */
export const normalVariate = (random: RandomStream): number => {
  for (;;) {
    const x = uniform(random, -1, 1);
    const y = uniform(random, -1, 1);
    const square = x * x + y * y;
    if (square > 0 && square < 1) return x * Math.sqrt((-2 * naturalLog(square)) / square);
  }
};

/**
 * A gamma variable of `shape` above 0 and scale 1 (Marsaglia and Tsang 2000); below 1 one of shape
 * + 1 times U^(1/shape).
 */
export const gammaVariate = (random: RandomStream, shape: number): number => {
  if (shape < 1) {
    const power = naturalLog(positive(random)) / shape;
    return gammaVariate(random, shape + 1) * exponential(power);
  }
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normalVariate(random);
    const root = 1 + c * x;
    if (root <= 0) continue;
    const v = root * root * root;
    if (naturalLog(positive(random)) < (x * x) / 2 + d - d * v + d * naturalLog(v)) return d * v;
  }
};

/** A lognormal variable with this mean and standard deviation, both above 0. */
export const lognormalVariate = (random: RandomStream, mean: number, sd: number): number => {
  const ratio = sd / mean;
  const variance = naturalLog(1 + ratio * ratio);
  const location = naturalLog(mean) - variance / 2;
  return exponential(location + Math.sqrt(variance) * normalVariate(random));
};

/** A whole number of ticks, at least 1 and at most `most`, nearest to `value`. */
export const wholeTicks = (value: number, most: number): number =>
  Math.min(most, Math.max(1, Math.round(value)));
