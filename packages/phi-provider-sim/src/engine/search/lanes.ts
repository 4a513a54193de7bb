import type { IntegerRows } from './integer-rows.ts';

/** Spins whose local fields are kept in 16 bits: their places then fit 16 bits, too. */
const NARROW_SPINS_MAX = 32_760;
const NARROW_BOUND_MAX = 16_000;

/** Bits of a local field: 16 where all numbers are small, so that eight spins make a vector. */
export const laneBits = ({ spins, bound }: IntegerRows): 16 | 32 =>
  spins <= NARROW_SPINS_MAX && bound <= NARROW_BOUND_MAX ? 16 : 32;
