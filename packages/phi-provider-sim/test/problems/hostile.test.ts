import { graph, type Graph, type Result } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import {
  bisection,
  clique,
  colouring,
  independentSet,
  maximumCut,
  maxSatisfiability,
  numberPartition,
  PROBLEM_LIMITS,
  qubo,
  satisfiability,
  schedule,
  toQubo,
  travellingSalesman,
  vertexCover,
  type QuboInput,
  type ScheduleInput,
} from '../../src/problems/index.ts';
import { complete, faultOf } from '../support.ts';

const pair = graph(2, [[0, 1]]);
const hollow = (vertices: number): Graph => ({
  vertices,
  a: new Int32Array(),
  b: new Int32Array(),
  weight: new Float64Array(),
});

const quboOf = (over: object): Result<unknown> =>
  qubo({ variables: 2, entries: [], convention: 'upper', ...over } as QuboInput);

const plan = (over: object): Result<unknown> =>
  schedule({
    operations: [{ duration: 1 }, { duration: 1 }],
    horizon: 4,
    objective: 'makespan',
    ...over,
  } as ScheduleInput);

const INVALID: readonly (readonly [string, () => Result<unknown>])[] = [
  ['a graph that is null', () => maximumCut(null as never)],
  ['a graph whose arrays differ', () => independentSet({ ...pair, a: new Int32Array() })],
  ['a graph of NaN vertices', () => vertexCover(hollow(NaN))],
  ['an edge of NaN', () => maximumCut({ ...pair, weight: Float64Array.of(NaN) })],
  ['an edge beyond weights', () => bisection({ ...pair, weight: Float64Array.of(1e300) })],
  ['an edge to a negative vertex', () => clique({ ...pair, a: Int32Array.of(-1) })],
  ['a loop', () => colouring({ ...pair, b: Int32Array.of(0) }, { colours: 2 })],
  ['weights too few', () => independentSet(pair, { weights: [1] })],
  ['a weight of Infinity', () => vertexCover(pair, { weights: [1, Infinity] })],
  ['no colours', () => colouring(pair, { colours: 0 })],
  ['half a colour', () => colouring(pair, { colours: 1.5 })],
  ['no numbers', () => numberPartition([])],
  ['numbers that are null', () => numberPartition(null as never)],
  ['a number of NaN', () => numberPartition([1, NaN])],
  ['a QUBO that is null', () => qubo(null as never)],
  ['a formula that is null', () => satisfiability(null as never)],
  ['a schedule that is null', () => schedule(null as never)],
  ['distances that are null', () => travellingSalesman(null as never)],
  ['colours left out', () => colouring(pair, undefined as never)],
  ['a QUBO without convention', () => quboOf({ convention: 'both' })],
  ['an entry below the diagonal', () => quboOf({ entries: [[1, 0, 1]] })],
  ['half of a symmetric matrix', () => quboOf({ convention: 'symmetric', entries: [[0, 1, 1]] })],
  ['an entry of NaN', () => quboOf({ entries: [[0, 1, NaN]] })],
  ['an entry at -1', () => quboOf({ entries: [[-1, 1, 1]] })],
  ['an entry that is none', () => quboOf({ entries: [7] })],
  ['an offset of NaN', () => quboOf({ offset: NaN })],
  ['an Ising problem that is none', () => toQubo({} as never)],
  ['distances of one city', () => travellingSalesman([[0]])],
  ['distances that are not square', () => travellingSalesman([[0, 1], [1]])],
  ['a negative distance', () => travellingSalesman([[0, 1], [-1, 0]])],
  ['a distance of NaN', () => travellingSalesman([[0, NaN], [1, 0]])],
  ['a way from a city to itself', () => travellingSalesman([[1, 1], [1, 0]])],
  ['an empty clause', () => satisfiability({ variables: 1, clauses: [[]] })],
  ['a literal of 0', () => satisfiability({ variables: 1, clauses: [[0]] })],
  ['a literal beyond the variables', () => satisfiability({ variables: 1, clauses: [[-2]] })],
  [
    'a negative weight',
    () => maxSatisfiability({ variables: 1, clauses: [[1]] }, { weights: [-1] }),
  ],
  ['no operations', () => plan({ operations: [] })],
  ['a duration of 0', () => plan({ operations: [{ duration: 0 }] })],
  ['a machine of -1', () => plan({ operations: [{ duration: 1, machine: -1 }] })],
  ['a weight of NaN', () => plan({ operations: [{ duration: 1, weight: NaN }] })],
  ['an objective of another kind', () => plan({ objective: 'tardiness' })],
  ['precedence in a circle', () => plan({ precedence: [[0, 1], [1, 0]] })],
  ['an operation before itself', () => plan({ precedence: [[0, 0]] })],
  ['precedence of no operation', () => plan({ precedence: [[0, 2]] })],
  ['a horizon too short', () => plan({ horizon: 1, precedence: [[0, 1]] })],
  ['a horizon without end', () => plan({ horizon: Infinity })],
  ['a deadline before the end', () => plan({ operations: [{ duration: 3, deadline: 2 }] })],
];

