import { ok, show, type IsingProblem, type Result } from '@xdv/domain-model';
import { invalid, PROBLEM_LIMITS, readBits } from './check.ts';

/** What breaking a constraint costs, in energy per unit of amount. */
export interface Penalty {
  readonly name: string;
  readonly weight: number;
  /** Any weight above this is safe: no state that breaks the constraint is a ground state. */
  readonly safeAbove: number;
  /** Why it is safe, in one sentence. */
  readonly why: string;
}

/** A constraint that a state breaks. */
export interface Violation {
  /** Name of one of the penalties. */
  readonly constraint: string;
  /** What is wrong, in the terms of the problem. */
  readonly where: string;
  /** The vertices, cities, clauses or operations concerned. */
  readonly indices: readonly number[];
  /** How far it is broken: multiplied by the penalty's weight it is the energy paid, above 0. */
  readonly amount: number;
}

interface Accounts {
  /** The objective's formula, negated if it is to be maximised. */
  readonly cost: number;
  readonly violations: readonly Violation[];
  /**
   * Energy that auxiliary spins hold above what this solution needs, 0 where there are none. For
   * every state: energy + offset = cost + sum of weight x amount + unsettled.
   */
  readonly unsettled: number;
}

/** What a state says in the user's terms. */
export type Decoded<Solution> =
  | (Accounts & {
      readonly feasible: true;
      readonly solution: Solution;
      /** In the user's units, computed from the solution and not from the energy. */
      readonly objective: number;
    })
  | (Accounts & { readonly feasible: false });

/**
 * A problem as an Ising problem, the form in which it crosses from K to Φ (XDV-022.2), with the way
 * back to the user's terms. Ground states decode to the best feasible solutions and to nothing
 * else, if there is a feasible one: energy + offset is then the objective (its negative, if it is
 * maximised). Every infeasible state lies above the best feasible one.
 */
export interface Encoded<Solution> {
  readonly problem: IsingProblem;
  readonly offset: number;
  readonly sense: 'minimize' | 'maximize';
  readonly penalties: readonly Penalty[];
  /**
   * Reads a state as it is: nothing is repaired, so an infeasible state has no solution. Throws
   * RangeError unless there is one spin of +1 or -1 for each of the problem's. Complexity O(size).
   */
  readonly decode: (spins: ArrayLike<number>) => Decoded<Solution>;
}

/** What a builder reads from the bits of a state. */
export interface Reading<Solution> {
  readonly cost: number;
  readonly violations: readonly Violation[];
  readonly unsettled?: number;
  /** Called only if nothing is violated. */
  readonly solution: () => Solution;
}

interface Parts<Solution> {
  readonly ising: { readonly problem: IsingProblem; readonly offset: number };
  readonly sense?: 'minimize' | 'maximize';
  readonly penalties?: readonly Penalty[];
  readonly read: (bits: Uint8Array) => Reading<Solution>;
}

/** Puts the parts of an encoding together. */
export const encoded = <Solution>(parts: Parts<Solution>): Encoded<Solution> => {
  const { ising, sense = 'minimize', penalties = [], read } = parts;
  const decode = (spins: ArrayLike<number>): Decoded<Solution> => {
    const { cost, violations, unsettled = 0, solution } = read(
      readBits(spins, ising.problem.spins),
    );
    const accounts = { cost, violations, unsettled };
    if (violations.length > 0) return { ...accounts, feasible: false };
    const objective = sense === 'minimize' ? cost : 0 - cost;
    return { ...accounts, feasible: true, solution: solution(), objective };
  };
  return { ...ising, sense, penalties, decode };
};

/**
 * A quarter above the bound: breaking a constraint then costs visibly more than it can gain, more
 * than the rounding of any sum, and the range of the couplings stays small.
 */
const MARGIN = 1.25;

/**
 * The penalty that is safe above `safeAbove`, or `override` if that is. Fails with PROBLEM_INVALID
 * for an override that is not.
 */
export const penalty = (
  name: string,
  safeAbove: number,
  why: string,
  override?: number,
): Result<Penalty> => {
  const weight = override ?? (safeAbove > 0 ? safeAbove * MARGIN : 1);
  const { weightMax } = PROBLEM_LIMITS;
  // the default of the largest weights lies a little above weightMax
  const isSafe = Number.isFinite(weight) && weight > safeAbove && weight <= weightMax;
  if (override === undefined || isSafe) return ok({ name, weight, safeAbove, why });
  const range = `above ${safeAbove} and up to ${weightMax}`;
  return invalid(`penalty ${name} must be ${range}, got ${show(override)}`);
};
