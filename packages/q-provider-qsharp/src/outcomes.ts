import { fail, ok, type CountsResult, type Result } from '@xdv/domain-model';
import type { Tally } from './engine.ts';

const LIST = /^\[(?:(?:true|false)(?:, (?:true|false))*)?\]$/;

const isBits = (text: string, bits: number): boolean =>
  LIST.test(text) && (text.match(/true|false/g) ?? []).length === bits;

const unreadable = (text: string): Result<never> => {
  const message = `Q# answered ${text.slice(0, 80)}`;
  return fail('MEASUREMENT_FAILED', message, 'This is a bug in the provider or in Q#');
};

/** The bits of a list of truth values as Q# prints it, first element first. */
const bitsOf = (text: string): readonly (0 | 1)[] =>
  (text.match(/true|false/g) ?? []).map((word) => (word === 'true' ? 1 : 0));

/** The bits of a single run. Fails with MEASUREMENT_FAILED for anything but `bits` of them. */
export const readOutcome = (tally: Tally, bits: number): Result<readonly (0 | 1)[]> => {
  const [text = 'nothing'] = tally.keys();
  return isBits(text, bits) ? ok(bitsOf(text)) : unreadable(text);
};

/** Counts of a tally, ordered by outcome, bit 0 rightmost. Fails with MEASUREMENT_FAILED. */
export const readCounts = (tally: Tally, bits: number, shots: number): Result<CountsResult> => {
  const rows: [string, number][] = [];
  let total = 0;
  for (const [text, count] of tally) {
    if (!isBits(text, bits)) return unreadable(text);
    rows.push([bitsOf(text).toReversed().join(''), count]);
    total += count;
  }
  if (total !== shots) return unreadable(`${total} results for ${shots} shots`);
  const counts = rows.toSorted(([a], [b]) => (a < b ? -1 : 1));
  return ok({ kind: 'counts', shots, counts });
};