const LARGE: readonly (readonly [string, () => Result<unknown>])[] = [
  ['a graph of many vertices', () => maximumCut(hollow(1e9))],
  ['a QUBO of many variables', () => quboOf({ variables: 1e9 })],
  ['a bisection of many pairs', () => bisection(hollow(10_000))],
  ['a clique in a large sparse graph', () => clique(hollow(10_000))],
  ['many colours', () => colouring(pair, { colours: 1e9 })],
  ['many numbers', () => numberPartition(new Float64Array(10_000))],
  ['many cities', () => travellingSalesman(Array(1_001).fill([]) as number[][])],
  ['many variables', () => satisfiability({ variables: 1e9, clauses: [] })],
  ['a long horizon', () => plan({ horizon: PROBLEM_LIMITS.horizonMax })],
  [
    'one machine for all',
    () => plan({ operations: Array(6_000).fill({ duration: 9, machine: 0 }), horizon: 100 }),
  ],
];

describe('hostile problems', () => {
  it.each(INVALID)('%s is refused', (_, build) => {
    expect(faultOf(build()).code).toBe('PROBLEM_INVALID');
  });

  it.each(LARGE)('%s is refused before it is built', (_, build) => {
    expect(faultOf(build()).code).toBe('PROBLEM_TOO_LARGE');
  });
});

describe('penalties', () => {
  it('one above the bound is taken, one at the bound or beyond numbers is refused', () => {
    const build = (penalty: number): Result<{ penalties: unknown }> =>
      independentSet(complete(3), { weights: [3, 5, 4], penalty });
    const taken = build(4.5);
    expect.assert(taken.ok);
    expect(taken.value.penalties).toMatchObject([{ name: 'edge', weight: 4.5, safeAbove: 4 }]);
    for (const bad of [4, 0, -1, NaN, Infinity, '9' as never]) {
      expect(faultOf(build(bad)).code).toBe('PROBLEM_INVALID');
    }
  });

  it('the default is a quarter above the bound', () => {
    const encoded = travellingSalesman([
      [0, 2, 9],
      [1, 0, 3],
      [5, 6, 0],
    ]);
    expect.assert(encoded.ok);
    // city 2: in at most 9, out at most 6
    expect(encoded.value.penalties).toMatchObject([{ weight: 9.375, safeAbove: 7.5 }]);
  });
});

describe('decoding', () => {
  it('throws for what is no state of the problem', () => {
    const encoded = maximumCut(pair);
    expect.assert(encoded.ok);
    for (const bad of [[1], [1, 1, 1], [1, 0], [NaN, 1]]) {
      expect(() => encoded.value.decode(bad)).toThrow(RangeError);
    }
  });

  it('does not change with the input once built', () => {
    const weights = [1, 2];
    const encoded = independentSet(hollow(2), { weights });
    expect.assert(encoded.ok);
    weights.fill(100);
    expect(encoded.value.decode([1, 1])).toMatchObject({ objective: 3 });
  });
});
