import { cutValue, graph, maxCut, unwrap, type Graph } from '@xdv/domain-model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bisection,
  clique,
  colouring,
  independentSet,
  maximumCut,
  vertexCover,
} from '../../src/problems/index.ts';
import { randomGraph, randomNumbers, statesOf, survey } from './support.ts';

const RUNS = { numRuns: 20 };
const seeds = fc.integer({ min: 0, max: 2 ** 31 });

const joined = ({ vertices, a, b }: Graph): boolean[][] => {
  const matrix = Array.from({ length: vertices }, () => Array<boolean>(vertices).fill(false));
  a.forEach((i, k) => (matrix[i]![b[k]!] = matrix[b[k]!]![i] = true));
  return matrix;
};

/** Best weight over the vertex sets that `allows` allows, by the definition. */
const bestSet = (
  { vertices }: Graph,
  weights: readonly number[],
  allows: (has: readonly boolean[]) => boolean,
  better: (a: number, b: number) => number,
): number => {
  let best: number | undefined;
  for (const spins of statesOf(vertices)) {
    const has = Array.from(spins, (s) => s === 1);
    if (!allows(has)) continue;
    const weight = weights.reduce((sum, w, i) => sum + (has[i] ? w : 0), 0);
    best = best === undefined ? weight : better(best, weight);
  }
  return best!;
};

const everyPair = (n: number, holds: (i: number, j: number) => boolean): boolean => {
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) if (!holds(i, j)) return false;
  return true;
};

const instance = (seed: number) => {
  const vertices = 1 + (seed % 8);
  const density = ((seed >> 3) % 5) / 4;
  const weighted = randomGraph(seed, vertices, density, 5);
  return { weighted, weights: randomNumbers(seed, vertices, 1, 6), edges: joined(weighted) };
};

describe('vertex sets', () => {
  it('ground states are the heaviest independent sets', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { weighted: g, weights, edges } = instance(seed);
        const { least, ground } = survey(unwrap(independentSet(g, { weights })));
        const allows = (has: readonly boolean[]): boolean =>
          everyPair(g.vertices, (i, j) => !(has[i] && has[j] && edges[i]![j]));
        expect(0 - least).toBe(bestSet(g, weights, allows, Math.max));
        for (const set of ground) {
          expect(set!.weight).toBe(0 - least);
          const has = weights.map((_, i) => set!.vertices.includes(i));
          expect(allows(has)).toBe(true);
        }
      }),
      RUNS,
    );
  });

  it('ground states are the lightest vertex covers', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { weighted: g, weights, edges } = instance(seed);
        const { least, ground } = survey(unwrap(vertexCover(g, { weights })));
        const allows = (has: readonly boolean[]): boolean =>
          everyPair(g.vertices, (i, j) => has[i]! || has[j]! || !edges[i]![j]);
        expect(least).toBe(bestSet(g, weights, allows, Math.min));
        for (const set of ground) expect(set!.weight).toBe(least);
      }),
      RUNS,
    );
  });

  it('ground states are the heaviest cliques', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { weighted: g, weights, edges } = instance(seed);
        const { least, ground } = survey(unwrap(clique(g, { weights })));
        const allows = (has: readonly boolean[]): boolean =>
          everyPair(g.vertices, (i, j) => !has[i] || !has[j] || edges[i]![j]!);
        expect(0 - least).toBe(bestSet(g, weights, allows, Math.max));
        for (const set of ground) {
          const has = weights.map((_, i) => set!.vertices.includes(i));
          expect(allows(has)).toBe(true);
        }
      }),
      RUNS,
    );
  });

  it('a broken edge is named with its ends', () => {
    const path = graph(3, [
      [0, 1],
      [1, 2],
    ]);
    const { decode } = unwrap(independentSet(path));
    expect(decode([1, 1, -1])).toEqual({
      feasible: false,
      cost: -2,
      unsettled: 0,
      violations: [
        { constraint: 'edge', where: 'vertices 0 and 1 are joined', indices: [0, 1], amount: 1 },
      ],
    });
    expect(decode([1, -1, 1])).toMatchObject({
      solution: { vertices: [0, 2], weight: 2 },
      objective: 2,
    });
  });
});

describe('cuts', () => {
  it('ground states are the maximum cuts, the negated energy with offset their weight', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { weighted: g } = instance(seed);
        const encoded = unwrap(maximumCut(g));
        const { least, ground, objectives } = survey(encoded);
        expect(objectives.length).toBe(2 ** g.vertices);
        expect(0 - least).toBe(Math.max(...objectives));
        for (const cut of ground) expect(cutValue(g, cut!.side)).toBe(0 - least);
        expect(encoded.problem.coupling).toEqual(maxCut(g).coupling.map((j) => j / 2));
      }),
      RUNS,
    );
  });

  it('ground states are the lightest bisections, signed weights included', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { weighted } = instance(seed);
        const signs = randomNumbers(seed + 1, weighted.a.length, 0, 1);
        const g = { ...weighted, weight: weighted.weight.map((w, k) => (signs[k] ? w : -w)) };
        const { least, ground } = survey(unwrap(bisection(g)));
        const cuts = Array.from(statesOf(g.vertices), (spins) => {
          const sum = spins.reduce((total, s) => total + s, 0);
          return Math.abs(sum) <= 1 ? cutValue(g, spins) : Infinity;
        });
        expect(least).toBe(Math.min(...cuts));
        for (const cut of ground) expect(cut!.weight).toBe(least);
      }),
      RUNS,
    );
  });
});

describe('colouring', () => {
  it('the energy reaches 0 exactly where there is a colouring, and all ground states are', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 3 }), (seed, colours) => {
        const g = randomGraph(seed, 1 + (seed % 4), 0.6);
        const { least, ground } = survey(unwrap(colouring(g, { colours })));
        const edges = joined(g);
        const proper = (colour: ArrayLike<number>): boolean =>
          everyPair(g.vertices, (i, j) => !edges[i]![j] || colour[i] !== colour[j]);
        let colourings = 0;
        for (let code = 0; code < colours ** g.vertices; code++) {
          const of = (v: number): number => Math.floor(code / colours ** v) % colours;
          if (proper(Array.from({ length: g.vertices }, (_, v) => of(v)))) colourings++;
        }
        expect(least === 0).toBe(colourings > 0);
        if (colourings === 0) return;
        expect(ground.length).toBe(colourings);
        for (const colour of ground) expect(proper(colour!)).toBe(true);
      }),
      RUNS,
    );
  });

  it('says which vertex lacks a colour and which pair shares one', () => {
    const { decode } = unwrap(colouring(graph(2, [[0, 1]]), { colours: 2 }));
    const decoded = decode([1, -1, 1, 1]);
    expect(decoded.violations.map(({ where }) => where)).toEqual([
      'vertex 1 has 2, not one',
      'joined vertices 0 and 1 share a colour',
    ]);
    expect(decoded.feasible).toBe(false);
  });
});
