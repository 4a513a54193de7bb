/** Pairs of vertices, from 0. */
export interface Edges {
  readonly vertices: number;
  readonly a: Int32Array;
  readonly b: Int32Array;
}

/** Neighbours row by row: those of i at start[i] to start[i + 1]. */
const rowsOf = ({ vertices, a, b }: Edges) => {
  const start = new Int32Array(vertices + 1);
  for (let k = 0; k < a.length; k++) {
    start[a[k]! + 1]!++;
    start[b[k]! + 1]!++;
  }
  for (let i = 0; i < vertices; i++) start[i + 1]! += start[i]!;
  const next = start.slice();
  const neighbor = new Int32Array(2 * a.length);
  for (let k = 0; k < a.length; k++) {
    neighbor[next[a[k]!]!++] = b[k]!;
    neighbor[next[b[k]!]!++] = a[k]!;
  }
  return { start, neighbor };
};

/**
 * Edges on a shortest path between every two vertices, row by row; between parts that no path
 * joins, a little more than the longest. Time ∝ vertices · edges.
 */
export const pathLengths = (edges: Edges): Float64Array => {
  const { vertices } = edges;
  const { start, neighbor } = rowsOf(edges);
  const lengths = new Float64Array(vertices * vertices).fill(-1);
  const queue = new Int32Array(vertices);
  let longest = 0;
  for (let from = 0; from < vertices; from++) {
    const row = from * vertices;
    lengths[row + from] = 0;
    queue[0] = from;
    for (let head = 0, tail = 1; head < tail; head++) {
      const i = queue[head]!;
      const next = lengths[row + i]! + 1;
      for (let e = start[i]!; e < start[i + 1]!; e++) {
        const j = neighbor[e]!;
        if (lengths[row + j]! >= 0) continue;
        lengths[row + j] = next;
        longest = Math.max(longest, next);
        queue[tail++] = j;
      }
    }
  }
  return lengths.map((length) => (length < 0 ? longest + 1.5 : length));
};
