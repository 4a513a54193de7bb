import {
  circuit,
  unwrap,
  validateProfiles,
  type JobId,
  type QDeviceProfile,
  type RegionId,
} from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { FALCON27, FALCON_COUPLINGS } from '../../src/device/index.ts';
import { createQSimulator } from '../../src/index.ts';
import { codeOf, countsOf, labOf, messageOf } from './support.ts';

/** Qubits within `steps` couplings of qubit 0. */
const reach = ({ qubits, couplings = [] }: QDeviceProfile): number => {
  const seen = new Set([0]);
  for (let k = 0; k < qubits; k++) {
    for (const [a, b] of couplings) {
      if (seen.has(a)) seen.add(b);
      if (seen.has(b)) seen.add(a);
    }
  }
  return seen.size;
};

describe('falcon27 (XDV-060.1)', () => {
  it('is a heavy-hexagon lattice: connected, sparse, at most three neighbours each', () => {
    const degree = (q: number): number => FALCON_COUPLINGS.flat().filter((end) => end === q).length;
    const degrees = Array.from({ length: 27 }, (_, q) => degree(q));
    expect(FALCON_COUPLINGS).toHaveLength(28);
    expect(reach(FALCON27)).toBe(27);
    expect(Math.max(...degrees)).toBe(3);
    // no two qubits of three neighbours touch: what makes the hexagons heavy
    for (const [a, b] of FALCON_COUPLINGS) expect(degrees[a]! + degrees[b]!).toBeLessThan(6);
  });

  it('declares what a kernel accepts, with figures of its own for every qubit and coupling', () => {
    const { profile } = createQSimulator({ devices: [FALCON27] });
    expect(codeOf(validateProfiles([profile]))).toBe('ok');
    const { qubits, couplings = [] } = FALCON27.calibration;
    expect(qubits.every(({ gateError }) => gateError !== undefined)).toBe(true);
    expect(couplings.map(({ pair }) => pair)).toEqual(FALCON_COUPLINGS);
    expect(new Set(qubits.map(({ t1Ns }) => t1Ns)).size).toBeGreaterThan(20);
    expect(new Set(couplings.map(({ error }) => error)).size).toBeGreaterThan(20);
  });

  it('runs what is native to it', async () => {
    const { run } = await labOf(FALCON27);
    const bell = circuit(2).rz(Math.PI / 2, 0).sx(0).rz(Math.PI / 2, 0).cx(0, 1).measureAll();
    const { counts } = countsOf(await run(bell.build(), { shots: 1_000 }));
    const same = new Map(counts);
    expect((same.get('00') ?? 0) + (same.get('11') ?? 0)).toBeGreaterThan(880);
  });
});

describe('a circuit that is not native is refused, not rewritten (XDV-060.5)', () => {
  const cases = [
    ['a gate it lacks', circuit(1).h(0), /ops\[0\].*\bh\b.*0/],
    ['controls it lacks', circuit(3).ccx(0, 1, 2), /ops\[0\].*\bx\b.*2 controls/],
    ['a controlled gate it lacks', circuit(2).cz(0, 1), /ops\[0\].*\bz\b.*1 control/],
    ['a pair it does not couple', circuit(3).cx(0, 2), /ops\[0\].*(2, 0|0, 2)/],
    [
      'a gate inside a branch',
      circuit(2).measure(0).if(0, (body) => body.h(1)),
      /ops\[1\]\.then\[0\].*\bh\b.*1/,
    ],
  ] as const;

  it.each(cases)('%s', async (_, builder, named) => {
    const { run } = await labOf(FALCON27);
    const result = await run(builder.build());
    expect(codeOf(result)).toBe('GATE_UNSUPPORTED');
    expect(messageOf(result)).toMatch(named);
    expect(result.ok ? '' : result.fault.hint).toContain('ranspile');
  });

  it('both directions of a coupling are one', async () => {
    const { run } = await labOf(FALCON27);
    expect(codeOf(await run(circuit(2).cx(0, 1).build()))).toBe('ok');
    expect(codeOf(await run(circuit(2).cx(1, 0).build()))).toBe('ok');
  });

  it('and inside a container as well', async () => {
    const { provider } = await labOf(FALCON27);
    const region = 1 as RegionId;
    const job = 1 as JobId;
    const request = { job, resource: 'falcon27', seed: 1, region, qubits: 3 };
    unwrap(await provider.requestResources({ kind: 'q.allocate', ...request }));
    const apply = (program: ReturnType<typeof circuit>) =>
      provider.execute({ kind: 'q.apply', job, region, circuit: program.build() });
    expect(codeOf(await apply(circuit(3, 0).cx(0, 1).cx(1, 2)))).toBe('ok');
    expect(codeOf(await apply(circuit(3, 0).cx(0, 2)))).toBe('GATE_UNSUPPORTED');
    expect(codeOf(await apply(circuit(3, 0).h(0)))).toBe('GATE_UNSUPPORTED');
  });

  it('couplings must be of the device', () => {
    const wrong: readonly (readonly [number, number])[] = [[0, 27], [3, 3], [0, 0.5]];
    for (const pair of wrong) {
      const devices = [{ ...FALCON27, couplings: [pair] }];
      expect(() => createQSimulator({ devices })).toThrow(RangeError);
    }
  });
});
