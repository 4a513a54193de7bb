import type { Domains } from './domains.ts';
import type { Rule, Term } from './model.ts';

type Compare = Rule & { readonly kind: 'compare' };
type Table = Rule & { readonly kind: 'table' };

/** Least and greatest value. */
type Interval = readonly [number, number];

const power = ([low, high]: Interval, exponent: number): Interval => {
  const [a, b] = [low ** exponent, high ** exponent];
  if (exponent % 2 === 1 || low >= 0) return [a, b];
  return high <= 0 ? [b, a] : [0, Math.max(a, b)];
};

const times = ([a, b]: Interval, [c, d]: Interval): Interval => {
  const corners = [a * c, a * d, b * c, b * d];
  return [Math.min(...corners), Math.max(...corners)];
};

const termInterval = ({ lo, hi }: Domains, { coefficient, variables, exponents }: Term): Interval =>
  variables.reduce<Interval>(
    (product, v, k) => times(product, power([lo[v]!, hi[v]!], exponents[k]!)),
    [coefficient, coefficient],
  );

const sumInterval = (domains: Domains, { terms }: Compare): Interval => {
  let [low, high] = [0, 0];
  for (const term of terms) {
    const [a, b] = termInterval(domains, term);
    low += a;
    high += b;
  }
  return [low, high];
};

const isFixed = ({ lo, hi }: Domains, v: number): boolean => lo[v] === hi[v];

const compareRefuted = (domains: Domains, rule: Compare): boolean => {
  const [low, high] = sumInterval(domains, rule);
  const { relation, constant } = rule;
  if (relation === '==') return low > constant || high < constant;
  if (relation === '!=') return low === constant && high === constant;
  if (relation === '<') return low >= constant;
  if (relation === '<=') return low > constant;
  return relation === '>' ? high <= constant : high < constant;
};

const rowLeft = (domains: Domains, { variables }: Table, row: readonly number[]): boolean => {
  for (let k = 0; k < variables.length; k++) {
    if (!domains.has(variables[k]!, row[k]!)) return false;
  }
  return true;
};

/** Two equal fixed values, or fewer numbers between all bounds than variables. */
const differentRefuted = (domains: Domains, variables: readonly number[]): boolean => {
  let [low, high] = [Infinity, -Infinity];
  const seen = new Set<number>();
  let fixed = 0;
  for (const v of variables) {
    low = Math.min(low, domains.lo[v]!);
    high = Math.max(high, domains.hi[v]!);
    if (!isFixed(domains, v)) continue;
    fixed++;
    seen.add(domains.lo[v]!);
  }
  return seen.size < fixed || high - low + 1 < variables.length;
};

/**
 * Whether no values left in the domains satisfy the rule, as far as bounds tell. Exact once every
 * variable has one value.
 */
export const isRefuted = (domains: Domains, rule: Rule): boolean => {
  if (rule.kind === 'compare') return compareRefuted(domains, rule);
  if (rule.kind === 'any') return rule.of.every((one) => isRefuted(domains, one));
  if (rule.kind === 'all-different') return differentRefuted(domains, rule.variables);
  return !rule.rows.some((row) => rowLeft(domains, rule, row));
};

/** sum c x <= bound: each term gets what the others leave at their least. */
const narrowAtMost = (domains: Domains, terms: readonly Term[], sign: 1 | -1, bound: number) => {
  const { lo, hi } = domains;
  let slack = bound;
  for (const { coefficient, variables } of terms) {
    const c = sign * coefficient;
    const [v] = variables;
    slack -= v === undefined ? c : c * (c > 0 ? lo[v]! : hi[v]!);
  }
  if (slack < 0) return false;
  for (const { coefficient, variables } of terms) {
    const c = sign * coefficient;
    const [v] = variables;
    if (v === undefined) continue;
    // floor of a quotient of safe integers is exact: it is 1/c or more away from the next one
    const room = Math.floor(slack / Math.abs(c));
    const fits = c > 0 ? domains.atMost(v, lo[v]! + room) : domains.atLeast(v, hi[v]! - room);
    if (!fits) return false;
  }
  return true;
};

const narrowLinear = (domains: Domains, { terms, relation, constant }: Compare): boolean => {
  const below = relation === '<' ? constant - 1 : constant;
  const above = relation === '>' ? constant + 1 : constant;
  const upper = relation === '==' || relation === '<' || relation === '<=';
  const lower = relation === '==' || relation === '>' || relation === '>=';
  if (upper && !narrowAtMost(domains, terms, 1, below)) return false;
  return !lower || narrowAtMost(domains, terms, -1, -above);
};

