import { cutValue, maxCut, unwrap, type JobId } from '@xdv/domain-model';
import { createPhiSimulator } from '@xdv/phi-provider-sim';
import { solve } from '@xdv/phi-provider-sim/engine';
import { readGraph } from '@xdv/phi-provider-sim/formats';
import { expect, it } from 'vitest';

it('the examples of the README run and say what their comments say', async () => {
  const graph = unwrap(readGraph('5 6\n1 2\n2 3\n3 4\n4 5\n5 1\n1 3\n', { file: 'house.rud' }));
  const solution = unwrap(solve(maxCut(graph), { seed: 42, work: 10_000 }));
  expect(cutValue(graph, solution.spins)).toBe(5);

  const provider = createPhiSimulator();
  await provider.init();
  const request = { kind: 'phi.solve', job: 1 as JobId, resource: 'sbm', seed: 42 } as const;
  const job = { ...request, problem: maxCut(graph), windowNs: 100_000, reads: 5 };
  const answer = unwrap(await provider.execute(job));
  expect.assert(answer.kind === 'samples');
  const cuts = answer.samples.map(({ spins }) => cutValue(graph, spins));
  expect(cuts).toEqual([5, 5, 5, 5, 5]);
});
