import { circuit, unwrap, type JobId } from '@xdv/domain-model';
import { expect, it } from 'vitest';
import { drifting, FALCON27 } from '../../src/device/index.ts';
import { createQSimulator } from '../../src/index.ts';

it('the first example of docs/how-to/q-device.md does what it says', async () => {
  const HOUR = 3_600_000_000; // ticks of 1 µs
  const provider = createQSimulator({
    devices: [FALCON27],
    models: {
      falcon27: { truth: drifting(FALCON27.calibration, { seed: 1 }), termTicks: 24 * HOUR },
    },
  });
  await provider.init();

  const bell = circuit(2).rz(Math.PI / 2, 0).sx(0).rz(Math.PI / 2, 0).cx(0, 1).measureAll().build();
  const request = { kind: 'q.run', job: 1 as JobId, resource: 'falcon27', seed: 7 } as const;
  const result = await provider.execute({ ...request, circuit: bell, shots: 1000, tick: 5 * HOUR });
  const counts = unwrap(result);

  const errors = { predicted: expect.any(Number), budgetUsed: expect.any(Number), revision: 1 };
  expect(counts).toMatchObject({ kind: 'counts', shots: 1000, errors });
});
