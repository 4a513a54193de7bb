import { DURATION_MAX } from '@xdv/domain-model';
import { exponential } from '../math/logarithm.ts';
import { checkDuration, checkOptions, diffusionOf, type CoherenceOptions } from './options.ts';
import { createWienerPath } from './wiener-path.ts';

/**
 * The coherence of an oscillator whose frequency noise is white: its phase performs a random walk,
 * dφ = 2π (drift t) dt + √(2D) dW, and its line is a Lorentzian. The classical side of a coherence
 * window (XDV-061.2): how long a window may be, and what its phase reference does meanwhile.
 * Immutable; every method is a pure function of the options and its argument.
 */
export interface Coherence {
  /** τ = 1 / D: after it, the degree of coherence is 1/e. Nanoseconds. */
  readonly coherenceTimeNs: number;
  /** Δν = 1 / (π τ): full width of the line at half its maximum. Hertz. */
  readonly linewidthHz: number;
  /** τ_p = 1 / (2π Δν): time in which the energy of the cavity falls to 1/e. Nanoseconds. */
  readonly cavityLifetimeNs: number;
  /** D of the phase variance 2Dt, in rad²/s. */
  readonly phaseDiffusion: number;
  /** Rate at which the frequency moves away, in Hz/s. */
  readonly driftHzPerS: number;
  readonly toleranceRad: number;
  /**
   * The longest window, in whole nanoseconds, whose mean square phase error 2DT + (π drift T²)² is
   * at most tolerance²: without drift, 2DT ≤ tolerance².
   */
  readonly windowMaxNs: number;
  /** Variance 2Dt of the phase error after `atNs`, without the drift, in rad². */
  phaseVariance(atNs: number): number;
  /** The degree of temporal coherence |g(τ)| = e^(-Dτ), 1 to 0. */
  degreeOfCoherence(lagNs: number): number;
  /**
   * Probability that the phase error stays within the tolerance throughout a window, without drift:
   * 0.37 for one with 2DT = tolerance², 0.99 for one of 1/8 of that. Source: Feller, An
   * Introduction to Probability Theory and Its Applications, vol. 2, X.5.
   */
  complianceProbability(windowNs: number): number;
  /**
   * Allan deviation of the relative frequency over averages of `tauNs` at a carrier of
   * `carrierHz`: √(2D/τ) / (2πν) of the white frequency noise and drift τ / (√2 ν), in quadrature.
   */
  allanDeviation(tauNs: number, carrierHz: number): number;
  /**
   * The phase error, in rad, `atNs` after the reference was aligned in phase and frequency, which
   * was at `startNs` (0 by default) of the one seeded realisation: 0 at 0. The resolution is 1 ns:
   * times are whole nanoseconds, in any order and however close, and each has one value, whatever
   * else is asked. Time ∝ log of the times. Stays inside a provider (XDV-061.3).
   */
  phaseErrorRad(atNs: number, startNs?: number): number;
}

const NS_PER_S = 1e9;

/** The largest whole number up to `max` of which `holds`, which is true up to some number. */
const lastOf = (max: number, holds: (value: number) => boolean): number => {
  if (holds(max)) return max;
  let [low, high] = [0, max];
  while (high - low > 1) {
    const middle = low + Math.floor((high - low) / 2);
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return low;
};

/** Probability that a Wiener process of variance `variance` in the end has stayed within ±bound. */
const staysWithin = (bound: number, variance: number): number => {
  const decay = (Math.PI * Math.PI * variance) / (8 * bound * bound);
  // here it is 1 to within 1e-26, and the series is long
  if (decay < 0.01) return 1;
  let sum = 0;
  for (let k = 0; k < 40; k++) {
    const odd = 2 * k + 1;
    sum += ((k % 2 === 0 ? 1 : -1) / odd) * exponential(-odd * odd * decay);
  }
  return Math.max(0, Math.min(1, (4 / Math.PI) * sum));
};

const checkCarrier = (carrierHz: number): void => {
  if (Number.isFinite(carrierHz) && carrierHz > 0) return;
  throw new RangeError(`carrierHz must be a positive number, got ${String(carrierHz)}`);
};

/**
 * Makes the coherence that exactly one of `linewidthHz`, `coherenceTimeNs` and `cavityLifetimeNs`
 * declares. Equal options give equal bits on every platform. Wrong options: RangeError. Sources:
 * Schawlow and Townes, Physical Review 112 (1958), 1940; Riley, NIST SP 1065 (2008).
 */
export const createCoherence = (options: CoherenceOptions): Coherence => {
  const { driftHzPerS, toleranceRad, seed } = checkOptions(options);
  const phaseDiffusion = diffusionOf(options);
  const coherenceTimeNs = NS_PER_S / phaseDiffusion;
  const path = createWienerPath(seed);
  const perRootNs = Math.sqrt((2 * phaseDiffusion) / NS_PER_S);

  const varianceAt = (ns: number): number => 2 * phaseDiffusion * (ns / NS_PER_S);
  const driftAt = (ns: number): number => {
    const seconds = ns / NS_PER_S;
    return Math.PI * driftHzPerS * seconds * seconds;
  };
  const holds = (ns: number): boolean => {
    const drifted = driftAt(ns);
    return varianceAt(ns) + drifted * drifted <= toleranceRad * toleranceRad;
  };

  return {
    coherenceTimeNs,
    linewidthHz: phaseDiffusion / Math.PI,
    cavityLifetimeNs: coherenceTimeNs / 2,
    phaseDiffusion,
    driftHzPerS,
    toleranceRad,
    windowMaxNs: lastOf(DURATION_MAX, holds),
    phaseVariance(atNs) {
      checkDuration('atNs', atNs);
      return varianceAt(atNs);
    },
    degreeOfCoherence(lagNs) {
      checkDuration('lagNs', lagNs);
      return exponential(-lagNs / coherenceTimeNs);
    },
    complianceProbability(windowNs) {
      checkDuration('windowNs', windowNs);
      return staysWithin(toleranceRad, varianceAt(windowNs));
    },
    allanDeviation(tauNs, carrierHz) {
      checkDuration('tauNs', tauNs, 1);
      checkCarrier(carrierHz);
      const tau = tauNs / NS_PER_S;
      const white = Math.sqrt((2 * phaseDiffusion) / tau) / (2 * Math.PI);
      const drift = driftHzPerS * tau * Math.SQRT1_2;
      return Math.sqrt(white * white + drift * drift) / carrierHz;
    },
    phaseErrorRad(atNs, startNs = 0) {
      checkDuration('atNs', atNs);
      checkDuration('startNs', startNs);
      checkDuration('startNs + atNs', startNs + atNs);
      return perRootNs * (path(startNs + atNs) - path(startNs)) + driftAt(atNs);
    },
  };
};
