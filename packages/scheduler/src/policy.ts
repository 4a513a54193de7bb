import { show, WEIGHT_MAX, type Candidate, type SchedulingPolicy } from '@xdv/domain-model';

/** Every request weighs the same: who came first goes first. The default. */
export const firstComeFirstServed: SchedulingPolicy = {
  name: 'first-come-first-served',
  version: '1',
  weigh: () => 0,
};

/** Short envelopes first; K slices, which have no length, are not affected. */
export const shortestFirst: SchedulingPolicy = {
  name: 'shortest-first',
  version: '1',
  weigh: ({ length }) => -Math.min(length, WEIGHT_MAX),
};

/** Why a policy was quarantined, or undefined while it is trusted. */
export interface PolicyGuard {
  weigh(candidate: Candidate): number;
  readonly reason: string | undefined;
}

/** What was thrown may itself throw when it is looked at. */
const shownError = (error: unknown): string => {
  try {
    return show(error instanceof Error ? error.message : error);
  } catch {
    return 'what cannot be shown';
  }
};

/**
 * Contains a policy (XDV-012.6): its first throw or invalid weight takes it out of service, and
 * from then on every candidate weighs 0. One bad plug-in must not stop a machine, and the switch
 * follows from the inputs like everything else.
 */
export const guardPolicy = (policy: SchedulingPolicy, reason?: string): PolicyGuard => {
  let failure = reason;
  const weigh = (candidate: Candidate): number => {
    if (failure !== undefined) return 0;
    try {
      const weight = policy.weigh(candidate);
      if (Number.isInteger(weight) && Math.abs(weight) <= WEIGHT_MAX) return weight;
      failure = `weight ${show(weight)} is not an integer within ±${WEIGHT_MAX}`;
    } catch (error) {
      failure = `it threw ${shownError(error)}`;
    }
    return 0;
  };
  return {
    weigh,
    get reason() {
      return failure;
    },
  };
};
