import { gunzipSync } from 'node:zlib';
import { cutValue, isingEnergy, maxCut, unwrap } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { solveIsing } from '../src/engine/index.ts';
import {
  readGraph,
  readProblem,
  readQubo,
  readQuboModel,
  readTsplib,
  sniffFormat,
} from '../src/formats/index.ts';
import { createPhiSimulator } from '../src/index.ts';
import { gset } from '../src/problems/generators/index.ts';
import { hasData, readData } from './support.ts';

/** Sizes and best known cuts as listed with the files (G-set) or proven (BiqMac). */
const GRAPHS = [
  ['gset/G1.txt', 800, 19_176, 11_624],
  ['gset/G11.txt', 800, 1_600, 564],
  ['gset/G14.txt', 800, 4_694, 3_064],
  ['gset/G22.txt', 2_000, 19_990, 13_359],
  ['gset/G32.txt', 2_000, 4_000, 1_410],
  ['gset/G39.txt', 2_000, 11_778, 2_408],
  ['gset/G43.txt', 1_000, 9_990, 6_660],
  ['ising/g05_100.0', 100, 2_475, 1_430],
  ['ising/pm1d_100.0', 100, 4_901, 340],
  ['ising/w05_100.0', 100, 2_475, 1_646],
  ['ising/t3g7_5555', 343, 1_029, 28_302_918],
] as const;

const QUBOS = [
  ['ising/bqp250-1.sparse', 250, -45_607],
  ['ising/gka1d.sparse', 100, -6_333],
  ['ising/be100.1.sparse', 100, -19_412],
] as const;

describe.skipIf(!hasData)('public Max-Cut files', () => {
  it.each(GRAPHS)('%s is read whole; its best known cut is not beaten', (file, n, m, best) => {
    const text = readData(file);
    expect(sniffFormat(text, { file })).toEqual({ ok: true, value: 'graph' });
    const graph = unwrap(readGraph(text, { file }));
    expect([graph.vertices, graph.a.length]).toEqual([n, m]);
    const reads = unwrap(solveIsing(maxCut(graph), { steps: 400, reads: 3, seed: 1 }));
    const cuts = reads.map(({ spins }) => cutValue(graph, spins));
    expect(Math.max(...cuts)).toBeLessThanOrEqual(best);
    expect(Math.max(...cuts)).toBeGreaterThan(best * 0.9);
  });

  it('every read of a 200 µs window cuts G1 to 99 % of the best known 11,624', async () => {
    const graph = unwrap(readGraph(readData('gset/G1.txt')));
    const provider = createPhiSimulator();
    await provider.init();
    const result = unwrap(
      await provider.execute({
        kind: 'phi.solve',
        job: 1 as never,
        resource: 'sbm',
        seed: 2024,
        problem: maxCut(graph),
        windowNs: 200_000,
        reads: 8,
      }),
    );
    expect.assert(result.kind === 'samples');
    const cuts = result.samples.map(({ spins }) => cutValue(graph, spins));
    expect(Math.min(...cuts)).toBeGreaterThanOrEqual(11_624 * 0.99);
    expect(Math.max(...cuts)).toBeGreaterThanOrEqual(11_600);
    expect(result.stability).toMatchObject({ locked: true, steps: 3980 });
  });
});

describe.skipIf(!hasData)('public QUBO files', () => {
  it.each(QUBOS)('%s reaches its proven optimum and never less', (file, variables, optimum) => {
    const text = readData(file);
    expect(sniffFormat(text, { file })).toEqual({ ok: true, value: 'qubo' });
    expect(sniffFormat(text)).toEqual({ ok: true, value: 'qubo' });
    const qubo = unwrap(readQubo(text, { file }));
    expect(qubo.variables).toBe(variables);
    const reads = unwrap(solveIsing(qubo.problem, { steps: 2000, reads: 20, seed: 1 }));
    const values = reads.map(({ spins, energy }) => {
      const value = qubo.value(qubo.toBinary(spins));
      expect(isingEnergy(qubo.problem, spins)).toBe(energy);
      expect(energy + qubo.offset).toBe(value);
      return value;
    });
    expect(Math.min(...values)).toBe(optimum);
  });
});

describe.skipIf(!hasData)('members of the G-set, made instead of read', () => {
  it.each(['G1', 'G11', 'G14', 'G22', 'G32', 'G39', 'G43'])(
    '%s has the edges and weights of its file, in their order',
    (name) => {
      const file = unwrap(readGraph(readData(`gset/${name}.txt`)));
      expect(unwrap(gset(name))).toEqual(file);
    },
  );

  it('K2000 too', () => {
    const made = unwrap(gset('K2000'));
    const packed = Buffer.from(readData('gset/K2000.rud.gz'), 'latin1');
    const read = unwrap(readGraph(gunzipSync(packed).toString('latin1')));
    expect(made.vertices).toBe(read.vertices);
    // toEqual takes seconds for two million numbers
    for (const key of ['a', 'b', 'weight'] as const) {
      expect(made[key].length).toBe(read[key].length);
      expect(made[key].findIndex((value, k) => value !== read[key][k])).toBe(-1);
    }
  });
});

/** Length of the shortest round trip, over subsets of cities (Held and Karp 1962). */
const shortestTour = (distances: readonly Float64Array[]): number => {
  const others = distances.length - 1;
  const best = new Float64Array(2 ** others * others).fill(Infinity);
  const at = (set: number, last: number): number => set * others + last;
  for (let last = 0; last < others; last++) best[at(1 << last, last)] = distances[others]![last]!;
  for (let set = 1; set < 2 ** others; set++) {
    for (let last = 0; last < others; last++) {
      const length = best[at(set, last)]!;
      for (let next = 0; length < Infinity && next < others; next++) {
        if ((set >> next) & 1) continue;
        const place = at(set | (1 << next), next);
        best[place] = Math.min(best[place]!, length + distances[last]![next]!);
      }
    }
  }
  const all = 2 ** others - 1;
  const home = distances.slice(0, others).map((row) => row[others]!);
  return Math.min(...home.map((way, last) => best[at(all, last)]! + way));
};

describe.skipIf(!hasData)('other public files', () => {
  it('burma14 is read with the distances of which the shortest tour is 3323', () => {
    const text = readData('ising/burma14.tsp');
    const tour = unwrap(readTsplib(text));
    expect([tour.name, tour.cities]).toEqual(['burma14', 14]);
    expect(shortestTour(tour.distances)).toBe(3323);
    expect(unwrap(readProblem(text)).kind).toBe('tour');
  });

  it.each(QUBOS)('%s is a model with the value that its own reader gives', (file, variables) => {
    const text = readData(file);
    const [qubo, model] = [unwrap(readQubo(text)), unwrap(readQuboModel(text))];
    const x = Array.from({ length: variables }, (_, i) => (i % 3 === 0 ? 1 : 0));
    const value = model.entries.reduce((sum, [i, j, q]) => sum + q * x[i]! * x[j]!, 0);
    expect(value).toBe(qubo.value(x));
  });
});
