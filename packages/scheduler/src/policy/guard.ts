import { show, WEIGHT_MAX, type Candidate, type SchedulingPolicy } from '@xdv/domain-model';
import { houseWeigh } from './house.ts';

/** A policy that can do no harm. */
export interface PolicyGuard {
  /** The weight of a candidate, which stays as it is; 0 once the policy is out of service. */
  weigh(candidate: Candidate): number;
  /** Why the policy is out of service, or undefined while it is trusted. */
  readonly reason: string | undefined;
  /** An independent guard in the same state. */
  fork(): PolicyGuard;
}

/** Candidates that are weighed twice at the start. */
const FIRST = 64;
/** After them, one in so many is. */
const EVERY = 61;

/** What a guard remembers. */
interface Watch {
  readonly failure: string | undefined;
  /** Candidates weighed so far. */
  readonly asked: number;
  /** The first candidate and its weight: it is worth the same for ever. */
  readonly first: { readonly candidate: Candidate; readonly weight: number } | undefined;
}

const UNWATCHED: Watch = { failure: undefined, asked: 0, first: undefined };

/** A value in a message: digits of a big integer may be millions. */
const shown = (value: unknown): string =>
  typeof value === 'bigint' ? 'a big integer' : show(value).slice(0, 200);

/** What was thrown may itself throw when it is looked at. */
const shownError = (error: unknown): string => {
  try {
    return shown(error instanceof Error ? error.message : error);
  } catch {
    return 'what cannot be shown';
  }
};

/** Why a policy has to go, as an exception within this file. */
class Breach extends Error {}

const ask = (policy: SchedulingPolicy, candidate: Candidate): number => {
  const weight: unknown = policy.weigh(candidate);
  if (typeof weight === 'number' && Number.isInteger(weight) && Math.abs(weight) <= WEIGHT_MAX) {
    return weight + 0; // -0 becomes 0
  }
  throw new Breach(`weight ${shown(weight)} is not an integer within ±${WEIGHT_MAX}`);
};

const askAgain = (policy: SchedulingPolicy, candidate: Candidate, before: number): void => {
  const now = ask(policy, candidate);
  if (now === before) return;
  throw new Breach(`it weighed one candidate ${before} and then ${now}: it is not pure`);
};

const guardOver = (policy: SchedulingPolicy, watch: Watch): PolicyGuard => {
  let { failure, asked, first } = watch;
  const trusted = houseWeigh(policy);
  /** Weighs a copy that cannot be changed, and now and then asks again. */
  const watched = (given: Candidate): number => {
    const candidate = Object.freeze({ ...given });
    const weight = ask(policy, candidate);
    asked++;
    if (asked > FIRST && asked % EVERY !== 0) return weight;
    askAgain(policy, candidate, weight);
    first ??= { candidate, weight };
    askAgain(policy, first.candidate, first.weight);
    return weight;
  };
  return {
    weigh(candidate) {
      if (failure !== undefined) return 0;
      try {
        return trusted ? trusted(candidate) + 0 : watched(candidate);
      } catch (error) {
        failure = error instanceof Breach ? error.message : `it threw ${shownError(error)}`;
        return 0;
      }
    },
    get reason() {
      return failure;
    },
    fork: () => guardOver(policy, { failure, asked, first }),
  };
};

/**
 * Contains a policy (XDV-012.6). It is out of service, and every candidate weighs 0 from then on,
 * once it throws, gives anything but an integer within ±WEIGHT_MAX, or gives two weights for one
 * candidate: it is asked again for each of the first 64 candidates and for every 61st after them,
 * and for the very first one each time. It sees frozen copies. One bad plug-in must not stop a
 * machine, and the switch follows from the inputs like everything else; a policy that never returns
 * cannot be contained in one thread. Policies of this package are not watched.
 */
export const guardPolicy = (policy: SchedulingPolicy): PolicyGuard => guardOver(policy, UNWATCHED);
