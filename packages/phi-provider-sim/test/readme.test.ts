import { cutValue, maxCut, unwrap, type JobId } from '@xdv/domain-model';
import { createPhiSimulator } from '@xdv/phi-provider-sim';
import { readGraph } from '@xdv/phi-provider-sim/formats';
import { expect, it } from 'vitest';

it('the example of the README runs and says what its comments say', async () => {
  const graph = unwrap(readGraph('5 6\n1 2\n2 3\n3 4\n4 5\n5 1\n1 3\n', { file: 'house.rud' }));

  const machine = createPhiSimulator();
  await machine.init();
  const result = unwrap(
    await machine.execute({
      kind: 'phi.solve',
      job: 1 as JobId,
      resource: 'sbm',
      seed: 42,
      problem: maxCut(graph),
      windowNs: 100_000,
      reads: 5,
    }),
  );
  expect.assert(result.kind === 'samples');
  const cuts = result.samples.map(({ spins }) => cutValue(graph, spins));
  expect(cuts).toEqual([5, 5, 5, 5, 5]);
  const { locked, steps } = result.stability;
  expect([locked, steps]).toEqual([true, 1980]);
});
