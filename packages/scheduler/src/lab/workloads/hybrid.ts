import type { RandomStream } from '@xdv/domain-model';
import { job, part, type Job, type Part } from '../../model/job.ts';
import { resource, unitsHeld, type Resource } from '../../model/resource.ts';
import type { Session, Workload } from '../../model/workload.ts';
import { checkCount, checkNumber, checkSeed } from './options.ts';
import { lognormalVariate, streamOf, uniform, wholeTicks } from './variates.ts';

export interface HybridOptions {
  /** Jobs, 1 to a million. Default: 1,000. */
  readonly jobs?: number;
  /** Default: 1. */
  readonly seed?: number;
  /** Offered load of the busiest resource, 0.01 to 10. Default: 0.8. */
  readonly load?: number;
}

/** A tick is a millisecond. */
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const RUN_MAX = 12 * HOUR;
const JOBS_MAX = 1_000_000;

const CPU = 0;
const QPU_SMALL = 1;
const QPU_LARGE = 2;
const NETWORK = 3;

const RESOURCES: readonly Resource[] = [
  resource({ name: 'cpu', domain: 'K', capacity: 64, price: 1, power: 10 }),
  resource({
    name: 'qpu-27',
    domain: 'Q',
    capacity: 27,
    sharing: 'exclusive',
    closures: [{ start: 0, ticks: 30 * MINUTE, every: 24 * HOUR }],
    calibration: { firstTick: 0, everyTicks: 24 * HOUR, validTicks: 24 * HOUR, drift: 20_000 },
    crossingTicks: 20,
    price: 50,
    power: 500,
  }),
  resource({
    name: 'qpu-127',
    domain: 'Q',
    capacity: 127,
    closures: [{ start: 12 * HOUR, ticks: HOUR, every: 24 * HOUR }],
    calibration: { firstTick: 0, everyTicks: 12 * HOUR, validTicks: 12 * HOUR, drift: 10_000 },
    crossingTicks: 20,
    price: 20,
    power: 200,
  }),
  resource({
    name: 'oscillators',
    domain: 'Phi',
    capacity: 1_000,
    // coherent for nine seconds of ten, then it is locked anew
    closures: [{ start: 9 * SECOND, ticks: SECOND, every: 10 * SECOND }],
    crossingTicks: 1,
    price: 2,
    power: 5,
  }),
];

/** A job before it has a number and a place in time. */
type Body = Omit<Job, 'id' | 'submit'>;

const bodyOf = (given: Partial<Job> & Pick<Job, 'run' | 'parts'>): Body =>
  job({ id: 0, submit: 0, ...given });

/** Run time and what is asked for: people ask for up to three times as much. */
const ticks = (random: RandomStream, mean: number, most = RUN_MAX) => {
  const run = wholeTicks(lognormalVariate(random, mean, 1.5 * mean), most);
  return { run, estimate: Math.max(run, wholeTicks(run * uniform(random, 1, 3), most)) };
};

const batch = (random: RandomStream): Body =>
  bodyOf({ ...ticks(random, 6 * MINUTE), parts: [part(CPU, 1 << random.below(6))] });

const circuit = (random: RandomStream): Body => ({
  ...bodyOf({ ...ticks(random, 4 * MINUTE), parts: [part(QPU_LARGE, 5 + random.below(23))] }),
  alternatives: [QPU_SMALL],
  error: 10_000 + random.below(190_000),
});

/** Feedback: Q and K at once, the states gone if it takes longer than its budget. */
const feedback = (random: RandomStream): Body => {
  const { run, estimate } = ticks(random, 2 * MINUTE);
  const parts: readonly Part[] = [part(QPU_LARGE, 20 + random.below(80)), part(CPU, 4)];
  const budget = wholeTicks(run * uniform(random, 0.8, 4), RUN_MAX);
  return bodyOf({ run, estimate, parts, budget, error: 5_000 + random.below(95_000) });
};

/** Oscillators for at most one window. */
const oscillation = (random: RandomStream): Body => {
  const parts = [part(NETWORK, 200 + random.below(801))];
  return bodyOf({ ...ticks(random, 4 * SECOND, 8 * SECOND), parts });
};

