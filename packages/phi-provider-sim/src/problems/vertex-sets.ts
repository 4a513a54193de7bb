import { ok, type Graph, type Result } from '@xdv/domain-model';
import { checkGraph, checkSize, checkWeights } from './check.ts';
import { encoded, penalty, type Encoded, type Reading, type Violation } from './encoded.ts';
import { createQuadratic } from './quadratic.ts';

/** A set of vertices. */
export interface VertexSet {
  /** In ascending order. */
  readonly vertices: readonly number[];
  readonly weight: number;
}

export interface VertexSetOptions {
  /** Weight of each vertex, 1 by default. */
  readonly weights?: ArrayLike<number>;
  /** Overrides the automatic penalty; checked to be safe. */
  readonly penalty?: number;
}

interface Edges {
  readonly vertices: number;
  readonly a: Int32Array;
  readonly b: Int32Array;
}

interface Parts {
  readonly edges: Edges;
  readonly weights: Float64Array;
  /** What the penalty is called and what a broken edge is said to do. */
  readonly name: string;
  readonly says: string;
}

const readGraph = (
  input: Graph,
  { weights }: VertexSetOptions,
): Result<{ edges: Edges; weights: Float64Array }> => {
  const edges = checkGraph(input);
  if (!edges.ok) return edges;
  const { vertices } = edges.value;
  const read = checkWeights('weights', weights ?? new Float64Array(vertices).fill(1), vertices);
  return read.ok ? ok({ edges: edges.value, weights: read.value }) : read;
};

/** The most that an edge's lighter end weighs: what breaking the edge can gain. */
const gainMax = ({ a, b }: Edges, weights: Float64Array): number => {
  let most = 0;
  for (let k = 0; k < a.length; k++) {
    most = Math.max(most, Math.min(weights[a[k]!]!, weights[b[k]!]!));
  }
  return most;
};

const memberSet = (x: Uint8Array, weights: Float64Array): VertexSet => {
  const vertices: number[] = [];
  let weight = 0;
  for (let i = 0; i < x.length; i++) {
    if (x[i] !== 1) continue;
    vertices.push(i);
    weight += weights[i]!;
  }
  return { vertices, weight };
};

/** Reads a set in which no edge may have both ends at `broken`. */
const readSet =
  ({ edges: { a, b }, weights, name, says }: Parts, sign: number, broken: number) =>
  (x: Uint8Array): Reading<VertexSet> => {
    const set = memberSet(x, weights);
    const violations: Violation[] = [];
    for (let k = 0; k < a.length; k++) {
      const [i, j] = [a[k]!, b[k]!];
      if (x[i] !== broken || x[j] !== broken) continue;
      const where = `vertices ${i} and ${j} ${says}`;
      violations.push({ constraint: name, where, indices: [i, j], amount: 1 });
    }
    return { cost: 0 + sign * set.weight, violations, solution: () => set };
  };

/** Maximise the weight of a set that no edge has both ends in. */
const packing = (parts: Parts, override: number | undefined): Result<Encoded<VertexSet>> => {
  const { edges, weights, name } = parts;
  const why = 'leaving out the lighter end of a broken edge loses its weight at most';
  const weight = penalty(name, gainMax(edges, weights), why, override);
  if (!weight.ok) return weight;
  const sum = createQuadratic(edges.vertices);
  weights.forEach((w, i) => sum.linear(i, -w));
  edges.a.forEach((i, k) => sum.product(i, edges.b[k]!, weight.value.weight));
  const read = readSet(parts, -1, 1);
  const ising = sum.ising();
  return ok(encoded({ ising, sense: 'maximize', penalties: [weight.value], read }));
};

/**
 * A set of vertices of the greatest weight without an edge inside (Lucas 2014, section 4.2):
 * - sum w x + A sum x[i] x[j] over the edges, one spin per vertex.
 *
 * A > the greatest lighter end of an edge is safe: with both ends of an edge in the set, taking out
 * the lighter one loses its weight, less than A, and saves A or more; so every infeasible state
 * lies above a feasible one. Edge weights do not matter; an edge given twice counts twice. Fails
 * with PROBLEM_INVALID or PROBLEM_TOO_LARGE. Complexity O(vertices + edges).
 */
