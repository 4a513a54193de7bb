import { show } from '@xdv/domain-model';

/**
 * `acquiring`: not in lock yet. `locked`: the phase error keeps to one value but for fluctuations.
 * `slipped`: it left that value for a neighbouring one and has not settled again.
 */
export type LockState = 'acquiring' | 'locked' | 'slipped';

export interface LockDetectorOptions {
  /** How far the phase error may be from where it settled, in rad: above 0 and below π. */
  readonly toleranceRad: number;
  /** Observations in a row within the tolerance that make a lock, from 2 on. */
  readonly observations: number;
}

/** Watches one phase error: of an oscillator against its reference, or of two oscillators. */
export interface LockDetector {
  /** Takes the next phase error, in rad and unwrapped. RangeError if it is not finite. */
  observe(phaseErrorRad: number): LockState;
  state(): LockState;
  /** Whole cycles that the phase error has gone since its first lock, in either direction. */
  cycleSlips(): number;
}

const OBSERVATIONS_MAX = 1_000_000_000;

const checkOptions = ({ toleranceRad, observations }: LockDetectorOptions): void => {
  if (!(toleranceRad > 0 && toleranceRad < Math.PI)) {
    throw new RangeError(`toleranceRad must be above 0, below π, got ${show(toleranceRad)}`);
  }
  if (Number.isInteger(observations) && observations >= 2 && observations <= OBSERVATIONS_MAX) {
    return;
  }
  const range = `2 to ${OBSERVATIONS_MAX}`;
  throw new RangeError(`observations must be ${range}, got ${show(observations)}`);
};

/**
 * Makes a lock detector. A perturbation of less than half a cycle from which the error returns
 * leaves it locked; beyond half a cycle the error falls into the neighbouring state: a cycle slip.
 * Constant time and memory per observation. Vocabulary: Leonov et al., IEEE Transactions on
 * Circuits and Systems I 62 (2015), 2454.
 */
export const createLockDetector = (options: LockDetectorOptions): LockDetector => {
  checkOptions(options);
  const { toleranceRad, observations } = options;
  let state: LockState = 'acquiring';
  let slips = 0;
  /** Where the error may be settling, and how often in a row it was seen there. */
  let anchor = NaN;
  let held = 0;
  /** The state of equilibrium that the error is counted from, once it has been in lock. */
  let base = NaN;

  const hold = (error: number): void => {
    if (Math.abs(error - anchor) <= toleranceRad) held++;
    else [anchor, held] = [error, 1];
    if (held < observations || state === 'locked') return;
    state = 'locked';
    base = anchor;
  };

  const countSlips = (error: number): void => {
    const cycles = Math.round((error - base) / (2 * Math.PI));
    if (cycles === 0) return;
    slips += Math.abs(cycles);
    base += cycles * 2 * Math.PI;
    state = 'slipped';
    [anchor, held] = [error, 0];
  };

  return {
    observe(phaseErrorRad) {
      if (!Number.isFinite(phaseErrorRad)) {
        throw new RangeError(`phaseErrorRad must be a finite number, got ${show(phaseErrorRad)}`);
      }
      if (!Number.isNaN(base)) countSlips(phaseErrorRad);
      hold(phaseErrorRad);
      return state;
    },
    state: () => state,
    cycleSlips: () => slips,
  };
};
