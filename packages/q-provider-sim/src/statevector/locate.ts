import { invariant } from '@xdv/domain-model';
import type { AmplitudeLoops } from './amplitude-loops.ts';
import { positionOf } from './layout.ts';

/** Index bits of one bin at most: two passes of about equal length at 2^20 amplitudes and more. */
const BIN_QUBITS = 10;

/** Tables of how the amplitudes that may not be zero lie in memory, in bins of 2^10 neighbours. */
export interface Placement {
  readonly lanes: number;
  /** Memory bits by which bins differ, and those by which amplitudes of a bin do. */
  readonly outer: number;
  readonly inner: number;
  /** The bins in the order of memory. */
  readonly bins: Int32Array;
  /** Index and position of the first amplitude of a bin. */
  readonly starts: Int32Array;
  readonly bases: Int32Array;
  /** What to add for each of its amplitudes. */
  readonly indices: Int32Array;
  readonly positions: Int32Array;
}

/** The sum of every subset of some numbers: bit k of an index says whether number k is in it. */
const sumsOf = (numbers: readonly number[]): Int32Array => {
  const sums = new Int32Array(2 ** numbers.length);
  for (let k = 0, size = 1; k < numbers.length; k++, size *= 2) {
    const number = numbers[k]!;
    for (let at = 0; at < size; at++) sums[size + at] = sums[at]! + number;
  }
  return sums;
};

const powersOf = (exponents: readonly number[]): readonly number[] =>
  exponents.map((exponent) => 2 ** exponent);

const maskOf = (bits: readonly number[]): number =>
  bits.reduce((mask, bit) => mask | (1 << bit), 0);

/** Makes the tables; `places` are the memory bits of all qubits, and `live` those that may be 1. */
export const placementOf = (
  laneQubits: number,
  places: readonly number[],
  live: number,
): Placement => {
  const qubits = [...places.keys()].filter((qubit) => (live >> qubit) % 2 !== 0);
  const bits = qubits.map((qubit) => places[qubit]!);
  const steps = bits.map((bit) => positionOf(2 ** bit, laneQubits));
  const high = bits.slice(BIN_QUBITS);
  const ranked = [...high.keys()].sort((j, k) => high[j]! - high[k]!);
  return {
    lanes: 1 << laneQubits,
    outer: maskOf(high),
    inner: maskOf(bits.slice(0, BIN_QUBITS)),
    bins: sumsOf(powersOf(ranked)),
    starts: sumsOf(powersOf(qubits.slice(BIN_QUBITS))),
    bases: sumsOf(steps.slice(BIN_QUBITS)),
    indices: sumsOf(powersOf(qubits.slice(0, BIN_QUBITS))),
    positions: sumsOf(steps.slice(0, BIN_QUBITS)),
  };
};

/** The end of every bin in the cumulative weight, in the order of indices. */
const endsOfBins = (loops: AmplitudeLoops, { outer, inner, bins }: Placement): Float64Array => {
  const weights = loops.marginal(outer, inner);
  const ends = new Float64Array(weights.length);
  for (let k = 0; k < ends.length; k++) ends[bins[k]!] = weights[k]!;
  for (let bin = 1; bin < ends.length; bin++) ends[bin]! += ends[bin - 1]!;
  return ends;
};

/**
 * For each draw in [0, 1), in ascending order, the index whose share of the cumulative weight holds
 * it, in the order of indices whatever their order in memory. First the weight of every bin, then
 * the bins that draws fall into: at most two passes for all draws.
 */
export const locateDraws = (
  loops: AmplitudeLoops,
  values: Float32Array | Float64Array,
  placement: Placement,
  draws: Float64Array,
): Int32Array => {
  const { lanes, starts, bases, indices, positions } = placement;
  const ends = endsOfBins(loops, placement);
  const total = ends.at(-1)!;
  const found = new Int32Array(draws.length);
  let next = 0;
  for (let bin = 0; bin < ends.length && next < draws.length; bin++) {
    const end = ends[bin]!;
    let sought = draws[next]! * total;
    if (sought >= end) continue;
    const start = starts[bin]!;
    const base = bases[bin]!;
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
        found[next++] = start + indices[low]!;
        sought = next < draws.length ? draws[next]! * total : Infinity;
      }
    }
    // sums in another order round differently: what is left of this bin goes to its end
    while (sought < end) {
      found[next++] = start + indices[last]!;
      sought = next < draws.length ? draws[next]! * total : Infinity;
    }
  }
  invariant(next === draws.length, 'a draw lies outside the cumulative weight', next);
  return found;
};
