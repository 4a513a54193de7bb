import type { Graph } from '@xdv/domain-model';
import type { SparseRows } from '../engine/spectrum.ts';

/** The neighbours of every vertex with the weights of their edges times `scale`, row by row. */
export const neighborRows = (graph: Graph, scale: number): SparseRows => {
  const { vertices, a, b, weight } = graph;
  const rowStart = new Int32Array(vertices + 1);
  for (let k = 0; k < a.length; k++) {
    rowStart[a[k]! + 1]!++;
    rowStart[b[k]! + 1]!++;
  }
  for (let i = 0; i < vertices; i++) rowStart[i + 1]! += rowStart[i]!;
  const next = rowStart.slice();
  const neighbor = new Int32Array(2 * a.length);
  const scaled = new Float64Array(2 * a.length);
  for (let k = 0; k < a.length; k++) {
    const [i, j, w] = [a[k]!, b[k]!, weight[k]! * scale];
    const [atI, atJ] = [next[i]!++, next[j]!++];
    neighbor[atI] = j;
    neighbor[atJ] = i;
    scaled[atI] = w;
    scaled[atJ] = w;
  }
  return { rowStart, neighbor, weight: scaled };
};

/** The largest sum of absolute weights of a row. */
export const strongestRow = ({ rowStart, weight }: SparseRows): number => {
  let strongest = 0;
  for (let i = 0; i + 1 < rowStart.length; i++) {
    let sum = 0;
    for (let e = rowStart[i]!; e < rowStart[i + 1]!; e++) sum += Math.abs(weight[e]!);
    strongest = Math.max(strongest, sum);
  }
  return strongest;
};
