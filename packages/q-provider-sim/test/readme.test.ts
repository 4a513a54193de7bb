import { circuit, unwrap, type JobId } from '@xdv/domain-model';
import { expect, it } from 'vitest';
import { amplitudeDamping, depolarizing, noiseModel, simulate } from '../src/engine/index.ts';
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

  expect(counts).toEqual({ kind: 'counts', shots: 1000, counts: [['00', 502], ['11', 498]] });
});

it('the README noise model makes a Bell pair disagree now and then', () => {
  const noise = noiseModel({
    gates: [
      { gate: 'x', qubits: [0, 1], channels: [depolarizing(0.02, 2)] }, // cx between 0 and 1
      { width: 2, channels: [depolarizing(0.007, 2)] },
      { width: 1, channels: [amplitudeDamping(0.001)] },
    ],
    readout: [{ read1Given0: 0.01, read0Given1: 0.02 }],
  });
  const bell = circuit(2).h(0).cx(0, 1).measureAll().build();
  const { counts } = unwrap(simulate(bell, { shots: 1000, seed: 1, noise }));
  expect(counts.map(([outcome]) => outcome)).toEqual(['00', '01', '10', '11']);
  const agreeing = counts[0]![1] + counts[3]![1];
  expect(agreeing).toBeGreaterThan(900);
});
