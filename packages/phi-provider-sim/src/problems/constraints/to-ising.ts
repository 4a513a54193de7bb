import { fail, ISING_LIMITS, ok, type Result } from '@xdv/domain-model';
import { checkSize, invalid } from '../check.ts';
import { encoded, penalty, type Encoded, type Penalty, type Violation } from '../encoded.ts';
import { oneHotViolation } from '../one-hot.ts';
import { createQuadratic, type Quadratic } from '../quadratic.ts';
import {
  createBits,
  linearised,
  numberBits,
  spanOf,
  valueOf,
  type Affine,
  type Bits,
  type Product,
} from './bits.ts';
import type { Range, Rule, Rules } from './model.ts';
import { ruleHolds } from './witness.ts';

/** A variable as bits: binary, or a bit per value of which one is set. */
interface Coded {
  readonly form: Affine;
  /** Value of each bit, for a bit per value. */
  readonly values?: readonly number[];
}

/** What a rule adds: the squares of forms, products of bits that must be 0, substitutions. */
interface Piece {
  readonly squares: readonly Affine[];
  readonly pairs: readonly (readonly [number, number])[];
  readonly products: readonly Product[];
}

/** More monomials than this make more couplings when squared than a problem may have. */
const MONOMIALS_MAX = 5_700;

/** Largest sum of the squares of forms: every energy is then exact. */
const ENERGY_MAX = 2 ** 50;

const valuesOf = ({ min, max, values }: Range): readonly number[] =>
  values ?? Array.from({ length: max - min + 1 }, (_, k) => min + k);

const codedVariable = (bits: Bits, range: Range, oneHot: boolean): Coded => {
  if (!oneHot || range.min === range.max) return { form: numberBits(bits, range.min, range.max) };
  const values = valuesOf(range);
  const own = values.map(() => bits.next());
  return { values, form: { constant: 0, bits: own, coefficients: values } };
};

/** A bit per value where values are compared one by one, or where some between are missing. */
const codedVariables = (bits: Bits, { ranges, rules }: Rules): Result<readonly Coded[]> => {
  const listed = new Set<number>();
  for (const rule of rules) {
    if (rule.kind !== 'compare') for (const v of rule.variables) listed.add(v);
  }
  const coded: Coded[] = [];
  for (const [v, range] of ranges.entries()) {
    const oneHot = range.values !== undefined || listed.has(v);
    const values = oneHot ? (range.values?.length ?? range.max - range.min + 1) : 1;
    const size = checkSize(bits.count + values, (values * (values - 1)) / 2);
    if (!size.ok) return size;
    coded.push(codedVariable(bits, range, oneHot));
  }
  return ok(coded);
};

const plus = (left: Affine, right: Affine, shift: number): Affine => ({
  constant: left.constant + right.constant + shift,
  bits: [...left.bits, ...right.bits],
  coefficients: [...left.coefficients, ...right.coefficients],
});

const negated = ({ constant, bits, coefficients }: Affine): Affine => ({
  constant: -constant,
  bits,
  coefficients: coefficients.map((c) => -c),
});

/** Squares to 0 for form <= 0 with the right slack, to 1 or more for form > 0 with any. */
const atMostZero = (bits: Bits, form: Affine): Affine | undefined => {
  const [low, high] = spanOf(form);
  return high <= 0 ? undefined : plus(form, numberBits(bits, 0, Math.max(0, -low)), 0);
};

/** The same for form != 0: form = -R + u + (R + 1) b with 0 <= u < R never is 0 and all else. */
const unlikeZero = (bits: Bits, form: Affine): Affine | undefined => {
  const [low, high] = spanOf(form);
  if (low > 0 || high < 0) return undefined;
  const reach = Math.max(-low, high);
  if (reach === 0) return { constant: 1, bits: [], coefficients: [] };
  const { bits: own, coefficients } = numberBits(bits, 0, reach - 1);
  const slack = {
    constant: -reach,
    bits: [...own, bits.next()],
    coefficients: [...coefficients, reach + 1],
  };
  return plus(form, negated(slack), 0);
};

