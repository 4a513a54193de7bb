import type { Graph } from '@xdv/domain-model';
import { edgeList } from './edges.ts';
import { checkWhole } from './options.ts';

/** The next graph of Mycielski: a copy of each vertex sees its neighbours; one sees all copies. */
const step = ({ vertices, a, b }: Graph): Graph => {
  const edges = edgeList(2 * vertices + 1, 3 * a.length + vertices);
  for (let k = 0; k < a.length; k++) {
    edges.add(a[k]!, b[k]!, 1);
    edges.add(a[k]!, vertices + b[k]!, 1);
    edges.add(b[k]!, vertices + a[k]!, 1);
  }
  for (let i = 0; i < vertices; i++) edges.add(vertices + i, 2 * vertices, 1);
  return edges.graph();
};

/**
 * The Mycielski graph that needs `colours` colours, 2 to 14, and has no triangle (Mycielski 1955):
 * myciel3 of DIMACS is that of 4. It has 3 × 2^(colours - 2) - 1 vertices. Throws RangeError.
 */
export const mycielski = (colours: number): Graph => {
  checkWhole('colours', colours, 2, 14);
  const pair = edgeList(2, 1);
  pair.add(0, 1, 1);
  let graph = pair.graph();
  for (let k = 2; k < colours; k++) graph = step(graph);
  return graph;
};

/** Whether a queen goes from one field to the other. */
const attacks = (size: number, i: number, j: number): boolean => {
  const [rows, columns] = [Math.floor(j / size) - Math.floor(i / size), (j % size) - (i % size)];
  return rows === 0 || columns === 0 || Math.abs(rows) === Math.abs(columns);
};

/**
 * Fields of a chess board of 2 to 64 rows, joined where a queen goes from one to the other: a
 * colouring is a way to put queens of each colour so that none attacks one of its own. Needs at
 * least `size` colours, and just so many if 2 and 3 do not divide it. Throws RangeError. O(size⁴).
 */
export const queens = (size: number): Graph => {
  checkWhole('size', size, 2, 64);
  const edges = edgeList(size * size, 2 * size ** 3);
  for (let i = 0; i < size * size; i++) {
    for (let j = i + 1; j < size * size; j++) if (attacks(size, i, j)) edges.add(i, j, 1);
  }
  return edges.graph();
};
