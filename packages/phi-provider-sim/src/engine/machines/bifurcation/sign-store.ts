import { AT, HEAD_BYTES, PENDING_BYTES, wordOf } from './group-layout.ts';
import type { RowStore } from './row-store.ts';
import { BATCH_BYTES, SIGN_HEADER, writeSignLoops } from './sign-loops.ts';
import type { SignRows } from './sign-rows.ts';
import { GROUP } from './slots.ts';

/** Rows of single bits, for sums of 16-bit integers: of complete graphs with signs alone. */
export const signStore = ({ bits, rowBytes, total }: SignRows): RowStore => {
  const spins = total.length;

  const fill: RowStore['fill'] = (memory, heads, first) => {
    const words = new Int32Array(memory);
    const zeroRow = first + BATCH_BYTES;
    const rows = zeroRow + rowBytes;
    words[SIGN_HEADER.batch / 4] = first;
    words[SIGN_HEADER.zeroRow / 4] = zeroRow;
    words[SIGN_HEADER.vectors / 4] = rowBytes / 16;
    new Uint8Array(memory).set(bits, rows);
    for (let s = 0; s < spins; s++) words[(heads + HEAD_BYTES * s) / 4] = rows + rowBytes * s;
  };

  /** Begins with all spins +1 and turns over those that are not. */
  const refresh: RowStore['refresh'] = ({ call, memory, base, heads, pending }) => {
    const words = new Int32Array(memory);
    const sums = new Int16Array(memory);
    let last = pending;
    for (let s = 0; s < spins; s++) {
      const word = wordOf(s);
      const inGroup = word % GROUP;
      sums[(base + AT.sum) / 2 + 2 * (word - inGroup) + inGroup] = total[s]!;
      if (words[(base + AT.x) / 4 + word]! >= 0) continue;
      words[last / 4] = base + 4 * word;
      words[last / 4 + 1] = heads + HEAD_BYTES * s;
      last += PENDING_BYTES;
    }
    if (last > pending) call['tell']!(base, pending, last);
  };

  return {
    name: 'signs',
    shortSums: true,
    bytes: BATCH_BYTES + rowBytes * (spins + 1),
    loops: writeSignLoops,
    fill,
    refresh,
  };
};
