import { fail, ok, show, type Result } from '@xdv/domain-model';
import { checkInteger, checkList, invalid } from '../check.ts';
import {
  CONSTRAINT_LIMITS,
  type Constraint,
  type ConstraintInput,
  type Domain,
  type Range,
  type Relation,
  type Rule,
  type Rules,
  type Term,
} from './model.ts';

const RELATIONS: readonly Relation[] = ['==', '!=', '<', '<=', '>', '>='];

/** Half of the exact range: differences of two such numbers are exact, too. */
const HALF = Math.floor(CONSTRAINT_LIMITS.magnitudeMax / 2);

/** What is being read, for messages and limits. */
interface Reader {
  readonly ranges: readonly Range[];
  numbers: number;
}

const count = (reader: Reader, numbers: number): Result<void> => {
  reader.numbers += numbers;
  const { numbersMax } = CONSTRAINT_LIMITS;
  if (reader.numbers <= numbersMax) return ok(undefined);
  const message = `the system has more than ${numbersMax} numbers`;
  return fail('PROBLEM_TOO_LARGE', message, 'Split it or state it more briefly');
};

const readIntegers = (
  reader: Reader,
  what: string,
  value: unknown,
  min?: number,
  max?: number,
): Result<readonly number[]> => {
  const list = checkList(what, value);
  if (!list.ok) return list;
  const counted = count(reader, list.value.length);
  if (!counted.ok) return counted;
  for (const item of list.value) {
    const read = checkInteger(what, item, min ?? -CONSTRAINT_LIMITS.magnitudeMax, max);
    if (!read.ok) return read;
  }
  return ok([...(list.value as readonly number[])]);
};

const readDomain = (reader: Reader, value: unknown, v: number): Result<Range> => {
  const what = `variable ${v}`;
  if (value === null || typeof value !== 'object') {
    return invalid(`${what} must be an object, got ${show(value)}`);
  }
  const domain = value as Domain;
  if (!('values' in domain)) {
    const min = checkInteger(`min of ${what}`, domain.min, -HALF, HALF);
    if (!min.ok) return min;
    const max = checkInteger(`max of ${what}`, domain.max, min.value, HALF);
    return max.ok ? ok({ min: min.value, max: max.value }) : max;
  }
  const read = readIntegers(reader, `values of ${what}`, domain.values, -HALF, HALF);
  if (!read.ok) return read;
  const values = [...new Set(read.value)].toSorted((a, b) => a - b);
  if (values.length === 0) return invalid(`${what} has no values`);
  return ok({ min: values[0]!, max: values.at(-1)!, values });
};

const readTerm = (reader: Reader, what: string, value: unknown): Result<Term> => {
  const read = readIntegers(reader, what, value);
  if (!read.ok) return read;
  const [coefficient, ...factors] = read.value;
  if (coefficient === undefined) return invalid(`${what} is empty`);
  const powers = new Map<number, number>();
  for (const v of factors.toSorted((a, b) => a - b)) {
    const known = checkInteger(`variable of ${what}`, v, 0, reader.ranges.length - 1);
    if (!known.ok) return known;
    powers.set(v, (powers.get(v) ?? 0) + 1);
  }
  return ok({ coefficient, variables: [...powers.keys()], exponents: [...powers.values()] });
};

/** Terms in the same variables become one; those that come to 0 go. */
const merged = (terms: readonly Term[]): readonly Term[] => {
  const byFactors = new Map<string, Term>();
  for (const term of terms) {
    const key = `${term.variables.join()};${term.exponents.join()}`;
    const coefficient = (byFactors.get(key)?.coefficient ?? 0) + term.coefficient;
    byFactors.set(key, { ...term, coefficient });
  }
  return [...byFactors.values()].filter(({ coefficient }) => coefficient !== 0);
};

/** The greatest magnitude of a term. */
const reach = ({ ranges }: Reader, { coefficient, variables, exponents }: Term): number =>
  variables.reduce((product, v, k) => {
    const { min, max } = ranges[v]!;
    return product * Math.max(Math.abs(min), Math.abs(max), 1) ** exponents[k]!;
  }, Math.abs(coefficient));

const readCompare = (
  reader: Reader,
  what: string,
  input: Constraint & { readonly kind: 'compare' },
): Result<Rule> => {
  if (!RELATIONS.includes(input.relation)) {
    return invalid(`relation of ${what} must be one of ${RELATIONS.join(' ')}`);
  }
  const { magnitudeMax } = CONSTRAINT_LIMITS;
  const constant = checkInteger(`constant of ${what}`, input.constant, -magnitudeMax);
  if (!constant.ok) return constant;
  const list = checkList(`terms of ${what}`, input.terms);
  if (!list.ok) return list;
  const read: Term[] = [];
  let most = Math.abs(constant.value);
  for (const value of list.value) {
    const term = readTerm(reader, `term of ${what}`, value);
    if (!term.ok) return term;
    read.push(term.value);
    most += reach(reader, term.value);
  }
  if (!(most <= HALF)) {
    return invalid(`${what} can reach ${most}, beyond ${HALF}: narrow its variables`);
  }
  const terms = merged(read);
  const variables = [...new Set(terms.flatMap((term) => term.variables))];
  const degree = ({ exponents }: Term): number => exponents.reduce((sum, e) => sum + e, 0);
  const linear = terms.every((term) => degree(term) <= 1);
  const { relation } = input;
  return ok({ kind: 'compare', terms, relation, constant: constant.value, linear, variables });
};

