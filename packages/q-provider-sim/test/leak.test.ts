import { inspect } from 'node:util';
import {
  circuit,
  unwrap,
  type DomainProvider,
  type JobId,
  type ProjectRequest,
  type RegionId,
  type RunRequest,
} from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { evolve } from '../src/engine/index.ts';
import { createQSimulator } from '../src/index.ts';

const job = 1 as JobId;
const region = 7 as RegionId;

// cos 0.6 and sin 0.6: amplitudes and probabilities that nothing else contains
const SECRETS = ['8253356149', '5646424733', '6811788772', '3188211227'];

const GATES = circuit(2, 0).ry(1.2, 0).ry(1.2, 1).build();

const holding = async (): Promise<DomainProvider> => {
  const provider = createQSimulator();
  await provider.init();
  await provider.requestResources({
    kind: 'q.allocate',
    job,
    resource: 'ideal',
    seed: 1,
    region,
    qubits: 2,
  });
  await provider.execute({ kind: 'q.apply', job, region, circuit: GATES });
  return provider;
};

const expectNoSecret = (text: string): void => {
  expect(text).not.toBe('');
  for (const secret of SECRETS) expect(text).not.toContain(secret);
};

/** Everything reachable through own properties, symbols included. */
const reachable = (root: unknown): Set<unknown> => {
  const seen = new Set<unknown>();
  const visit = (value: unknown): void => {
    const isObject = typeof value === 'object' || typeof value === 'function';
    if (!isObject || value === null || seen.has(value)) return;
    seen.add(value);
    for (const key of Reflect.ownKeys(value)) visit(Reflect.get(value, key));
  };
  visit(root);
  return seen;
};

describe('a live state does not leak (XDV-032.1, XDV-060.4)', () => {
  it('while the engine below the boundary shows the same state', () => {
    const shown = inspect(unwrap(evolve(GATES)).amplitudes());
    expect(SECRETS.some((secret) => shown.includes(secret))).toBe(true);
  });

  it('through JSON or inspection', async () => {
    const provider = await holding();
    expectNoSecret(JSON.stringify(provider));
    expectNoSecret(inspect(provider, { depth: Infinity, showHidden: true, getters: true }));
  });

  it('through a structured clone', async () => {
    const provider = await holding();
    expect(() => structuredClone(provider)).toThrow();
    expectNoSecret(inspect(structuredClone(provider.profile), { depth: Infinity }));
  });

  it('through any property: no number array hangs on the provider', async () => {
    const provider = await holding();
    const objects = [...reachable(provider)];
    expect(objects.length).toBeGreaterThan(10);
    expect(objects.filter((value) => ArrayBuffer.isView(value))).toEqual([]);
  });

  it('through faults', async () => {
    const provider = await holding();
    const answers = [
      await provider.execute({ kind: 'q.apply', job, region, circuit: {} } as RunRequest),
      await provider.execute({ kind: 'q.export', job, region } as unknown as RunRequest),
      await provider.project({ kind: 'q.measure', job, region, qubits: [5] }),
      await provider.project({ kind: 'q.state', job, region } as unknown as ProjectRequest),
      await provider.requestResources({
        kind: 'q.allocate',
        job,
        resource: 'ideal',
        seed: 1,
        region,
        qubits: 2,
      }),
    ];
    expect(answers.every(({ ok }) => !ok)).toBe(true);
    expectNoSecret(inspect(answers, { depth: Infinity, showHidden: true }));
  });

  it('through a measurement: it answers in bits and spends the state', async () => {
    const provider = await holding();
    const outcome = await provider.project({ kind: 'q.measure', job, region, qubits: [0, 1] });
    expectNoSecret(inspect(outcome, { depth: Infinity, showHidden: true }));
    const again = await provider.project({ kind: 'q.measure', job, region, qubits: [0, 1] });
    expect(again).toEqual(outcome);
  });
});
