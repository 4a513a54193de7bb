import type { SparseRows } from '../../spectrum.ts';
import type { Slots } from './slots.ts';

/** The couplings row by row of the slots: by how much a flip moves the sums of its neighbours. */
export interface SlotRows {
  /** Row s occupies entries start[s] to start[s + 1]. */
  readonly start: Int32Array;
  readonly slot: Int32Array;
  /** Twice the coupling: what a sign that turns to + adds. */
  readonly twice: Float32Array;
}

export const slotRowsOf = (rows: SparseRows, { count, of }: Slots): SlotRows => {
  const { rowStart, neighbor, weight } = rows;
  const start = new Int32Array(count + 1);
  for (const [i, s] of of.entries()) start[s + 1] = rowStart[i + 1]! - rowStart[i]!;
  for (let s = 0; s < count; s++) start[s + 1]! += start[s]!;
  const slot = new Int32Array(neighbor.length);
  const twice = new Float32Array(neighbor.length);
  for (const [i, s] of of.entries()) {
    let at = start[s]!;
    for (let e = rowStart[i]!; e < rowStart[i + 1]!; e++, at++) {
      slot[at] = of[neighbor[e]!]!;
      twice[at] = 2 * weight[e]!;
    }
  }
  return { start, slot, twice };
};
