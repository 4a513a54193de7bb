import { describe, expect, it } from 'vitest';
import { createRandom, deriveSeed, namedSeed } from '../src/index.ts';

const wordsOf = (seed: number, count: number): readonly number[] => {
  const random = createRandom(seed);
  return take(count, () => random.uint32());
};

const take = <T>(count: number, draw: () => T): readonly T[] =>
  Array.from({ length: count }, () => draw());

const mask = 0xffff_ffffn;
const rotl = (word: bigint, by: bigint): bigint => ((word << by) | (word >> (32n - by))) & mask;

/** xoshiro128** as its authors write it, in exact integers. */
const reference = (state: readonly number[], count: number): readonly number[] => {
  let [a, b, c, d] = state.map(BigInt) as [bigint, bigint, bigint, bigint];
  return take(count, () => {
    const result = (rotl((b * 5n) & mask, 7n) * 9n) & mask;
    const t = (b << 9n) & mask;
    [c, d] = [c ^ a, d ^ b];
    [b, a] = [b ^ c, a ^ d];
    [c, d] = [c ^ t, rotl(d, 11n)];
    return Number(result);
  });
};

/** Pearson's statistic of equally likely cells, in standard deviations from its mean. */
const excess = (cells: readonly number[]): number => {
  const mean = cells.reduce((sum, cell) => sum + cell, 0) / cells.length;
  const statistic = cells.reduce((sum, cell) => sum + (cell - mean) ** 2 / mean, 0);
  return Math.abs(statistic - cells.length + 1) / Math.sqrt(2 * (cells.length - 1));
};

const histogram = (bound: number, draws: number, draw: () => number): readonly number[] => {
  const cells = Array.from({ length: bound }, () => 0);
  for (let i = 0; i < draws; i++) cells[draw()]!++;
  return cells;
};

describe('a stream', () => {
  it.each([
    [0, [277066393, 2926816565, 3784211212, 2356361141]],
    [1, [1749789433, 2166326556, 1540476580, 855889066]],
    [42, [3877634808, 3583755695, 3663381170, 2803424870]],
    [2 ** 53 - 1, [2256820231, 923205454, 4288955119, 2397026209]],
    [-1, [1482955794, 350037256, 3660659679, 4095861998]],
  ])('of seed %d draws these words for ever (XDV-005.5)', (seed, words) => {
    expect(wordsOf(seed, 4)).toEqual(words);
  });

  it('draws these floats and integers for ever', () => {
    const random = createRandom(7);
    expect([random.float(), random.float()]).toEqual([0.5221253571935972, 0.9897078011983473]);
    const draws = [6, 1000, 2 ** 32].map((bound) => random.below(bound));
    expect(draws).toEqual([2, 999, 3944853825]);
  });

  it('is xoshiro128** of the state that its seed gives', () => {
    for (const seed of [3, 1e15, -77]) {
      const word = (index: number): number => deriveSeed(seed, index) >>> 0;
      const state = [word(1), word(2), word(3), (word(4) | 1) >>> 0];
      expect(wordsOf(seed, 500)).toEqual(reference(state, 500));
    }
  });

  it('depends on its seed alone, not on other streams', () => {
    const alone = wordsOf(5, 100);
    const other = createRandom(6);
    const stream = createRandom(5);
    const beside = take(100, () => [other.uint32(), stream.uint32()][1]!);
    expect(beside).toEqual(alone);
    expect(wordsOf(6, 100)).not.toEqual(alone);
  });
});

describe('float', () => {
  it('lies in [0, 1), evenly, on a grid of 2^-53', () => {
    const random = createRandom(11);
    const draws = take(20_000, () => random.float());
    expect(draws.filter((x) => !(x >= 0 && x < 1) || !Number.isInteger(x * 2 ** 53))).toEqual([]);
    const cells = histogram(64, 20_000, () => Math.floor(random.float() * 64));
    expect(excess(cells)).toBeLessThan(4);
  });

  it('uses its low bits too', () => {
    const random = createRandom(12);
    const cells = histogram(16, 20_000, () => (random.float() * 2 ** 53) % 16);
    expect(excess(cells)).toBeLessThan(4);
  });
});

