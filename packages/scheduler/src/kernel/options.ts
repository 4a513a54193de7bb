import { TICK_MAX, type SchedulingPolicy } from '@xdv/domain-model';
import { PLACEMENTS, type PlacementKind } from '../placement/placer.ts';
import { firstComeFirstServed } from '../policy/builtin.ts';

export interface SchedulerOptions {
  /** K lanes: how many processes compute at once in modelled time. 1 to 64, default 1. */
  readonly kLanes?: number;
  /** Length of a K slice in ticks. Preemption happens at its end only. Default 100. */
  readonly sliceTicks?: number;
  /**
   * Levels of K processes: one that uses a slice up drops a level, where slices are twice as long,
   * and one that waits for something rises to the top. 1 to 8, default 1: all are alike.
   */
  readonly levels?: number;
  /**
   * Ticks that feedback may take in a row before an ordinary process has a turn. Feedback is what a
   * process does in K while it holds an open container or envelope: it goes first, the earliest
   * end leading. 0 to 2^32, default 1000; 0: it waits like everything else.
   */
  readonly feedbackTicks?: number;
  /**
   * Ticks of waiting that outweigh one unit of weight, or one level: deterministic aging, so that
   * nothing waits for ever (XDV-012.8). Default 1000.
   */
  readonly agingTicks?: number;
  /** Weighs candidates. Default: first come, first served. */
  readonly policy?: SchedulingPolicy;
  /**
   * How envelopes are placed. Default `conservative`: each is told its start at once, for good.
   * With `easy` and `strict` it waits, and a request that weighs more may still pass it.
   */
  readonly placement?: PlacementKind;
}

export const K_LANES_MAX = 64;
export const LEVELS_MAX = 8;

const inRange = (name: string, value: number, min: number, max: number): number => {
  if (Number.isSafeInteger(value) && value >= min && value <= max) return value;
  throw new RangeError(`${name} must be an integer from ${min} to ${max}, got ${String(value)}`);
};

const knownPlacement = (value: PlacementKind): PlacementKind => {
  if (PLACEMENTS.includes(value)) return value;
  throw new RangeError(`placement must be one of ${PLACEMENTS.join(', ')}, got ${String(value)}`);
};

/** Fills in defaults and checks ranges; throws RangeError naming option, value and range. */
export const resolveOptions = (options: SchedulerOptions): Required<SchedulerOptions> => ({
  kLanes: inRange('kLanes', options.kLanes ?? 1, 1, K_LANES_MAX),
  sliceTicks: inRange('sliceTicks', options.sliceTicks ?? 100, 1, TICK_MAX),
  levels: inRange('levels', options.levels ?? 1, 1, LEVELS_MAX),
  feedbackTicks: inRange('feedbackTicks', options.feedbackTicks ?? 1000, 0, 2 ** 32),
  agingTicks: inRange('agingTicks', options.agingTicks ?? 1000, 1, 2 ** 32),
  policy: options.policy ?? firstComeFirstServed,
  placement: knownPlacement(options.placement ?? 'conservative'),
});
