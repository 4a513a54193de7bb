import type { Candidate, SchedulingPolicy } from '@xdv/domain-model';

type Weigh = (candidate: Candidate) => number;

const HOUSE = new WeakSet<Weigh>();

/**
 * A policy of this package, frozen. Its `weigh` uses no `this` and is known to be pure (its tests
 * say so), so that nobody has to watch it: a guard passes candidates on as they are.
 */
export const house = (policy: SchedulingPolicy & { readonly weigh: Weigh }): SchedulingPolicy => {
  HOUSE.add(policy.weigh);
  return Object.freeze(policy);
};

/** The `weigh` of a policy of this package, or undefined for one from elsewhere. */
export const houseWeigh = ({ weigh }: { readonly weigh: Weigh }): Weigh | undefined =>
  HOUSE.has(weigh) ? weigh : undefined;
