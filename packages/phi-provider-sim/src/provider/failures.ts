import { createRandom, deriveSeed, fail, type Failure, type JobId } from '@xdv/domain-model';

/** Failures on purpose, for testing what uses a machine. Probabilities are per job, 0 to 1. */
export interface FailureOptions {
  /** Safe integer: which jobs fail follows from it and from their ids. */
  readonly seed: number;
  /** The machine breaks down before it does the job: PROVIDER_FAILED. */
  readonly hardware?: number;
  /** A transform does something else than its name says: TRANSFORM_CORRUPTED. */
  readonly transform?: number;
}

const check = (name: string, value: number): void => {
  if (value >= 0 && value <= 1) return;
  throw new RangeError(`failures ${name} must be 0 to 1, got ${value}`);
};

/** Throws RangeError for an option out of range. */
export const checkFailures = ({ seed, hardware = 0, transform = 0 }: FailureOptions): void => {
  if (!Number.isSafeInteger(seed)) {
    throw new RangeError(`failures seed must be a safe integer, got ${seed}`);
  }
  check('hardware', hardware);
  check('transform', transform);
};

const happens = (seed: number, job: JobId, draw: number, chance: number): boolean =>
  createRandom(deriveSeed(seed, job, draw)).float() < chance;

/** PROVIDER_FAILED if the hardware is to fail in this job, whatever other jobs there are. */
export const hardwareFailure = (
  options: FailureOptions | undefined,
  job: JobId,
): Failure | undefined => {
  if (options === undefined) return undefined;
  if (!happens(options.seed, job, 0, options.hardware ?? 0)) return undefined;
  return fail('PROVIDER_FAILED', `the hardware failed in job ${job}`, 'Submit the job again');
};

/** Whether the transform of this job is to go wrong, whatever other jobs there are. */
export const corrupts = (options: FailureOptions | undefined, job: JobId): boolean =>
  options !== undefined && happens(options.seed, job, 1, options.transform ?? 0);
