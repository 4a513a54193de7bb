import { invariant } from '@xdv/domain-model';
import { bitMover, positionOf } from './layout.ts';

/** How the amplitudes of live qubits lie in memory. */
export interface Placement {
  readonly laneQubits: number;
  /** Bit of the memory index of each qubit. */
  readonly places: readonly number[];
  readonly width: number;
}

/** Index bits of one bin at most: two passes of about equal length at 2^20 amplitudes and more. */
const BIN_QUBITS = 10;

/**
 * For each draw in [0, 1), in ascending order, the index whose share of the cumulative weight holds
 * it, in the order of indices whatever their order in memory. First the weight of every bin of
 * 2^10 neighbours, then the bins that draws fall into: at most two passes for all draws.
 */
export const locateDraws = (
  values: Float32Array | Float64Array,
  { laneQubits, places, width }: Placement,
  draws: Float64Array,
): Int32Array => {
  const place = bitMover(places);
  const binQubits = Math.min(width, BIN_QUBITS);
  const inside = Int32Array.from({ length: 2 ** binQubits }, (_, low) => place(low));
  const lanes = 1 << laneQubits;
  const weightAt = (high: number, low: number): number => {
    const k = positionOf(high | inside[low]!, laneQubits);
    const x = values[k]!;
    const y = values[k + lanes]!;
    return x * x + y * y;
  };
  const bins = 2 ** (width - binQubits);
  const ends = new Float64Array(bins);
  let total = 0;
  for (let bin = 0; bin < bins; bin++) {
    const high = place(bin * 2 ** binQubits);
    let sum = 0;
    for (let low = 0; low < inside.length; low++) sum += weightAt(high, low);
    total += sum;
    ends[bin] = total;
  }
  const found = new Int32Array(draws.length);
  let next = 0;
  for (let bin = 0; bin < bins && next < draws.length; bin++) {
    if (draws[next]! * total >= ends[bin]!) continue;
    const high = place(bin * 2 ** binQubits);
    const start = bin === 0 ? 0 : ends[bin - 1]!;
    let sum = 0;
    let last = 0;
    for (let low = 0; low < inside.length && next < draws.length; low++) {
      const weight = weightAt(high, low);
      if (weight === 0) continue;
      sum += weight;
      last = low;
      while (next < draws.length && draws[next]! * total < start + sum) {
        found[next++] = bin * 2 ** binQubits + low;
      }
    }
    // sums of other lengths round differently: what is left of this bin goes to its end
    while (next < draws.length && draws[next]! * total < ends[bin]!) {
      found[next++] = bin * 2 ** binQubits + last;
    }
  }
  invariant(next === draws.length, 'a draw lies outside the cumulative weight', next);
  return found;
};
