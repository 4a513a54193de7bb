import { invariant } from '@xdv/domain-model';
import type { AmplitudeLoops } from './amplitude-loops.ts';
import { positionOf } from './layout.ts';

/** How the amplitudes that may not be zero lie in memory. */
export interface Placement {
  readonly laneQubits: number;
  /** Qubits that may be 1, in ascending order. */
  readonly qubits: readonly number[];
  /** Bit of the memory index of each of them. */
  readonly places: readonly number[];
}

/** Index bits of one bin at most: two passes of about equal length at 2^20 amplitudes and more. */
const BIN_QUBITS = 10;

/** The sum of every subset of some numbers: bit k of an index says whether number k is in it. */
const sumsOf = (numbers: readonly number[]): Int32Array => {
  const sums = new Int32Array(2 ** numbers.length);
  for (let k = 0, size = 1; k < numbers.length; k++, size *= 2) {
    const number = numbers[k]!;
    for (let at = 0; at < size; at++) sums[size + at] = sums[at]! + number;
  }
  return sums;
};

const bitsAt = (places: readonly number[]): readonly number[] => places.map((place) => 1 << place);

const maskOf = (places: readonly number[]): number =>
  places.reduce((mask, place) => mask | (1 << place), 0);

/** The end of every bin in the cumulative weight, in the order of indices. */
const endsOfBins = (loops: AmplitudeLoops, places: readonly number[]): Float64Array => {
  const high = places.slice(BIN_QUBITS);
  const weights = loops.marginal(maskOf(high), maskOf(places.slice(0, BIN_QUBITS)));
  const ranked = [...high.keys()].sort((j, k) => high[j]! - high[k]!);
  const bins = sumsOf(bitsAt(ranked));
  const ends = new Float64Array(weights.length);
  for (let k = 0; k < ends.length; k++) ends[bins[k]!] = weights[k]!;
  for (let bin = 1; bin < ends.length; bin++) ends[bin]! += ends[bin - 1]!;
  return ends;
};

/**
 * For each draw in [0, 1), in ascending order, the index whose share of the cumulative weight holds
 * it, in the order of indices whatever their order in memory. First the weight of every bin of
 * 2^10 neighbours, then the bins that draws fall into: at most two passes for all draws.
 */
export const locateDraws = (
  loops: AmplitudeLoops,
  values: Float32Array | Float64Array,
  { laneQubits, qubits, places }: Placement,
  draws: Float64Array,
): Int32Array => {
  const ends = endsOfBins(loops, places);
  const total = ends.at(-1)!;
  const lanes = 1 << laneQubits;
  const steps = places.map((place) => positionOf(2 ** place, laneQubits));
  const positions = sumsOf(steps.slice(0, BIN_QUBITS));
  const bases = sumsOf(steps.slice(BIN_QUBITS));
  const indices = sumsOf(bitsAt(qubits.slice(0, BIN_QUBITS)));
  const starts = sumsOf(bitsAt(qubits.slice(BIN_QUBITS)));
  const found = new Int32Array(draws.length);
  let next = 0;
  for (let bin = 0; bin < ends.length && next < draws.length; bin++) {
    const end = ends[bin]!;
    let sought = draws[next]! * total;
    if (sought >= end) continue;
    const base = bases[bin]!;
    const index = starts[bin]!;
    let sum = bin === 0 ? 0 : ends[bin - 1]!;
    let last = 0;
    for (let low = 0; low < positions.length && sought < end; low++) {
      const k = base + positions[low]!;
      const x = values[k]!;
      const y = values[k + lanes]!;
      const weight = x * x + y * y;
      if (weight === 0) continue;
      sum += weight;
      last = low;
      while (sought < sum) {
        found[next++] = index | indices[low]!;
        sought = next < draws.length ? draws[next]! * total : Infinity;
      }
    }
    // sums in another order round differently: what is left of this bin goes to its end
    while (sought < end) {
      found[next++] = index | indices[last]!;
      sought = next < draws.length ? draws[next]! * total : Infinity;
    }
  }
  invariant(next === draws.length, 'a draw lies outside the cumulative weight', next);
  return found;
};
