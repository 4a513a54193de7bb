import { show } from '@xdv/domain-model';
import { arctangent2 } from '../math/arctangent.ts';
import { cosine, sine } from '../math/sine.ts';

/** A mean of unit vectors: r 0 for incoherence, 1 for synchrony, and its angle psi in rad. */
export interface OrderParameter {
  readonly r: number;
  readonly psi: number;
}

/** Highest harmonic that an order parameter is asked for. */
const HARMONIC_MAX = 1_000;

/**
 * The Kuramoto order parameter r e^(iψ) of the m-th harmonic: the mean of e^(imφ). Of oscillators
 * in two opposite states, as under second-harmonic injection, only the second harmonic tells that
 * they are locked. Time ∝ phases. Source: Daido, Progress of Theoretical Physics 88 (1992), 1213.
 */
export const orderParameter = (phases: Float64Array, harmonic = 1): OrderParameter => {
  if (!Number.isInteger(harmonic) || harmonic < 1 || harmonic > HARMONIC_MAX) {
    throw new RangeError(`harmonic must be 1 to ${HARMONIC_MAX}, got ${show(harmonic)}`);
  }
  if (phases.length === 0) throw new RangeError('phases must not be empty');
  let [x, y] = [0, 0];
  for (const phase of phases) {
    x += cosine(harmonic * phase);
    y += sine(harmonic * phase);
  }
  const [meanX, meanY] = [x / phases.length, y / phases.length];
  return { r: Math.sqrt(meanX * meanX + meanY * meanY), psi: arctangent2(y, x) };
};