const comparePiece = (
  bits: Bits,
  rule: Rule & { readonly kind: 'compare' },
  coded: readonly Coded[],
): Piece | undefined => {
  const sum = linearised(bits, rule.terms, (v) => coded[v]!.form, MONOMIALS_MAX);
  if (sum === undefined) return undefined;
  const { relation, constant } = rule;
  const form = { ...sum.form, constant: sum.form.constant - constant };
  const strict = relation === '<' || relation === '>' ? 1 : 0;
  const signed = relation === '>' || relation === '>=' ? negated(form) : form;
  const bounded = { ...signed, constant: signed.constant + strict };
  if (relation === '==') return { squares: [form], pairs: [], products: sum.products };
  const square = relation === '!=' ? unlikeZero(bits, form) : atMostZero(bits, bounded);
  return { squares: square === undefined ? [] : [square], pairs: [], products: sum.products };
};

const isIn = ({ min, max, values }: Range, value: number): boolean =>
  value >= min && value <= max && (values === undefined || values.includes(value));

const differentPiece = (
  system: Rules,
  variables: readonly number[],
  coded: readonly Coded[],
): Piece | undefined => {
  const byValue = new Map<number, (number | undefined)[]>();
  let count = 0;
  for (const v of variables) {
    const { values = [system.ranges[v]!.min], form } = coded[v]!;
    for (const [k, value] of values.entries()) {
      const bits = byValue.get(value) ?? [];
      count += bits.length;
      bits.push(form.bits[k]);
      byValue.set(value, bits);
    }
  }
  if (count > ISING_LIMITS.couplingsMax) return undefined;
  const pairs: [number, number][] = [];
  const squares: Affine[] = [];
  for (const bits of byValue.values()) {
    const own = bits.filter((bit) => bit !== undefined);
    const fixed = bits.length - own.length;
    own.forEach((bit, k) => own.slice(0, k).forEach((other) => pairs.push([other, bit])));
    // beside a variable that always has the value, each of the others costs 1, each time
    for (let f = 0; f < fixed; f++) {
      for (const bit of own) squares.push({ constant: 0, bits: [bit], coefficients: [1] });
      for (let g = 0; g < f; g++) squares.push({ constant: 1, bits: [], coefficients: [] });
    }
  }
  return { squares, pairs, products: [] };
};

/** A bit per row, one of which is set; each variable has the value that the row says. */
const tablePiece = (
  system: Rules,
  bits: Bits,
  { variables, rows }: Rule & { readonly kind: 'table' },
  coded: readonly Coded[],
): Piece => {
  const fits = rows.filter((row) =>
    row.every((value, k) => isIn(system.ranges[variables[k]!]!, value)),
  );
  const own = fits.map(() => bits.next());
  const one = { constant: -1, bits: own, coefficients: own.map(() => 1) };
  const agree = variables.map((v, k): Affine => {
    const rowValue = { constant: 0, bits: own, coefficients: fits.map((row) => -row[k]!) };
    return plus(coded[v]!.form, rowValue, 0);
  });
  return { squares: [one, ...agree], pairs: [], products: [] };
};

interface Plan {
  readonly coded: readonly Coded[];
  /** By rule. */
  readonly pieces: readonly Piece[];
  readonly spins: number;
}

const tooWide = (k: number, why: string): Result<never> =>
  fail('PROBLEM_TOO_LARGE', `constraint ${k} ${why}`, 'Narrow its variables or split it');

const planned = (system: Rules): Result<Plan> => {
  const bits = createBits();
  const coded = codedVariables(bits, system);
  if (!coded.ok) return coded;
  const pieces: Piece[] = [];
  let energy = 0;
  let couplings = 0;
  for (const { values = [] } of coded.value) couplings += (values.length * (values.length - 1)) / 2;
  for (const [k, rule] of system.rules.entries()) {
    if (rule.kind === 'any') return invalid(`constraint ${k} is of kind any, which has no squares`);
    const piece =
      rule.kind === 'compare'
        ? comparePiece(bits, rule, coded.value)
        : rule.kind === 'table'
          ? tablePiece(system, bits, rule, coded.value)
          : differentPiece(system, rule.variables, coded.value);
    if (piece === undefined) return tooWide(k, 'makes too many couplings');
    for (const form of piece.squares) {
      const [low, high] = spanOf(form);
      energy += Math.max(low * low, high * high);
      couplings += (form.bits.length * (form.bits.length - 1)) / 2;
    }
    couplings += piece.pairs.length + 3 * piece.products.length;
    const size = checkSize(Math.max(1, bits.count), couplings);
    if (!size.ok) return size;
    if (energy > ENERGY_MAX) return tooWide(k, `makes energies beyond ${ENERGY_MAX}`);
    pieces.push(piece);
  }
  const size = checkSize(Math.max(1, bits.count), couplings);
  return size.ok ? ok({ coded: coded.value, pieces, spins: Math.max(1, bits.count) }) : size;
};

