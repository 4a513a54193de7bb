/** What a device costs, in the currency of its figures. */
export type Pricing =
  | { readonly kind: 'task'; readonly perTask: number; readonly perShot: number }
  | { readonly kind: 'time'; readonly perSecond: number };

/** What is paid for: one circuit run `shots` times, which takes the device `serviceMs`. */
export interface PricedJob {
  readonly shots: number;
  readonly serviceMs: number;
}

const check = (name: string, value: number): void => {
  if (value >= 0 && value < Infinity) return;
  throw new RangeError(`${name} must be 0 or above and finite, got ${value}`);
};

/** The price of a job. Throws RangeError for a figure below 0 or not finite. */
export const jobCost = (pricing: Pricing, { shots, serviceMs }: PricedJob): number => {
  check('job shots', shots);
  check('job serviceMs', serviceMs);
  if (pricing.kind === 'time') {
    check('pricing perSecond', pricing.perSecond);
    return (pricing.perSecond * serviceMs) / 1_000;
  }
  check('pricing perTask', pricing.perTask);
  check('pricing perShot', pricing.perShot);
  return pricing.perTask + pricing.perShot * shots;
};

/** How long a device is busy with a job: what each job takes, and what each shot does. */
export interface ServiceModel {
  /** Loading, compiling and reading out, for each job. */
  readonly jobMs: number;
  /** Beside the shot itself: reset and rearming of the electronics. */
  readonly shotMs: number;
}

/**
 * Fitted to the 5,023 finished hardware jobs of the study of Ravi et al. (IISWC 2021): it is within
 * a factor of 3 of the run time of 82 % of them.
 */
export const CLOUD_SERVICE: ServiceModel = { jobMs: 25_000, shotMs: 0.5 };

/** Work as a device sees it: `circuits` circuits, `shots` shots of each, `shotNs` per shot. */
export interface Workload {
  readonly circuits: number;
  readonly shots: number;
  readonly shotNs: number;
}

/** Milliseconds that a device is busy with a job. Throws RangeError for a figure below 0. */
export const serviceTimeMs = (
  { circuits, shots, shotNs }: Workload,
  { jobMs, shotMs }: ServiceModel = CLOUD_SERVICE,
): number => {
  for (const [name, value] of Object.entries({ circuits, shots, shotNs, jobMs, shotMs })) {
    check(name, value);
  }
  return jobMs + circuits * shots * (shotMs + shotNs / 1e6);
};

/** Wait behind the jobs that are pending, served one after another. Linear in their number. */
export const queueWaitMs = (pendingMs: readonly number[]): number => {
  let wait = 0;
  for (const [k, ms] of pendingMs.entries()) {
    check(`pendingMs[${k}]`, ms);
    wait += ms;
  }
  return wait;
};

/** A stream of jobs: what share of the time it keeps the device busy, and how jobs differ. */
export interface Traffic {
  /** 0 to below 1. */
  readonly utilization: number;
  readonly meanMs: number;
  /** Variance of the service time over the square of its mean: 0 if all are alike. */
  readonly variation: number;
}

/**
 * Mean wait in a queue with random arrivals and one device (Pollaczek and Khinchine): it grows
 * without bound towards full use. Throws RangeError for a figure out of range.
 */
export const meanWaitMs = ({ utilization, meanMs, variation }: Traffic): number => {
  if (!(utilization >= 0 && utilization < 1)) {
    throw new RangeError(`traffic utilization must be 0 to below 1, got ${utilization}`);
  }
  check('traffic meanMs', meanMs);
  check('traffic variation', variation);
  return (utilization / (1 - utilization)) * ((1 + variation) / 2) * meanMs;
};
