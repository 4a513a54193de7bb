import { createRandom, ISING_LIMITS, type Graph, type RandomStream } from '@xdv/domain-model';
import { naturalLog } from '../../math/logarithm.ts';
import { edgeList } from './edges.ts';
import { checkEdges, checkSeed, checkWhole } from './options.ts';
import { pairsOf } from './rudy-graphs.ts';

const { spinsMax } = ISING_LIMITS;

export interface ErdosRenyiOptions {
  readonly vertices: number;
  /** Chance of each pair to be joined, 0 to 1. */
  readonly probability: number;
  readonly seed: number;
}

/**
 * G(n, p): every pair is an edge with the same probability, independently. The gaps between edges
 * are drawn, not the pairs (Batagelj and Brandes 2005). Throws RangeError for wrong options, and
 * where more edges are expected than ISING_LIMITS allows. Complexity O(vertices + edges).
 */
export const erdosRenyi = ({ vertices, probability, seed }: ErdosRenyiOptions): Graph => {
  checkWhole('vertices', vertices, 1, spinsMax);
  checkSeed(seed);
  if (!(probability >= 0 && probability <= 1)) {
    throw new RangeError(`probability must be 0 to 1, got ${probability}`);
  }
  const mean = pairsOf(vertices) * probability;
  // six standard deviations are room enough
  const most = Math.min(pairsOf(vertices), Math.ceil(mean + 6 * Math.sqrt(mean) + 40));
  checkEdges('probability', most);
  const random = createRandom(seed);
  const edges = edgeList(vertices, most);
  const gapScale = probability < 1 ? 1 / naturalLog(1 - probability) : 0;
  const gap = (): number => 1 + Math.floor(naturalLog(1 - random.float()) * gapScale);
  let [row, column] = [1, -1];
  for (let count = 0; count < most && probability > 0; count++) {
    column += gap();
    while (row < vertices && column >= row) column -= row++;
    if (row >= vertices) break;
    edges.add(column, row, 1);
  }
  return edges.graph();
};

export interface RandomRegularOptions {
  readonly vertices: number;
  /** Neighbours of each vertex; vertices times degree is even. */
  readonly degree: number;
  readonly seed: number;
}

/** Attempts in a row to join two free ends before a graph is begun anew. */
const TRIES_MAX = 200;

/** Joins free ends at random until none is left; undefined if the rest cannot be joined. */
const joinEnds = (vertices: number, degree: number, random: RandomStream): Graph | undefined => {
  const ends = Int32Array.from({ length: vertices * degree }, (_, k) => k % vertices);
  const edges = edgeList(vertices, ends.length / 2);
  const joined = new Set<number>();
  const take = (place: number, last: number): void => {
    ends[place] = ends[last]!;
  };
  let free = ends.length;
  for (let tries = 0; free > 0; tries++) {
    if (tries === TRIES_MAX) return undefined;
    const [p, q] = [random.below(free), random.below(free)];
    const [i, j] = [ends[p]!, ends[q]!];
    const key = Math.min(i, j) * vertices + Math.max(i, j);
    if (i === j || joined.has(key)) continue;
    joined.add(key);
    edges.add(i, j, 1);
    take(Math.max(p, q), --free);
    take(Math.min(p, q), --free);
    tries = -1;
  }
  return edges.graph();
};

/**
 * A random graph whose vertices all have `degree` neighbours, at most 64: free ends are joined at
 * random, never twice (Steger and Wormald 1999), close to uniform. Throws RangeError for wrong
 * options. Complexity O(vertices × degree) expected.
 */
export const randomRegular = ({ vertices, degree, seed }: RandomRegularOptions): Graph => {
  checkWhole('vertices', vertices, 2, spinsMax);
  // a degree below half of the vertices leaves room to join: another attempt then succeeds
  checkWhole('degree', degree, 1, Math.max(1, Math.min(64, Math.floor(vertices / 2))));
  checkSeed(seed);
  if ((vertices * degree) % 2 === 1) throw new RangeError('vertices × degree must be even');
  checkEdges('degree', (vertices * degree) / 2);
  const random = createRandom(seed);
  let graph = joinEnds(vertices, degree, random);
  while (graph === undefined) graph = joinEnds(vertices, degree, random);
  return graph;
};

export interface BarabasiAlbertOptions {
  readonly vertices: number;
  /** Earlier vertices that each new one is joined to. */
  readonly links: number;
  readonly seed: number;
}

/**
 * Preferential attachment (Barabási and Albert 1999): after a star of `links` + 1 vertices each new
 * one is joined to `links` others, drawn with a chance that grows with their degree. Throws
 * RangeError for wrong options. Complexity O(vertices × links) expected.
 */
export const barabasiAlbert = ({ vertices, links, seed }: BarabasiAlbertOptions): Graph => {
  checkWhole('vertices', vertices, 2, spinsMax);
  checkWhole('links', links, 1, Math.min(vertices - 1, 1000));
  checkSeed(seed);
  const most = links * (vertices - links);
  checkEdges('links', most);
  const random = createRandom(seed);
  const edges = edgeList(vertices, most);
  // every edge puts both its ends here, so a draw of an end is a draw by degree
  const ends = new Int32Array(2 * most);
  let count = 0;
  const join = (i: number, j: number): void => {
    edges.add(i, j, 1);
    ends[count++] = i;
    ends[count++] = j;
  };
  for (let i = 0; i < links; i++) join(i, links);
  for (let vertex = links + 1; vertex < vertices; vertex++) {
    const chosen = new Set<number>();
    while (chosen.size < links) chosen.add(ends[random.below(count)]!);
    for (const other of chosen) join(other, vertex);
  }
  return edges.graph();
};
