/**
 * Where the real part of amplitude `index` is in memory: vectors of real parts, each followed by
 * one of imaginary parts. The imaginary part is one vector further.
 */
export const positionOf = (index: number, laneQubits: number): number => {
  const lanes = 1 << laneQubits;
  // the product may exceed 2^31
  return (index >>> laneQubits) * 2 * lanes + (index & (lanes - 1));
};

/** Moves bit k of `index` to bit places[k]. */
export const scatterBits = (index: number, places: readonly number[]): number => {
  let out = 0;
  for (let rest = index; rest !== 0; rest &= rest - 1) {
    out |= 1 << places[31 - Math.clz32(rest & -rest)]!;
  }
  return out;
};

/** {@link scatterBits} for many indices: tables for eight bits at a time. */
export const bitMover = (places: readonly number[]): ((index: number) => number) => {
  const table = (at: number): Int32Array => {
    const part = places.slice(at, at + 8);
    return Int32Array.from({ length: 256 }, (_, value) =>
      scatterBits(value & ((1 << part.length) - 1), part),
    );
  };
  const [a, b, c, d] = [table(0), table(8), table(16), table(24)];
  return (index) =>
    a[index & 255]! | b[(index >> 8) & 255]! | c[(index >> 16) & 255]! | d[index >>> 24]!;
};
