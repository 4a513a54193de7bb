import { deriveSeed, namedSeed, type IsingProblem, type Result } from '@xdv/domain-model';
import type { MachineKind } from '../machines/machine.ts';
import { STARTS_MAX } from './options.ts';
import { solve, type Solution } from './solver.ts';

/** One share of a search that several threads perform: plain data, so that it can be posted. */
export interface Slice {
  /** Safe integer, the same for all slices of a search. */
  readonly seed: number;
  /** Number of the slice within the search: slices of different numbers search apart. */
  readonly index: number;
  /** As in the options of a search. */
  readonly work: number;
  readonly target?: number;
  readonly machines?: readonly MachineKind[];
  /** What earlier slices found: {@link mergeSlices} gives it. */
  readonly starts?: readonly Int8Array[];
}

/**
 * Performs a slice. It is pure, plain data in and out: a host posts the problem and slices to its
 * threads, merges the solutions and posts the next slices with the merged `starts`. Fails and
 * throws as {@link solve} does; RangeError for a negative or fractional index, too.
 */
export const solveSlice = (problem: IsingProblem, slice: Slice): Result<Solution> => {
  const { seed, index, ...options } = slice;
  if (!Number.isSafeInteger(index) || index < 0) {
    throw new RangeError(`index must be a whole number of at least 0, got ${index}`);
  }
  if (!Number.isSafeInteger(seed)) throw new RangeError(`seed must be a safe integer, got ${seed}`);
  return solve(problem, { ...options, seed: deriveSeed(namedSeed(seed, 'slice'), index) });
};

export interface MergedSlices {
  /** The solution of least energy; of equals the first. */
  readonly best: Solution;
  /** The elites of all slices, in their order, at most STARTS_MAX states. */
  readonly starts: readonly Int8Array[];
  readonly work: number;
}

/** What slices of one problem found together. Throws RangeError for an empty list. */
export const mergeSlices = (solutions: readonly Solution[]): MergedSlices => {
  if (solutions.length === 0) throw new RangeError('solutions must be a list of at least 1, got 0');
  return {
    best: solutions.reduce((best, one) => (one.energy < best.energy ? one : best)),
    starts: solutions.flatMap((one) => one.elite).slice(0, STARTS_MAX),
    work: solutions.reduce((sum, one) => sum + one.work, 0),
  };
};
