import { TICK_MAX, type SchedulingPolicy } from '@xdv/domain-model';
import { firstComeFirstServed } from './policy.ts';

export interface SchedulerOptions {
  /** K lanes: how many processes compute at once in modelled time. 1 to 64, default 1. */
  readonly kLanes?: number;
  /** Length of a K slice in ticks. Preemption happens at its end only. Default 100. */
  readonly sliceTicks?: number;
  /**
   * Ticks of waiting that outweigh one unit of weight: deterministic aging, so that nothing waits
   * for ever (XDV-012.8). Default 1000.
   */
  readonly agingTicks?: number;
  /** Weighs candidates. Default: first come, first served. */
  readonly policy?: SchedulingPolicy;
}

export const K_LANES_MAX = 64;

const inRange = (name: string, value: number, min: number, max: number): number => {
  if (Number.isSafeInteger(value) && value >= min && value <= max) return value;
  throw new RangeError(`${name} must be an integer from ${min} to ${max}, got ${String(value)}`);
};

/** Fills in defaults and checks ranges; throws RangeError naming option, value and range. */
export const resolveOptions = (options: SchedulerOptions): Required<SchedulerOptions> => ({
  kLanes: inRange('kLanes', options.kLanes ?? 1, 1, K_LANES_MAX),
  sliceTicks: inRange('sliceTicks', options.sliceTicks ?? 100, 1, TICK_MAX),
  agingTicks: inRange('agingTicks', options.agingTicks ?? 1000, 1, 2 ** 32),
  policy: options.policy ?? firstComeFirstServed,
});
