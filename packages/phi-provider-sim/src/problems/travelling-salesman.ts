import { ok, show, type Result } from '@xdv/domain-model';
import { checkList, checkSize, checkWeights, invalid } from './check.ts';
import { encoded, penalty, type Encoded, type Violation } from './encoded.ts';
import { groupOf, oneHotViolation } from './one-hot.ts';
import { createQuadratic, type Quadratic } from './quadratic.ts';

/** A round trip. */
export interface Tour {
  /** Cities in order; from the last it goes back to the first. */
  readonly cities: readonly number[];
  readonly length: number;
}

const readDistances = (input: unknown): Result<readonly Float64Array[]> => {
  const list = checkList('distances', input);
  if (!list.ok) return list;
  const cities = list.value.length;
  if (cities < 2) return invalid(`distances must be of 2 cities or more, got ${cities}`);
  const size = checkSize(cities ** 2, 2 * cities ** 3);
  if (!size.ok) return size;
  const rows: Float64Array[] = [];
  for (let u = 0; u < cities; u++) {
    const row = checkWeights(`distances from city ${u} to`, list.value[u], cities, 0);
    if (!row.ok) return row;
    if (row.value[u] !== 0) return invalid(`city ${u} is ${show(row.value[u])} from itself, not 0`);
    rows.push(row.value);
  }
  return ok(rows);
};

/** Over the cities, the most that half the way in and half the way out are together. */
const detourMax = (rows: readonly Float64Array[]): number => {
  const into = new Float64Array(rows.length);
  const out = rows.map((row) => row.reduce((most, d) => Math.max(most, d), 0));
  for (const row of rows) row.forEach((d, v) => (into[v] = Math.max(into[v]!, d)));
  return out.reduce((most, d, v) => Math.max(most, d / 2 + into[v]! / 2), 0);
};

/** d[u][v] for u at a place and v at the next. */
const addLegs = (sum: Quadratic, rows: readonly Float64Array[]): void => {
  const n = rows.length;
  for (let u = 0; u < n; u++) {
    for (let v = 0; v < n; v++) {
      const distance = rows[u]![v]!;
      if (distance === 0) continue;
      for (let p = 0; p < n; p++) sum.product(u * n + p, v * n + ((p + 1) % n), distance);
    }
  }
};

/** The formula of the length, for tours and for what is none. */
const lengthOf = (rows: readonly Float64Array[], at: readonly (readonly number[])[]): number => {
  let length = 0;
  for (let p = 0; p < at.length; p++) {
    for (const u of at[p]!) for (const v of at[(p + 1) % at.length]!) length += rows[u]![v]!;
  }
  return length;
};

const violationsOf = (n: number, x: Uint8Array): readonly Violation[] => {
  const each = Array.from({ length: n }, (_, i) => i);
  const cities = each.flatMap((u) =>
    oneHotViolation('visit', `city ${u}`, [u], groupOf(x, u * n, n, 1).ones),
  );
  const places = each.flatMap((p) =>
    oneHotViolation('visit', `place ${p}`, [p], groupOf(x, p, n, n).ones),
  );
  return [...cities, ...places];
};

/**
 * The shortest round trip (Lucas 2014, section 7.2) with distances[u][v] >= 0 from u to v, which
 * may differ from the way back: sum d[u][v] x[u][p] x[v][p + 1] + A (every city at one place) +
 * A (every place one city), with the spin of city u at place p at u cities + p.
 *
 * A > max over cities of (longest way in + longest way out) / 2 is safe. Take a state that is no
 * tour. Where a place or city has several, a bit can be taken out, one with both if there is one:
 * that saves A and costs A at most, as way lengths only fall; the last such step before a tour
 * saves 2 A. Otherwise some city is nowhere and some place empty: putting it there saves 2 A and
 * costs less. So a tour lies strictly below. Fails with PROBLEM_INVALID or PROBLEM_TOO_LARGE.
 * Complexity O(cities cubed), as the output.
 */
export const travellingSalesman = (
  distances: readonly ArrayLike<number>[],
  options: { readonly penalty?: number } = {},
): Result<Encoded<Tour>> => {
  const checked = readDistances(distances);
  if (!checked.ok) return checked;
  const rows = checked.value;
  const n = rows.length;
  const why = 'putting a missing city at an empty place saves twice the penalty and costs two legs';
  const weight = penalty('visit', detourMax(rows), why, options.penalty);
  if (!weight.ok) return weight;
  const sum = createQuadratic(n * n);
  for (let i = 0; i < n; i++) {
    sum.oneHot(i * n, n, 1, weight.value.weight);
    sum.oneHot(i, n, n, weight.value.weight);
  }
  addLegs(sum, rows);
  const read = (x: Uint8Array) => {
    const at = Array.from({ length: n }, (_, p) =>
      Array.from({ length: n }, (__, u) => u).filter((u) => x[u * n + p] === 1),
    );
    const cost = lengthOf(rows, at);
    const tour = (): Tour => ({ cities: at.map(([u]) => u!), length: cost });
    return { cost, violations: violationsOf(n, x), solution: tour };
  };
  return ok(encoded({ ising: sum.ising(), penalties: [weight.value], read }));
};
