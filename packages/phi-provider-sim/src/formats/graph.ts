import { ok, type Graph, type Result } from '@xdv/domain-model';
import { readEntries } from './entries.ts';

export interface ReadOptions {
  /** Name of the file in messages; 'input' by default. */
  readonly file?: string;
}

/**
 * Reads a weighted graph in the format of rudy, used by the G-set and by BiqMac: a line
 * `vertices edges`, then a line `i j weight` per edge, vertices from 1; without a weight it is 1.
 * Blank lines and comments (`#`, `%`, or a `c` that stands alone, at the start of a line) are
 * passed over. Never throws. Fails with GRAPH_SYNTAX, its message beginning with
 * `file:line:column:`, for anything else, for loops, for a pair joined twice, for a graph without
 * edges, and beyond {@link FORMAT_LIMITS}. Complexity O(length).
 */
export const readGraph = (text: string, { file = 'input' }: ReadOptions = {}): Result<Graph> => {
  const read = readEntries(text, { file, diagonal: false, weightOptional: true });
  if (!read.ok) return read;
  const { size, a, b, weight } = read.value;
  return ok({ vertices: size, a, b, weight });
};

/** The text that {@link readGraph} reads back, with a weight for every edge. */
export const writeGraph = ({ vertices, a, b, weight }: Graph): string => {
  const lines = Array.from(a, (i, k) => `${i + 1} ${b[k]! + 1} ${weight[k]!}\n`);
  return `${vertices} ${a.length}\n${lines.join('')}`;
};
