import { show } from '@xdv/domain-model';
import { checkSteps, type OscillatorNetwork } from './oscillator-network.ts';

export interface AlignmentOptions {
  /** Order parameter that counts as aligned: above 0 and at most 1. */
  readonly threshold: number;
  /** Steps after which the search ends. */
  readonly stepsMax: number;
  /** Of the order parameter; 1 by default. */
  readonly harmonic?: number;
}

/**
 * Advances the network until its order parameter reaches the threshold (XDV-042.1): the number of
 * steps that it took, 0 if it was there already, or null if `stepsMax` were not enough. Equal
 * networks answer alike on every platform.
 */
export const align = (network: OscillatorNetwork, options: AlignmentOptions): number | null => {
  const { threshold, stepsMax, harmonic } = options;
  if (!(threshold > 0 && threshold <= 1)) {
    throw new RangeError(`threshold must be above 0 and at most 1, got ${show(threshold)}`);
  }
  checkSteps('stepsMax', stepsMax, 0);
  for (let steps = 0; ; steps++) {
    if (network.orderParameter(harmonic).r >= threshold) return steps;
    if (steps === stepsMax) return null;
    network.advance(1);
  }
};