const addPiece = (sum: Quadratic, { squares, pairs, products }: Piece, weight: number): void => {
  for (const { bits, coefficients, constant } of squares) {
    sum.squared(bits, coefficients, constant, weight);
  }
  for (const [i, j] of pairs) sum.product(i, j, weight);
  for (const { u, v, y } of products) {
    sum.product(u, v, weight);
    sum.product(u, y, -2 * weight);
    sum.product(v, y, -2 * weight);
    sum.linear(y, 3 * weight);
  }
};

const energyOf = ({ squares, pairs, products }: Piece, x: Uint8Array): number => {
  let energy = 0;
  for (const form of squares) energy += valueOf(form, x) ** 2;
  for (const [i, j] of pairs) energy += x[i]! * x[j]!;
  for (const { u, v, y } of products) {
    energy += x[u]! * x[v]! - 2 * (x[u]! + x[v]!) * x[y]! + 3 * x[y]!;
  }
  return energy;
};

/** The value of each variable, or how many of its values a state sets. */
const readVariable = ({ form, values }: Coded, x: Uint8Array): { ones: number; value: number } => {
  const ones = values === undefined ? 1 : form.bits.reduce((sum, bit) => sum + x[bit]!, 0);
  return { ones, value: valueOf(form, x) };
};

/** Pairs of equal values for all-different; 1 for any other rule that does not hold. */
const amountOf = (rule: Rule, values: readonly number[]): number => {
  if (ruleHolds(rule, values)) return 0;
  if (rule.kind !== 'all-different') return 1;
  const counts = new Map<number, number>();
  for (const v of rule.variables) counts.set(values[v]!, (counts.get(values[v]!) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => sum + (count * (count - 1)) / 2, 0);
};

const reader =
  ({ rules }: Rules, { coded, pieces }: Plan, weight: number) =>
  (x: Uint8Array) => {
    const read = coded.map((variable) => readVariable(variable, x));
    const values = read.map(({ value }) => value);
    const violations: Violation[] = read.flatMap(({ ones }, v) => [
      ...oneHotViolation('value', `variable ${v}`, [v], ones),
    ]);
    let unsettled = 0;
    for (const [k, rule] of rules.entries()) {
      const isValued = rule.variables.every((v) => read[v]!.ones === 1);
      const amount = isValued ? amountOf(rule, values) : 0;
      const where = `constraint ${k} does not hold`;
      if (amount > 0) violations.push({ constraint: 'constraint', where, indices: [k], amount });
      unsettled += weight * (energyOf(pieces[k]!, x) - amount);
    }
    return { cost: 0, violations, unsettled, solution: () => values };
  };

const WHY = 'there is no objective: witnesses can have energy 0, all other states have more';

const penaltiesOf = (): Result<readonly [Penalty, Penalty]> => {
  const value = penalty('value', 0, WHY);
  if (!value.ok) return value;
  const constraint = penalty('constraint', 0, WHY);
  return constraint.ok ? ok([value.value, constraint.value]) : constraint;
};

/**
 * A system as an Ising problem without objective: squares of what must be 0, with slack bits for
 * inequalities, a bit per row for tables and Rosenberg's substitution for products. Every part is
 * 0 or, in whole numbers, 1 or more; so any weights above 0 are safe.
 */
export const constraintIsing = (system: Rules): Result<Encoded<readonly number[]>> => {
  const plan = planned(system);
  if (!plan.ok) return plan;
  const penalties = penaltiesOf();
  if (!penalties.ok) return penalties;
  const [value, constraint] = penalties.value;
  const sum = createQuadratic(plan.value.spins);
  for (const { values, form } of plan.value.coded) {
    if (values !== undefined) sum.oneHot(form.bits[0]!, values.length, 1, value.weight);
  }
  for (const piece of plan.value.pieces) addPiece(sum, piece, constraint.weight);
  const read = reader(system, plan.value, constraint.weight);
  return ok(encoded({ ising: sum.ising(), penalties: penalties.value, read }));
};
