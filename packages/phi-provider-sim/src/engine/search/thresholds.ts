import { createRandom } from '@xdv/domain-model';

/** Entries of the table of waiting times; a power of two. */
export const TABLE_BITS = 11;
const TABLE_SIZE = 2 ** TABLE_BITS;
/** Entries that follow the table as its continuation, so that a group may start anywhere. */
const TABLE_MARGIN = 8;

const LN2 = 0.693_147_180_559_945_3;

/** ln x for 0 < x <= 1 by + - * / alone: the same bits on every platform. */
const logarithm = (x: number): number => {
  let mantissa = x;
  let halvings = 0;
  while (mantissa < 0.75) {
    mantissa *= 2;
    halvings++;
  }
  // ln m = 2 artanh((m - 1) / (m + 1)); |ratio| <= 0.2, so 12 terms reach the last bits
  const ratio = (mantissa - 1) / (mantissa + 1);
  const square = ratio * ratio;
  let sum = 0;
  for (let k = 12; k >= 0; k--) sum = sum * square + 1 / (2 * k + 1);
  return 2 * ratio * sum - halvings * LN2;
};

/**
 * Quantiles of the exponential distribution in a fixed random order. A flip that costs c is made at
 * temperature T where c <= T e for e drawn from them: the rule of Metropolis et al. (1953).
 */
const exponentials = (): Float64Array => {
  const table = new Float64Array(TABLE_SIZE + TABLE_MARGIN);
  for (let k = 0; k < TABLE_SIZE; k++) table[k] = -logarithm((k + 0.5) / TABLE_SIZE);
  const random = createRandom(1);
  for (let k = TABLE_SIZE - 1; k > 0; k--) {
    const other = random.below(k + 1);
    const kept = table[k]!;
    table[k] = table[other]!;
    table[other] = kept;
  }
  table.copyWithin(TABLE_SIZE, 0, TABLE_MARGIN);
  return table;
};

export const EXPONENTIALS = exponentials();