/** sum c x != constant: takes out the value of the last variable that has several. */
const narrowUnequal = (domains: Domains, { terms, constant }: Compare): boolean => {
  let rest = constant;
  let open: Term | undefined;
  for (const term of terms) {
    const [v] = term.variables;
    if (v !== undefined && !isFixed(domains, v)) {
      if (open !== undefined) return true;
      open = term;
    } else rest -= term.coefficient * (v === undefined ? 1 : domains.lo[v]!);
  }
  if (open === undefined) return rest !== 0;
  const value = rest / open.coefficient;
  return !Number.isInteger(value) || domains.without(open.variables[0]!, value);
};

/** The part of v's values from its least on that the rule refutes as a whole, found by halving. */
const shaveLow = (domains: Domains, rule: Rule, v: number): boolean => {
  const { lo, hi } = domains;
  const [low, high] = [lo[v]!, hi[v]!];
  const refuted = (to: number): boolean => {
    hi[v] = to;
    const result = isRefuted(domains, rule);
    hi[v] = high;
    return result;
  };
  if (!refuted(low)) return true;
  let [known, open] = [low, high + 1];
  while (open - known > 1) {
    const middle = known + Math.floor((open - known) / 2);
    if (refuted(middle)) known = middle;
    else open = middle;
  }
  return domains.atLeast(v, known + 1);
};

const shaveHigh = (domains: Domains, rule: Rule, v: number): boolean => {
  const { lo, hi } = domains;
  const [low, high] = [lo[v]!, hi[v]!];
  const refuted = (from: number): boolean => {
    lo[v] = from;
    const result = isRefuted(domains, rule);
    lo[v] = low;
    return result;
  };
  if (!refuted(high)) return true;
  let [known, open] = [high, low - 1];
  while (known - open > 1) {
    const middle = open + Math.ceil((known - open) / 2);
    if (refuted(middle)) known = middle;
    else open = middle;
  }
  return domains.atMost(v, known - 1);
};

const narrowProduct = (domains: Domains, rule: Compare): boolean =>
  rule.variables.every((v) => shaveLow(domains, rule, v) && shaveHigh(domains, rule, v)) &&
  !compareRefuted(domains, rule);

/** Every value that one variable has is taken from the others, again while that fixes more. */
const narrowDifferent = (domains: Domains, variables: readonly number[]): boolean => {
  const fixed = variables.filter((v) => isFixed(domains, v));
  const done = new Set(fixed);
  for (let k = 0; k < fixed.length; k++) {
    const value = domains.lo[fixed[k]!]!;
    for (const v of variables) {
      if (v === fixed[k]) continue;
      if (!domains.without(v, value)) return false;
      if (!isFixed(domains, v) || done.has(v)) continue;
      done.add(v);
      fixed.push(v);
    }
  }
  return !differentRefuted(domains, variables);
};

/** Leaves each variable the values that it has in some row that is left. */
const narrowTable = (domains: Domains, rule: Table): boolean => {
  const { variables } = rule;
  const rows = rule.rows.filter((row) => rowLeft(domains, rule, row));
  if (rows.length === 0) return false;
  return variables.every((v, k) => {
    const left = new Set(rows.map((row) => row[k]!));
    let [low, high] = [Infinity, -Infinity];
    for (const value of left) [low, high] = [Math.min(low, value), Math.max(high, value)];
    if (!domains.atLeast(v, low) || !domains.atMost(v, high)) return false;
    if (!domains.isFine(v)) return true;
    for (let value = low + 1; value < high; value++) {
      if (!left.has(value) && !domains.without(v, value)) return false;
    }
    return true;
  });
};

/**
 * Leaves out values that the rule rules out: none that a solution has. False if none can be left.
 * Once every variable has one value, true only if the rule holds.
 */
export const narrow = (domains: Domains, rule: Rule): boolean => {
  if (rule.kind === 'all-different') return narrowDifferent(domains, rule.variables);
  if (rule.kind === 'table') return narrowTable(domains, rule);
  if (rule.kind === 'any') {
    const open = rule.of.filter((one) => !isRefuted(domains, one));
    return open.length === 1 ? narrow(domains, open[0]!) : open.length > 0;
  }
  if (!rule.linear) return narrowProduct(domains, rule);
  return rule.relation === '!=' ? narrowUnequal(domains, rule) : narrowLinear(domains, rule);
};

/** About how many numbers {@link narrow} looks at. */
export const workOf = (rule: Rule): number => {
  if (rule.kind === 'all-different') return rule.variables.length;
  if (rule.kind === 'table') return rule.rows.length * rule.variables.length;
  if (rule.kind === 'any') return rule.of.reduce((sum, one) => sum + workOf(one), 1);
  const { length } = rule.terms;
  return rule.linear ? 1 + length : 1 + length * rule.variables.length * 8;
};
