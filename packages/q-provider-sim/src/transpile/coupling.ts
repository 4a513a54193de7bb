import type { Pair } from './maps.ts';

/** Farther than any two coupled qubits. */
export const UNREACHABLE = 0xffff;

/** Which qubits of a device gates may act on together, and how far apart qubits are. */
export interface Coupling {
  readonly qubits: number;
  /** Every pair once, lower qubit first, in ascending order. */
  readonly pairs: readonly Pair[];
  /** Neighbours of qubit q: `neighbours` from `first[q]` to `first[q + 1]`. */
  readonly first: Int32Array;
  readonly neighbours: Int32Array;
  /** Index in `pairs` of each entry of `neighbours`. */
  readonly pairOf: Int32Array;
  /** Couplings between qubits p and q, at [p · qubits + q]. */
  readonly distance: Uint16Array;
  /** The qubits of the largest connected part, in ascending order. */
  readonly largest: readonly number[];
  /** The longest distance within a connected part. */
  readonly diameter: number;
}

const ordered = (qubits: number, pairs: readonly Pair[]): readonly Pair[] => {
  const keys = new Set(pairs.map(([a, b]) => Math.min(a, b) * qubits + Math.max(a, b)));
  const sorted = Float64Array.from(keys).sort();
  return Array.from(sorted, (key): Pair => [Math.floor(key / qubits), key % qubits]);
};

type Adjacency = Pick<Coupling, 'first' | 'neighbours' | 'pairOf'>;

const adjacency = (qubits: number, pairs: readonly Pair[]): Adjacency => {
  const first = new Int32Array(qubits + 1);
  for (const pair of pairs) for (const q of pair) first[q + 1]!++;
  for (let q = 0; q < qubits; q++) first[q + 1]! += first[q]!;
  const next = first.slice();
  const neighbours = new Int32Array(2 * pairs.length);
  const pairOf = new Int32Array(2 * pairs.length);
  for (const [index, [a, b]] of pairs.entries()) {
    for (const [from, to] of [[a, b], [b, a]] as const) {
      const at = next[from]!++;
      neighbours[at] = to;
      pairOf[at] = index;
    }
  }
  return { first, neighbours, pairOf };
};

/** Breadth-first search from `source`: fills its row of distances, returns what it reaches. */
const reach = (
  source: number,
  { first, neighbours }: Adjacency,
  row: Uint16Array,
): readonly number[] => {
  row.fill(UNREACHABLE);
  row[source] = 0;
  const found = [source];
  for (const qubit of found) {
    for (let k = first[qubit]!; k < first[qubit + 1]!; k++) {
      const near = neighbours[k]!;
      if (row[near] !== UNREACHABLE) continue;
      row[near] = row[qubit]! + 1;
      found.push(near);
    }
  }
  return found;
};

/**
 * The coupling map of checked pairs. Takes time ∝ qubits · (qubits + pairs) and 2 · qubits² bytes.
 */
export const createCoupling = (qubits: number, given: readonly Pair[]): Coupling => {
  const pairs = ordered(qubits, given);
  const edges = adjacency(qubits, pairs);
  const distance = new Uint16Array(qubits * qubits);
  let largest: readonly number[] = [];
  let diameter = 0;
  for (let q = 0; q < qubits; q++) {
    const row = distance.subarray(q * qubits, (q + 1) * qubits);
    const found = reach(q, edges, row);
    if (found.length > largest.length) largest = found;
    diameter = Math.max(diameter, row[found.at(-1)!]!);
  }
  const part = largest.toSorted((a, b) => a - b);
  return { qubits, pairs, ...edges, distance, largest: part, diameter };
};
