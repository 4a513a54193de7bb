import { DOMAINS, type Domain } from '@xdv/domain-model';
import { unitsHeld, type Resource } from '../model/resource.ts';
import type { Job } from '../model/job.ts';
import { heldLayout } from './engine/layout.ts';
import { openTicks } from './metrics-calendar.ts';
import { OUTCOME, type Schedule } from './schedule.ts';

/** What the jobs of a schedule held, in unit ticks. */
export interface Held {
  /** Busy share of open capacity, for each resource; NaN where there is no such capacity. */
  readonly resources: readonly number[];
  /** The same over all resources of a domain. */
  readonly domains: Readonly<Record<Domain, number>>;
  /** Price of all that was held, in units of account. */
  readonly cost: number;
  /** Energy of all that was held, in joules. */
  readonly energy: number;
  /** Share of held Q time that served no living state. */
  readonly waste: number;
}

/** Sums as they grow: of busy unit ticks by resource, and of Q time. */
interface Sums {
  readonly busy: Float64Array;
  q: number;
  useful: number;
}

/** Whether a job has a single part that it holds from start to end, as nearly all of logs do. */
const isPlain = ({ parts }: Job, domain: Domain): boolean =>
  domain !== 'Q' && parts.length === 1 && parts[0]!.offset === 0 && parts[0]!.ticks === 0;

/**
 * Adds what one job held. Of the time for which it held a Q part, useful is at most the part's own
 * length (the rest are crossings, in which its state waits for K), and at most what is left of the
 * job's budget, counted from its start, once the part has been crossed to.
 */
const addJob = (
  sums: Sums,
  resources: readonly Resource[],
  job: Job,
  on: number,
  ticks: number,
): void => {
  if (isPlain(job, resources[on]!.domain)) {
    sums.busy[on]! += unitsHeld(resources[on]!, job.parts[0]!.amount) * ticks;
    return;
  }
  const reached = job.parts.filter(({ offset }) => offset < job.run);
  const anchored = reached.some(({ resource }) => resources[resource]!.domain === 'K');
  heldLayout(resources, job, on, ticks).forEach((held, i) => {
    sums.busy[held.resource]! += held.amount * held.ticks;
    if (resources[held.resource]!.domain !== 'Q') return;
    // a schedule that was not simulated may hold a part past the run time
    const { offset, ticks: stated } = reached[i] ?? { offset: job.run, ticks: 0 };
    const own = stated === 0 ? job.run - offset : Math.min(stated, job.run - offset);
    const crossing = anchored ? resources[held.resource]!.crossingTicks : 0;
    const alive = Math.max(0, job.budget - held.offset - crossing);
    sums.q += held.amount * held.ticks;
    sums.useful += held.amount * Math.min(own, alive, held.ticks);
  });
};

const sumsOf = ({ workload, start, end, outcome, resource }: Schedule): Sums => {
  const { jobs, resources } = workload;
  const sums: Sums = { busy: new Float64Array(resources.length), q: 0, useful: 0 };
  jobs.forEach((job, i) => {
    if (outcome[i] !== OUTCOME.done) return;
    addJob(sums, resources, job, resource[i]!, end[i]! - start[i]!);
  });
  return sums;
};

const share = (part: number, whole: number): number => (whole > 0 ? part / whole : NaN);

const domainShare = (
  domain: Domain,
  resources: readonly Resource[],
  busy: Float64Array,
  open: readonly number[],
): number => {
  let held = 0;
  let capacity = 0;
  resources.forEach((entry, i) => {
    if (entry.domain !== domain) return;
    held += busy[i]!;
    capacity += open[i]!;
  });
  return share(held, capacity);
};

/** What was held from `from` to `to`, the first submission and the last end. Time linear. */
export const heldOf = (schedule: Schedule, from: number, to: number): Held => {
  const { resources } = schedule.workload;
  const { busy, q, useful } = sumsOf(schedule);
  const open = resources.map((entry) => entry.capacity * openTicks(entry, from, to));
  const shares = DOMAINS.map((domain) => [domain, domainShare(domain, resources, busy, open)]);
  const total = (rate: (entry: Resource) => number): number =>
    resources.reduce((sum, entry, i) => sum + rate(entry) * busy[i]!, 0) / 1000;
  return {
    resources: resources.map((_, i) => share(busy[i]!, open[i]!)),
    domains: Object.fromEntries(shares) as Record<Domain, number>,
    cost: total(({ price }) => price),
    energy: total(({ power }) => power),
    waste: share(q - useful, q),
  };
};
