import { ok, type CountsResult, type Result } from '@xdv/domain-model';
import { tooLong } from './outcomes.ts';

/** Counts outcomes of a fixed number of classical bits. */
export interface Tally {
  /** Counts the outcome in `bits`, which may be written over afterwards, `times` times. */
  add(bits: Uint8Array, times: number): void;
  /** All that was counted, ordered by outcome. */
  result(): Result<CountsResult>;
}

/** Bit 0 rightmost, as in |q_{n-1} … q_0⟩. */
const write = (bits: Uint8Array): string => {
  let outcome = '';
  for (const bit of bits) outcome = (bit === 0 ? '0' : '1') + outcome;
  return outcome;
};

/**
 * An empty tally. If the distinct outcomes together would be longer than `charsMax` characters it
 * stops keeping them and its result is RESOURCE_EXHAUSTED.
 */
export const createTally = (bits: number, charsMax: number): Tally => {
  const rows = new Map<string, number>();
  let shots = 0;
  let full = false;
  return {
    add: (values, times) => {
      if (full) return;
      const outcome = write(values);
      shots += times;
      rows.set(outcome, (rows.get(outcome) ?? 0) + times);
      full = rows.size * bits > charsMax;
      if (full) rows.clear();
    },
    result: () => {
      if (full) return tooLong('the distinct outcomes', charsMax);
      const counts = [...rows].sort(([a], [b]) => (a < b ? -1 : 1));
      return ok({ kind: 'counts', shots, counts });
    },
  };
};
