import { cutValue, isingEnergy, maxCut, unwrap } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { solveIsing } from '../src/engine/index.ts';
import { readGraph, readQubo, sniffFormat } from '../src/formats/index.ts';
import { createPhiSimulator } from '../src/index.ts';
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
    expect(result.stability).toEqual({ index: expect.any(Number), locked: true, steps: 3980 });
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