/** What kind of job a number of 0 to 99 stands for: how often each comes. */
const kindOf = (number: number): ((random: RandomStream) => Body) => {
  if (number < 20) return batch;
  if (number < 40) return circuit;
  return number < 55 ? feedback : oscillation;
};

const drawBody = (random: RandomStream): Body => {
  const make = kindOf(random.below(100));
  return { ...make(random), tenant: 1 + random.below(8) };
};

/** Ticks that the busiest resource needs for all jobs. */
const busiest = (bodies: readonly Body[]): number => {
  const demand = new Float64Array(RESOURCES.length);
  for (const { parts, run } of bodies) {
    for (const { resource: index, amount } of parts) {
      const given = RESOURCES[index]!;
      demand[index]! += (unitsHeld(given, amount) * run) / given.capacity;
    }
  }
  return demand.reduce((most, ticksNeeded) => Math.max(most, ticksNeeded), 0);
};

/** One circuit in ten opens a session: that job and two after it, each when the one before ends. */
const SESSION_SHARE = 10;
const SESSION_JOBS = 3;

/** Numbers the bodies in order of submission; some get deadlines, some make sessions. */
const jobsOf = (bodies: readonly Body[], span: number, random: RandomStream) => {
  const submits = Float64Array.from(bodies, () => Math.floor(uniform(random, 0, span))).sort();
  const sessions: Session[] = [];
  let inSession = 0;
  let before = 0;
  const jobs = bodies.map((body, i): Job => {
    const id = i + 1;
    const submit = submits[i]!;
    const isCircuit = body.alternatives.length > 0;
    if (isCircuit && inSession === 0 && random.below(SESSION_SHARE) === 0) {
      sessions.push(sessionOf(sessions.length + 1));
      inSession = SESSION_JOBS;
      before = 0;
    }
    if (isCircuit && inSession > 0) {
      const entry = inSessionJob(body, id, submit, sessions.length, before);
      inSession--;
      before = id;
      return entry;
    }
    const slack = Math.floor(body.estimate * uniform(random, 2, 20));
    return random.below(4) === 0
      ? { ...body, id, submit, deadline: submit + slack + MINUTE }
      : { ...body, id, submit };
  });
  return { jobs, sessions };
};

const sessionOf = (id: number): Session => ({
  id,
  resource: QPU_SMALL,
  maxTicks: 4 * HOUR,
  idleTicks: 5 * MINUTE,
});

const inSessionJob = (
  body: Body,
  id: number,
  submit: number,
  session: number,
  after: number,
): Job => ({
  ...body,
  id,
  submit,
  parts: [part(QPU_SMALL, body.parts[0]!.amount)],
  alternatives: [],
  session,
  after,
  thinkTicks: after === 0 ? 0 : MINUTE,
});

/**
 * A made-up centre to begin with where there is no log: 64 K processors, two QPUs with their
 * calibrations, a Φ machine with its windows, eight tenants; batch jobs, circuits with a choice of
 * device, gangs with feedback and a decoherence budget, sessions, deadlines, estimates that are too
 * long. Submissions are spread evenly over the time in which the busiest resource has `load`. In
 * ticks of a millisecond; the same jobs on every platform for the same options. Nobody has measured
 * such a centre: for claims about real ones use a log. Time O(n log n). Throws RangeError for
 * options out of range.
 */
export const generateHybrid = (options: HybridOptions = {}): Workload => {
  const { jobs: count = 1_000, seed = 1, load = 0.8 } = options;
  checkCount('jobs', count, 1, JOBS_MAX);
  checkSeed(seed);
  checkNumber('load', load, 0.01, 10);
  const random = streamOf(seed, 'hybrid.jobs');
  const bodies = Array.from({ length: count }, () => drawBody(random));
  const span = busiest(bodies) / load;
  const { jobs, sessions } = jobsOf(bodies, span, streamOf(seed, 'hybrid.arrivals'));
  return {
    name: `hybrid centre, seed ${seed}`,
    tickNs: 1e6,
    resources: RESOURCES,
    jobs,
    sessions,
    reservations: [],
    notes: [],
  };
};
