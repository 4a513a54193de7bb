import { ok, type Result } from '@xdv/domain-model';
import type { ReadOptions } from './graph.ts';
import { FORMAT_LIMITS } from './limits.ts';
import { lineCursor, quoted, syntaxFault, type LineCursor } from './lines.ts';
import { countOf, refuseLong } from './numbers.ts';
import { newTerms, readTerm } from './terms.ts';
import type { QuadraticModel } from './types.ts';

const HINT = 'The first line is "p qubo 0 variables diagonals couplers"';

/** Variables, terms on the diagonal, others. */
type Header = readonly [number, number, number];

const readHeader = (lines: LineCursor, file: string, length: number): Result<Header> => {
  const no = (word: number, message: string): Result<never> =>
    syntaxFault(file, lines.place(word), message, HINT);
  if (!lines.next() || lines.word(0) !== 'p' || lines.word(1) !== 'qubo') {
    const found = `${lines.word(0)} ${lines.word(1)}`.trim();
    return no(0, `expected a problem line, found ${quoted(found)}`);
  }
  const topology = lines.word(2);
  if (topology !== '0' && topology !== 'unconstrained') {
    return no(2, `topology ${quoted(topology)} is not 0`);
  }
  const [variables, diagonals, couplers] = [3, 4, 5].map((word) => countOf(lines.word(word)));
  if (!(variables! >= 1 && variables! <= FORMAT_LIMITS.verticesMax)) {
    return no(3, `${quoted(lines.word(3))} is no number of variables`);
  }
  // "0 1 2" and a line end: no term takes less
  const most = Math.min(FORMAT_LIMITS.termsMax, Math.ceil(length / 6));
  if (!(diagonals! + couplers! <= most)) {
    return no(4, `${quoted(lines.word(4))} and ${quoted(lines.word(5))} are no numbers of terms`);
  }
  if (lines.count() > 6) return no(6, `${quoted(lines.word(6))} after the header`);
  return ok([variables!, diagonals!, couplers!]);
};

/**
 * Reads a QUBO in the format of qbsolv (.qubo): `p qubo 0 variables diagonals couplers`, then so
 * many lines `i i weight` and `i j weight`, indices from 0, comments after `c`. Every term counts
 * once. Never throws. Fails with GRAPH_SYNTAX, as {@link readGraph}. Complexity O(length).
 */
export const readQbsolv = (
  text: string,
  { file = 'input' }: ReadOptions = {},
): Result<QuadraticModel> => {
  const long = refuseLong(text, file);
  if (long !== undefined) return long;
  const lines = lineCursor(text);
  const header = readHeader(lines, file, text.length);
  if (!header.ok) return header;
  const [variables, diagonals, couplers] = header.value;
  const terms = newTerms(lines, file, variables);
  let linear = 0;
  while (lines.next()) {
    const term = readTerm(terms);
    if (!term.ok) return term;
    if (term.value[0] === term.value[1]) linear++;
  }
  const { entries } = terms;
  const others = entries.length - linear;
  if (linear === diagonals && others === couplers) {
    return ok({ vartype: 'BINARY', variables, entries, convention: 'upper', offset: 0 });
  }
  const message = `the header promises ${diagonals}, ${couplers} terms, not ${linear}, ${others}`;
  return syntaxFault(file, lines.place(0), message, 'The file is cut off or its header is wrong');
};

/**
 * The text that {@link readQbsolv} reads back. Labels are not written. Throws RangeError for a
 * model of spins or with an offset, which the format lacks.
 */
export const writeQbsolv = ({ vartype, variables, entries, offset }: QuadraticModel): string => {
  if (vartype !== 'BINARY') throw new RangeError(`vartype must be BINARY here, got ${vartype}`);
  if (offset !== 0) throw new RangeError(`offset must be 0 in this format, got ${offset}`);
  const lines = entries.map(([i, j, weight]) => `${i} ${j} ${weight}\n`);
  const linear = entries.filter(([i, j]) => i === j).length;
  return `p qubo 0 ${variables} ${linear} ${entries.length - linear}\n${lines.join('')}`;
};
