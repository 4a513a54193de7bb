import { TICK_MAX } from '@xdv/domain-model';
import { fidelityAt } from './engine/fidelity.ts';
import { distributionOf, jainIndex, meanOf, type Distribution } from './metrics-distribution.ts';
import { OUTCOME, type Schedule } from './schedule.ts';

/** Of each job that ran, in order: what is averaged. */
interface Waits {
  readonly waiting: Float64Array;
  readonly slowdown: Float64Array;
  /** 0: no tenant. */
  readonly tenants: Float64Array;
}

/** Waiting and bounded slow-down of every job that ran; `bound` in ticks. */
export const waitsOf = (schedule: Schedule, bound: number): Waits => {
  const { workload, submitted, start, end, outcome } = schedule;
  const ran = Array.from(outcome.keys()).filter((i) => outcome[i] === OUTCOME.done);
  const waiting = Float64Array.from(ran, (i) => start[i]! - submitted[i]!);
  const slowdown = Float64Array.from(ran, (i) => {
    const run = end[i]! - start[i]!;
    return Math.max(1, (end[i]! - submitted[i]!) / Math.max(run, bound));
  });
  return { waiting, slowdown, tenants: Float64Array.from(ran, (i) => workload.jobs[i]!.tenant) };
};

/** Mean bounded slow-down of each tenant; a job without tenant is its own. */
const meansByTenant = ({ slowdown, tenants }: Waits): readonly number[] => {
  const means: number[] = [];
  const sums = new Map<number, { sum: number; count: number }>();
  tenants.forEach((tenant, i) => {
    if (tenant === 0) {
      means.push(slowdown[i]!);
      return;
    }
    const entry = sums.get(tenant) ?? { sum: 0, count: 0 };
    entry.sum += slowdown[i]!;
    entry.count++;
    sums.set(tenant, entry);
  });
  for (const { sum, count } of sums.values()) means.push(sum / count);
  return means;
};

export interface Fairness {
  /** Jain's index over the tenants' mean bounded slow-downs; a job without tenant is its own. */
  readonly tenants: number;
  /** Jain's index over the jobs' bounded slow-downs. */
  readonly jobs: number;
}

export const fairnessOf = (waits: Waits): Fairness => ({
  tenants: jainIndex(meansByTenant(waits)),
  jobs: jainIndex(waits.slowdown),
});

export const distributionsOf = ({
  waiting,
  slowdown,
}: Waits): { readonly waiting: Distribution; readonly slowdown: Distribution } => ({
  waiting: distributionOf(waiting),
  slowdown: distributionOf(slowdown),
});

export interface Deadlines {
  /** Jobs with a deadline. */
  readonly jobs: number;
  /** Those among them that ended later or never ran. */
  readonly missed: number;
  /** Share missed; NaN without deadlines. */
  readonly rate: number;
  /** Mean ticks by which those that ran missed it; NaN if none did. */
  readonly meanLateness: number;
}

export const deadlinesOf = ({ workload, end, outcome }: Schedule): Deadlines => {
  let jobs = 0;
  let missed = 0;
  const lateness: number[] = [];
  workload.jobs.forEach(({ deadline }, i) => {
    if (deadline === TICK_MAX) return;
    jobs++;
    const ran = outcome[i] === OUTCOME.done;
    if (ran && end[i]! <= deadline) return;
    missed++;
    if (ran) lateness.push(end[i]! - deadline);
  });
  return { jobs, missed, rate: jobs === 0 ? NaN : missed / jobs, meanLateness: meanOf(lateness) };
};

/**
 * Mean loss of fidelity, 0 to 1, to waiting, over the jobs that ran, have an error, and whose first
 * part lies on a Q resource: fidelity at their submission less that at their start. Below 0 where
 * waiting for a calibration paid. NaN without such jobs.
 */
export const fidelityLostOf = (schedule: Schedule): number => {
  const { workload, submitted, start, outcome, resource } = schedule;
  const losses: number[] = [];
  workload.jobs.forEach(({ error, parts }, i) => {
    const device = workload.resources[resource[i]!]!;
    if (error === 0 || device.domain !== 'Q' || outcome[i] !== OUTCOME.done) return;
    const { offset } = parts[0]!;
    const at = (tick: number): number => fidelityAt(device, error, tick + offset);
    losses.push((at(submitted[i]!) - at(start[i]!)) / 1e6);
  });
  return meanOf(losses);
};

/**
 * Share of the time that sessions held their resources in which none of their jobs ran; NaN
 * without sessions. Time O(n log n).
 */
export const sessionIdleOf = (schedule: Schedule): number => {
  const { workload, start, end, outcome, sessions } = schedule;
  const jobsOf = new Map<number, number[]>();
  workload.jobs.forEach(({ session }, i) => {
    if (session === 0 || outcome[i] !== OUTCOME.done) return;
    const list = jobsOf.get(session);
    if (list === undefined) jobsOf.set(session, [i]);
    else list.push(i);
  });
  let held = 0;
  let busy = 0;
  for (const span of sessions) {
    held += span.end - span.start;
    const jobs = (jobsOf.get(span.id) ?? []).sort((a, b) => start[a]! - start[b]!);
    let reached = span.start;
    for (const i of jobs) {
      const from = Math.max(reached, start[i]!);
      const to = Math.min(span.end, end[i]!);
      busy += Math.max(0, to - from);
      reached = Math.max(reached, to);
    }
  }
  return held === 0 ? NaN : (held - busy) / held;
};
