import { show, type SchedulingPolicy } from '@xdv/domain-model';
import { PLACEMENTS, type PlacementKind } from '../../placement/placer.ts';
import { firstComeFirstServed } from '../../policy/builtin.ts';
import { policyParts } from '../../policy/compose.ts';
import { readPolicy } from '../../policy/read.ts';
import type { SimulationObserver } from './observer.ts';

/** How a workload is simulated. */
export interface SimulateOptions {
  /** Default: 'easy'. */
  readonly placement?: PlacementKind;
  /** Default: first come, first served. */
  readonly policy?: SchedulingPolicy;
  /**
   * 'easy' only: the order of those that may start before the first in the queue. Default: that of
   * `policy`. First come, first served with `shortestFirst` here is the SJBF of Tsafrir et al.
   * (2007), which starves nobody.
   */
  readonly backfill?: SchedulingPolicy;
  /** Ticks of an epoch of aging: 1 or more; Infinity, the default: none (see `createRanking`). */
  readonly agingTicks?: number;
  /** Recorded with the schedule; a simulation itself draws nothing. Default: 1. */
  readonly seed?: number;
  /**
   * Ticks after which past use counts half in a tenant's share; Infinity, the default: only what it
   * holds counts (see `createShares`).
   */
  readonly shareHalfLife?: number;
  readonly observer?: SimulationObserver;
}

const integer = (name: string, value: number, least: number): void => {
  if (Number.isSafeInteger(value) && value >= least) return;
  throw new RangeError(`${name} must be an integer from ${least} on, got ${show(value)}`);
};

/** The options with their defaults. */
export type CheckedOptions = Required<Omit<SimulateOptions, 'backfill'>> & {
  readonly backfill: SchedulingPolicy | undefined;
  /** How a schedule names its order: "priority+shortest-first", "a, backfill b". */
  readonly order: string;
};

/** The names of a policy and of those composed after it; of what is no policy, that it is none. */
const nameOf = (policy: SchedulingPolicy): string => {
  const read = readPolicy(policy);
  if (!read.ok) return 'invalid';
  return policyParts(read.value)
    .map(({ name }) => name)
    .join('+');
};

/** Adds the defaults; throws RangeError for an option out of range. */
export const simulateOptions = (given: SimulateOptions): CheckedOptions => {
  const {
    placement = 'easy',
    policy = firstComeFirstServed,
    backfill,
    agingTicks = Infinity,
    seed = 1,
    shareHalfLife = Infinity,
    observer = {},
  } = given;
  if (!PLACEMENTS.includes(placement)) {
    const known = PLACEMENTS.join(', ');
    throw new RangeError(`placement must be one of ${known}, got ${show(placement)}`);
  }
  if (backfill !== undefined && placement !== 'easy') {
    throw new RangeError(`backfill is an order for placement easy, not for ${placement}`);
  }
  if (agingTicks !== Infinity) integer('agingTicks', agingTicks, 1);
  if (shareHalfLife !== Infinity) integer('shareHalfLife', shareHalfLife, 1);
  integer('seed', seed, 0);
  const order = nameOf(policy) + (backfill === undefined ? '' : `, backfill ${nameOf(backfill)}`);
  return { placement, policy, backfill, order, agingTicks, seed, shareHalfLife, observer };
};
