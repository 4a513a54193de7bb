import { TICK_MAX, WEIGHT_MAX } from '@xdv/domain-model';
import { ticksOf } from './builtin.ts';
import { house } from './house.ts';
import { weight } from './weight.ts';

/**
 * Earliest deadline first (Liu and Layland 1973): optimal on one resource that may be preempted.
 * Deadlines past tick 2^40 and none at all weigh alike, last. Aging puts deadlines behind waiting:
 * Infinity for `agingTicks` leaves EDF as it is.
 */
export const earliestDeadlineFirst = house({
  name: 'earliest-deadline-first',
  version: '1',
  weigh: ({ deadline }) => weight(-deadline),
});

/** Latest possible start first: the least laxity (Mok 1983), by which all that wait lose alike. */
export const leastLaxityFirst = house({
  name: 'least-laxity-first',
  version: '1',
  weigh: (candidate) => weight(ticksOf(candidate) - candidate.deadline),
});

/**
 * Shortest relative deadline, from request to deadline, first (Leung and Whitehead 1982): the best
 * of fixed priorities for periodic requests. No deadline weighs least.
 */
export const deadlineMonotonic = house({
  name: 'deadline-monotonic',
  version: '1',
  weigh: ({ deadline, since }) => (deadline === TICK_MAX ? -WEIGHT_MAX : weight(since - deadline)),
});

/** Shortest period first (Liu and Layland 1973). What is not periodic weighs least. */
export const rateMonotonic = house({
  name: 'rate-monotonic',
  version: '1',
  weigh: ({ period }) => (period === 0 ? -WEIGHT_MAX : weight(-period)),
});
