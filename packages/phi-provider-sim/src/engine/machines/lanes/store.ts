import type { Kernels } from '../kernels.ts';
import type { Places } from './memory.ts';
import { BIASED_FIELD, FIELD, type Rows } from './rows.ts';
import type { Lanes } from './setup.ts';

/** Beyond, sums of f32 would overflow. */
const BIAS_MAX = 2 ** 20;

/** Access to the memory of a machine, replica by replica. */
export interface LaneStore {
  readonly words: Int32Array;
  readonly floats: Float32Array;
  /** Replicas of a block. */
  readonly columns: number;
  /** The address of a block. */
  blockAt(block: number): number;
  /** The word of a replica's first oscillator in the plane `offset` bytes into a block. */
  readonly wordOf: (replica: number, offset: number) => number;
  /** The numbers of a replica from there, `pitch` words apart, copied. */
  copy(replica: number, offset: number, pitch: number): Float64Array;
  /** Scales the fields that act by `scale`, by 2^20 at most: no coupling stands up to more. */
  bias(scale: number): void;
  setTable(word: number, value: number): void;
}

/** Puts the rows into memory and gives access to it. */
export const createStore = (
  { memory }: Kernels,
  places: Places,
  lanes: Lanes,
  { words: rowWords, starts }: Rows,
): LaneStore => {
  const words = new Int32Array(memory);
  const floats = new Float32Array(memory);
  const columns = 4 * lanes.width;
  const rows = places.rows / 4;
  words.set(rowWords, rows);
  const blockAt = (block: number): number => places.firstBlock + block * places.blockBytes;
  const wordOf = (replica: number, offset: number): number =>
    (blockAt(Math.floor(replica / columns)) + offset) / 4 + (replica % columns);
  return {
    words,
    floats,
    columns,
    blockAt,
    wordOf,
    copy: (replica, offset, pitch) => {
      const first = wordOf(replica, offset);
      return Float64Array.from({ length: places.spins }, (_, i) => floats[first + i * pitch]!);
    },
    bias: (scale) => {
      const bounded = Math.min(Math.max(scale, -BIAS_MAX), BIAS_MAX);
      for (const start of starts) {
        floats[rows + start + BIASED_FIELD] = bounded * floats[rows + start + FIELD]!;
      }
    },
    setTable: (word, value) => {
      floats[places.table / 4 + word] = value;
    },
  };
};
