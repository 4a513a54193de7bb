import type { Analysis } from './analysis.ts';
import type { QasmSymbol } from './symbol.ts';

/** One place where a name is written, and what it stands for there. */
export interface Occurrence {
  readonly start: number;
  readonly end: number;
  readonly symbol: QasmSymbol;
}

/**
 * Every place where a name is written that stands for something, in the program and the files that
 * it includes, in order. Takes time for the names, times a logarithm for the order.
 */
export const occurrencesOf = ({ names, symbols }: Analysis): readonly Occurrence[] =>
  names
    .map(({ id, start, end }) => ({ start, end, symbol: symbols[id]! }))
    .sort((a, b) => a.start - b.start);

/** The occurrence at an offset, its end included, as an editor asks. By bisection. */
export const occurrenceAt = (
  occurrences: readonly Occurrence[],
  offset: number,
): Occurrence | undefined => {
  let low = 0;
  let high = occurrences.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (occurrences[middle]!.end < offset) low = middle + 1;
    else high = middle;
  }
  const found = occurrences[low];
  return found !== undefined && found.start <= offset ? found : undefined;
};
