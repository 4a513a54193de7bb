import type { IsingProgram } from '../../program.ts';
import { GROUP } from './slots.ts';

/** Columns whose bits make one vector. */
export const CHUNK_COLUMNS = 8 * GROUP;

/**
 * The couplings of a complete graph with signs alone, one bit each: 1 for +1. Column
 * 128 c + 16 b + l of a row is bit b of its byte 16 c + l, so that a shift brings the columns of a
 * group to the lanes of a vector.
 */
export interface SignRows {
  /** A multiple of 16. */
  readonly rowBytes: number;
  readonly bits: Uint8Array;
  /** Sum over each row, without the diagonal: the sums where all spins are +1. */
  readonly total: Int16Array;
}

/** Fewer spins are not worth whole vectors; more could overflow sums of 16 bits. */
const SPINS_MIN = 32 * GROUP;
const SPINS_MAX = 2 ** 15;

/** The rows, or null unless every two spins have one coupling and it is +1 or -1 (scaled). */
export const signRowsOf = (program: IsingProgram): SignRows | null => {
  const { spins, rowStart, neighbor, weight } = program;
  if (spins < SPINS_MIN || spins > SPINS_MAX) return null;
  if (neighbor.length !== spins * (spins - 1)) return null;
  if (!weight.every((value) => value === 1 || value === -1)) return null;
  const rowBytes = GROUP * Math.ceil(spins / CHUNK_COLUMNS);
  const bits = new Uint8Array(spins * rowBytes);
  const total = new Int16Array(spins);
  const seenBy = new Int32Array(spins).fill(-1);
  for (let i = 0; i < spins; i++) {
    for (let e = rowStart[i]!; e < rowStart[i + 1]!; e++) {
      const j = neighbor[e]!;
      if (seenBy[j] === i) return null;
      seenBy[j] = i;
      total[i]! += weight[e]!;
      if (weight[e]! < 0) continue;
      const byte = GROUP * Math.floor(j / CHUNK_COLUMNS) + (j % GROUP);
      bits[i * rowBytes + byte]! |= 1 << (Math.floor(j / GROUP) % 8);
    }
  }
  return { rowBytes, bits, total };
};
