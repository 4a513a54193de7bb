import { fail, ok, type Result } from '@xdv/domain-model';

/**
 * Rows of bits, packed: bit c of row r is bit c mod 32 of `words[r * stride + (c >>> 5)]`. Bits
 * past the last column are 0.
 */
export interface BitTable {
  readonly rows: number;
  readonly columns: number;
  /** Words per row. */
  readonly stride: number;
  readonly words: Uint32Array;
}

/** 1 GiB. */
const WORDS_MAX = 2 ** 28;

/** A table of zeros. Fails with RESOURCE_EXHAUSTED above 1 GiB. */
export const createBitTable = (rows: number, columns: number): Result<BitTable> => {
  const stride = (columns + 31) >>> 5;
  if (rows * stride > WORDS_MAX) {
    const message = `${rows} rows of ${columns} bits take ${4 * rows * stride} bytes`;
    return fail('RESOURCE_EXHAUSTED', message, `Keep at most ${4 * WORDS_MAX} bytes at a time`);
  }
  return ok({ rows, columns, stride, words: new Uint32Array(rows * stride) });
};

/** Bit `column` of row `row`. */
export const bitAt = ({ stride, words }: BitTable, row: number, column: number): 0 | 1 =>
  ((words[row * stride + (column >>> 5)]! >>> (column & 31)) & 1) === 0 ? 0 : 1;

/**
 * Writes `lanes` (one run of `width` words per column, bit k of a run for row `firstRow` + k) into
 * the rows, as many as there are. Visits set bits only.
 */
export const transposeInto = (
  table: BitTable,
  firstRow: number,
  lanes: Uint32Array,
  width: number,
): void => {
  const { rows, columns, stride, words } = table;
  for (let column = 0; column < columns; column++) {
    const bit = 1 << (column & 31);
    for (let w = 0; w < width; w++) {
      for (let rest = lanes[column * width + w]!; rest !== 0; rest &= rest - 1) {
        const row = firstRow + 32 * w + 31 - Math.clz32(rest & -rest);
        if (row < rows) words[row * stride + (column >>> 5)]! |= bit;
      }
    }
  }
};
