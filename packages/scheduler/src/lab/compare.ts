import type { SchedulingPolicy } from '@xdv/domain-model';
import type { Workload } from '../model/workload.ts';
import type { PlacementKind } from '../placement/placer.ts';
import type { SimulateOptions } from './engine/options.ts';
import { METRICS } from './metrics-table.ts';
import { measure, type Metrics } from './metrics.ts';
import { simulate } from './simulate.ts';
import { pairedDifference, summarize, type Summary } from './statistics.ts';
import { checkCount, checkNumber } from './workloads/options.ts';
import { resample } from './workloads/resample.ts';

const SEEDS_MAX = 10_000;

export interface CompareOptions {
  readonly policies: readonly SchedulingPolicy[];
  readonly placements: readonly PlacementKind[];
  /** Number of workloads: seeds 1 to this. Default: 1, which gives figures without intervals. */
  readonly seeds?: number;
  /** The workload of a seed. Default: seed 1 is the workload itself, others are resampled. */
  readonly vary?: (workload: Workload, seed: number) => Workload;
  /** Confidence of the intervals, 0.5 to 0.999. Default: 0.95. */
  readonly confidence?: number;
  /** See `measure`. */
  readonly boundTicks?: number;
  /** What else goes to `simulate`. */
  readonly simulation?: Pick<SimulateOptions, 'agingTicks' | 'shareHalfLife'>;
}

/** One simulation that is done. */
export interface ComparedRun {
  readonly policy: string;
  readonly placement: PlacementKind;
  readonly seed: number;
  readonly metrics: Metrics;
  /** Tick and reason if the policy was quarantined in this run. */
  readonly quarantine: { readonly tick: number; readonly reason: string } | undefined;
  /** Runs done so far, this one included, of `total`. */
  readonly completed: number;
  readonly total: number;
}

/** A figure of a contestant over all seeds. */
export interface ComparedFigure {
  /** Key of one of {@link METRICS}. */
  readonly key: string;
  readonly summary: Summary;
  /** Difference to the first contestant, seed by seed; zero throughout for that one itself. */
  readonly difference: Summary;
}

/** A policy under a placement. */
export interface ComparedRow {
  readonly policy: string;
  readonly placement: PlacementKind;
  /** In the order of METRICS. */
  readonly figures: readonly ComparedFigure[];
}

export interface Comparison {
  /** Placements outside, policies inside, in the order given. The first is the baseline. */
  readonly rows: readonly ComparedRow[];
  readonly seeds: number;
  readonly confidence: number;
}

/** A policy and a placement, and what was measured of them, by seed. */
interface Contestant {
  readonly policy: SchedulingPolicy;
  readonly placement: PlacementKind;
  readonly measured: Metrics[];
}

const resampled = (workload: Workload, seed: number): Workload =>
  seed === 1 ? workload : resample(workload, seed);

const rowOf = (contestant: Contestant, baseline: Contestant, confidence: number): ComparedRow => ({
  policy: contestant.policy.name,
  placement: contestant.placement,
  figures: METRICS.map((metric) => {
    const valuesOf = ({ measured }: Contestant) => measured.map((metrics) => metric.of(metrics));
    const values = valuesOf(contestant);
    const difference = pairedDifference(values, valuesOf(baseline), confidence);
    return { key: metric.key, summary: summarize(values, confidence), difference };
  }),
});

const contestantsOf = ({ policies, placements }: CompareOptions): readonly Contestant[] =>
  placements.flatMap((placement) =>
    policies.map((policy): Contestant => ({ policy, placement, measured: [] })),
  );

/**
 * Simulates a workload under every policy and placement, for every seed, and yields each run as it
 * ends; returns figures with confidence intervals, and paired differences to the first contestant:
 * all see the same workloads (common random numbers). Only figures are kept of a run. Throws
 * RangeError for options out of range, and what `simulate` throws.
 */
export function* compareRuns(
  workload: Workload,
  options: CompareOptions,
): Generator<ComparedRun, Comparison, undefined> {
  const { seeds = 1, vary = resampled, confidence = 0.95, boundTicks, simulation } = options;
  checkCount('seeds', seeds, 1, SEEDS_MAX);
  checkNumber('confidence', confidence, 0.5, 0.999);
  const contestants = contestantsOf(options);
  checkCount('policies × placements', contestants.length, 1, SEEDS_MAX);
  const total = seeds * contestants.length;
  let completed = 0;
  for (let seed = 1; seed <= seeds; seed++) {
    const varied = vary(workload, seed);
    for (const { policy, placement, measured } of contestants) {
      const schedule = simulate(varied, { ...simulation, policy, placement, seed });
      const metrics = measure(schedule, boundTicks === undefined ? {} : { boundTicks });
      measured.push(metrics);
      completed++;
      const { quarantine } = schedule;
      yield { policy: policy.name, placement, seed, metrics, quarantine, completed, total };
    }
  }
  const rows = contestants.map((entry) => rowOf(entry, contestants[0]!, confidence));
  return { rows, seeds, confidence };
}
