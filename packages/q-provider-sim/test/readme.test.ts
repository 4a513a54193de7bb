import { checkNative, circuit, unwrap, type JobId } from '@xdv/domain-model';
import { expect, it } from 'vitest';
import { FALCON27 } from '../src/device/index.ts';
import { evolve, explain, simulate } from '../src/engine/index.ts';
import { createQSimulator } from '../src/index.ts';
import { amplitudeDamping, depolarizing, noiseModel } from '../src/noise/index.ts';
import { expectation, pauliSum } from '../src/observables/index.ts';
import {
  createErrorModelSampler,
  detectorErrorModel,
  surfaceCode,
  writeErrorModel,
} from '../src/stabilizer/index.ts';
import { transpile } from '../src/transpile/index.ts';
import { createObjective, parametric } from '../src/variational/index.ts';

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

it('the README engine, observable and gradient examples give what they say', () => {
  const coin = circuit(1).h(0).measureAll().build();
  expect(unwrap(simulate(coin, { shots: 100, seed: 1 })).shots).toBe(100);
  expect(unwrap(explain(coin, { shots: 100, seed: 1 })).engine).toBe('state-vector');

  const state = unwrap(evolve(circuit(2).h(0).cx(0, 1).build()));
  const energy = unwrap(pauliSum(2, [[1, 'ZZ'], [0.5, 'XI']]));
  expect(expectation(state, energy)).toBeCloseTo(1, 12);
  const ansatz = circuit(2).ry(0, 0).cx(0, 1).build();
  const turned = unwrap(parametric(ansatz, 1, [{ op: 0, angle: 0, terms: [[0, 1]] }]));
  const { expectation: value, gradient } = unwrap(
    unwrap(createObjective(turned, energy)).gradient([0.3]),
  );
  expect(value).toBeCloseTo(1, 12);
  expect([...gradient]).toEqual([expect.closeTo(0, 12)]);
});

it('the README transpiles a circuit for a device that refuses it as it is', () => {
  const ghz = circuit(3).h(0).cx(0, 1).cx(0, 2).measureAll().build();
  const fitted = unwrap(transpile(ghz, FALCON27, { seed: 1, schedule: 'alap', decouple: 'xy4' }));
  expect(checkNative(ghz, FALCON27).ok).toBe(false);
  expect(checkNative(fitted.circuit, FALCON27).ok).toBe(true);
  expect([fitted.circuit.qubits, fitted.swaps]).toEqual([27, 0]);
});

it('the README error model is text that Stim reads, and is sampled', () => {
  const code = surfaceCode({ distance: 3, rounds: 3, basis: 'z' });
  const model = unwrap(detectorErrorModel(code, { gate2: 0.001, measure: 0.001 }));
  expect(writeErrorModel(model)).toMatch(/^error\(0\.\d+\) D0/m);
  const table = unwrap(unwrap(createErrorModelSampler(model, { seed: 1 })).sample(10_000));
  expect(table.rows).toBe(10_000);
});
