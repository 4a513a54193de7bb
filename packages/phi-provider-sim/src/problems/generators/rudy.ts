import { fail, ISING_LIMITS, ok, type Graph, type Result } from '@xdv/domain-model';
import {
  circuit,
  clique,
  grid,
  pairsOf,
  planar,
  planarMost,
  randomPairs,
  randomWeights,
  union,
} from './rudy-graphs.ts';

/** Bounds of expressions, checked before a graph of that size is made. */
export const RUDY_LIMITS = {
  lengthMax: 1000,
  /** Operands that wait for an operator: the stack of rudy. */
  stackMax: 10,
  verticesMax: ISING_LIMITS.spinsMax,
  /** Edges of all operands together. */
  edgesMax: ISING_LIMITS.couplingsMax,
} as const;

/** What a word of an expression may be: its least and largest value, and whether it is whole. */
interface Range {
  readonly least: number;
  readonly most: number;
  readonly fractional?: boolean;
}

const SIZE: Range = { least: 2, most: RUDY_LIMITS.verticesMax };
const RING: Range = { least: 3, most: RUDY_LIMITS.verticesMax };
const DENSITY: Range = { least: 0, most: 100, fractional: true };
const SEED: Range = { least: 0, most: 2 ** 31 - 1 };
const SCALAR: Range = { least: -1_000_000, most: 1_000_000 };

interface Source {
  readonly ranges: readonly Range[];
  readonly size: (...words: readonly number[]) => readonly [vertices: number, edges: number];
  readonly make: (...words: readonly number[]) => Graph;
}

/** The edges of a random graph: the whole number closest to the density. */
const randomCount = (vertices: number, density: number): number =>
  Math.floor((pairsOf(vertices) * density) / 100 + 0.5);

const SOURCES: ReadonlyMap<string, Source> = new Map<string, Source>([
  ['-clique', { ranges: [SIZE], size: (n) => [n!, pairsOf(n!)], make: (n) => clique(n!) }],
  ['-circuit', { ranges: [RING], size: (n) => [n!, n!], make: (n) => circuit(n!) }],
  [
    '-grid_2D',
    {
      ranges: [SIZE, SIZE],
      size: (rows, columns) => [rows! * columns!, 2 * rows! * columns!],
      make: (rows, columns) => grid(rows!, columns!, false),
    },
  ],
  [
    '-toroidal_grid_2D',
    {
      ranges: [RING, RING],
      size: (rows, columns) => [rows! * columns!, 2 * rows! * columns!],
      make: (rows, columns) => grid(rows!, columns!, true),
    },
  ],
  [
    '-rnd_graph',
    {
      ranges: [SIZE, DENSITY, SEED],
      size: (n, density) => [n!, randomCount(n!, density!)],
      make: (n, density, seed) => randomPairs(n!, randomCount(n!, density!), seed!),
    },
  ],
  [
    '-planar',
    {
      ranges: [RING, DENSITY, SEED],
      size: (n) => [n!, planarMost(n!)],
      make: (n, density, seed) => planar(n!, density!, seed!),
    },
  ],
]);

interface Change {
  readonly ranges: readonly Range[];
  readonly make: (graph: Graph, ...words: readonly number[]) => Graph;
}

const mapped = (graph: Graph, change: (weight: number) => number): Graph => ({
  ...graph,
  weight: graph.weight.map(change),
});

const CHANGES: ReadonlyMap<string, Change> = new Map<string, Change>([
  [
    '-random',
    {
      ranges: [SCALAR, SCALAR, SEED],
      // two bounds in the wrong order mean the same range
      make: (graph, x, y, seed) =>
        randomWeights(graph, Math.min(x!, y!), Math.max(x!, y!), seed!),
    },
  ],
  ['-times', { ranges: [SCALAR], make: (graph, by) => mapped(graph, (weight) => weight * by!) }],
  ['-plus', { ranges: [SCALAR], make: (graph, by) => mapped(graph, (weight) => weight + by!) }],
]);

const KNOWN = [...SOURCES.keys(), ...CHANGES.keys(), '+'].join(' ');
const WHOLE = /^-?\d{1,15}$/;
const FRACTION = /^\d{1,15}(?:\.\d{1,15})?$/;

