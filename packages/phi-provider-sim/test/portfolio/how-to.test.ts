import { cutValue, maxCut, unwrap } from '@xdv/domain-model';
import { expect, it } from 'vitest';
import { createSolver } from '../../src/engine/index.ts';
import { gset } from '../../src/problems/index.ts';

it('the example of docs/how-to/phi-solve.md does what it says', () => {
  const graph = unwrap(gset('G11'));
  const total = graph.weight.reduce((sum, weight) => sum + weight, 0);
  const improvements: number[] = [];
  const solver = unwrap(
    createSolver(maxCut(graph), {
      seed: 1,
      work: 300_000,
      target: total - 2 * 564,
      onProgress: ({ energy }) => improvements.push(energy),
    }),
  );
  while (solver.step());
  const { spins, energy, machine, reached } = solver.solution();
  expect(reached).toBe(true);
  expect(cutValue(graph, spins)).toBe(564);
  expect(improvements.at(-1)).toBe(energy);
  expect(machine.energy).toBeGreaterThanOrEqual(energy);
});
