import type { IsingProgram } from '../program.ts';
import type { SparseRows } from '../spectrum.ts';

/** A smaller problem whose spins turn over whole groups of spins of a reference state. */
interface Contraction extends SparseRows {
  readonly field: Float64Array;
  /** Group of each spin; -1 for a spin that stays as it is. */
  readonly group: Int32Array;
}

type States = readonly Int8Array[];

/**
 * Groups of spins that hang together and are related alike in all states: the connected parts of
 * the graph of couplings whose two spins have the same product everywhere. What good states share
 * is kept as it is (Houdayer and Martin 1999, genetic renormalization).
 */
export const sharedGroups = ({ spins, rowStart, neighbor }: IsingProgram, states: States) => {
  const group = new Int32Array(spins).fill(-1);
  const stack = new Int32Array(spins);
  // bit k: whether spin i is turned in state k against the first one
  const pattern = patternsOf(spins, states);
  let count = 0;
  for (let first = 0; first < spins; first++) {
    if (group[first]! >= 0) continue;
    let size = 1;
    stack[0] = first;
    group[first] = count;
    while (size > 0) {
      const i = stack[--size]!;
      const end = rowStart[i + 1]!;
      for (let e = rowStart[i]!; e < end; e++) {
        const j = neighbor[e]!;
        if (group[j]! >= 0 || pattern[j] !== pattern[i]) continue;
        group[j] = count;
        stack[size++] = j;
      }
    }
    count++;
  }
  return { group, count };
};

const patternsOf = (spins: number, states: States): Int32Array => {
  const pattern = new Int32Array(spins);
  const reference = states[0]!;
  for (const [k, state] of states.entries()) {
    for (let i = 0; i < spins; i++) if (state[i] !== reference[i]) pattern[i]! |= 1 << k;
  }
  return pattern;
};

/**
 * A group of its own for every spin on which the states disagree, the others fixed: the backbone
 * crossover of dense problems (Wu and Hao 2012). Without fields the states are first mirrored onto
 * the side of the reference.
 */
export const disputedSpins = ({ spins, field }: IsingProgram, states: States) => {
  const mirrored = field.every((h) => h === 0);
  const reference = states[0]!;
  const group = new Int32Array(spins).fill(-1);
  for (const state of states) {
    let differing = 0;
    for (let i = 0; i < spins; i++) if (state[i] !== reference[i]) differing++;
    const sign = mirrored && 2 * differing > spins ? -1 : 1;
    for (let i = 0; i < spins; i++) if (sign * state[i]! !== reference[i]) group[i] = 0;
  }
  let count = 0;
  for (let i = 0; i < spins; i++) if (group[i] === 0) group[i] = count++;
  return { group, count };
};

/** Members of each group one after another, and where each group starts. */
const membersOf = (group: Int32Array, count: number) => {
  const start = new Int32Array(count + 1);
  for (const g of group) if (g >= 0) start[g + 1]!++;
  for (let g = 0; g < count; g++) start[g + 1]! += start[g]!;
  const next = start.slice();
  const members = new Int32Array(start[count]!);
  for (const [i, g] of group.entries()) if (g >= 0) members[next[g]!++] = i;
  return { start, members };
};

/**
 * The problem of which groups to turn over: H(t) for t = ±1 per group is the energy of the state
 * that turns every group with t = -1, up to a constant. Couplings between two groups are added up.
 * O(spins + couplings of the grouped spins).
 */
export const contract = (
  { rowStart, neighbor, weight, field }: IsingProgram,
  reference: Int8Array,
  { group, count }: { readonly group: Int32Array; readonly count: number },
): Contraction => {
  const { start, members } = membersOf(group, count);
  const rows = new Int32Array(count + 1);
  const neighbors: number[] = [];
  const weights: number[] = [];
  const fields = new Float64Array(count);
  const slot = new Int32Array(count).fill(-1);
  for (let g = 0; g < count; g++) {
    const first = neighbors.length;
    const add = (other: number, value: number): void => {
      if (slot[other]! >= first) weights[slot[other]!]! += value;
      else {
        slot[other] = neighbors.length;
        neighbors.push(other);
        weights.push(value);
      }
    };
    for (let k = start[g]!; k < start[g + 1]!; k++) {
      const i = members[k]!;
      fields[g]! += field[i]! * reference[i]!;
      const end = rowStart[i + 1]!;
      for (let e = rowStart[i]!; e < end; e++) {
        const j = neighbor[e]!;
        const value = weight[e]! * reference[i]! * reference[j]!;
        if (group[j]! < 0) fields[g]! += value;
        else if (group[j] !== g) add(group[j]!, value);
      }
    }
    rows[g + 1] = neighbors.length;
  }
  return {
    rowStart: rows,
    neighbor: Int32Array.from(neighbors),
    weight: Float64Array.from(weights),
    field: fields,
    group,
  };
};