export const independentSet = (
  graph: Graph,
  options: VertexSetOptions = {},
): Result<Encoded<VertexSet>> => {
  const read = readGraph(graph, options);
  if (!read.ok) return read;
  return packing({ ...read.value, name: 'edge', says: 'are joined' }, options.penalty);
};

/**
 * A set of vertices of the least weight with an end of every edge (Lucas 2014, section 4.3):
 * sum w x + A sum (1 - x[i]) (1 - x[j]) over the edges, one spin per vertex.
 *
 * A > the greatest lighter end of an edge is safe: taking in the lighter end of an uncovered edge
 * costs its weight, less than A, and saves A or more. Fails with PROBLEM_INVALID or
 * PROBLEM_TOO_LARGE. Complexity O(vertices + edges).
 */
export const vertexCover = (
  graph: Graph,
  options: VertexSetOptions = {},
): Result<Encoded<VertexSet>> => {
  const input = readGraph(graph, options);
  if (!input.ok) return input;
  const { edges, weights } = input.value;
  const why = 'taking in the lighter end of an uncovered edge costs its weight at most';
  const weight = penalty('edge', gainMax(edges, weights), why, options.penalty);
  if (!weight.ok) return weight;
  const sum = createQuadratic(edges.vertices);
  weights.forEach((w, i) => sum.linear(i, w));
  edges.a.forEach((i, k) => {
    const a = weight.value.weight;
    sum.constant(a);
    sum.linear(i, -a);
    sum.linear(edges.b[k]!, -a);
    sum.product(i, edges.b[k]!, a);
  });
  const parts = { ...input.value, name: 'edge', says: 'leave their edge uncovered' };
  const read = readSet(parts, 1, 0);
  return ok(encoded({ ising: sum.ising(), penalties: [weight.value], read }));
};

/** Neighbours above each vertex, as ranges of one list. */
const neighboursAbove = ({ vertices, a, b }: Edges): { start: Int32Array; to: Int32Array } => {
  const start = new Int32Array(vertices + 1);
  for (let k = 0; k < a.length; k++) start[Math.min(a[k]!, b[k]!) + 1]!++;
  for (let i = 0; i < vertices; i++) start[i + 1]! += start[i]!;
  const next = start.slice();
  const to = new Int32Array(a.length);
  for (let k = 0; k < a.length; k++) {
    to[next[Math.min(a[k]!, b[k]!)]!++] = Math.max(a[k]!, b[k]!);
  }
  return { start, to };
};

/** The pairs of vertices that no edge joins, each once. Quadratic in the vertices. */
const complement = (edges: Edges): Edges => {
  const { vertices } = edges;
  const { start, to } = neighboursAbove(edges);
  const stamp = new Int32Array(vertices).fill(-1);
  const a: number[] = [];
  const b: number[] = [];
  for (let i = 0; i < vertices; i++) {
    for (let p = start[i]!; p < start[i + 1]!; p++) stamp[to[p]!] = i;
    for (let j = i + 1; j < vertices; j++) {
      if (stamp[j] === i) continue;
      a.push(i);
      b.push(j);
    }
  }
  return { vertices, a: Int32Array.from(a), b: Int32Array.from(b) };
};

/**
 * A set of vertices of the greatest weight with an edge between any two: an independent set of the
 * complement, with the same penalty for the same reason. (Lucas 2014, section 2.3, looks for a
 * clique of given size with spins that count; for the greatest one those are not needed.) Fails
 * with PROBLEM_INVALID or PROBLEM_TOO_LARGE, the latter already if the pairs less the edges are too
 * many. Complexity O(vertices squared).
 */
export const clique = (
  graph: Graph,
  options: VertexSetOptions = {},
): Result<Encoded<VertexSet>> => {
  const read = readGraph(graph, options);
  if (!read.ok) return read;
  const { edges, weights } = read.value;
  const pairs = (edges.vertices * (edges.vertices - 1)) / 2;
  const size = checkSize(edges.vertices, pairs - edges.a.length);
  if (!size.ok) return size;
  const parts = { edges: complement(edges), weights, name: 'pair', says: 'are not joined' };
  return packing(parts, options.penalty);
};
