import type { SparseRows } from '../../spectrum.ts';

/** Oscillators that move at once. */
export const GROUP = 16;

/** Groups that a small problem is spread over at least. */
const GROUPS_MIN = 32;

/** How many of those that wait are tried for one group before it is filled with any. */
const TRIES_MAX = 256;

/**
 * Where the oscillators lie: slot by slot in groups of {@link GROUP}, which are moved one after
 * another. A small problem leaves most slots of a group empty, so that it has groups at all.
 */
export interface Slots {
  /** A multiple of {@link GROUP}; slots that no oscillator takes rest at 0. */
  readonly count: number;
  /** The slot of each oscillator. */
  readonly of: Int32Array;
}

const perGroupOf = (spins: number): number =>
  Math.min(GROUP, Math.max(1, Math.floor(spins / GROUPS_MIN)));

/** Slots in the order of the oscillators. */
export const orderedSlots = (spins: number): Slots => {
  const perGroup = perGroupOf(spins);
  const of = new Int32Array(spins);
  for (let i = 0; i < spins; i++) of[i] = Math.floor(i / perGroup) * GROUP + (i % perGroup);
  return { count: Math.ceil(spins / perGroup) * GROUP, of };
};

/**
 * Slots such that no two oscillators of a group are coupled, where such are found soon: then moving
 * a group at once is moving them in turn. Complexity O(spins + couplings).
 */
export const independentSlots = ({ rowStart, neighbor }: SparseRows): Slots => {
  const spins = rowStart.length - 1;
  const perGroup = perGroupOf(spins);
  const of = new Int32Array(spins);
  const blockedBy = new Int32Array(spins).fill(-1);
  const waiting = Array.from({ length: spins }, (_, i) => i);
  let next = 0;
  let group = 0;
  for (; next < waiting.length; group++) {
    const passed: number[] = [];
    let taken = 0;
    const take = (i: number): void => {
      of[i] = group * GROUP + taken++;
      for (let e = rowStart[i]!; e < rowStart[i + 1]!; e++) blockedBy[neighbor[e]!] = group;
    };
    const end = Math.min(next + TRIES_MAX, waiting.length);
    while (next < end && taken < perGroup) {
      const i = waiting[next++]!;
      if (blockedBy[i] === group) passed.push(i);
      else take(i);
    }
    while (taken < perGroup && passed.length > 0) take(passed.shift()!);
    // those passed over come first in the next group
    for (let k = passed.length - 1; k >= 0; k--) waiting[--next] = passed[k]!;
  }
  return { count: group * GROUP, of };
};
