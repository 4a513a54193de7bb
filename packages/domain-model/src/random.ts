/**
 * A deterministic random stream: xoshiro128** (Blackman and Vigna 2018) on 32-bit integers.
 * Streams are named: one per purpose, so adding a draw to one never shifts another.
 */
export interface RandomStream {
  /** The next 32 random bits as an unsigned integer. */
  uint32(): number;
  /** Uniform in [0, 1) with 53 random bits. */
  float(): number;
  /** Uniform integer in [0, bound), unbiased; bound is 1 to 2^32. */
  below(bound: number): number;
}

/** Finalizer of MurmurHash3 (Appleby): a bijection of 32-bit words that mixes every bit. */
const mix = (word: number): number => {
  let h = word;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
};

const absorb = (hash: number, word: number): number => mix(hash ^ Math.imul(word, 0x9e3779b1));

/** Folds a safe integer and a word into a new safe integer seed. Not cryptographic. */
export const mixSeed = (seed: number, word: number): number => {
  const high = absorb(absorb(0x243f6a88, Math.floor(seed / 2 ** 32)), word ^ seed);
  const low = absorb(absorb(0x85a308d3, seed >>> 0), word + Math.floor(word / 2 ** 32) + high);
  return (high & 0x1f_ffff) * 2 ** 32 + low;
};

/** Folds any number of words into a seed, one after another. */
export const deriveSeed = (seed: number, ...words: readonly number[]): number =>
  words.reduce(mixSeed, seed);

/** Seed of the stream called `name` under `seed`. */
export const namedSeed = (seed: number, name: string): number =>
  deriveSeed(seed, ...Array.from(name, (char) => char.codePointAt(0)!));

/** A stream that depends on `seed` (a safe integer) alone. */
export const createRandom = (seed: number): RandomStream => {
  const word = (index: number): number => deriveSeed(seed, index) >>> 0;
  let a = word(1);
  let b = word(2);
  let c = word(3);
  let d = word(4) | 1; // never all zero
  const uint32 = (): number => {
    const r = Math.imul(b, 5);
    const result = Math.imul((r << 7) | (r >>> 25), 9) >>> 0;
    const t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = (d << 11) | (d >>> 21);
    return result;
  };
  const below = (bound: number): number => {
    // rejection keeps every residue equally likely
    const limit = 2 ** 32 - (2 ** 32 % bound);
    let draw = uint32();
    while (draw >= limit) draw = uint32();
    return draw % bound;
  };
  const float = (): number => ((uint32() >>> 5) * 2 ** 26 + (uint32() >>> 6)) / 2 ** 53;
  return { uint32, float, below };
};
