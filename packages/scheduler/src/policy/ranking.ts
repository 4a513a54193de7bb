import type { Candidate, SchedulingPolicy } from '@xdv/domain-model';
import { firstComeFirstServed } from './builtin.ts';
import { policyParts } from './compose.ts';
import { guardPolicy, type PolicyGuard } from './guard.ts';
import { readPolicy } from './read.ts';

/**
 * Turns candidates into ranks: what queues compare, number by number, smallest first.
 *
 * A rank is (⌊since / agingTicks⌋ - w₁, -w₂, …, since, process) with the weights of the policy and
 * of those composed after it. Time is counted in epochs of `agingTicks`: a candidate of the first
 * weight w is passed only by those that come up to (heaviest - w) epochs later (XDV-012.8, see
 * `overtakingBound`), and within an epoch weights compare in order (XDV-012.7). `agingTicks`
 * Infinity: no aging, weights alone decide.
 */
export interface Ranking {
  /** Numbers in a rank. */
  readonly width: number;
  /** True if ranks change while candidates wait. */
  readonly dynamic: boolean;
  /** Why the policy is out of service, or undefined. */
  readonly reason: string | undefined;
  /** Writes the rank of a candidate into `into` from `at` on. */
  rank(candidate: Candidate, into: { [index: number]: number }, at?: number): void;
  fork(): Ranking;
}

const rankingOver = (
  guards: readonly PolicyGuard[],
  dynamic: boolean,
  aging: number,
  reason?: string,
): Ranking => {
  let failure = reason;
  /** Writes the weights, smallest first, until a policy fails. */
  const weigh = (candidate: Candidate, into: { [index: number]: number }, at: number): void => {
    for (let i = 0; i < guards.length && failure === undefined; i++) {
      const guard = guards[i]!;
      into[at + i] = 0 - guard.weigh(candidate);
      failure = guard.reason;
    }
  };
  return {
    width: guards.length + 2,
    dynamic,
    get reason() {
      return failure;
    },
    rank(candidate, into, at = 0) {
      weigh(candidate, into, at);
      // one that fails takes the whole composition with it: nobody asked for the rest alone
      if (failure !== undefined) for (let i = 0; i < guards.length; i++) into[at + i] = 0;
      into[at]! += Math.floor(candidate.since / aging);
      into[at + guards.length] = candidate.since;
      into[at + guards.length + 1] = candidate.process;
    },
    fork: () => {
      const copies = guards.map((guard) => guard.fork());
      return rankingOver(copies, dynamic, aging, failure);
    },
  };
};

/**
 * A ranking by `policy`, each part of which is guarded: see `guardPolicy`. A value that is no
 * policy is out of service from the start. Throws RangeError unless `agingTicks` is at least 1.
 */
export const createRanking = (policy: SchedulingPolicy, agingTicks: number): Ranking => {
  if (!(agingTicks >= 1)) {
    throw new RangeError(`agingTicks must be at least 1, got ${String(agingTicks)}`);
  }
  const read = readPolicy(policy);
  const parts = policyParts(read.ok ? read.value : firstComeFirstServed);
  return rankingOver(
    parts.map(guardPolicy),
    parts.some(({ dynamic }) => dynamic === true),
    agingTicks,
    read.ok ? undefined : read.fault.message,
  );
};
