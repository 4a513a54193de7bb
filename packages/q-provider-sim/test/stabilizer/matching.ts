// Minimum-weight perfect matching by exact search, for small codes in tests: defects that gain
// nothing from each other fall apart, and each cluster is solved over subsets.
import { invariant } from '@xdv/domain-model';
import { bitAt, type BitTable, type DetectorErrorModel } from '../../src/stabilizer/index.ts';

interface Edge {
  readonly to: number;
  readonly weight: number;
  readonly flips: number;
}

/** Shortest paths from one detector: to every other one, and last to the boundary. */
interface Paths {
  readonly distance: Float64Array;
  readonly flips: Uint8Array;
}

/** Edges by detector; the boundary is node `detectors`. Other detectors are left out of sight. */
const graphOf = (
  model: DetectorErrorModel,
  isSeen: (detector: number) => boolean,
): readonly (readonly Edge[])[] => {
  const { detectors, probabilities, offsets, symptoms } = model;
  const merged = new Map<string, number>();
  for (const [k, p] of probabilities.entries()) {
    const set = Array.from(symptoms.slice(offsets[k], offsets[k + 1]));
    const ends = set.filter((s) => s < detectors && isSeen(s));
    if (ends.length === 0) continue;
    invariant(ends.length <= 2, 'an error that is no edge', ends.length);
    const key = [ends[0], ends[1] ?? detectors, set.includes(detectors) ? 1 : 0].join();
    const known = merged.get(key) ?? 0;
    merged.set(key, p * (1 - known) + known * (1 - p));
  }
  const graph = Array.from({ length: detectors + 1 }, (): Edge[] => []);
  for (const [key, p] of merged) {
    const [a = 0, b = 0, flips = 0] = key.split(',').map(Number);
    const weight = Math.log((1 - p) / p);
    graph[a]!.push({ to: b, weight, flips });
    graph[b]!.push({ to: a, weight, flips });
  }
  return graph;
};

/** Dijkstra's algorithm; no path goes on from the boundary. */
const pathsFrom = (graph: readonly (readonly Edge[])[], source: number): Paths => {
  const boundary = graph.length - 1;
  const distance = new Float64Array(graph.length).fill(Infinity);
  const flips = new Uint8Array(graph.length);
  const open = new Set([source]);
  distance[source] = 0;
  while (open.size > 0) {
    let at = -1;
    for (const node of open) if (at < 0 || distance[node]! < distance[at]!) at = node;
    open.delete(at);
    if (at === boundary) continue;
    for (const edge of graph[at]!) {
      if (distance[at]! + edge.weight >= distance[edge.to]!) continue;
      distance[edge.to] = distance[at]! + edge.weight;
      flips[edge.to] = flips[at]! ^ edge.flips;
      open.add(edge.to);
    }
  }
  return { distance, flips };
};

/** Sets of defects such that no pair of different sets is closer than both to the boundary. */
const clustersOf = (defects: readonly number[], near: (a: number, b: number) => boolean) => {
  const left = new Set(defects);
  const clusters: number[][] = [];
  for (const seed of defects) {
    if (!left.delete(seed)) continue;
    const cluster = [seed];
    for (const member of cluster) {
      for (const other of left) {
        if (!near(member, other)) continue;
        left.delete(other);
        cluster.push(other);
      }
    }
    clusters.push(cluster);
  }
  return clusters;
};

/** Predicts observable 0 from the detectors that are seen. */
export const createDecoder = (
  model: DetectorErrorModel,
  isSeen: (detector: number) => boolean = () => true,
) => {
  const boundary = model.detectors;
  const graph = graphOf(model, isSeen);
  const cache = new Map<number, Paths>();
  const paths = (source: number): Paths => {
    let found = cache.get(source);
    if (found === undefined) cache.set(source, (found = pathsFrom(graph, source)));
    return found;
  };
  const near = (a: number, b: number): boolean =>
    paths(a).distance[b]! < paths(a).distance[boundary]! + paths(b).distance[boundary]!;
  const solve = (cluster: readonly number[]): number => {
    const best = new Map<number, readonly [weight: number, flips: number]>([[0, [0, 0]]]);
    const match = (mask: number): readonly [number, number] => {
      const known = best.get(mask);
      if (known !== undefined) return known;
      const first = 31 - Math.clz32(mask & -mask);
      const { distance, flips } = paths(cluster[first]!);
      let result: readonly [number, number] = [Infinity, 0];
      const consider = (rest: number, to: number): void => {
        const [weight, parity] = match(rest);
        if (weight + distance[to]! < result[0]) {
          result = [weight + distance[to]!, parity ^ flips[to]!];
        }
      };
      const others = mask & (mask - 1);
      consider(others, boundary);
      for (let rest = others; rest !== 0; rest &= rest - 1) {
        const other = cluster[31 - Math.clz32(rest & -rest)]!;
        if (near(cluster[first]!, other)) consider(others ^ (rest & -rest), other);
      }
      best.set(mask, result);
      return result;
    };
    invariant(cluster.length < 31, 'too many defects for exact search', cluster.length);
    return match(2 ** cluster.length - 1)[1];
  };
  return (defects: readonly number[]): number =>
    clustersOf(defects, near).reduce((parity, cluster) => parity ^ solve(cluster), 0);
};

/** Shots whose observable 0 the decoder mistakes. */
export const countMistakes = (
  model: DetectorErrorModel,
  table: BitTable,
  isSeen: (detector: number) => boolean = () => true,
): number => {
  const decode = createDecoder(model, isSeen);
  let mistakes = 0;
  for (let row = 0; row < table.rows; row++) {
    const defects: number[] = [];
    for (let d = 0; d < model.detectors; d++) {
      if (bitAt(table, row, d) === 1 && isSeen(d)) defects.push(d);
    }
    if (decode(defects) !== bitAt(table, row, model.detectors)) mistakes++;
  }
  return mistakes;
};
