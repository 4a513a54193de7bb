import { cutValue, maxCut, ns, type Duration, type Graph } from '@xdv/domain-model';
import { process } from 'xdv-kernel';
import {
  stabilityOf,
  type PhiStability,
  type PhiTerms,
  type WithoutStability,
} from './decode.ts';
import { packNumbers, unpackNumbers } from './numbers.ts';

/** A graph in the arguments of a process: edges are lists of packed numbers. */
export type PackedGraph = {
  readonly vertices: number;
  readonly a: Uint8Array;
  readonly b: Uint8Array;
  readonly weight: Uint8Array;
};

/** Arguments of the built-in process `graph`. */
export type GraphArgs = PackedGraph & PhiTerms;

export type GraphResult = {
  /** The largest cut of all reads. */
  readonly cut: number;
  /** The cut of every read, in order. */
  readonly cuts: readonly number[];
  /** For each vertex the side it is on in the largest cut, 0 or 1. */
  readonly sides: Uint8Array;
  readonly stability: PhiStability;
};

/** The part of the arguments that holds the graph. */
export const packGraph = ({ vertices, a, b, weight }: Graph): PackedGraph => ({
  vertices,
  a: packNumbers(a),
  b: packNumbers(b),
  weight: packNumbers(weight),
});

/** The graph of such arguments. */
export const unpackGraph = ({ vertices, a, b, weight }: PackedGraph): Graph => ({
  vertices,
  a: Int32Array.from(unpackNumbers(a)),
  b: Int32Array.from(unpackNumbers(b)),
  weight: unpackNumbers(weight),
});

/** What one state or more of the maximum cut of a graph are as cuts. */
export const cutsOf = (
  edges: Graph,
  states: readonly Int8Array[],
): WithoutStability<GraphResult> => {
  const cuts = states.map((spins) => cutValue(edges, spins));
  const cut = cuts.reduce((most, value) => Math.max(most, value), cuts[0]!);
  const best = states[cuts.indexOf(cut)]!;
  return { cut, cuts, sides: Uint8Array.from(best, (spin) => (spin > 0 ? 1 : 0)) };
};

/** Cuts a graph on a Φ machine. K is charged a nanosecond for each edge that it looks at. */
export const graph = process(
  { domains: ['K', 'Phi'], name: 'graph' },
  function* graph(sys, args: GraphArgs) {
    const { windowNs, reads, machine } = args;
    const edges = unpackGraph(args);
    const problem = yield* sys.compute(ns(edges.a.length), () => maxCut(edges));
    const on = machine === null ? {} : { machine };
    const window = windowNs as Duration;
    const { samples, stability } = yield* sys.phi.solve(problem, { window, reads, ...on });
    const cuts = yield* sys.compute(ns(edges.a.length * reads), () =>
      cutsOf(edges, samples.map(({ spins }) => spins)),
    );
    return { ...cuts, stability: stabilityOf(stability) } satisfies GraphResult;
  },
);
