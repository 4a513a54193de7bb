/** What a position is of something with `size` places: negative ones count from its end. */
export const positionOf = (index: bigint, size: number): number | null => {
  const place = index < 0n ? index + BigInt(size) : index;
  return place >= 0n && place < BigInt(size) ? Number(place) : null;
};

/** Numbers of a range, both ends included; a missing step is 1. */
export interface Bounds {
  readonly from: bigint;
  readonly step: bigint;
  readonly to: bigint;
}

/** How many numbers a range has: none if its step leads away from its end. `step` is not 0. */
export const countOf = ({ from, step, to }: Bounds): bigint => {
  const reach = (to - from) / step;
  return (step > 0n ? to < from : to > from) ? 0n : reach + 1n;
};

/** The numbers of a range, which the caller found to be few enough with {@link countOf}. */
export const numbersOf = (bounds: Bounds): readonly bigint[] =>
  Array.from({ length: Number(countOf(bounds)) }, (_, k) => bounds.from + BigInt(k) * bounds.step);

/** A range among places: what is not written is null. */
export interface Slice {
  readonly from: bigint | null;
  readonly step: bigint | null;
  readonly to: bigint | null;
}

/**
 * The places that a slice selects of `size`, in its order: empty if it leads nowhere, null if it
 * leaves them or its step is 0. Negative ends count from the end; missing ones are the ends in the
 * direction of the step. At most `size` places. Source: OpenQASM 3, "Register concatenation and
 * slicing".
 */
export const placesOf = ({ from, step, to }: Slice, size: number): readonly number[] | null => {
  const by = step ?? 1n;
  const [first, last] = by > 0n ? [0n, -1n] : [-1n, 0n];
  const start = positionOf(from ?? first, size);
  const stop = positionOf(to ?? last, size);
  if (by === 0n || start === null || stop === null) return null;
  return numbersOf({ from: BigInt(start), step: by, to: BigInt(stop) }).map(Number);
};

/** The bits at `places`, the first one lowest. Linear in the places and the width. */
export const selectBits = (bits: bigint, places: readonly number[]): bigint => {
  let digits = '';
  for (const place of places) digits = ((bits >> BigInt(place)) & 1n).toString() + digits;
  return digits === '' ? 0n : BigInt(`0b${digits}`);
};

/** `bits`, unsigned, with those at `places` replaced by the lowest ones of `by`. */
export const replaceBits = (bits: bigint, places: readonly number[], by: bigint): bigint => {
  let result = bits;
  for (const [k, place] of places.entries()) {
    const mask = 1n << BigInt(place);
    result = ((by >> BigInt(k)) & 1n) === 1n ? result | mask : result & ~mask;
  }
  return result;
};
