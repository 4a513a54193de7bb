import { process, us } from 'xdv-kernel';

/** The plain form of a graph, as it crosses from one process to another. */
export interface PlainGraph {
  readonly vertices: number;
  readonly edges: readonly (readonly [number, number])[];
}

/** The largest cut of a graph, and how many partitions into two sides reach it. */
export interface ExactCut {
  readonly cut: number;
  readonly partitions: number;
}

/**
 * One step of a sweep over the vertices. The frontier are the vertices visited so far that still
 * have an unvisited neighbour: all that the rest of the graph can see of them.
 */
interface Stage {
  /** Neighbours of the new vertex, as positions in the frontier. */
  readonly neighbours: readonly number[];
  /** What stays in the frontier, as positions in it with the new vertex appended. */
  readonly kept: readonly number[];
}

/** Per assignment of sides to the frontier ('010…'), the best cut behind it. */
type Rows = ReadonlyMap<string, ExactCut>;

/** Visits next whatever vertex leaves the smallest frontier: a greedy ordering of low width. */
const planSweep = ({ vertices, edges }: PlainGraph): readonly Stage[] => {
  const neighbours = Array.from({ length: vertices }, () => new Set<number>());
  for (const [a, b] of edges) {
    neighbours[a]!.add(b);
    neighbours[b]!.add(a);
  }
  const waiting = new Set(neighbours.keys());
  const without = (frontier: readonly number[], vertex: number): number[] =>
    [...frontier, vertex].filter((visited) =>
      [...neighbours[visited]!].some((other) => other !== vertex && waiting.has(other)),
    );
  const stages: Stage[] = [];
  let frontier: readonly number[] = [];
  while (waiting.size > 0) {
    const [vertex, next] = [...waiting]
      .map((candidate) => [candidate, without(frontier, candidate)] as const)
      .reduce((best, each) => (each[1].length < best[1].length ? each : best));
    const seen = [...frontier, vertex];
    stages.push({
      neighbours: frontier.flatMap((each, at) => (neighbours[vertex]!.has(each) ? [at] : [])),
      kept: next.map((each) => seen.indexOf(each)),
    });
    waiting.delete(vertex);
    frontier = next;
  }
  return stages;
};

/** Puts one more vertex on either side, and merges the rows that the rest cannot tell apart. */
const visit = (rows: Rows, { neighbours, kept }: Stage): Rows => {
  const next = new Map<string, ExactCut>();
  for (const [sides, { cut, partitions }] of rows) {
    for (const side of ['0', '1']) {
      const gained = neighbours.filter((at) => sides[at] !== side).length;
      const key = kept.map((at) => (sides + side)[at]).join('');
      const rival = next.get(key);
      const better = cut + gained;
      if (!rival || better > rival.cut) next.set(key, { cut: better, partitions });
      else if (better === rival.cut) {
        next.set(key, { cut: better, partitions: rival.partitions + partitions });
      }
    }
  }
  return next;
};

/** What a K lane is charged per row of the table. */
const ROW_TIME_US = 10;

/**
 * The exact maximum cut of a small graph, by dynamic programming over its vertex ordering: no
 * partition is left out, so the result is a proof. 2^w rows for a frontier of at most w vertices;
 * the karate club needs w = 6.
 *
 * Every stage is a `compute` of its own, so the K lane can serve others in between.
 */
export const exactCut = process(
  { domains: ['K'] },
  function* exactCut(sys, graph: PlainGraph) {
    const stages = yield* sys.compute(us(ROW_TIME_US * graph.edges.length), () => planSweep(graph));
    let rows: Rows = new Map([['', { cut: 0, partitions: 1 }]]);
    for (const stage of stages) {
      rows = yield* sys.compute(us(ROW_TIME_US * rows.size), () => visit(rows, stage));
    }
    // in the end the frontier is empty, and each partition was counted with its sides swapped too
    const { cut, partitions } = rows.get('')!;
    const { tick } = yield* sys.now();
    return { cut, partitions: partitions / 2, provedAtTick: tick };
  },
);
