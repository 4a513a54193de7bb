/** Indices taken at a time; fewer if the state is smaller. */
export const BLOCK_SIZE = 2 ** 8;

/** Above this many terms one transform of a block is cheaper than one sum per term. */
const TABLE_MAX = 6;

/**
 * Terms f · (-1)^{|k ∧ z|} over indices k, taken a block of indices at a time: within a block only
 * the low bits of z matter, and the high ones give one sign for all of it.
 */
export interface Signed {
  /** What the caller calls each term. */
  readonly term: Int32Array;
  readonly z: Int32Array;
  readonly factor: Float64Array;
  /** The signs within a block, term after term; null: the block is transformed instead. */
  readonly signs: Float64Array | null;
}

/** 1 if an odd number of bits of `value` is set, else 0. */
export const parity = (value: number): 0 | 1 => {
  let v = value ^ (value >>> 16);
  v ^= v >>> 8;
  v ^= v >>> 4;
  return ((0x6996 >>> (v & 15)) & 1) as 0 | 1;
};

/** Term f · (-1)^{|k ∧ z|}. */
export interface SignedTerm {
  readonly term: number;
  readonly z: number;
  readonly factor: number;
}

/** Terms on `qubits` qubits, null if there are none. */
export const createSigned = (
  qubits: number,
  terms: readonly SignedTerm[],
): Signed | null => {
  if (terms.length === 0) return null;
  const size = Math.min(2 ** qubits, BLOCK_SIZE);
  const signs = terms.length <= TABLE_MAX ? new Float64Array(terms.length * size) : null;
  for (const [t, { z }] of terms.entries()) {
    for (let k = 0; signs !== null && k < size; k++) {
      signs[t * size + k] = parity(k & z) === 1 ? -1 : 1;
    }
  }
  return {
    term: Int32Array.from(terms, ({ term }) => term),
    z: Int32Array.from(terms, ({ z }) => z),
    factor: Float64Array.from(terms, ({ factor }) => factor),
    signs,
  };
};

/** Walsh-Hadamard transform in place: entry z becomes Σ_k (-1)^{|k ∧ z|} values[k]. */
export const transform = (values: Float64Array): void => {
  for (let half = 1; half < values.length; half *= 2) {
    for (let start = 0; start < values.length; start += 2 * half) {
      for (let k = start; k < start + half; k++) {
        const a = values[k]!;
        const b = values[k + half]!;
        values[k] = a + b;
        values[k + half] = a - b;
      }
    }
  }
};

/**
 * Adds to sums[term] what Σ_k values[k] · (the term at index base + k) is over one block, which
 * starts at `base`. The block may be written over.
 */
export const correlate = (
  { term, z, factor, signs }: Signed,
  values: Float64Array,
  base: number,
  sums: Float64Array,
): void => {
  const size = values.length;
  if (signs === null) transform(values);
  for (let t = 0; t < z.length; t++) {
    let part = 0;
    if (signs === null) part = values[z[t]! & (size - 1)]!;
    else for (let k = 0, at = t * size; k < size; k++) part += signs[at + k]! * values[k]!;
    const f = parity(base & z[t]!) === 1 ? -factor[t]! : factor[t]!;
    sums[term[t]!]! += f * part;
  }
};

/** Writes the sum of the terms at index base + k into values[k], for the block at `base`. */
export const synthesize = (
  { z, factor, signs }: Signed,
  values: Float64Array,
  base: number,
): void => {
  const size = values.length;
  values.fill(0);
  for (let t = 0; t < z.length; t++) {
    const f = parity(base & z[t]!) === 1 ? -factor[t]! : factor[t]!;
    if (signs === null) values[z[t]! & (size - 1)]! += f;
    else for (let k = 0, at = t * size; k < size; k++) values[k]! += signs[at + k]! * f;
  }
  if (signs === null) transform(values);
};
