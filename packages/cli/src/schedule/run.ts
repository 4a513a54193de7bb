import type { RealTime, SchedulingPolicy } from '@xdv/domain-model';
import { formatPolicy } from '@xdv/scheduler';
import {
  createSimulation,
  measure,
  type Metrics,
  type PlacementKind,
  type Schedule,
  type Workload,
} from '@xdv/scheduler/lab';

/** One row of a comparison: a policy under a placement. */
export interface Case {
  /** What the user calls the policy. */
  readonly label: string;
  readonly policy: SchedulingPolicy;
  readonly placement: {
    /** What the user calls it. */
    readonly text: string;
    readonly kind: PlacementKind;
    /** Order in which others may start before the first; that of the policy if it is absent. */
    readonly backfill?: SchedulingPolicy;
  };
}

/** What is the same in every simulation. */
export interface Terms {
  readonly agingTicks: number;
  readonly boundTicks: number;
}

/** A workload as one of the seeds has it. */
export interface Seeded {
  readonly seed: number;
  readonly workload: Workload;
}

/** How a row of a report is called, and what it is. */
export interface RowName {
  readonly label: string;
  /** `name@version`, composed ones joined by +. */
  readonly policy: string;
  readonly placement: string;
  /** Policy of the order in which others may start before the first, if it is another one. */
  readonly backfill?: string;
}

const rowNameOf = ({ label, policy, placement: { text, backfill } }: Case): RowName => ({
  label,
  policy: formatPolicy(policy),
  placement: text,
  ...(backfill && { backfill: formatPolicy(backfill) }),
});

/** What came of a case: the figures of each seed, in order, and how the first one went. */
export interface CaseResult {
  readonly of: RowName;
  readonly metrics: readonly Metrics[];
  readonly first: Pick<Schedule, 'decisions' | 'quarantine'>;
  /** The schedule of the first seed, if it was to be kept. */
  readonly schedule: Schedule | undefined;
}

/** Where the work stands. */
export interface Standing {
  readonly of: Case;
  /** Simulations that are done, of how many. */
  readonly done: number;
  readonly total: number;
  /** Jobs that are over in this one, of how many. */
  readonly ended: number;
  readonly jobs: number;
}

/** The world around work that takes its time. */
export interface Watch {
  readonly time: Pick<RealTime, 'nowMs' | 'turn'>;
  readonly onStanding: (standing: Standing) => void;
  /** Asked now and then; true ends the work. */
  readonly over: () => boolean;
}

/** Real time between turns, in which progress is shown and Ctrl-C is heard. */
const TURN_MS = 40;
const EVENTS_MIN = 16;
const EVENTS_MAX = 4096;

/** The schedule of one simulation; undefined if it was ended before its time. */
const simulateOne = async (
  { workload, seed }: Seeded,
  { policy, placement }: Case,
  { agingTicks }: Terms,
  watch: { readonly onEnded: (ended: number) => void } & Pick<Watch, 'time' | 'over'>,
): Promise<Schedule | undefined> => {
  const { kind, backfill } = placement;
  const order = backfill === undefined ? {} : { backfill };
  const options = { policy, placement: kind, ...order, seed, agingTicks };
  const simulation = createSimulation(workload, options);
  const { time, over, onEnded } = watch;
  let events = EVENTS_MIN;
  let turned = time.nowMs();
  while (!simulation.advance(events)) {
    const spent = time.nowMs() - turned;
    // what an event costs depends on policy, placement and queue
    if (spent < TURN_MS / 4) events = Math.min(EVENTS_MAX, events * 2);
    if (spent < TURN_MS) continue;
    events = Math.max(EVENTS_MIN, events >> 1);
    onEnded(simulation.ended);
    await time.turn();
    if (over()) return undefined;
    turned = time.nowMs();
  }
  return simulation.schedule();
};

/** What gathers while seed after seed is simulated. */
interface Gathered {
  readonly metrics: Metrics[];
  first: Pick<CaseResult, 'first' | 'schedule'> | undefined;
}

/** What is to be simulated. */
export interface Plan {
  readonly cases: readonly Case[];
  /** Made when its turn comes: workloads may be large. */
  readonly seeded: Iterable<Seeded>;
  readonly seeds: number;
  readonly terms: Terms;
  /** Whether schedules are kept, not figures alone. */
  readonly keep: boolean;
}

/** Every case with one seed; false if it was ended. */
const simulateSeed = async (
  one: Seeded,
  { cases, terms, seeds, keep }: Plan,
  gathered: readonly Gathered[],
  watch: Watch,
): Promise<boolean> => {
  const total = cases.length * seeds;
  const jobs = one.workload.jobs.length;
  for (const [i, of] of cases.entries()) {
    const { metrics } = gathered[i]!;
    const done = gathered.reduce((sum, each) => sum + each.metrics.length, 0);
    const onEnded = (ended: number): void => watch.onStanding({ of, done, total, ended, jobs });
    onEnded(0);
    const schedule = await simulateOne(one, of, terms, { ...watch, onEnded });
    if (schedule === undefined) return false;
    const { decisions, quarantine } = schedule;
    gathered[i]!.first ??= {
      first: { decisions, quarantine },
      schedule: keep ? schedule : undefined,
    };
    metrics.push(measure(schedule, { boundTicks: terms.boundTicks }));
    await watch.time.turn();
    if (watch.over()) return false;
  }
  return true;
};

/**
 * Simulates every case with every seed, seed by seed, so that what is interrupted leaves a whole
 * comparison: of the cases that have figures, each has the same number.
 */
export const simulateCases = async (
  plan: Plan,
  watch: Watch,
): Promise<{ readonly results: readonly CaseResult[]; readonly interrupted: boolean }> => {
  const gathered = plan.cases.map((): Gathered => ({ metrics: [], first: undefined }));
  let interrupted = false;
  for (const one of plan.seeded) {
    interrupted = !(await simulateSeed(one, plan, gathered, watch));
    if (interrupted) break;
  }
  const seeds = gathered.reduce((least, { metrics: { length } }) => {
    return length === 0 ? least : Math.min(least, length);
  }, plan.seeds);
  const results = gathered.flatMap(({ metrics, first }, i) => {
    if (first === undefined) return [];
    return [{ of: rowNameOf(plan.cases[i]!), metrics: metrics.slice(0, seeds), ...first }];
  });
  return { results, interrupted };
};