describe('below', () => {
  it.each([1, 2, 3, 7, 100])('%d gives every integer below it equally often', (bound) => {
    const random = createRandom(bound);
    const cells = histogram(bound, 30_000, () => random.below(bound));
    expect(cells).toHaveLength(bound);
    expect(bound === 1 ? 0 : excess(cells)).toBeLessThan(4);
  });

  it('has no bias where a plain remainder would favour low results', () => {
    // of 2^32 words, a third more than fair would fall below 2^30
    const bound = 3 * 2 ** 30;
    const random = createRandom(13);
    const cells = histogram(3, 30_000, () => Math.floor(random.below(bound) / 2 ** 30));
    expect(excess(cells)).toBeLessThan(4);
  });

  it('takes bounds up to 2^32', () => {
    const random = createRandom(14);
    expect(random.below(2 ** 32)).toBe(wordsOf(14, 1)[0]);
    expect(take(1_000, () => random.below(2 ** 32 - 1)).every((x) => x < 2 ** 32 - 1)).toBe(true);
  });
});

const differing = (a: number, b: number): number => {
  let bits = BigInt(a) ^ BigInt(b);
  let count = 0;
  for (; bits > 0n; bits >>= 1n) count += Number(bits & 1n);
  return count;
};

/** Mean share of the 53 output bits that flip when one bit of the input does. */
const avalanche = (bit: number, derive: (input: number) => number): number => {
  const random = createRandom(bit);
  const flips = take(200, () => {
    const input = random.uint32() * 2 ** 21 + (random.uint32() >>> 11);
    const flipped = Number(BigInt(input) ^ (1n << BigInt(bit)));
    return differing(derive(input), derive(flipped)) / 53;
  });
  return flips.reduce((sum, share) => sum + share, 0) / flips.length;
};

describe('deriveSeed', () => {
  it('gives these seeds for ever', () => {
    expect(deriveSeed(1, 2)).toBe(5834812615989062);
    expect(deriveSeed(1, 2, 3)).toBe(2707293482649488);
    expect(deriveSeed(2 ** 53 - 1, 2 ** 53 - 1)).toBe(5251735441765056);
  });

  it('gives safe integers of 53 bits from any safe integers', () => {
    const inputs = [0, 1, -1, 2 ** 32, 2 ** 53 - 1, -(2 ** 53) + 1];
    const seeds = inputs.flatMap((seed) => inputs.map((word) => deriveSeed(seed, word)));
    expect(seeds.filter((seed) => !Number.isSafeInteger(seed) || seed < 0)).toEqual([]);
    expect(new Set(seeds).size).toBe(36);
  });

  it('gives different seeds to 100,000 words of one seed, and to 100,000 seeds', () => {
    const count = 100_000;
    expect(new Set(Array.from({ length: count }, (_, i) => deriveSeed(9, i))).size).toBe(count);
    expect(new Set(Array.from({ length: count }, (_, i) => deriveSeed(i, 9))).size).toBe(count);
  });

  it('depends on the order and the number of words', () => {
    const seeds = [deriveSeed(1, 2, 3), deriveSeed(1, 3, 2), deriveSeed(1, 2), deriveSeed(1, 2, 0)];
    expect(new Set(seeds).size).toBe(4);
  });

  it.each([0, 1, 15, 16, 31, 32, 33, 47, 52])('mixes bit %d of the seed into all', (bit) => {
    const share = avalanche(bit, (seed) => deriveSeed(seed, 5));
    expect(Math.abs(share - 0.5)).toBeLessThan(0.05);
  });

  it.each([0, 1, 15, 16, 30, 31])('mixes bit %d of a word into all', (bit) => {
    const share = avalanche(bit, (word) => deriveSeed(5, word));
    expect(Math.abs(share - 0.5)).toBeLessThan(0.05);
  });

  it.each([32, 47, 52])('mixes bit %d of a word into the lower 32', (bit) => {
    const share = avalanche(bit, (word) => deriveSeed(5, word) % 2 ** 32);
    expect(Math.abs((share * 53) / 32 - 0.5)).toBeLessThan(0.05);
  });
});

describe('namedSeed', () => {
  it('gives these seeds for ever', () => {
    expect(namedSeed(1, 'entropy')).toBe(2763706278802740);
    expect(namedSeed(1, 'Φ')).toBe(7973097709547014);
  });

  it('differs by name and by seed, so that a draw on one stream never shifts another', () => {
    const names = ['process', 'provider', 'provide', 'Process', 'polciy', 'policy', '\u00e9'];
    const seeds = [1, 2].flatMap((seed) => names.map((name) => namedSeed(seed, name)));
    expect(new Set(seeds).size).toBe(14);
  });
});