const no = (message: string, hint: string): Result<never> =>
  fail('ARGUMENT_INVALID', `rudy: ${message}`, hint);

/** An expression that is being worked off. */
interface Work {
  readonly words: readonly string[];
  at: number;
  readonly stack: Graph[];
  edgesLeft: number;
}

const readNumbers = (work: Work, ranges: readonly Range[]): Result<readonly number[]> => {
  const operator = work.words[work.at - 1]!;
  const numbers: number[] = [];
  for (const { least, most, fractional } of ranges) {
    const word = work.words[work.at++] ?? '';
    const value = (fractional === true ? FRACTION : WHOLE).test(word) ? Number(word) : NaN;
    if (!(value >= least && value <= most)) {
      const found = JSON.stringify(word.slice(0, 40));
      const hint = `Number ${numbers.length + 1} of ${operator} is ${least} to ${most}`;
      return no(`${operator} is followed by ${found}`, hint);
    }
    numbers.push(value);
  }
  return ok(numbers);
};

const pushSource = (work: Work, source: Source): Result<null> => {
  const { verticesMax, stackMax } = RUDY_LIMITS;
  const numbers = readNumbers(work, source.ranges);
  if (!numbers.ok) return numbers;
  const [vertices, edges] = source.size(...numbers.value);
  work.edgesLeft -= edges;
  if (vertices > verticesMax || work.edgesLeft < 0) {
    return no(`${vertices} vertices, ${edges} edges are too many`, 'Ask for a smaller graph');
  }
  if (work.stack.length === stackMax) return no(`more than ${stackMax} operands wait`, 'Join them');
  work.stack.push(source.make(...numbers.value));
  return ok(null);
};

const applyChange = (work: Work, change: Change): Result<null> => {
  const numbers = readNumbers(work, change.ranges);
  if (!numbers.ok) return numbers;
  const graph = work.stack.pop();
  if (graph === undefined) return no('an operator has no graph before it', 'Write the graph first');
  const changed = change.make(graph, ...numbers.value);
  if (!changed.weight.every(Number.isSafeInteger)) {
    return no('a weight is beyond 2^53', 'Multiply by less');
  }
  work.stack.push(changed);
  return ok(null);
};

const applyUnion = ({ stack }: Work): Result<null> => {
  const [second, first] = [stack.pop(), stack.pop()];
  if (first === undefined || second === undefined || first.vertices !== second.vertices) {
    return no('+ joins two graphs of as many vertices', 'Write two such graphs before it');
  }
  stack.push(union(first, second));
  return ok(null);
};

const step = (work: Work): Result<null> => {
  const word = work.words[work.at++]!;
  const source = SOURCES.get(word);
  if (source !== undefined) return pushSource(work, source);
  const change = CHANGES.get(word);
  if (change !== undefined) return applyChange(work, change);
  if (word === '+') return applyUnion(work);
  return no(`${JSON.stringify(word.slice(0, 40))} is not known`, `Known are ${KNOWN}`);
};

/**
 * The graph that the program rudy of G. Rinaldi makes of an expression in reverse Polish notation,
 * bit for bit, edges and weights in the order of its output: `-rnd_graph 800 6 8001` is G1 of the
 * G-set. Known are `-clique n`, `-circuit n`, `-grid_2D rows columns`, `-toroidal_grid_2D rows
 * columns`, `-rnd_graph n percent seed`, `-planar n percent seed`, and on the graph before them
 * `-random low high seed`, `-times k`, `-plus k` and the union `+`. Fails with ARGUMENT_INVALID.
 * Complexity O(vertices + edges) expected, and for nearly complete random graphs O(m log m).
 */
export const rudyGraph = (expression: string): Result<Graph> => {
  const { lengthMax, edgesMax } = RUDY_LIMITS;
  if (expression.length > lengthMax) return no(`more than ${lengthMax} characters`, 'Write less');
  const words = expression.split(/\s+/).filter((word) => word !== '');
  const work: Work = { words, at: 0, stack: [], edgesLeft: edgesMax };
  while (work.at < words.length) {
    const stepped = step(work);
    if (!stepped.ok) return stepped;
  }
  const graph = work.stack.pop();
  if (graph !== undefined && work.stack.length === 0) return ok(graph);
  return no('an expression gives one graph', 'Join graphs with +');
};
