import { invariant } from '@xdv/domain-model';
import { maxSatisfiability, type Assignment } from '@xdv/phi-provider-sim/problems';
import { process } from 'xdv-kernel';
import {
  solveEncoded,
  type DecodedStates,
  type PhiStability,
  type PhiTerms,
  type WithoutStability,
} from './decode.ts';
import { packNumbers, unpackNumbers } from './numbers.ts';

/** A formula in the arguments of a process. */
export type PackedFormula = {
  readonly variables: number;
  /** Literals of all clauses as packed numbers, a 0 after each clause. */
  readonly clauses: Uint8Array;
};

/** Arguments of the built-in process `formula`. */
export type FormulaArgs = PackedFormula & PhiTerms;

export type FormulaResult = {
  /** The most clauses that a read satisfies, of so many. */
  readonly satisfied: number;
  readonly clauses: number;
  /** Places of the clauses that it does not satisfy, from 1 as in the file. */
  readonly falsified: readonly number[];
  /** The variables in that read, 0 or 1 each. */
  readonly values: Uint8Array;
  /** The satisfied clauses of every read, in order. */
  readonly counts: readonly number[];
  readonly stability: PhiStability;
};

/** Clauses as the arguments have them. */
export const packClauses = (clauses: readonly (readonly number[])[]): Uint8Array =>
  packNumbers(clauses.flatMap((literals) => [...literals, 0]));

/** The clauses of such arguments. */
export const unpackClauses = (packed: Uint8Array): readonly (readonly number[])[] => {
  const clauses: number[][] = [];
  let clause: number[] = [];
  for (const literal of unpackNumbers(packed)) {
    if (literal !== 0) {
      clause.push(literal);
      continue;
    }
    clauses.push(clause);
    clause = [];
  }
  return clauses;
};

/** What states say of a formula of so many clauses. */
export const assignmentOf = (
  clauses: number,
  { best, all }: DecodedStates<Assignment>,
): WithoutStability<FormulaResult> => {
  invariant(best.feasible, 'every assignment is a solution of maximum satisfiability');
  const { falsified, values } = best.solution;
  return {
    satisfied: clauses - falsified.length,
    clauses,
    falsified: falsified.map((at) => at + 1),
    values,
    counts: all.map(({ cost }) => clauses - cost),
  };
};

/** Looks for values that satisfy as many clauses of a formula as can be. */
export const formula = process(
  { domains: ['K', 'Phi'], name: 'formula' },
  function* formula(sys, { variables, clauses: packed, ...terms }: FormulaArgs) {
    const clauses = unpackClauses(packed);
    const encode = () => maxSatisfiability({ variables, clauses });
    const { stability, ...reads } = yield* solveEncoded(sys, encode, terms);
    return { ...assignmentOf(clauses.length, reads), stability } satisfies FormulaResult;
  },
);
