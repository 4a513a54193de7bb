import { cutValue, graph, maxCut, unwrap, type JobId, type RegionId } from '@xdv/domain-model';
import { expect, it } from 'vitest';
import { createPhiSimulator } from '../../src/index.ts';

it('runs the example of docs/how-to/phi-machine.md', async () => {
  const provider = createPhiSimulator({
    machines: [
      {
        name: 'ring',
        kind: 'dsb',
        oscillators: 100,
        windowMaxNs: 300_000,
        reportNs: 50_000,
        coherence: { linewidthHz: 25, driftHzPerS: 1_000, toleranceRad: 0.5 },
      },
    ],
  });
  await provider.init();

  const edges = [[0, 1], [1, 2], [2, 3], [3, 0]] as const;
  const square = maxCut(graph(4, edges));
  const work = { job: 1 as JobId, resource: 'ring', seed: 7, problem: square } as const;
  const answer = unwrap(
    await provider.execute({ ...work, kind: 'phi.solve', windowNs: 200_000, reads: 8 }),
  );
  expect.assert(answer.kind === 'samples');
  expect(answer.samples).toHaveLength(8);
  expect(Math.max(...answer.samples.map(({ spins }) => cutValue(graph(4, edges), spins)))).toBe(4);
  expect(answer.stability.reports).toHaveLength(4);

  const region = 1 as RegionId;
  const { job } = work;
  const open = { ...work, kind: 'phi.open', region, windowNs: 100_000 } as const;
  unwrap(await provider.requestResources({ ...open, transforms: ['evolve'] }));
  for (let k = 0; k < 10; k++) {
    const params = [k / 10, (k + 1) / 10];
    const evolve = { kind: 'phi.apply', job, region, transform: 'evolve', params } as const;
    unwrap(await provider.execute(evolve));
  }
  const read = unwrap(await provider.project({ kind: 'phi.evaluate', job, region }));
  expect(read.kind).toBe('samples');
  const kick = { kind: 'phi.apply', job, region, transform: 'kick', params: [1] } as const;
  const refused = await provider.execute(kick);
  expect(refused).toMatchObject({ ok: false, fault: { code: 'TRANSFORM_UNSUPPORTED' } });

  const { noiseGradient, windowCompliance } = provider.diagnose('ring');
  expect(noiseGradient!.low).toBeGreaterThan(0);
  expect(windowCompliance!.samples).toBe(8);
});