const readVariables = (
  reader: Reader,
  what: string,
  value: unknown,
): Result<readonly number[]> => {
  const last = reader.ranges.length - 1;
  const read = readIntegers(reader, `variables of ${what}`, value, 0, last);
  if (!read.ok) return read;
  if (read.value.length === 0) return invalid(`${what} has no variables`);
  if (new Set(read.value).size === read.value.length) return read;
  return invalid(`${what} has a variable twice`);
};

const readTable = (
  reader: Reader,
  what: string,
  input: Constraint & { readonly kind: 'table' },
): Result<Rule> => {
  const variables = readVariables(reader, what, input.variables);
  if (!variables.ok) return variables;
  const list = checkList(`rows of ${what}`, input.rows);
  if (!list.ok) return list;
  const rows: (readonly number[])[] = [];
  for (const value of list.value) {
    const row = readIntegers(reader, `row of ${what}`, value);
    if (!row.ok) return row;
    const [wanted, got] = [variables.value.length, row.value.length];
    if (got !== wanted) return invalid(`a row of ${what} has ${got} values, not ${wanted}`);
    rows.push(row.value);
  }
  return ok({ kind: 'table', variables: variables.value, rows });
};

const readAny = (
  reader: Reader,
  what: string,
  input: Constraint & { readonly kind: 'any' },
  depth: number,
): Result<Rule> => {
  if (depth >= CONSTRAINT_LIMITS.depthMax) return invalid(`${what} is nested too deep`);
  const list = checkList(`constraints of ${what}`, input.of);
  if (!list.ok) return list;
  const of: Rule[] = [];
  for (const value of list.value) {
    const rule = readRule(reader, `an alternative of ${what}`, value, depth + 1);
    if (!rule.ok) return rule;
    of.push(rule.value);
  }
  return ok({ kind: 'any', of, variables: [...new Set(of.flatMap((rule) => rule.variables))] });
};

const readRule = (reader: Reader, what: string, value: unknown, depth: number): Result<Rule> => {
  const counted = count(reader, 1);
  if (!counted.ok) return counted;
  if (value === null || typeof value !== 'object') {
    return invalid(`${what} must be an object, got ${show(value)}`);
  }
  const input = value as Constraint;
  if (input.kind === 'compare') return readCompare(reader, what, input);
  if (input.kind === 'table') return readTable(reader, what, input);
  if (input.kind === 'any') return readAny(reader, what, input, depth);
  if (input.kind !== 'all-different') {
    return invalid(`${what} is of an unknown kind, ${show((value as { kind?: unknown }).kind)}`);
  }
  const variables = readVariables(reader, what, input.variables);
  return variables.ok ? ok({ kind: 'all-different', variables: variables.value }) : variables;
};

/**
 * Reads and copies a system. Fails with PROBLEM_INVALID for what is malformed or could leave the
 * range of exact numbers, and with PROBLEM_TOO_LARGE beyond CONSTRAINT_LIMITS. Complexity
 * O(numbers of the system), with a sort of each list of values.
 */
export const readSystem = (input: ConstraintInput): Result<Rules> => {
  const variables = checkList('variables', input?.variables);
  if (!variables.ok) return variables;
  const constraints = checkList('constraints', input.constraints);
  if (!constraints.ok) return constraints;
  const { variablesMax, constraintsMax } = CONSTRAINT_LIMITS;
  const sizes = `${variables.value.length} variables, ${constraints.value.length} constraints`;
  if (variables.value.length > variablesMax || constraints.value.length > constraintsMax) {
    const most = `at most ${variablesMax} and ${constraintsMax} can be taken`;
    return fail('PROBLEM_TOO_LARGE', sizes, most);
  }
  if (variables.value.length === 0) return invalid('a system has at least one variable');
  const ranges: Range[] = [];
  const reader: Reader = { ranges, numbers: 0 };
  for (const [v, value] of variables.value.entries()) {
    const range = readDomain(reader, value, v);
    if (!range.ok) return range;
    ranges.push(range.value);
  }
  const rules: Rule[] = [];
  for (const [k, value] of constraints.value.entries()) {
    const rule = readRule(reader, `constraint ${k}`, value, 0);
    if (!rule.ok) return rule;
    rules.push(rule.value);
  }
  return ok({ ranges, rules });
};
