import { createRandom, namedSeed, show } from '@xdv/domain-model';
import { normalQuantile } from '../math/normal.ts';
import { tangent } from '../math/sine.ts';
import { NETWORK_LIMITS } from './limits.ts';

/** A symmetric distribution of natural frequencies, in rad/s. */
export interface FrequencyDistribution {
  readonly kind: 'lorentzian' | 'gaussian' | 'uniform';
  /** The middle; 0 by default. */
  readonly center?: number;
  /** Half width at half maximum γ, standard deviation σ, or half width of the interval. */
  readonly width: number;
}

/** The point below which the standard distribution lies with probability p. */
const QUANTILES: Readonly<Record<FrequencyDistribution['kind'], (p: number) => number>> = {
  lorentzian: (p) => tangent(Math.PI * (p - 0.5)),
  gaussian: normalQuantile,
  uniform: (p) => 2 * p - 1,
};

/** Density of the standard distribution in its middle. */
const PEAKS: Readonly<Record<FrequencyDistribution['kind'], number>> = {
  lorentzian: 1 / Math.PI,
  gaussian: 1 / Math.sqrt(2 * Math.PI),
  uniform: 0.5,
};

const check = ({ kind, center = 0, width }: FrequencyDistribution): void => {
  if (!Object.hasOwn(QUANTILES, kind)) {
    const kinds = Object.keys(QUANTILES).join(', ');
    throw new RangeError(`distribution kind must be one of ${kinds}, got ${show(kind)}`);
  }
  if (!Number.isFinite(center)) {
    throw new RangeError(`distribution center must be finite, got ${show(center)}`);
  }
  if (Number.isFinite(width) && width >= 0) return;
  throw new RangeError(`distribution width must be finite and not negative, got ${show(width)}`);
};

/**
 * Natural frequencies of `oscillators` oscillators, in rad/s. With a seed: independent draws.
 * Without: the quantiles of (i + ½) / N in rising order, which have less finite-size noise; mind
 * that neighbours by index are then neighbours by frequency. The same bits on every platform.
 */
export const naturalFrequencies = (
  oscillators: number,
  distribution: FrequencyDistribution,
  seed?: number,
): Float64Array => {
  const { oscillatorsMax } = NETWORK_LIMITS;
  if (!Number.isInteger(oscillators) || oscillators < 1 || oscillators > oscillatorsMax) {
    throw new RangeError(`oscillators must be 1 to ${oscillatorsMax}, got ${show(oscillators)}`);
  }
  if (seed !== undefined && !Number.isSafeInteger(seed)) {
    throw new RangeError(`frequency seed must be a safe integer, got ${show(seed)}`);
  }
  check(distribution);
  const { kind, center = 0, width } = distribution;
  const random = seed === undefined ? null : createRandom(namedSeed(seed, 'frequencies'));
  const share = (i: number): number =>
    random === null ? (i + 0.5) / oscillators : (random.uint32() + 0.5) / 2 ** 32;
  return Float64Array.from(
    { length: oscillators },
    (_, i) => center + width * QUANTILES[kind](share(i)),
  );
};

/**
 * Coupling 2 / (π g(0)) at which infinitely many all-to-all coupled oscillators begin to
 * synchronize: 2γ for a Lorentzian, where r = √(1 - Kc/K) above. Without noise, lag and injection.
 * Source: Kuramoto, Chemical Oscillations, Waves, and Turbulence (1984), 5.4.
 */
export const criticalCoupling = (distribution: FrequencyDistribution): number => {
  check(distribution);
  return (2 * distribution.width) / (Math.PI * PEAKS[distribution.kind]);
};
