import type { IsingProblem } from '@xdv/domain-model';
import type { IsingProgram } from '../program.ts';

/** What the portfolio looks at before it starts: O(spins + couplings) to find out. */
export interface Features {
  readonly spins: number;
  readonly couplings: number;
  /** Coupled share of all pairs, 0 to 1 where no pair is coupled twice. */
  readonly density: number;
  readonly meanDegree: number;
  readonly maxDegree: number;
  /** `signs`: all of one size; `integer`: whole numbers; `real`: neither; `none`: no coupling. */
  readonly weights: 'none' | 'signs' | 'integer' | 'real';
  /** Mean sign of the couplings, -1 (all antiferromagnetic) to 1. */
  readonly meanSign: number;
  readonly hasFields: boolean;
  /** Few neighbours each, as in grids: the weak family of bifurcation. */
  readonly latticeLike: boolean;
}

/** Cubic lattices have six neighbours, triangular ones, too. */
const LATTICE_DEGREE = 8;

interface WeightFeatures {
  readonly weights: Features['weights'];
  readonly meanSign: number;
}

const weightFeatures = (coupling: Float64Array): WeightFeatures => {
  if (coupling.length === 0) return { weights: 'none', meanSign: 0 };
  const size = Math.abs(coupling[0]!);
  let signs = 0;
  let alike = true;
  let whole = true;
  for (let k = 0; k < coupling.length; k++) {
    const value = coupling[k]!;
    if (value !== 0) signs += value > 0 ? 1 : -1;
    if (Math.abs(value) !== size) alike = false;
    if (value !== Math.floor(value)) whole = false;
  }
  const weights = alike ? 'signs' : whole ? 'integer' : 'real';
  return { weights, meanSign: signs / coupling.length };
};

export const featuresOf = (
  { coupling, field }: IsingProblem,
  { spins, rowStart }: IsingProgram,
): Features => {
  let maxDegree = 0;
  for (let i = 0; i < spins; i++) maxDegree = Math.max(maxDegree, rowStart[i + 1]! - rowStart[i]!);
  const couplings = coupling.length;
  const pairs = (spins * (spins - 1)) / 2;
  return {
    spins,
    couplings,
    density: pairs === 0 ? 0 : couplings / pairs,
    meanDegree: (2 * couplings) / spins,
    maxDegree,
    ...weightFeatures(coupling),
    hasFields: field.some((h) => h !== 0),
    latticeLike: maxDegree <= LATTICE_DEGREE,
  };
};
