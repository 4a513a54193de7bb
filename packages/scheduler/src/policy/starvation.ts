import { WEIGHT_MAX } from '@xdv/domain-model';

/** What the bound on overtaking depends on. */
export interface OvertakingOptions {
  /** Least and greatest weight that the policy, or the first of a composition, gives. */
  readonly lightest: number;
  readonly heaviest: number;
  /** Ticks of an epoch of aging: 1 to 2^32. */
  readonly agingTicks: number;
  /** True for a composition: a later request of an equal first weight may come before. */
  readonly composed?: boolean;
}

/** What the bound on waiting depends on. */
export interface WaitingOptions {
  /** See {@link overtakingBound}. */
  readonly overtakeTicks: number;
  /** The longest that any request holds what it was given, its crossings included. */
  readonly serviceTicks: number;
  /** Requests that wait already when one comes. */
  readonly queued: number;
  /** No two requests come in fewer ticks: the greatest rate of arrivals. */
  readonly spacingTicks: number;
}

const inRange = (name: string, value: number, min: number, max: number): number => {
  if (Number.isSafeInteger(value) && value >= min && value <= max) return value;
  throw new RangeError(`${name} must be an integer from ${min} to ${max}, got ${String(value)}`);
};

/** A bound that is not exact says nothing. */
const known = (bound: number): number => (bound <= Number.MAX_SAFE_INTEGER ? bound : Infinity);

/**
 * The bound of aging (XDV-012.8): a request that comes more than so many ticks after another never
 * goes before it, whatever both weigh; -1 if no later one ever does. A rank begins with
 * ⌊since / agingTicks⌋ - w, so that a later request needs a weight that is greater by at least the
 * number of epochs between the two: at most heaviest - lightest, less one where an equal rank is
 * decided by `since`. So many epochs, and the rest of the one in which the first came,
 * end (epochs + 1) · agingTicks - 1 ticks after it at the latest. The bound is met: there are
 * requests that come so late and do overtake. Infinity if it is beyond 2^53. Throws RangeError for
 * an option out of range.
 */
export const overtakingBound = (options: OvertakingOptions): number => {
  const { composed = false } = options;
  const lightest = inRange('lightest', options.lightest, -WEIGHT_MAX, WEIGHT_MAX);
  const heaviest = inRange('heaviest', options.heaviest, lightest, WEIGHT_MAX);
  const agingTicks = inRange('agingTicks', options.agingTicks, 1, 2 ** 32);
  const epochs = heaviest - lightest - (composed ? 0 : 1);
  return known((epochs + 1) * agingTicks - 1);
};

/**
 * The longest wait under strict placement: who is first starts within `serviceTicks`, when what
 * holds the resource has ended, and those before a request are at most the queued ones and those
 * that overtake it, which come within `overtakeTicks`. So a request starts within
 * (1 + queued + overtaking) · serviceTicks, if what it asks for fits the resource, and this has no
 * closures, reservations and sessions. See `laneWaitBound` for K lanes. Infinity if beyond 2^53.
 * Throws RangeError for an option out of range.
 */
export const waitingBound = (options: WaitingOptions): number => {
  const most = Number.MAX_SAFE_INTEGER;
  const { overtakeTicks } = options;
  if (overtakeTicks !== Infinity) inRange('overtakeTicks', overtakeTicks, -1, most);
  const serviceTicks = inRange('serviceTicks', options.serviceTicks, 1, most);
  const queued = inRange('queued', options.queued, 0, most);
  const spacingTicks = inRange('spacingTicks', options.spacingTicks, 1, most);
  const overtaking = Math.max(0, Math.floor(overtakeTicks / spacingTicks));
  return known((1 + queued + overtaking) * serviceTicks);
};
