import { ok, type Result } from '@xdv/domain-model';
import { FORMAT_LIMITS } from './limits.ts';
import { quoted, syntaxFault, type LineCursor } from './lines.ts';
import { countOf, numberOf } from './numbers.ts';

export type Term = readonly [number, number, number];

/** What the lines of terms are read into. */
export interface Terms {
  readonly lines: LineCursor;
  readonly file: string;
  /** Indices are less than this. */
  readonly variablesMax: number;
  readonly entries: Term[];
  readonly seen: Set<number>;
}

export const newTerms = (lines: LineCursor, file: string, variablesMax: number): Terms => ({
  lines,
  file,
  variablesMax,
  entries: [],
  seen: new Set(),
});

const HINT = 'A term is "i j weight" with indices from 0';

const readIndex = ({ lines, file, variablesMax }: Terms, word: number): Result<number> => {
  const index = countOf(lines.word(word));
  if (index < variablesMax) return ok(index);
  const message = `${quoted(lines.word(word))} is not an index, 0 to ${variablesMax - 1}`;
  return syntaxFault(file, lines.place(word), message, HINT);
};

/** Why a term cannot be added, and at which word. */
const refusal = (terms: Terms, [i, j, weight]: Term): readonly [number, string] | undefined => {
  const { lines, seen, entries } = terms;
  const { weightMax, termsMax } = FORMAT_LIMITS;
  if (!(Math.abs(weight) <= weightMax)) {
    return [2, `${quoted(lines.word(2))} is not a weight up to ${weightMax}`];
  }
  if (lines.count() > 3) return [3, `${quoted(lines.word(3))} after the weight`];
  if (seen.has(i * FORMAT_LIMITS.verticesMax + j)) return [0, `${i} and ${j} come a second time`];
  return entries.length < termsMax ? undefined : [0, `more than ${termsMax} terms`];
};

/** Reads the line that the cursor is at as a term. A pair may come once, in either order. */
export const readTerm = (terms: Terms): Result<Term> => {
  const { lines, file, seen, entries } = terms;
  const first = readIndex(terms, 0);
  if (!first.ok) return first;
  const second = readIndex(terms, 1);
  if (!second.ok) return second;
  const i = Math.min(first.value, second.value);
  const j = Math.max(first.value, second.value);
  const term: Term = [i, j, numberOf(lines.word(2))];
  const no = refusal(terms, term);
  if (no !== undefined) return syntaxFault(file, lines.place(no[0]), no[1], HINT);
  seen.add(i * FORMAT_LIMITS.verticesMax + j);
  entries.push(term);
  return ok(term);
};
