import { ok, type Result } from '@xdv/domain-model';
import type { ReadOptions } from './graph.ts';
import { FORMAT_LIMITS } from './limits.ts';
import { lineCursor, syntaxFault } from './lines.ts';
import { refuseLong } from './numbers.ts';
import { newTerms, readTerm } from './terms.ts';
import type { QuadraticModel } from './types.ts';

/** The comment by which dimod says what the variables are, among the first lines. */
const VARTYPE = /^\uFEFF?(?:\s*#[^\n]*\n)*?\s*#\s*vartype\s*=\s*(SPIN|BINARY)\s*(?:\n|$)/;
const VARTYPE_WITHIN = 1000;

/**
 * Reads a quadratic model in the coordinate format of dimod (.coo): a line `i j weight` per term,
 * indices from 0, comments after `#`; one may be `# vartype=SPIN`, else variables are 0 or 1. There
 * are as many variables as the largest index asks for, and no offset. A pair may come once.
 * Never throws. Fails with GRAPH_SYNTAX, as {@link readGraph}. Complexity O(length).
 */
export const readCoo = (
  text: string,
  { file = 'input' }: ReadOptions = {},
): Result<QuadraticModel> => {
  const long = refuseLong(text, file);
  if (long !== undefined) return long;
  const lines = lineCursor(text);
  const terms = newTerms(lines, file, FORMAT_LIMITS.verticesMax);
  let largest = -1;
  while (lines.next()) {
    const term = readTerm(terms);
    if (!term.ok) return term;
    largest = Math.max(largest, term.value[1]);
  }
  if (largest < 0) {
    return syntaxFault(file, lines.place(0), 'there are no terms', 'A term is "i j weight"');
  }
  const vartype = VARTYPE.exec(text.slice(0, VARTYPE_WITHIN))?.[1] === 'SPIN' ? 'SPIN' : 'BINARY';
  const { entries } = terms;
  return ok({ vartype, variables: largest + 1, entries, convention: 'upper', offset: 0 });
};

/**
 * The text that {@link readCoo} reads back. Without terms of the last variable it gets one of
 * weight 0. Labels are not written. Throws RangeError for an offset, which the format lacks.
 */
export const writeCoo = ({ vartype, variables, entries, offset }: QuadraticModel): string => {
  if (offset !== 0) throw new RangeError(`offset must be 0 in this format, got ${offset}`);
  const last = variables - 1;
  const missing = entries.some(([, j]) => j === last) ? '' : `${last} ${last} 0\n`;
  const lines = entries.map(([i, j, weight]) => `${i} ${j} ${weight}\n`);
  return `# vartype=${vartype}\n${lines.join('')}${missing}`;
};
