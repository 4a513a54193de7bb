import { ok, show, type Result } from '@xdv/domain-model';
import { checkInteger, checkList, checkSize, checkWeights, invalid } from './check.ts';

/** A formula in conjunctive normal form, as DIMACS files have it. */
export interface Formula {
  readonly variables: number;
  /** Literals v or -v of variables v from 1. */
  readonly clauses: readonly (readonly number[])[];
}

/** A clause that some assignment falsifies, without literals that come again. */
export interface Clause {
  /** Its place in the formula. */
  readonly index: number;
  readonly literals: readonly number[];
  readonly weight: number;
  /** Its auxiliary variables, literals - 2 or none, begin here. */
  readonly auxiliary: number;
}

export interface ReadFormula {
  readonly variables: number;
  /** Variables and auxiliaries. */
  readonly spins: number;
  /** Those that hold whatever is assigned, as "x or not x", are left out. */
  readonly clauses: readonly Clause[];
}

const readLiterals = (clause: unknown, index: number, variables: number): Result<Set<number>> => {
  const list = checkList(`clause ${index}`, clause);
  if (!list.ok) return list;
  if (list.value.length === 0) return invalid(`clause ${index} is empty: nothing satisfies it`);
  const literals = new Set<number>();
  for (const literal of list.value) {
    const what = `literal of clause ${index}`;
    const read = checkInteger(what, literal, -variables, variables);
    if (!read.ok) return read;
    if (read.value === 0) return invalid(`${what} is ${show(literal)}`);
    literals.add(read.value);
  }
  return ok(literals);
};

/** Reads a formula with the weight of each clause; counts spins and couplings before building. */
export const readFormula = (
  formula: Formula,
  weights?: ArrayLike<number>,
): Result<ReadFormula> => {
  const count = checkInteger('variables', formula?.variables, 1);
  if (!count.ok) return count;
  const list = checkList('clauses', formula.clauses);
  if (!list.ok) return list;
  const { length } = list.value;
  const read = checkWeights('weights', weights ?? new Float64Array(length).fill(1), length, 0);
  if (!read.ok) return read;
  const clauses: Clause[] = [];
  let spins = count.value;
  let couplings = 0;
  for (let index = 0; index < length; index++) {
    const literals = readLiterals(list.value[index], index, count.value);
    if (!literals.ok) return literals;
    if ([...literals.value].some((literal) => literals.value.has(-literal))) continue;
    const weight = read.value[index]!;
    clauses.push({ index, literals: [...literals.value], weight, auxiliary: spins });
    const auxiliaries = Math.max(0, literals.value.size - 2);
    spins += auxiliaries;
    couplings += 3 * auxiliaries + 1;
    const size = checkSize(spins, couplings);
    if (!size.ok) return size;
  }
  const size = checkSize(spins, couplings);
  return size.ok ? ok({ variables: count.value, spins, clauses }) : size;
};
