import type { Draws } from './draws.ts';

/** Events from here on are draws of where the next fault of a shot strikes. */
const FAULT_EVENTS = 2 ** 31;

/** Draws again below this probability of having come so far without a fault. */
const SURVIVAL_MIN = 2 ** -10;

/**
 * Where chance may strike without looking at the state. A shot draws the position of its next
 * fault, not at every site whether it is struck: one draw for a shot without faults, however many
 * sites there are.
 */
export interface Faults {
  readonly sites: number;
  /**
   * The first site from `from` on that strikes `shot`, or `sites` if none does. Each of its draws
   * takes a number of `drawn[slot]`, which counts the draws of the shot.
   */
  next(shot: number, from: number, drawn: Int32Array, slot: number): number;
}

/**
 * Fault sites of the given probabilities, each above 0 and at most 1, in the order in which a shot
 * passes them. They strike independently: `before[e]` is the probability of reaching site e from
 * the start of its stretch unharmed, and the next fault from site c on lies at or before e with
 * probability 1 - before[e + 1] / before[c]. Stretches end where that number gets small.
 */
export const createFaults = (probabilities: readonly number[], draws: Draws): Faults => {
  const sites = probabilities.length;
  const before = new Float64Array(sites);
  const after = new Float64Array(sites);
  const end = new Int32Array(sites);
  let survival = 1;
  let start = 0;
  for (const [site, probability] of probabilities.entries()) {
    before[site] = survival;
    survival *= 1 - probability;
    after[site] = survival;
    if (survival >= SURVIVAL_MIN && site + 1 < sites) continue;
    end.fill(site + 1, start, site + 1);
    start = site + 1;
    survival = 1;
  }

  /** The first site in [from, to) after which less than `limit` survives. */
  const search = (from: number, to: number, limit: number): number => {
    let low = from;
    let high = to - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (after[middle]! < limit) high = middle;
      else low = middle + 1;
    }
    return low;
  };

  return {
    sites,
    next: (shot, from, drawn, slot) => {
      let at = from;
      while (at < sites) {
        // in (0, 1]: a site of probability 1 always strikes
        const draw = 1 - draws.at(shot, FAULT_EVENTS + drawn[slot]!++);
        const limit = draw * before[at]!;
        const stop = end[at]!;
        if (after[stop - 1]! < limit) return search(at, stop, limit);
        at = stop;
      }
      return sites;
    },
  };
};
