import { fail, ok, type Result } from '@xdv/domain-model';
import type { ReadOptions } from './graph.ts';
import { lineCursor, quoted, type LineCursor } from './lines.ts';

/** A format that this package reads; docs/how-to/phi-formats.md shows each. */
export type ProblemFormat =
  'graph' | 'qubo' | 'dimacs' | 'cnf' | 'qbsolv' | 'coo' | 'bqm' | 'tsplib';

/** Endings that BiqMac and its users give to QUBO files. */
const QUBO_ENDING = /\.(?:sparse|qubo)$/i;

const COUNT = /^\d+$/;

const PROBLEM_LINES: ReadonlyMap<string, ProblemFormat> = new Map<string, ProblemFormat>([
  ['edge', 'dimacs'],
  ['edges', 'dimacs'],
  ['col', 'dimacs'],
  ['cnf', 'cnf'],
  ['qubo', 'qbsolv'],
]);

const TSPLIB_START = /^(?:NAME|TYPE|COMMENT|DIMENSION|EDGE_WEIGHT_TYPE|EDGE_WEIGHT_FORMAT)\s*:?$/;

const hasDiagonal = (lines: LineCursor): boolean => {
  while (lines.next()) if (lines.word(0) === lines.word(1)) return true;
  return false;
};

/**
 * Tells which reader a text is for. BQM JSON begins with {, DIMACS files and qbsolv's have a
 * problem line, TSPLIB has keywords, the coordinate format has a comment with a vartype, an ending
 * .coo, or three words with an index 0 first. What begins with two counts is a graph, or a QUBO by
 * its name (.sparse, .qubo) or by an entry on the diagonal, which a graph cannot have. A QUBO with
 * neither reads as a graph.
 * Fails with FORMAT_UNKNOWN. Complexity O(length).
 */
export const sniffProblem = (
  text: string,
  { file = 'input' }: ReadOptions = {},
): Result<ProblemFormat> => {
  if (/^\uFEFF?\s*\{\s*"/.test(text)) return ok('bqm');
  if (/^\uFEFF?\s*#\s*vartype\s*=/.test(text)) return ok('coo');
  const lines = lineCursor(text);
  // a comment of DIMACS CNF may begin with more than c alone
  while (lines.next() && /^c[^:]*$/.test(lines.word(0)));
  const [first, second, third] = [lines.word(0), lines.word(1), lines.word(2)];
  if (first === 'p' && PROBLEM_LINES.has(second)) return ok(PROBLEM_LINES.get(second)!);
  if (TSPLIB_START.test(first)) return ok('tsplib');
  if (COUNT.test(first) && COUNT.test(second)) {
    const indices = third !== '' && (Number(first) === 0 || Number(second) === 0);
    if (/\.coo$/i.test(file) || indices) return ok('coo');
    return ok(QUBO_ENDING.test(file) || hasDiagonal(lines) ? 'qubo' : 'graph');
  }
  const message = `${file}: expected two counts, found ${quoted(`${first} ${second}`.trim())}`;
  return fail('FORMAT_UNKNOWN', message, 'docs/how-to/phi-formats.md lists the formats');
};

/** As {@link sniffProblem}, for callers that read graphs and BiqMac's QUBOs alone. */
export const sniffFormat = (
  text: string,
  { file = 'input' }: ReadOptions = {},
): Result<'graph' | 'qubo'> => {
  const found = sniffProblem(text, { file });
  if (!found.ok) return found;
  const { value } = found;
  if (value === 'graph' || value === 'qubo') return ok(value);
  const message = `${file}: expected two counts, found a file of format ${value}`;
  return fail('FORMAT_UNKNOWN', message, 'Known are graphs (rudy, G-set) and QUBOs (.sparse)');
};
