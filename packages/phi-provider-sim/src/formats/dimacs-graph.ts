import { ok, type Graph, type Result } from '@xdv/domain-model';
import type { ReadOptions } from './graph.ts';
import { FORMAT_LIMITS } from './limits.ts';
import { lineCursor, quoted, syntaxFault, type LineCursor } from './lines.ts';
import { countOf, refuseLong } from './numbers.ts';

type Refuse = (word: number, message: string, hint: string) => Result<never>;

const HEADER_HINT = 'The first line is "p edge vertices edges"';
const EDGE_HINT = 'An edge is "e i j" with vertices from 1';

const readHeader = (
  lines: LineCursor,
  no: Refuse,
  length: number,
): Result<readonly [number, number]> => {
  if (!lines.next() || lines.word(0) !== 'p' || !/^(?:edges?|col)$/.test(lines.word(1))) {
    const found = `${lines.word(0)} ${lines.word(1)}`.trim();
    return no(0, `expected a problem line, found ${quoted(found)}`, HEADER_HINT);
  }
  const [vertices, edges] = [countOf(lines.word(2)), countOf(lines.word(3))];
  if (!(vertices >= 1 && vertices <= FORMAT_LIMITS.verticesMax)) {
    return no(2, `${quoted(lines.word(2))} is no number of vertices`, HEADER_HINT);
  }
  // "e 1 2" and a line end: no edge takes less
  if (!(edges >= 1 && edges <= Math.min(FORMAT_LIMITS.edgesMax, Math.ceil(length / 6)))) {
    return no(3, `${quoted(lines.word(3))} is no number of edges of this text`, HEADER_HINT);
  }
  if (lines.count() > 4) return no(4, `${quoted(lines.word(4))} after the header`, HEADER_HINT);
  return ok([vertices, edges]);
};

const readVertex = (
  lines: LineCursor,
  no: Refuse,
  word: number,
  vertices: number,
): Result<number> => {
  const vertex = countOf(lines.word(word));
  if (vertex >= 1 && vertex <= vertices) return ok(vertex - 1);
  return no(word, `${quoted(lines.word(word))} is not a vertex, 1 to ${vertices}`, EDGE_HINT);
};

const readEdge = (
  lines: LineCursor,
  no: Refuse,
  vertices: number,
): Result<readonly [number, number]> => {
  if (lines.word(0) !== 'e' || lines.count() > 3) {
    const word = lines.word(0) === 'e' ? 3 : 0;
    return no(word, `expected an edge, found ${quoted(lines.word(word))}`, EDGE_HINT);
  }
  const i = readVertex(lines, no, 1, vertices);
  if (!i.ok) return i;
  const j = readVertex(lines, no, 2, vertices);
  if (!j.ok) return j;
  if (i.value === j.value) return no(2, `vertex ${i.value + 1} is joined to itself`, EDGE_HINT);
  return ok([Math.min(i.value, j.value), Math.max(i.value, j.value)]);
};

/** The different edges in the order of the file. Complexity O(vertices + edges). */
const distinct = (vertices: number, a: Int32Array, b: Int32Array): Graph => {
  const next = new Int32Array(vertices + 1);
  for (const i of a) next[i + 1]!++;
  for (let i = 0; i < vertices; i++) next[i + 1]! += next[i]!;
  const order = new Int32Array(a.length);
  for (let k = 0; k < a.length; k++) order[next[a[k]!]!++] = k;
  const seen = new Int32Array(vertices).fill(-1);
  const kept = new Uint8Array(a.length);
  for (const k of order) {
    if (seen[b[k]!] !== a[k]!) kept[k] = 1;
    seen[b[k]!] = a[k]!;
  }
  const isKept = (_: number, k: number): boolean => kept[k] === 1;
  const ends = a.filter(isKept);
  const weight = new Float64Array(ends.length).fill(1);
  return { vertices, a: ends, b: b.filter(isKept), weight };
};

/**
 * Reads a graph in the format of the DIMACS challenges (.col, .clq): `p edge vertices edges` (or
 * `p col`), then a line `e i j` per edge, vertices from 1, comments after `c`. Weights are 1. An
 * edge that comes twice, as in files that give both directions, is one edge. Never throws. Fails
 * with GRAPH_SYNTAX, as {@link readGraph}. Complexity O(length).
 */
export const readDimacsGraph = (
  text: string,
  { file = 'input' }: ReadOptions = {},
): Result<Graph> => {
  const long = refuseLong(text, file);
  if (long !== undefined) return long;
  const lines = lineCursor(text);
  const no: Refuse = (word, message, hint) => syntaxFault(file, lines.place(word), message, hint);
  const header = readHeader(lines, no, text.length);
  if (!header.ok) return header;
  const [vertices, edges] = header.value;
  const [a, b] = [new Int32Array(edges), new Int32Array(edges)];
  for (let k = 0; k < edges; k++) {
    if (!lines.next()) {
      const message = `the header promises ${edges} edges, the text ends after ${k}`;
      return no(0, message, 'The file is cut off or its header is wrong');
    }
    const edge = readEdge(lines, no, vertices);
    if (!edge.ok) return edge;
    [a[k], b[k]] = edge.value;
  }
  if (!lines.next()) return ok(distinct(vertices, a, b));
  const message = `${quoted(lines.word(0))} after the ${edges} edges that the header promises`;
  return no(0, message, 'Correct the header or remove the lines');
};

/** The text that {@link readDimacsGraph} reads back. It has no weights. */
export const writeDimacsGraph = ({ vertices, a, b }: Graph): string => {
  const lines = Array.from(a, (i, k) => `e ${i + 1} ${b[k]! + 1}\n`);
  return `p edge ${vertices} ${a.length}\n${lines.join('')}`;
};
