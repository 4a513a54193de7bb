import { ok, type Result } from '@xdv/domain-model';
import { readFormula, type Clause, type Formula, type ReadFormula } from './clauses.ts';
import { encoded, penalty, type Encoded, type Violation } from './encoded.ts';
import { createQuadratic, type Quadratic } from './quadratic.ts';

/** A bit or its complement. */
interface Bit {
  readonly index: number;
  readonly negated: boolean;
}

/** 1 where the literal is false. */
const falsity = (literal: number): Bit => ({
  index: Math.abs(literal) - 1,
  negated: literal > 0,
});

const valueOf = (x: Uint8Array, { index, negated }: Bit): number =>
  negated ? 1 - x[index]! : x[index]!;

const addBit = (sum: Quadratic, { index, negated }: Bit, weight: number): void => {
  if (negated) sum.constant(weight);
  sum.linear(index, negated ? -weight : weight);
};

const addProduct = (sum: Quadratic, u: Bit, v: Bit, weight: number): void => {
  const sign = u.negated === v.negated ? 1 : -1;
  sum.product(u.index, v.index, sign * weight);
  if (u.negated && v.negated) sum.constant(weight);
  if (v.negated) sum.linear(u.index, u.negated ? -weight : weight);
  if (u.negated) sum.linear(v.index, v.negated ? -weight : weight);
};

/** u v - 2 u y - 2 v y + 3 y: 0 where y = u v, 1 or more elsewhere. */
const addRosenberg = (sum: Quadratic, u: Bit, v: Bit, y: Bit, weight: number): void => {
  addProduct(sum, u, v, weight);
  addProduct(sum, u, y, -2 * weight);
  addProduct(sum, v, y, -2 * weight);
  addBit(sum, y, 3 * weight);
};

/** The auxiliaries stand in turn for the product of the first two, three, … falsities. */
const addClause = (sum: Quadratic, { literals, weight, auxiliary }: Clause): void => {
  let all = falsity(literals[0]!);
  if (literals.length === 1) return addBit(sum, all, weight);
  for (let k = 1; k < literals.length - 1; k++) {
    const product = { index: auxiliary + k - 1, negated: false };
    addRosenberg(sum, all, falsity(literals[k]!), product, weight);
    all = product;
  }
  addProduct(sum, all, falsity(literals.at(-1)!), weight);
};

/** What {@link addClause} adds, for these bits. */
const energyOf = (x: Uint8Array, { literals, weight, auxiliary }: Clause): number => {
  let all = valueOf(x, falsity(literals[0]!));
  let energy = 0;
  for (let k = 1; k < literals.length - 1; k++) {
    const v = valueOf(x, falsity(literals[k]!));
    const y = x[auxiliary + k - 1]!;
    energy += all * v - 2 * all * y - 2 * v * y + 3 * y;
    all = y;
  }
  const last = literals.length === 1 ? 1 : valueOf(x, falsity(literals.at(-1)!));
  return weight * (energy + all * last);
};

const isFalse = (x: Uint8Array, { literals }: Clause): boolean =>
  literals.every((literal) => valueOf(x, falsity(literal)) === 1);

interface Falsified {
  readonly clauses: readonly Clause[];
  readonly weight: number;
  readonly unsettled: number;
}

const falsifiedBy = (x: Uint8Array, clauses: readonly Clause[]): Falsified => {
  const broken: Clause[] = [];
  let weight = 0;
  let unsettled = 0;
  for (const clause of clauses) {
    const is = isFalse(x, clause);
    if (is) broken.push(clause);
    if (is) weight += clause.weight;
    unsettled += energyOf(x, clause) - (is ? clause.weight : 0);
  }
  return { clauses: broken, weight, unsettled };
};

const toIsing = ({ spins, clauses }: ReadFormula) => {
  const sum = createQuadratic(spins);
  for (const clause of clauses) addClause(sum, clause);
  return sum.ising();
};

/**
 * An assignment that makes every clause true, as 0 or 1 by variable. A clause is false where the
 * product of its literals' falsities is 1; products of more than two go through auxiliary spins by
 * Rosenberg's substitution (1975), literals - 2 of them for a clause.
 *
 * The reduction to an independent set (Lucas 2014, section 4.2) is sound too, but needs a spin per
 * literal and a coupling per contradiction, and says nothing of variables it did not need; this
 * one has the variables themselves as its first spins. A substitution that weighs as much as its
 * clause is enough: a wrong auxiliary then costs no less than the clause it hides, so that the
 * least energy over the auxiliaries is the number of false clauses. With no objective any weight of
 * a clause above 0 is safe. Fails with PROBLEM_INVALID or PROBLEM_TOO_LARGE. O(literals).
 */
export const satisfiability = (
  formula: Formula,
  options: { readonly penalty?: number } = {},
): Result<Encoded<Uint8Array>> => {
  const why = 'there is no objective: an assignment that satisfies all has energy 0, others more';
  const clause = penalty('clause', 0, why, options.penalty);
  if (!clause.ok) return clause;
  const read = readFormula(formula);
  if (!read.ok) return read;
  const { weight } = clause.value;
  const clauses = read.value.clauses.map((one) => ({ ...one, weight }));
  const decode = (x: Uint8Array) => {
    const falsified = falsifiedBy(x, clauses);
    const violations = falsified.clauses.map(({ index, literals }): Violation => {
      const where = `clause ${index} is false`;
      return { constraint: 'clause', where, indices: literals.map(Math.abs), amount: 1 };
    });
    const solution = () => x.slice(0, read.value.variables);
    return { cost: 0, violations, unsettled: falsified.unsettled, solution };
  };
  const ising = toIsing({ ...read.value, clauses });
  return ok(encoded({ ising, penalties: [clause.value], read: decode }));
};

/** An assignment and what it leaves false. */
export interface Assignment {
  /** 0 or 1 by variable. */
  readonly values: Uint8Array;
  /** Places of the false clauses in the formula. */
  readonly falsified: readonly number[];
}

/**
 * The assignment for which the false clauses weigh least; each weighs 1 unless `weights` (0 or
 * more) says otherwise. The encoding is that of {@link satisfiability}, every state is feasible.
 */
export const maxSatisfiability = (
  formula: Formula,
  options: { readonly weights?: ArrayLike<number> } = {},
): Result<Encoded<Assignment>> => {
  const read = readFormula(formula, options.weights);
  if (!read.ok) return read;
  const { variables, clauses } = read.value;
  const decode = (x: Uint8Array) => {
    const { clauses: broken, weight, unsettled } = falsifiedBy(x, clauses);
    const falsified = broken.map(({ index }) => index);
    const solution = () => ({ values: x.slice(0, variables), falsified });
    return { cost: weight, violations: [], unsettled, solution };
  };
  return ok(encoded({ ising: toIsing(read.value), read: decode }));
};
