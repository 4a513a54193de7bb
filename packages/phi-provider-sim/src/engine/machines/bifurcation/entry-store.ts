import type { DiscretePlan } from './discrete-plan.ts';
import { HEAD_BYTES, wordOf } from './group-layout.ts';
import { ENTRY_BYTES, UNROLL, writeRefresh, writeRowTell } from './row-loops.ts';
import type { RowStore } from './row-store.ts';

const padded = (entries: number): number => Math.ceil(entries / UNROLL) * UNROLL;

const storedEntries = ({ slots, rows }: DiscretePlan): number => {
  let stored = 0;
  for (let s = 0; s < slots.count; s++) stored += padded(rows.start[s + 1]! - rows.start[s]!);
  return stored;
};

/** Rows of entries, for sums of 32-bit floats: of any program. */
export const entryStore = (plan: DiscretePlan): RowStore => {
  const { slots, rows } = plan;

  const fill: RowStore['fill'] = (memory, heads, first) => {
    const words = new Int32Array(memory);
    const floats = new Float32Array(memory);
    let at = first;
    for (let s = 0; s < slots.count; s++) {
      const head = (heads + HEAD_BYTES * s) / 4;
      const [from, to] = [rows.start[s]!, rows.start[s + 1]!];
      words[head] = at;
      for (let e = from; e < from + padded(to - from); e++, at += ENTRY_BYTES) {
        words[at / 4] = 4 * wordOf(e < to ? rows.slot[e]! : s);
        floats[at / 4 + 1] = e < to ? rows.twice[e]! : 0;
      }
      words[head + 1] = at;
    }
  };

  return {
    name: 'entries',
    shortSums: false,
    bytes: ENTRY_BYTES * storedEntries(plan),
    loops: () => ({ tell: writeRowTell(), refresh: writeRefresh() }),
    fill,
    refresh: ({ call, base, groups, heads }) => {
      call['refresh']!(base, groups, heads);
    },
  };
};
