import { ISING_LIMITS, invariant, type IsingProblem } from '@xdv/domain-model';

/** A polynomial of degree 2 in variables of 0 and 1, built term by term. */
export interface Quadratic {
  readonly constant: (weight: number) => void;
  readonly linear: (i: number, weight: number) => void;
  /** weight x[i] x[j]; i and j may be equal, and a pair may come again. */
  readonly product: (i: number, j: number, weight: number) => void;
  /** weight (sum of coefficients[k] x[indices[k]] + constant) squared. Quadratic in its length. */
  readonly squared: (
    indices: ArrayLike<number>,
    coefficients: ArrayLike<number>,
    constant: number,
    weight: number,
  ) => void;
  /** weight (sum of x[first] to x[first + (count - 1) stride] - 1) squared. */
  readonly oneHot: (first: number, count: number, stride: number, weight: number) => void;
  /** The same function of spins s = 2x - 1: energy + offset. Terms of a pair are merged. */
  readonly ising: () => { readonly problem: IsingProblem; readonly offset: number };
}

interface Pairs {
  readonly a: Int32Array;
  readonly b: Int32Array;
  readonly weight: Float64Array;
}

/** Positions of the pairs ordered by their first member: a counting sort, so stable. */
const byFirst = (variables: number, { a }: Pairs): { order: Int32Array; start: Int32Array } => {
  const start = new Int32Array(variables + 1);
  for (const i of a) start[i + 1]!++;
  for (let i = 0; i < variables; i++) start[i + 1]! += start[i]!;
  const next = start.slice();
  const order = new Int32Array(a.length);
  for (let k = 0; k < a.length; k++) order[next[a[k]!]!++] = k;
  return { order, start };
};

/** Adds up the terms of each pair and leaves out the pairs that come to 0. O(variables + pairs). */
const merged = (variables: number, pairs: Pairs): Pairs => {
  const { order, start } = byFirst(variables, pairs);
  const slot = new Int32Array(variables).fill(-1);
  const a = new Int32Array(order.length);
  const b = new Int32Array(order.length);
  const weight = new Float64Array(order.length);
  let count = 0;
  for (let i = 0; i < variables; i++) {
    const row = count;
    for (let p = start[i]!; p < start[i + 1]!; p++) {
      const k = order[p]!;
      const j = pairs.b[k]!;
      if (slot[j]! < row) {
        slot[j] = count;
        a[count] = i;
        b[count++] = j;
      }
      weight[slot[j]!]! += pairs.weight[k]!;
    }
  }
  let kept = 0;
  for (let k = 0; k < count; k++) {
    if (weight[k] === 0) continue;
    a[kept] = a[k]!;
    b[kept] = b[k]!;
    weight[kept++] = weight[k]!;
  }
  return { a: a.slice(0, kept), b: b.slice(0, kept), weight: weight.slice(0, kept) };
};

/** With x = (1 + s) / 2: q x is q/2 (1 + s), and q x y is q/4 (1 + s)(1 + t). */
const toSpins = (
  linear: Float64Array,
  { a, b, weight }: Pairs,
  constant: number,
): { problem: IsingProblem; offset: number } => {
  const field = linear.map((q) => -q / 2);
  let offset = constant;
  for (const q of linear) offset += q / 2;
  for (let k = 0; k < a.length; k++) {
    const quarter = weight[k]! / 4;
    field[a[k]!]! -= quarter;
    field[b[k]!]! -= quarter;
    offset += quarter;
  }
  const coupling = weight.map((q) => -q / 4);
  return { problem: { spins: linear.length, a, b, coupling, field }, offset };
};

/** Growing lists of pairs: twice the room whenever it is used up. */
const createPairs = () => {
  let a = new Int32Array(64);
  let b = new Int32Array(64);
  let weight = new Float64Array(64);
  let count = 0;
  const grow = (): void => {
    const [oldA, oldB, oldWeight] = [a, b, weight];
    a = new Int32Array(2 * count);
    b = new Int32Array(2 * count);
    weight = new Float64Array(2 * count);
    a.set(oldA);
    b.set(oldB);
    weight.set(oldWeight);
  };
  const push = (i: number, j: number, w: number): void => {
    if (count === a.length) grow();
    a[count] = Math.min(i, j);
    b[count] = Math.max(i, j);
    weight[count++] = w;
  };
  const pairs = (): Pairs => ({
    a: a.subarray(0, count),
    b: b.subarray(0, count),
    weight: weight.subarray(0, count),
  });
  return { push, pairs };
};

/** The zero polynomial in `variables` variables, 1 to the most spins that a problem has. */
export const createQuadratic = (variables: number): Quadratic => {
  invariant(variables >= 1 && variables <= ISING_LIMITS.spinsMax, 'size is checked', variables);
  const linearWeights = new Float64Array(variables);
  const { push, pairs } = createPairs();
  let fixed = 0;
  const constant = (weight: number): void => {
    fixed += weight;
  };
  const linear = (i: number, weight: number): void => {
    linearWeights[i]! += weight;
  };
  const product = (i: number, j: number, weight: number): void => {
    if (i === j) linear(i, weight);
    else push(i, j, weight);
  };
  const squared: Quadratic['squared'] = (indices, coefficients, shift, weight) => {
    constant(weight * shift * shift);
    for (let k = 0; k < indices.length; k++) {
      const i = indices[k]!;
      const c = coefficients[k]! * weight;
      linear(i, c * (coefficients[k]! + 2 * shift));
      for (let l = 0; l < k; l++) product(i, indices[l]!, 2 * c * coefficients[l]!);
    }
  };
  const oneHot = (first: number, count: number, stride: number, weight: number): void => {
    constant(weight);
    for (let k = 0; k < count; k++) {
      linear(first + k * stride, -weight);
      for (let l = 0; l < k; l++) push(first + l * stride, first + k * stride, 2 * weight);
    }
  };
  const ising: Quadratic['ising'] = () =>
    toSpins(linearWeights.slice(), merged(variables, pairs()), fixed);
  return { constant, linear, product, squared, oneHot, ising };
};
