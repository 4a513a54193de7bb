/**
 * Random numbers by counter: the draw of shot s at event e depends on (seed, s, e) alone, never on
 * what was drawn before, so shots may run in any order, grouping and number.
 */
export interface Draws {
  /** Uniform in [0, 1) with 53 random bits. */
  at(shot: number, event: number): number;
}

const PARITY = 0x1bd11bda;

/**
 * Threefry-2x32 with 20 rounds (Salmon, Moraes, Dror and Shaw 2011, "Parallel random numbers: as
 * easy as 1, 2, 3"), keyed by two words; the two words of the result are left in `out`.
 */
export const threefry = (
  out: Uint32Array,
  k0: number,
  k1: number,
  c0: number,
  c1: number,
): void => {
  const k2 = k0 ^ k1 ^ PARITY;
  let x = (c0 + k0) | 0;
  let y = (c1 + k1) | 0;
  // five groups of four rounds, each followed by the next words of the key
  for (let group = 1; group <= 5; group++) {
    const odd = (group & 1) === 1;
    x = (x + y) | 0;
    y = x ^ (odd ? (y << 13) | (y >>> 19) : (y << 17) | (y >>> 15));
    x = (x + y) | 0;
    y = x ^ (odd ? (y << 15) | (y >>> 17) : (y << 29) | (y >>> 3));
    x = (x + y) | 0;
    y = x ^ (odd ? (y << 26) | (y >>> 6) : (y << 16) | (y >>> 16));
    x = (x + y) | 0;
    y = x ^ (odd ? (y << 6) | (y >>> 26) : (y << 24) | (y >>> 8));
    const turn = group % 3;
    x = (x + (turn === 0 ? k0 : turn === 1 ? k1 : k2)) | 0;
    y = (y + (turn === 0 ? k1 : turn === 1 ? k2 : k0) + group) | 0;
  }
  out[0] = x;
  out[1] = y;
};

/** The draws of a run of seed `seed`, a safe integer. Shots and events are below 2^32. */
export const createDraws = (seed: number): Draws => {
  const out = new Uint32Array(2);
  const low = seed | 0;
  const high = Math.floor(seed / 2 ** 32) | 0;
  return {
    at: (shot, event) => {
      threefry(out, low, high, shot, event);
      return ((out[0]! >>> 5) * 2 ** 26 + (out[1]! >>> 6)) / 2 ** 53;
    },
  };
};
