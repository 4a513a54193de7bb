import { circuit, unwrap, type JobId } from '@xdv/domain-model';
import { expect, it } from 'vitest';
import { createQSimulator } from '../src/index.ts';

it('the README example counts a Bell pair', async () => {
  const provider = createQSimulator();
  await provider.init();

  const result = await provider.execute({
    kind: 'q.run',
    job: 1 as JobId,
    resource: 'ideal',
    seed: 7,
    circuit: circuit(2).h(0).cx(0, 1).measureAll().build(),
    shots: 1000,
  });

  const counts = unwrap(result);

  expect(counts).toEqual({ kind: 'counts', shots: 1000, counts: [['00', 498], ['11', 502]] });
});
