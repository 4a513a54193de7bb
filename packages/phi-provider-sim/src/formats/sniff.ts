import { fail, ok, type Result } from '@xdv/domain-model';
import type { ReadOptions } from './graph.ts';
import { lineCursor, quoted, type LineCursor } from './lines.ts';

/** A format that this package reads. */
export type ProblemFormat = 'graph' | 'qubo';

/** Endings that BiqMac and its users give to QUBO files. */
const QUBO_ENDING = /\.(?:sparse|qubo)$/i;

const COUNT = /^\d+$/;

const hasDiagonal = (lines: LineCursor): boolean => {
  while (lines.next()) if (lines.word(0) === lines.word(1)) return true;
  return false;
};

/**
 * Tells which reader a text is for. Both formats begin with two counts; a QUBO is told by its name
 * (.sparse, .qubo) or by an entry on the diagonal, which a graph cannot have. A QUBO with neither
 * reads as a graph. Fails with FORMAT_UNKNOWN if the text does not begin with two counts.
 */
export const sniffFormat = (
  text: string,
  { file = 'input' }: ReadOptions = {},
): Result<ProblemFormat> => {
  const lines = lineCursor(text);
  lines.next();
  const [first, second] = [lines.word(0), lines.word(1)];
  if (!COUNT.test(first) || !COUNT.test(second)) {
    const message = `${file}: expected two counts, found ${quoted(`${first} ${second}`.trim())}`;
    return fail('FORMAT_UNKNOWN', message, 'Known are graphs (rudy, G-set) and QUBOs (.sparse)');
  }
  return ok(QUBO_ENDING.test(file) || hasDiagonal(lines) ? 'qubo' : 'graph');
};
