import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pathLengths } from '../../src/plot/distances.ts';
import { layOut } from '../../src/plot/layout.ts';

const edgesOf = (vertices: number, pairs: readonly (readonly [number, number])[]) => ({
  vertices,
  a: Int32Array.from(pairs, ([a]) => a),
  b: Int32Array.from(pairs, ([, b]) => b),
});

const anyGraph = fc.integer({ min: 1, max: 30 }).chain((vertices) => {
  const vertex = fc.integer({ min: 0, max: vertices - 1 });
  return fc
    .array(fc.tuple(vertex, vertex), { maxLength: 60 })
    .map((pairs) => edgesOf(vertices, pairs.filter(([a, b]) => a !== b)));
});

const grid = (side: number) => {
  const pairs: [number, number][] = [];
  for (let i = 0; i < side * side; i++) {
    if (i % side < side - 1) pairs.push([i, i + 1]);
    if (i + side < side * side) pairs.push([i, i + side]);
  }
  return edgesOf(side * side, pairs);
};

describe('lengths of paths', () => {
  it('are a metric in which neighbours are 1 apart', () => {
    fc.assert(
      fc.property(anyGraph, (edges) => {
        const n = edges.vertices;
        const d = pathLengths(edges);
        for (let k = 0; k < edges.a.length; k++) expect(d[edges.a[k]! * n + edges.b[k]!]).toBe(1);
        const all = Array.from({ length: n }, (_, i) => i);
        for (const i of all) {
          expect(d[i * n + i]).toBe(0);
          expect(all.every((j) => d[i * n + j] === d[j * n + i])).toBe(true);
          const by = (j: number, k: number): number => d[i * n + k]! + d[k * n + j]!;
          const shortest = all.map((j) => Math.min(...all.map((k) => by(j, k))));
          expect(shortest).toEqual(all.map((j) => d[i * n + j]));
        }
      }),
      { numRuns: 30 },
    );
  });
});

describe('a layout', () => {
  it('has a place on the paper for every vertex, no two in the same', () => {
    fc.assert(
      fc.property(anyGraph, (edges) => {
        const { x, y } = layOut(edges, 1.5);
        const places = new Set(Array.from(x, (value, i) => `${value} ${y[i]}`));
        expect(places.size).toBe(edges.vertices);
        for (const value of x) expect(Math.abs(value)).toBeLessThanOrEqual(1.500001);
        for (const value of y) expect(Math.abs(value)).toBeLessThanOrEqual(1.000001);
      }),
      { numRuns: 50 },
    );
  });

  it('is the same every time', () => {
    expect(layOut(grid(6), 1)).toEqual(layOut(grid(6), 1));
  });

  it('lies across wide paper', () => {
    const path = edgesOf(9, Array.from({ length: 8 }, (_, i) => [i, i + 1] as const));
    const { x, y } = layOut(path, 2);
    expect(Math.max(...x) - Math.min(...x)).toBeCloseTo(4);
    expect(Math.max(...y) - Math.min(...y)).toBeLessThan(1);
  });

  it('draws a grid as a grid: neighbours are nearer than all other vertices are', () => {
    const edges = grid(7);
    const { x, y } = layOut(edges, 1);
    const gap = (i: number, j: number): number => Math.hypot(x[i]! - x[j]!, y[i]! - y[j]!);
    const joined = Array.from(edges.a, (a, k) => gap(a, edges.b[k]!));
    const corner = gap(0, 48);
    expect(Math.max(...joined)).toBeLessThan(2 * Math.min(...joined));
    // the corners are 12 edges apart
    expect(corner).toBeGreaterThan(5 * Math.max(...joined));
  });
});
