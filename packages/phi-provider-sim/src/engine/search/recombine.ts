import type { IsingProgram } from '../program.ts';

/** What a recombination made of the first parent. */
interface Recombination {
  /** Energy of the child less that of the first parent, in units of the program: at most 0. */
  readonly gain: number;
  /** Components in which the parents differed. */
  readonly components: number;
}

/**
 * Recombination of two states of one problem. The spins in which they differ fall into connected
 * components of the coupling graph, and turning over one component changes the energy by the same
 * amount whatever the others do; so the best of the 2^components children takes the better choice
 * for every component (isoenergetic cluster moves, Houdayer 2001, Zhu, Ochoa and Katzgraber 2015;
 * partition crossover, Whitley, Hains and Howe 2009).
 */
interface Recombiner {
  /**
   * Turns `target` into the best child of it and `other`: never worse than the first, and but for
   * rounding than the second. Where both choices are equal the child follows `other`. Without
   * fields a state and its mirror image are one, and the nearer of the two is taken. Complexity:
   * O(spins + couplings of the spins that differ).
   */
  recombine(target: Int8Array, other: Int8Array): Recombination;
}

/** Where a spin stands: alike in both parents, or differing and in which walk. */
const ALIKE = 0;
const UNSEEN = 1;
const IN_COMPONENT = 2;

interface Scratch {
  readonly mark: Uint8Array;
  /** The spins of the component under work come first. */
  readonly stack: Int32Array;
}

const markDifferences = (
  { mark }: Scratch,
  target: Int8Array,
  other: Int8Array,
  mirrored: boolean,
): void => {
  let count = 0;
  for (let i = 0; i < mark.length; i++) if (target[i] !== other[i]) count++;
  const differing = mirrored && 2 * count > mark.length ? ALIKE : UNSEEN;
  for (let i = 0; i < mark.length; i++) {
    mark[i] = target[i] === other[i] ? UNSEEN - differing : differing;
  }
};

/** Puts the component of `first` on the stack; returns its size. */
const collect = ({ mark, stack }: Scratch, program: IsingProgram, first: number): number => {
  const { rowStart, neighbor, weight } = program;
  let size = 1;
  stack[0] = first;
  mark[first] = IN_COMPONENT;
  for (let k = 0; k < size; k++) {
    const i = stack[k]!;
    const end = rowStart[i + 1]!;
    for (let e = rowStart[i]!; e < end; e++) {
      const j = neighbor[e]!;
      if (mark[j] !== UNSEEN || weight[e] === 0) continue;
      mark[j] = IN_COMPONENT;
      stack[size++] = j;
    }
  }
  return size;
};

/** Change of energy if the component on the stack turns over in `state`. */
const costOf = (
  { mark, stack }: Scratch,
  { rowStart, neighbor, weight, field }: IsingProgram,
  state: Int8Array,
  size: number,
): number => {
  let sum = 0;
  for (let k = 0; k < size; k++) {
    const i = stack[k]!;
    let local = field[i]!;
    const end = rowStart[i + 1]!;
    for (let e = rowStart[i]!; e < end; e++) {
      const j = neighbor[e]!;
      if (mark[j] !== IN_COMPONENT) local += weight[e]! * state[j]!;
    }
    sum += 2 * state[i]! * local;
  }
  return sum;
};

export const createRecombiner = (program: IsingProgram): Recombiner => {
  const { spins, field } = program;
  const mirrored = field.every((h) => h === 0);
  const scratch = { mark: new Uint8Array(spins), stack: new Int32Array(spins) };
  const { mark, stack } = scratch;
  return {
    recombine: (target, other) => {
      markDifferences(scratch, target, other, mirrored);
      let gain = 0;
      let components = 0;
      for (let first = 0; first < spins; first++) {
        if (mark[first] !== UNSEEN) continue;
        components++;
        const size = collect(scratch, program, first);
        const cost = costOf(scratch, program, target, size);
        if (cost <= 0) gain += cost;
        for (let k = 0; k < size; k++) {
          const i = stack[k]!;
          if (cost <= 0) target[i] = -target[i]!;
          mark[i] = ALIKE;
        }
      }
      return { gain, components };
    },
  };
};
