import { holds, type Range, type Rule, type Rules, type Term } from './model.ts';

const valueOf = ({ coefficient, variables, exponents }: Term, x: ArrayLike<number>): number => {
  let product = coefficient;
  for (let k = 0; k < variables.length; k++) {
    const factor = x[variables[k]!]!;
    for (let e = exponents[k]!; e > 0; e--) product *= factor;
  }
  return product;
};

/** Up to this many, comparing all pairs is faster than a set. */
const PAIRS_MAX = 32;

const allDifferent = (variables: readonly number[], x: ArrayLike<number>): boolean => {
  if (variables.length > PAIRS_MAX) {
    return new Set(variables.map((v) => x[v]!)).size === variables.length;
  }
  for (let k = 1; k < variables.length; k++) {
    const value = x[variables[k]!];
    for (let l = 0; l < k; l++) if (x[variables[l]!] === value) return false;
  }
  return true;
};

/** Whether a rule holds for values in their domains: exact, as every number stays safe. */
export const ruleHolds = (rule: Rule, x: ArrayLike<number>): boolean => {
  if (rule.kind === 'compare') {
    let sum = 0;
    for (const term of rule.terms) sum += valueOf(term, x);
    return holds(sum, rule.relation, rule.constant);
  }
  if (rule.kind === 'any') return rule.of.some((one) => ruleHolds(one, x));
  if (rule.kind === 'all-different') return allDifferent(rule.variables, x);
  return rule.rows.some((row) => row.every((value, k) => value === x[rule.variables[k]!]));
};

const isIn = ({ min, max, values }: Range, value: number | undefined): boolean =>
  Number.isSafeInteger(value) &&
  value! >= min &&
  value! <= max &&
  (values === undefined || values.includes(value!));

/** Whether `witness` has a value of its domain for every variable and every rule holds. */
export const admits = ({ ranges, rules }: Rules, witness: ArrayLike<number>): boolean => {
  if (witness.length !== ranges.length) return false;
  for (let v = 0; v < ranges.length; v++) if (!isIn(ranges[v]!, witness[v])) return false;
  for (const rule of rules) if (!ruleHolds(rule, witness)) return false;
  return true;
};

/** What keeps a candidate from being a witness. */
export interface Broken {
  /** Variables whose value is missing or not of their domain. */
  readonly variables: readonly number[];
  /** Constraints that do not hold; none is looked at unless all values are of their domains. */
  readonly constraints: readonly number[];
}

/** What is wrong with a candidate: both lists are empty for a witness. */
export const brokenBy = ({ ranges, rules }: Rules, witness: ArrayLike<number>): Broken => {
  const variables = ranges.flatMap((range, v) => (isIn(range, witness[v]) ? [] : [v]));
  if (variables.length > 0) return { variables, constraints: [] };
  const constraints = rules.flatMap((rule, k) => (ruleHolds(rule, witness) ? [] : [k]));
  return { variables, constraints };
};
