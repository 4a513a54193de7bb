import { type Graph } from '@xdv/domain-model';

/** A list of weighted edges that grows; `a` and `b` from 0. */
export interface EdgeList {
  readonly add: (a: number, b: number, weight: number) => void;
  readonly graph: () => Graph;
}

/** Gathers at most `edgesMax` edges over `vertices`, smaller end first, in the order of adding. */
export const edgeList = (vertices: number, edgesMax: number): EdgeList => {
  const a = new Int32Array(edgesMax);
  const b = new Int32Array(edgesMax);
  const weight = new Float64Array(edgesMax);
  let count = 0;
  return {
    add: (i, j, w) => {
      a[count] = Math.min(i, j);
      b[count] = Math.max(i, j);
      weight[count++] = w;
    },
    graph: () => {
      if (count === edgesMax) return { vertices, a, b, weight };
      const [ends, others] = [a.slice(0, count), b.slice(0, count)];
      return { vertices, a: ends, b: others, weight: weight.slice(0, count) };
    },
  };
};

/** Where the edges of each vertex begin when they are sorted by `a`. */
export const rowStarts = ({ vertices, a }: Pick<Graph, 'vertices' | 'a'>): Int32Array => {
  const start = new Int32Array(vertices + 1);
  for (const i of a) start[i + 1]!++;
  for (let i = 0; i < vertices; i++) start[i + 1]! += start[i]!;
  return start;
};

/**
 * The edges by their smaller end, each vertex's last added first: the order in which programs on
 * the Stanford GraphBase, which put every new arc before the others, write a graph.
 */
export const lastFirst = (graph: Graph): Graph => {
  const { vertices, a, b, weight } = graph;
  const next = rowStarts(graph).slice(1);
  const sorted = { a: a.slice(), b: b.slice(), weight: weight.slice() };
  for (let k = 0; k < a.length; k++) {
    const at = --next[a[k]!]!;
    sorted.a[at] = a[k]!;
    sorted.b[at] = b[k]!;
    sorted.weight[at] = weight[k]!;
  }
  return { vertices, ...sorted };
};
