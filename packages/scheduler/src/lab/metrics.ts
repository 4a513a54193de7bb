import type { Domain } from '@xdv/domain-model';
import type { Distribution } from './metrics-distribution.ts';
import { heldOf } from './metrics-held.ts';
import {
  deadlinesOf,
  distributionsOf,
  fairnessOf,
  fidelityLostOf,
  sessionIdleOf,
  waitsOf,
  type Deadlines,
  type Fairness,
} from './metrics-waiting.ts';
import { OUTCOME, type Schedule } from './schedule.ts';

export interface MeasureOptions {
  /** Run time, in ticks, below which the slow-down no longer grows. Default: 10 seconds. */
  readonly boundTicks?: number;
}

/** The figures of a schedule. A figure that does not apply is NaN. */
export interface Metrics {
  readonly jobs: number;
  readonly done: number;
  /** Jobs that could not start by their latest start. */
  readonly refused: number;
  /** Jobs that fit nowhere. */
  readonly infeasible: number;
  /** Ticks from the first submission to the last end. */
  readonly makespan: number;
  /** Jobs done in an hour. */
  readonly throughput: number;
  /** Ticks from submission to start, of the jobs that ran. */
  readonly waiting: Distribution;
  /**
   * Bounded slow-down of the jobs that ran: max(1, (wait + run) / max(run, bound)) (Feitelson and
   * Rudolph 1998).
   */
  readonly slowdown: Distribution;
  /** Busy unit ticks over capacity × makespan without closures: by resource, and by domain. */
  readonly utilization: {
    readonly resources: readonly number[];
    readonly domains: Readonly<Record<Domain, number>>;
  };
  readonly deadlines: Deadlines;
  readonly fairness: Fairness;
  /** Mean fidelity, 0 to 1, that jobs with an error lost from submission to start. */
  readonly fidelityLost: number;
  /**
   * Share of the time for which Q units were held that served no living state: time beyond the
   * job's decoherence budget, counted from its start, and time of crossings, in which a state
   * waits for the K part of its gang.
   */
  readonly decoherenceWaste: number;
  /** Share of the time held by sessions in which none of their jobs ran. */
  readonly sessionIdle: number;
  /** Price of what jobs held, in units of account. */
  readonly cost: number;
  /** Energy of what jobs held, in joules. */
  readonly energy: number;
}

const HOUR_NS = 3.6e12;
const BOUND_NS = 10e9;

const countOf = (outcomes: Uint8Array, outcome: number): number => {
  let count = 0;
  for (const entry of outcomes) if (entry === outcome) count++;
  return count;
};

/** First submission and last end of the jobs that ran. */
const spanOf = ({ submitted, end, outcome }: Schedule): readonly [number, number] => {
  let from = Infinity;
  let to = -Infinity;
  outcome.forEach((entry, i) => {
    from = Math.min(from, submitted[i]!);
    if (entry === OUTCOME.done) to = Math.max(to, end[i]!);
  });
  return to < from ? [0, 0] : [from, to];
};

/**
 * The figures of a schedule, a pure function of it; the same bits on every platform. Time
 * O(n log n). Throws RangeError unless `boundTicks` is above 0.
 */
export const measure = (schedule: Schedule, options: MeasureOptions = {}): Metrics => {
  const { tickNs, jobs } = schedule.workload;
  const { boundTicks = BOUND_NS / tickNs } = options;
  if (!(boundTicks > 0)) throw new RangeError(`boundTicks is ${boundTicks}, not above 0`);
  const [from, to] = spanOf(schedule);
  const waits = waitsOf(schedule, boundTicks);
  const held = heldOf(schedule, from, to);
  const done = countOf(schedule.outcome, OUTCOME.done);
  const makespan = to - from;
  return {
    jobs: jobs.length,
    done,
    refused: countOf(schedule.outcome, OUTCOME.refused),
    infeasible: countOf(schedule.outcome, OUTCOME.infeasible),
    makespan,
    throughput: makespan === 0 ? NaN : (done * HOUR_NS) / (makespan * tickNs),
    ...distributionsOf(waits),
    utilization: { resources: held.resources, domains: held.domains },
    deadlines: deadlinesOf(schedule),
    fairness: fairnessOf(waits),
    fidelityLost: fidelityLostOf(schedule),
    decoherenceWaste: held.waste,
    sessionIdle: sessionIdleOf(schedule),
    cost: held.cost,
    energy: held.energy,
  };
};
