import type { Violation } from './encoded.ts';

/**
 * The violation of a group that must have exactly one member and has `count`, if it has not: the
 * amount is (count - 1) squared, as the penalty is.
 */
export const oneHotViolation = (
  constraint: string,
  what: string,
  indices: readonly number[],
  count: number,
): readonly Violation[] => {
  if (count === 1) return [];
  const where = `${what} has ${count === 0 ? 'none' : count}, not one`;
  return [{ constraint, where, indices, amount: (count - 1) ** 2 }];
};

/** How many of `count` bits from `first` on, `stride` apart, are 1, and the place of the last. */
export const groupOf = (
  x: Uint8Array,
  first: number,
  count: number,
  stride: number,
): { readonly ones: number; readonly at: number } => {
  let ones = 0;
  let at = -1;
  for (let k = 0; k < count; k++) {
    if (x[first + k * stride] !== 1) continue;
    ones++;
    at = k;
  }
  return { ones, at };
};
