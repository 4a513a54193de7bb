import { createRandom, deriveSeed, fail, type Failure, type JobId } from '@xdv/domain-model';

/** Failures on purpose, for testing what uses a device. Probabilities are per job, 0 to 1. */
export interface FailureOptions {
  /** Safe integer: which jobs fail follows from it and from their ids. */
  readonly seed: number;
  /** The device breaks down before it runs the job: PROVIDER_FAILED. */
  readonly hardware?: number;
  /** The device ran the job but has no valid outcome: MEASUREMENT_FAILED. */
  readonly measurement?: number;
}

const check = (name: string, value: number): void => {
  if (value >= 0 && value <= 1) return;
  throw new RangeError(`failures ${name} must be 0 to 1, got ${value}`);
};

/** Throws RangeError for an option out of range. */
export const checkFailures = ({ seed, hardware = 0, measurement = 0 }: FailureOptions): void => {
  if (!Number.isSafeInteger(seed)) {
    throw new RangeError(`failures seed must be a safe integer, got ${seed}`);
  }
  check('hardware', hardware);
  check('measurement', measurement);
};

const happens = (options: FailureOptions, job: JobId, draw: number, chance: number): boolean =>
  createRandom(deriveSeed(options.seed, job, draw)).float() < chance;

/** PROVIDER_FAILED if the hardware is to fail in this job, whatever other jobs there are. */
export const hardwareFailure = (
  options: FailureOptions | undefined,
  job: JobId,
): Failure | undefined => {
  if (options === undefined || !happens(options, job, 0, options.hardware ?? 0)) return undefined;
  return fail('PROVIDER_FAILED', `the hardware failed in job ${job}`, 'Submit the job again');
};

/** MEASUREMENT_FAILED if this job is to have no valid outcome, whatever other jobs there are. */
export const measurementFailure = (
  options: FailureOptions | undefined,
  job: JobId,
): Failure | undefined => {
  if (options === undefined || !happens(options, job, 1, options.measurement ?? 0)) {
    return undefined;
  }
  const message = `the measurement of job ${job} gave no valid outcome`;
  return fail('MEASUREMENT_FAILED', message, 'Submit the job again');
};
