/** The stream of the Stanford GraphBase: 31 bits a draw, a function of the seed alone. */
export interface FlipStream {
  /** Uniform integer in [0, bound), unbiased; bound is 1 to 2^31 - 1. */
  below(bound: number): number;
}

const LAG = 55;
const SHORT_LAG = 24;
const MODULUS = 2 ** 31;
const MASK = 0x7fff_ffff;

/** Where the n-th number of the starting sequence goes: the multiples of 21 modulo 55. */
const STRIDE = 21;

/** Numbers thrown away at the start, in rounds of 55. */
const WARM_UP = 5;

const difference = (x: number, y: number): number => (x - y) & MASK;

/** One round: x[n] = x[n - 55] - x[n - 24] modulo 2^31, for the next 55 numbers, in place. */
const renew = (state: Int32Array): void => {
  for (let i = 0; i < LAG; i++) {
    const other = i < SHORT_LAG ? i + LAG - SHORT_LAG : i - SHORT_LAG;
    state[i] = difference(state[i]!, state[other]!);
  }
};

/** The starting sequence: differences that fold in the bits of the seed, rotated step by step. */
const starting = (seed: number): Int32Array => {
  const state = new Int32Array(LAG);
  let word = seed & MASK;
  let last = word;
  let next = 1;
  state[LAG - 1] = last;
  for (let place = STRIDE; place !== 0; place = (place + STRIDE) % LAG) {
    state[place - 1] = next;
    word = (word >>> 1) + (word % 2) * 0x4000_0000;
    const after = difference(difference(last, next), word);
    last = next;
    next = after;
  }
  return state;
};

/**
 * GB_FLIP of Knuth, The Stanford GraphBase (1993), a lagged subtractive generator: bit for bit the
 * draws that benchmark graphs were made with. For new work use `createRandom`. The numbers of a
 * round come last one first.
 */
export const flipStream = (seed: number): FlipStream => {
  const state = starting(seed);
  for (let round = 0; round < WARM_UP; round++) renew(state);
  // the first number of the stream is passed over, as in the original
  let left = LAG - 1;
  const next = (): number => {
    if (left === 0) {
      renew(state);
      left = LAG;
    }
    return state[--left]!;
  };
  const below = (bound: number): number => {
    const limit = MODULUS - (MODULUS % bound);
    let draw = next();
    while (draw >= limit) draw = next();
    return draw % bound;
  };
  return { below };
};
