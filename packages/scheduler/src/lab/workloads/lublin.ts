import type { RandomStream } from '@xdv/domain-model';
import { job, part, type Job } from '../../model/job.ts';
import { resource } from '../../model/resource.ts';
import type { Workload } from '../../model/workload.ts';
import { exponential, naturalLog } from './elementary.ts';
import { WORKLOAD_LIMITS } from './limits.ts';
import { checkCount, checkSeed } from './options.ts';
import { gammaVariate, streamOf, uniform } from './variates.ts';

export interface LublinOptions {
  readonly jobs: number;
  /** Nodes of the machine, 1 to 2^20. Default: 128, as in the paper. */
  readonly nodes?: number;
  /** Default: 1. */
  readonly seed?: number;
  /** All jobs of the logs that the model was fitted to (default), or the batch jobs among them. */
  readonly kind?: 'all' | 'batch';
}

/** A gamma distribution. */
interface Gamma {
  readonly shape: number;
  readonly scale: number;
}

/** Parameters of the model, named as in the paper's tables. */
interface Parameters {
  readonly serial: number;
  readonly powerOfTwo: number;
  /** Two-stage uniform distribution of log2 of the size; the middle counted from the top. */
  readonly low: number;
  readonly middleBelowHigh: number;
  readonly firstStage: number;
  /** Hyper-gamma distribution of ln of the run time; the first has probability pa · nodes + pb. */
  readonly short: Gamma;
  readonly long: Gamma;
  readonly pa: number;
  readonly pb: number;
  /** ln of the time between arrivals, and how arrivals spread over half hours of the day. */
  readonly arrival: Gamma;
  readonly daily: Gamma;
}

const PARAMETERS: Readonly<Record<'batch' | 'all', Parameters>> = {
  batch: {
    serial: 0.2927,
    powerOfTwo: 0.6686,
    low: 1.2,
    middleBelowHigh: 2,
    firstStage: 0.875,
    short: { shape: 6.57, scale: 0.823 },
    long: { shape: 639.1, scale: 0.0156 },
    pa: -0.003,
    pb: 0.6986,
    arrival: { shape: 6.0415 * 1.0519, scale: 0.8531 },
    daily: { shape: 6.1271, scale: 5.274 },
  },
  all: {
    serial: 0.244,
    powerOfTwo: 0.576,
    low: 0.8,
    middleBelowHigh: 2.5,
    firstStage: 0.86,
    short: { shape: 4.2, scale: 0.94 },
    long: { shape: 312, scale: 0.03 },
    pa: -0.0054,
    pb: 0.78,
    arrival: { shape: 10.2303 * 1.0225, scale: 0.4871 },
    daily: { shape: 8.1737, scale: 3.9631 },
  },
};

/** ln of the longest run time and of the longest time between arrivals in rush hours. */
const LOG_RUN_MAX = 12;
const LOG_GAP_MAX = 13;

const BUCKETS = 48;
const BUCKET_SECONDS = 1800;
/** Bucket of the day, from 1, in which the daily cycle is at its lowest and begins. */
const CYCLE_START = 11;
/** Tick 0 is eight in the morning. */
const START_BUCKET = 16;

/** A draw of `gamma`, again and again until it is at most `most`. */
const drawUpTo = (random: RandomStream, { shape, scale }: Gamma, most: number): number => {
  for (;;) {
    const value = scale * gammaVariate(random, shape);
    if (value <= most) return value;
  }
};

/** The density of a gamma distribution but for a constant factor. */
const densityOf =
  ({ shape, scale }: Gamma) =>
  (x: number): number =>
    exponential((shape - 1) * naturalLog(x) - x / scale);

const PANELS = 8;

/** Integral over [from, from + 1] by Simpson's rule. */
const integral = (density: (x: number) => number, from: number): number => {
  let sum = density(from) + density(from + 1);
  for (let i = 1; i < 2 * PANELS; i++) {
    sum += (i % 2 === 1 ? 4 : 2) * density(from + i / (2 * PANELS));
  }
  return sum / (6 * PANELS);
};

