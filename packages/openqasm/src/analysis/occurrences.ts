import type { Program } from '../syntax/ast.ts';
import type { Analysis } from './analysis.ts';
import type { QasmSymbol } from './symbol.ts';

/** One place where a name is written, and what it stands for there. */
export interface Occurrence {
  readonly start: number;
  readonly end: number;
  readonly symbol: QasmSymbol;
}

/** Fields that hold no part of the tree worth looking at. */
const PLAIN: ReadonlySet<string> = new Set(['annotations', 'comments', 'version']);

/** Names and identifiers below `node`: they have an id, and analysis knows their symbols. */
const collect = (node: object, { symbols }: Analysis, found: Occurrence[]): void => {
  const pending: object[] = [node];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { id, start, end } = next as { id?: number; start?: number; end?: number };
    const symbol = id === undefined ? undefined : symbols[id];
    // expressions around a name may know its symbol too: only the name itself is written
    const written = !('kind' in next) || next.kind === 'identifier';
    if (symbol !== undefined && written) found.push({ start: start!, end: end!, symbol });
    for (const [field, value] of Object.entries(next)) {
      if (typeof value !== 'object' || value === null || PLAIN.has(field)) continue;
      pending.push(value as object);
    }
  }
};

/**
 * Every place where a name is written that stands for something, in the program and the files that
 * it includes, in order. Linear in the size of the tree, times a logarithm for the order.
 */
export const occurrencesOf = (analysis: Analysis): readonly Occurrence[] => {
  const found: Occurrence[] = [];
  const programs: readonly Program[] = [analysis.program, ...analysis.included.values()];
  for (const program of programs) collect(program, analysis, found);
  return found.sort((a, b) => a.start - b.start);
};

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
