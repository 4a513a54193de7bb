import type { Program } from '../syntax/ast.ts';
import type { Analysis } from './analysis.ts';
import type { QasmSymbol } from './symbol.ts';

/** One place where a name is written, and what it stands for there. */
export interface Occurrence {
  readonly start: number;
  readonly end: number;
  readonly symbol: QasmSymbol;
}

/** A part of the tree, or a list of such parts, by its fields. */
type Part = { readonly [field: string]: unknown };

/** Names and identifiers in and below a part: they have an id, and analysis knows their symbols. */
const collect = (part: Part, { symbols }: Analysis, found: Occurrence[]): void => {
  const pending: Part[] = [part];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { id, kind, start, end } = next;
    // expressions around a name may know its symbol too: only the name itself is written
    if (typeof id === 'number' && (kind === undefined || kind === 'identifier')) {
      const symbol = symbols[id];
      if (symbol === undefined) continue;
      found.push({ start: start as number, end: end as number, symbol });
      continue;
    }
    // a tree has no fields of its own making: for in is several times as fast as Object.values
    for (const field in next) {
      const value = next[field];
      if (typeof value === 'object' && value !== null) pending.push(value as Part);
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
  for (const { statements } of programs) {
    for (const statement of statements) collect(statement as unknown as Part, analysis, found);
  }
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
