import type { Graph } from '@xdv/domain-model';
import { edgeList, lastFirst, rowStarts, type EdgeList } from './edges.ts';
import { flipStream, type FlipStream } from './flip.ts';

/** Edges of a complete graph. */
export const pairsOf = (vertices: number): number => (vertices * (vertices - 1)) / 2;

/** The complete graph; the weight of an edge is the distance of its indices. */
export const clique = (vertices: number): Graph => {
  const edges = edgeList(vertices, pairsOf(vertices));
  for (let i = 0; i < vertices; i++) {
    for (let j = vertices - 1; j > i; j--) edges.add(i, j, j - i);
  }
  return edges.graph();
};

/** A ring. */
export const circuit = (vertices: number): Graph => {
  const edges = edgeList(vertices, vertices);
  for (let i = 0; i < vertices; i++) edges.add(i, (i + 1) % vertices, 1);
  return lastFirst(edges.graph());
};

/** A grid of `height` rows; its rows and columns are rings if `wrapped`. */
export const grid = (height: number, width: number, wrapped: boolean): Graph => {
  const edges = edgeList(height * width, 2 * height * width);
  const last = (height - 1) * width;
  for (let i = 0; i < height * width; i++) {
    const column = i % width;
    if (column + 1 < width) edges.add(i, i + 1, 1);
    if (wrapped && column === 0) edges.add(i, i + width - 1, 1);
    if (i < last) edges.add(i, i + width, 1);
    if (wrapped && i < width) edges.add(i, i + last, 1);
  }
  return lastFirst(edges.graph());
};

/** `count` different pairs, drawn one after another; a pair that comes again is passed over. */
export const randomPairs = (vertices: number, count: number, seed: number): Graph => {
  const random = flipStream(seed);
  const edges = edgeList(vertices, count);
  const seen = new Set<number>();
  while (seen.size < count) {
    const i = random.below(vertices);
    const j = random.below(vertices);
    const key = Math.min(i, j) * vertices + Math.max(i, j);
    if (i === j || seen.has(key)) continue;
    seen.add(key);
    edges.add(i, j, 1);
  }
  return lastFirst(edges.graph());
};

/** The pairs of an edge list that can lose members. */
interface Pairs {
  readonly a: Int32Array;
  readonly b: Int32Array;
}

/** Edges of a maximal planar graph of three or more vertices. */
export const planarMost = (vertices: number): number => 3 * vertices - 6;

/**
 * A random Apollonian network: every vertex from the fourth on lands in a face, drawn at random,
 * and is joined to its three corners. The face is split in place: two new ones go to the end.
 */
const apollonian = (vertices: number, random: FlipStream): Pairs => {
  const most = planarMost(vertices);
  const edges = { a: new Int32Array(most), b: new Int32Array(most) };
  const corners = new Int32Array(3 * (2 * vertices - 5));
  let count = 0;
  const join = (a: number, b: number): void => {
    edges.a[count] = a;
    edges.b[count++] = b;
  };
  const setFace = (face: number, ...ends: readonly number[]): void => corners.set(ends, 3 * face);
  join(0, 1);
  join(0, 2);
  join(1, 2);
  setFace(0, 0, 1, 2);
  for (let inside = 3, faces = 1; inside < vertices; inside++, faces += 2) {
    const face = random.below(faces);
    const [a, b, c] = [corners[3 * face]!, corners[3 * face + 1]!, corners[3 * face + 2]!];
    for (const corner of [a, b, c]) join(corner, inside);
    setFace(face, a, b, inside);
    setFace(faces, a, c, inside);
    setFace(faces + 1, b, c, inside);
  }
  return edges;
};

/**
 * A random planar graph: an Apollonian network without the edges above `density` per cent of the
 * most, which are drawn at random; the last edge takes the place of one that goes.
 */
export const planar = (vertices: number, density: number, seed: number): Graph => {
  const random = flipStream(seed);
  const { a, b } = apollonian(vertices, random);
  let count = a.length;
  while (count > (density * a.length) / 100) {
    const gone = random.below(count--);
    a[gone] = a[count]!;
    b[gone] = b[count]!;
  }
  const weight = new Float64Array(count).fill(1);
  return lastFirst({ vertices, a: a.slice(0, count), b: b.slice(0, count), weight });
};

/** Adds the edges of row `i` that `seen` does not mark with the row, and marks them. */
const addRow = (
  into: EdgeList,
  from: Graph,
  rows: Int32Array,
  seen: Int32Array,
  i: number,
): void => {
  for (let k = rows[i]!; k < rows[i + 1]!; k++) {
    const other = from.b[k]!;
    if (seen[other] === i + 1) continue;
    seen[other] = i + 1;
    into.add(i, other, from.weight[k]!);
  }
};

/** All edges of both graphs; an edge of both has the weight and place that it has in the first. */
export const union = (first: Graph, second: Graph): Graph => {
  const { vertices } = first;
  const edges = edgeList(vertices, first.a.length + second.a.length);
  const seen = new Int32Array(vertices);
  const [rows, others] = [rowStarts(first), rowStarts(second)];
  for (let i = 0; i < vertices; i++) {
    addRow(edges, first, rows, seen, i);
    addRow(edges, second, others, seen, i);
  }
  return lastFirst(edges.graph());
};

/** The graph with integer weights drawn from `low` to `high` in the order of its edges. */
export const randomWeights = (graph: Graph, low: number, high: number, seed: number): Graph => {
  const random = flipStream(seed);
  return { ...graph, weight: graph.weight.map(() => low + random.below(high - low + 1)) };
};
