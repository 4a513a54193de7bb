import { createRandom, namedSeed, show } from '@xdv/domain-model';
import { cosine, sine } from '../math/sine.ts';
import { checkAmplitudes, powers, type Amplitudes } from './light.ts';
import { ANGLE_MAX } from './mesh.ts';
import { normalSource, poissonCount } from './noise.ts';

/** Reads all modes once: one number per mode. Every reading draws fresh noise. */
export type Reader = (amplitudes: Amplitudes) => Float64Array;

export interface HomodyneOptions {
  /** A safe integer: all noise of all readings follows from it. */
  readonly seed: number;
  /** Phase of the local oscillator in radians, 0 by default: which quadrature is read. */
  readonly phaseRad?: number;
  /** Share of the light that counts, 0 to 1, 1 by default; vacuum takes the place of the rest. */
  readonly efficiency?: number;
  /** Thermal photons per mode on top of the coherent light, 0 by default, at most 1e6. */
  readonly thermalPhotons?: number;
  /** Variance that the electronics add, in shot-noise units, 0 by default, at most 1e6. */
  readonly electronicVariance?: number;
}

const checkRange = (name: string, value: number, min: number, max: number): void => {
  if (value >= min && value <= max) return;
  throw new RangeError(`${name} must be ${min} to ${max}, got ${show(value)}`);
};

const checkSeed = (seed: number): void => {
  if (Number.isSafeInteger(seed)) return;
  throw new RangeError(`seed must be a safe integer, got ${show(seed)}`);
};

/**
 * Balanced homodyne readout of coherent light in shot-noise units (ħ = 2: the vacuum has variance
 * 1). A reading of a mode with amplitude a is normal with mean 2 √efficiency Re(a e^{-i phase}) and
 * variance 1 + 2 efficiency thermalPhotons + electronicVariance. Equal bits on every platform.
 * Throws RangeError for an option out of range; the reader does for malformed amplitudes.
 */
export const createHomodyne = (options: HomodyneOptions): Reader => {
  const { seed, phaseRad = 0, efficiency = 1 } = options;
  const { thermalPhotons = 0, electronicVariance = 0 } = options;
  checkSeed(seed);
  checkRange('phaseRad', phaseRad, -ANGLE_MAX, ANGLE_MAX);
  checkRange('efficiency', efficiency, 0, 1);
  checkRange('thermalPhotons', thermalPhotons, 0, 1e6);
  checkRange('electronicVariance', electronicVariance, 0, 1e6);
  const normal = normalSource(createRandom(namedSeed(seed, 'homodyne')));
  const spread = Math.sqrt(1 + 2 * efficiency * thermalPhotons + electronicVariance);
  const gain = 2 * Math.sqrt(efficiency);
  const [re, im] = [gain * cosine(phaseRad), gain * sine(phaseRad)];
  return (amplitudes) => {
    checkAmplitudes(amplitudes);
    const out = new Float64Array(amplitudes.length / 2);
    for (let m = 0; m < out.length; m++) {
      out[m] = re * amplitudes[2 * m]! + im * amplitudes[2 * m + 1]! + spread * normal();
    }
    return out;
  };
};

/** `none`: the mean itself. `poisson`: photons one by one. `gaussian`: a current. */
export type DetectorNoise = 'none' | 'poisson' | 'gaussian';

const NOISES: readonly DetectorNoise[] = ['none', 'poisson', 'gaussian'];

export interface DetectorOptions {
  /** A safe integer: all noise of all readings follows from it. */
  readonly seed: number;
  /** `poisson` by default. */
  readonly noise?: DetectorNoise;
  /** Share of the photons that count, 0 to 1, 1 by default. */
  readonly efficiency?: number;
  /** Mean counts per reading in the dark, 0 by default, at most 1e6. */
  readonly darkCounts?: number;
  /** Variance that the electronics add to a current, in counts², 0 by default, at most 1e12. */
  readonly electronicVariance?: number;
}

/**
 * Photodetectors, one per mode, whose mean is efficiency |a|² + darkCounts: phases do not show.
 * With `poisson`, readings are whole counts of that mean (above a mean of 1e8, rounded normal
 * variates); with `gaussian`, normal with the variance mean + electronicVariance, so they can be
 * negative. Equal bits on every platform. Throws RangeError for
 * an option out of range; the reader does for malformed amplitudes.
 */
export const createDetector = (options: DetectorOptions): Reader => {
  const { seed, noise = 'poisson', efficiency = 1 } = options;
  const { darkCounts = 0, electronicVariance = 0 } = options;
  checkSeed(seed);
  if (!NOISES.includes(noise)) {
    throw new RangeError(`noise must be ${NOISES.join(', ')}, got ${show(noise)}`);
  }
  checkRange('efficiency', efficiency, 0, 1);
  checkRange('darkCounts', darkCounts, 0, 1e6);
  checkRange('electronicVariance', electronicVariance, 0, noise === 'gaussian' ? 1e12 : 0);
  const random = createRandom(namedSeed(seed, 'detector'));
  const normal = normalSource(random);
  const read = {
    none: (mean: number) => mean,
    poisson: (mean: number) => poissonCount(mean, random, normal),
    gaussian: (mean: number) => mean + Math.sqrt(mean + electronicVariance) * normal(),
  }[noise];
  return (amplitudes) =>
    powers(amplitudes).map((power) => read(efficiency * power + darkCounts));
};
