import type { Term } from './model.ts';

/** constant + sum of coefficients[k] x bits[k]. */
export interface Affine {
  readonly constant: number;
  readonly bits: readonly number[];
  readonly coefficients: readonly number[];
}

/** y stands for u v. */
export interface Product {
  readonly u: number;
  readonly v: number;
  readonly y: number;
}

/** Gives out bits in turn. */
export interface Bits {
  readonly next: () => number;
  readonly count: number;
}

export const createBits = (): Bits => {
  let count = 0;
  return {
    next: () => count++,
    get count() {
      return count;
    },
  };
};

/**
 * New bits whose weighted sum takes every whole number from `min` to `max` and no other: weights
 * 1, 2, 4, … and what is left for the last.
 */
export const numberBits = (bits: Bits, min: number, max: number): Affine => {
  const [own, coefficients]: [number[], number[]] = [[], []];
  let left = max - min;
  for (let weight = 1; left > 0; weight *= 2) {
    const coefficient = Math.min(weight, left);
    own.push(bits.next());
    coefficients.push(coefficient);
    left -= coefficient;
  }
  return { constant: min, bits: own, coefficients };
};

/** Least and greatest value. */
export const spanOf = ({ constant, coefficients }: Affine): readonly [number, number] => {
  let [low, high] = [constant, constant];
  for (const c of coefficients) {
    if (c < 0) low += c;
    else high += c;
  }
  return [low, high];
};

export const valueOf = ({ constant, bits, coefficients }: Affine, x: Uint8Array): number => {
  let sum = constant;
  for (let k = 0; k < bits.length; k++) if (x[bits[k]!] === 1) sum += coefficients[k]!;
  return sum;
};

/** A polynomial in bits, each to the first power: weight by the bits of a monomial in order. */
type Polynomial = Map<string, { readonly bits: readonly number[]; readonly weight: number }>;

const add = (sum: Polynomial, bits: readonly number[], weight: number): void => {
  const key = bits.join();
  sum.set(key, { bits, weight: (sum.get(key)?.weight ?? 0) + weight });
};

const union = (bits: readonly number[], bit: number): readonly number[] =>
  bits.includes(bit) ? bits : [...bits, bit].toSorted((a, b) => a - b);

const times = (left: Polynomial, right: Affine): Polynomial => {
  const product: Polynomial = new Map();
  for (const { bits, weight } of left.values()) {
    if (right.constant !== 0) add(product, bits, weight * right.constant);
    right.bits.forEach((bit, k) => add(product, union(bits, bit), weight * right.coefficients[k]!));
  }
  return product;
};

/**
 * A sum of terms as an affine form in bits: products of bits are replaced by new ones, the same
 * product by the same. Undefined if it has more than `most` monomials on the way.
 */
export const linearised = (
  bits: Bits,
  terms: readonly Term[],
  valueIn: (v: number) => Affine,
  most: number,
): { readonly form: Affine; readonly products: readonly Product[] } | undefined => {
  const sum: Polynomial = new Map();
  for (const { coefficient, variables, exponents } of terms) {
    let product: Polynomial = new Map([['', { bits: [], weight: coefficient }]]);
    for (const [k, v] of variables.entries()) {
      for (let e = exponents[k]!; e > 0; e--) {
        product = times(product, valueIn(v));
        if (product.size > most) return undefined;
      }
    }
    for (const monomial of product.values()) add(sum, monomial.bits, monomial.weight);
    if (sum.size > most) return undefined;
  }
  const products: Product[] = [];
  const known = new Map<string, number>();
  const single = (monomial: readonly number[]): number =>
    monomial.reduce((u, v) => {
      const key = `${u},${v}`;
      const old = known.get(key);
      if (old !== undefined) return old;
      const y = bits.next();
      known.set(key, y);
      products.push({ u, v, y });
      return y;
    });
  const open = [...sum.values()].filter(({ weight }) => weight !== 0);
  const constant = open.find((monomial) => monomial.bits.length === 0)?.weight ?? 0;
  const linear = open.filter((monomial) => monomial.bits.length > 0);
  const form = {
    constant,
    bits: linear.map((monomial) => single(monomial.bits)),
    coefficients: linear.map(({ weight }) => weight),
  };
  return { form, products };
};
