/** How often each outcome was seen. Bit k of an outcome is classical bit k. */
export interface Counts {
  readonly shots: number;
  readonly rows: readonly (readonly [outcome: number, times: number])[];
}

export const bitOf = (outcome: number, bit: number): number => (outcome >> bit) & 1;

/** 0 if an even number of the bits of `mask` are set in `outcome`, else 1. */
export const parityOf = (outcome: number, mask: number): number => {
  let parity = 0;
  for (let rest = outcome & mask; rest !== 0; rest &= rest - 1) parity ^= 1;
  return parity;
};

/** Shots whose outcome `accept` holds of. */
export const hits = (counts: Counts, accept: (outcome: number) => boolean): number =>
  counts.rows.reduce((sum, [outcome, times]) => sum + (accept(outcome) ? times : 0), 0);

/** The shots that `accept` holds of, alone: post-selection. */
export const select = (counts: Counts, accept: (outcome: number) => boolean): Counts => {
  const rows = counts.rows.filter(([outcome]) => accept(outcome));
  return { shots: rows.reduce((sum, [, times]) => sum + times, 0), rows };
};

/** The outcomes seen, in ascending order. */
export const seen = (counts: Counts): readonly number[] =>
  counts.rows.map(([outcome]) => outcome).sort((a, b) => a - b);