/** How busy each half hour is against the mean of the day. */
const weightsOf = (daily: Gamma): Float64Array => {
  const weights = new Float64Array(BUCKETS);
  const density = densityOf(daily);
  for (let i = CYCLE_START; i < BUCKETS + CYCLE_START; i++) {
    weights[(i - 1) % BUCKETS] = integral(density, i - 0.5);
  }
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / BUCKETS;
  return weights.map((weight) => weight / mean);
};

/** Arrival times in seconds: a gap in rush hours is stretched by how idle its half hours are. */
const arrivals = (random: RandomStream, { arrival, daily }: Parameters): (() => number) => {
  const weights = weightsOf(daily);
  let bucket = 0;
  let spent = 0;
  return () => {
    const weight = (): number => weights[(START_BUCKET + bucket) % BUCKETS]!;
    let points = exponential(drawUpTo(random, arrival, LOG_GAP_MAX)) / BUCKET_SECONDS;
    while (points > weight() * (1 - spent)) {
      points -= weight() * (1 - spent);
      bucket++;
      spent = 0;
    }
    spent += points / weight();
    return Math.floor((bucket + Math.min(1, spent)) * BUCKET_SECONDS);
  };
};

const sizes = (random: RandomStream, given: Parameters, nodes: number): (() => number) => {
  const high = naturalLog(nodes) / Math.LN2;
  const low = Math.min(given.low, high);
  const middle = Math.max(low, high - given.middleBelowHigh);
  return () => {
    const kind = random.float();
    const first = random.float() < given.firstStage;
    const log = first ? uniform(random, low, middle) : uniform(random, middle, high);
    if (kind < given.serial) return 1;
    const rounded = kind < given.serial + given.powerOfTwo ? Math.round(log) : log;
    return Math.min(nodes, Math.round(exponential(rounded * Math.LN2)));
  };
};

const runTime = (random: RandomStream, given: Parameters, nodes: number): number => {
  const isShort = random.float() < given.pa * nodes + given.pb;
  const log = drawUpTo(random, isShort ? given.short : given.long, LOG_RUN_MAX);
  return Math.max(1, Math.floor(exponential(log)));
};

/**
 * Jobs of the model of rigid jobs by Lublin and Feitelson (2003), with the authors' published
 * parameters: sizes with their powers of two, hyper-gamma run times that grow with size, a daily
 * cycle of arrivals. One K resource, ticks of a second, tick 0 at eight in the morning, exact
 * estimates, no tenants. The same jobs on every platform for the same options; the first n of more
 * jobs are the n jobs. Time linear. Throws RangeError for options out of range.
 */
export const generateLublin = (options: LublinOptions): Workload => {
  const { jobs: count, nodes = 128, seed = 1, kind = 'all' } = options;
  checkCount('jobs', count, 1, WORKLOAD_LIMITS.jobsMax);
  checkCount('nodes', nodes, 1, 2 ** 20);
  checkSeed(seed);
  const given = PARAMETERS[kind];
  const nextArrival = arrivals(streamOf(seed, 'lublin.arrival'), given);
  const nextSize = sizes(streamOf(seed, 'lublin.size'), given, nodes);
  const runs = streamOf(seed, 'lublin.run');
  const jobs = Array.from({ length: count }, (_, i): Job => {
    const size = nextSize();
    const run = runTime(runs, given, size);
    return job({ id: i + 1, submit: nextArrival(), run, parts: [part(0, size)] });
  });
  return {
    name: `lublin ${kind} ${nodes} nodes, seed ${seed}`,
    tickNs: 1e9,
    resources: [resource({ name: 'nodes', domain: 'K', capacity: nodes })],
    jobs,
    sessions: [],
    reservations: [],
    notes: [],
  };
};
