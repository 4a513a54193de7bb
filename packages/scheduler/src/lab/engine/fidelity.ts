import type { Resource } from '../../model/resource.ts';

const MILLION = 1_000_000;

/** Ticks since the last calibration that ended at `tick` or before; cycles have always run. */
const ageAt = (firstTick: number, everyTicks: number, tick: number): number =>
  (((tick - firstTick) % everyTicks) + everyTicks) % everyTicks;

/**
 * Fidelity, in millionths and rounded down, of a job with this error that starts at `tick`: see
 * {@link CalibrationCycle}. Without calibrations nothing fades.
 */
export const fidelityAt = ({ calibration }: Resource, error: number, tick: number): number => {
  if (!calibration) return MILLION - error;
  const { firstTick, everyTicks, drift } = calibration;
  const growth = (drift * ageAt(firstTick, everyTicks, tick)) / (MILLION * MILLION);
  return Math.max(0, Math.floor(MILLION - error * (1 + growth)));
};

/** Fidelity, in millionths and rounded down, that a million ticks of waiting cost such a job. */
export const fadingOf = ({ calibration }: Resource, error: number): number =>
  Math.floor((error * (calibration?.drift ?? 0)) / MILLION);
