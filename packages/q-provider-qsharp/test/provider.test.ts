import {
  circuit,
  GATE_NAMES,
  unwrap,
  type Circuit,
  type QDeviceProfile,
  type RegionId,
} from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import {
  CONTAINERS_MAX,
  createQSharpProvider,
  OPS_MAX,
  QSHARP_DEVICE,
  QSHARP_NOISY_DEVICE,
  WORK_MAX,
} from '../src/index.ts';
import {
  allocate,
  apply,
  codeOf,
  count,
  deviation,
  measure,
  region,
  run,
  start,
  wasm,
} from './support.ts';

/** Chance of a false alarm at this many standard errors: 10^-11. */
const SIGMAS = 7;

const flipped = circuit(1).x(0).measure(0).build();

describe('loading', () => {
  it('begins with init, and what does not load is a fault that a later init mends', async () => {
    let asked = 0;
    const provider = createQSharpProvider({
      wasm: async () => {
        asked++;
        if (asked === 1) throw new Error('offline');
        return asked === 2 ? Uint8Array.of(1, 2, 3) : wasm();
      },
    });
    expect(asked).toBe(0);
    expect(codeOf(await provider.execute(run(flipped, 1)))).toBe('PROVIDER_UNAVAILABLE');
    expect(await provider.init()).toMatchObject({
      fault: { code: 'PROVIDER_UNAVAILABLE', message: 'qsharp-lang did not load: offline' },
    });
    expect(codeOf(await provider.init())).toBe('PROVIDER_UNAVAILABLE');
    expect(codeOf(await provider.init())).toBe('ok');
    expect(codeOf(await provider.init())).toBe('ok');
    expect(asked).toBe(3);
    expect(await count(provider, run(flipped, 3))).toMatchObject({ counts: [['1', 3]] });
  });
});

describe('jobs', () => {
  it('are what they were when they were handed in', async () => {
    const provider = await start();
    const ops = [...flipped.ops];
    const answer = provider.execute(run({ ...flipped, ops }, 5));
    ops.length = 0;
    expect(unwrap(await answer)).toEqual({ kind: 'counts', shots: 5, counts: [['1', 5]] });
  });

  it.each([
    ['more operations than a program holds', OPS_MAX + 1, 1],
    ['more work than minutes of it', 10, 10_000_000],
  ])('of %s are refused', async (_, length, shots) => {
    const provider = await start();
    const long = circuit(16);
    for (let k = 0; k < length; k++) long.z(k % 16);
    const answer = await provider.execute(run(long.build(), shots));
    expect(codeOf(answer)).toBe('RESOURCE_EXHAUSTED');
    expect(shots * length * 2 ** 16 > WORK_MAX || length > OPS_MAX).toBe(true);
  });

  it('are charged for every round that a loop may take', async () => {
    const provider = await start();
    const loop = { kind: 'while', bits: [0], values: [1], max: 1000, body: [] } as const;
    const rounds = { ...loop, body: circuit(4).z(0).build().ops };
    const program: Circuit = { qubits: 4, bits: 1, ops: [rounds] };
    expect(codeOf(await provider.execute(run(program, 200_000)))).toBe('RESOURCE_EXHAUSTED');
    expect(codeOf(await provider.execute(run(program, 1000)))).toBe('ok');
  });

  it('keep bits of their own out of the result', async () => {
    const provider = await start();
    const copied = circuit(2, 3).x(0).measure(0, 2).if(2, (body) => body.x(1)).measure(1, 0);
    const { ops } = copied.build();
    const answer = await count(provider, run({ qubits: 2, bits: 1, scratch: 2, ops }, 4));
    expect(answer.counts).toEqual([['1', 4]]);
    const hidden = await count(provider, run({ qubits: 2, bits: 0, scratch: 3, ops }, 4));
    expect(hidden.counts).toEqual([['', 4]]);
  });

  it('whose loop does not end fail with DECOHERENCE_EXCEEDED', async () => {
    const provider = await start();
    const body = circuit(1).z(0).build().ops;
    const loop = { kind: 'while', bits: [0], values: [0], max: 2, body } as const;
    const answer = await provider.execute(run({ qubits: 1, bits: 1, ops: [loop] }, 3));
    expect(answer).toMatchObject({ fault: { message: 'a loop exceeded its rounds' } });
    expect(codeOf(answer)).toBe('DECOHERENCE_EXCEEDED');
  });
});

describe('containers', () => {
  it('go on as they were after a fault', async () => {
    const provider = await start();
    await provider.requestResources(allocate(1));
    await provider.execute(apply(circuit(1, 0).x(0).build()));
    const wide = circuit(2, 0).x(1).build();
    expect(codeOf(await provider.execute(apply(wide)))).toBe('CIRCUIT_TOO_LARGE');
    expect(await provider.project(measure(0))).toMatchObject({ value: { bits: [1] } });
  });

  it('remember the outcome behind a reset: what it left entangled stays as it was', async () => {
    const provider = await start();
    await provider.requestResources(allocate(2));
    await provider.execute(apply(circuit(2, 0).h(0).cx(0, 1).build()));
    await provider.execute(apply(circuit(2, 0).reset(0).h(0).build()));
    const first = unwrap(await provider.project(measure(1)));
    for (let times = 0; times < 4; times++) {
      expect(unwrap(await provider.project(measure(1)))).toEqual(first);
    }
  });

  it('are limited in number and in what they repeat', async () => {
    const provider = await start();
    const numbered = (id: number) => allocate(1, { region: id as RegionId });
    for (let id = 1; id <= CONTAINERS_MAX; id++) {
      expect(codeOf(await provider.requestResources(numbered(id)))).toBe('ok');
    }
    const more = numbered(CONTAINERS_MAX + 1);
    expect(codeOf(await provider.requestResources(more))).toBe('RESOURCE_EXHAUSTED');
    await provider.terminate(region);
    expect(codeOf(await provider.requestResources(more))).toBe('ok');
    const long = circuit(1, 0);
    for (let k = 0; k <= OPS_MAX; k++) long.z(0);
    const request = { ...apply(long.build()), region: more.region };
    expect(codeOf(await provider.execute(request))).toBe('RESOURCE_EXHAUSTED');
  });

  it('are not kept by a device that says so', async () => {
    const provider = await start();
    const answer = await provider.requestResources(allocate(1, { resource: 'qsharp-noisy' }));
    expect(codeOf(answer)).toBe('ARGUMENT_INVALID');
  });
});

const erring = (fields: Partial<QDeviceProfile['calibration']>): QDeviceProfile => ({
  ...QSHARP_NOISY_DEVICE,
  calibration: { ...QSHARP_DEVICE.calibration, ...fields },
});

describe('errors are those that the calibration declares (XDV-060.2)', () => {
  it('after a gate on one qubit, but for diagonal ones', async () => {
    const provider = await start({ devices: [erring({ gate1Error: 0.3 })] });
    const program = circuit(1).x(0).z(0).t(0).rz(1, 0).measure(0).build();
    const counts = await count(provider, run(program, 4000, { resource: 'qsharp-noisy' }));
    // X and Y of the three errors flip it
    expect(deviation(counts, '0', 0.2)).toBeLessThan(SIGMAS);
  });

  it('after a gate on two qubits, equally often each of fifteen', async () => {
    const provider = await start({ devices: [erring({ gate2Error: 0.3 })] });
    const program = circuit(2).cx(0, 1).measureAll().build();
    const counts = await count(provider, run(program, 4000, { resource: 'qsharp-noisy' }));
    expect(deviation(counts, '00', 0.76)).toBeLessThan(SIGMAS);
    for (const outcome of ['01', '10', '11']) {
      expect(deviation(counts, outcome, 0.08)).toBeLessThan(SIGMAS);
    }
  });

  it('after a gate on three qubits, as often as three gates on two', async () => {
    const provider = await start({ devices: [erring({ gate2Error: 0.1 })] });
    const program = circuit(3).ccx(0, 1, 2).measureAll().build();
    const counts = await count(provider, run(program, 4000, { resource: 'qsharp-noisy' }));
    const error = 1 - 0.9 ** 3;
    expect(deviation(counts, '000', 1 - (error * 56) / 63)).toBeLessThan(SIGMAS);
  });

  it('of a qubit and of a pair where they have their own', async () => {
    const perfect = QSHARP_DEVICE.calibration.qubits;
    const qubits = perfect.map((row, q) => (q === 1 ? { ...row, gateError: 0.3 } : row));
    const couplings = [{ pair: [1, 0], ns: 300, error: 0.3 }] as const;
    const provider = await start({ devices: [erring({ qubits, couplings })] });
    const program = circuit(4).x(0).x(1).cx(2, 3).measureAll().build();
    const alone = await count(provider, run(program, 4000, { resource: 'qsharp-noisy' }));
    expect(alone.counts.map(([outcome]) => outcome)).toEqual(['0001', '0011']);
    expect(deviation(alone, '0001', 0.2)).toBeLessThan(SIGMAS);
    const pair = circuit(4).cx(0, 1).cx(2, 3).measureAll().build();
    const coupled = await count(provider, run(pair, 4000, { resource: 'qsharp-noisy' }));
    expect(deviation(coupled, '0000', 0.76)).toBeLessThan(SIGMAS);
  });

  it('of reading 0 and of reading 1', async () => {
    const perfect = QSHARP_DEVICE.calibration.qubits;
    const qubits = perfect.map((row) => ({ ...row, read1Given0: 0.1, read0Given1: 0.3 }));
    const provider = await start({ devices: [erring({ qubits })] });
    const program = circuit(2).x(1).measureAll().build();
    const counts = await count(provider, run(program, 4000, { resource: 'qsharp-noisy' }));
    expect(deviation(counts, '10', 0.9 * 0.7)).toBeLessThan(SIGMAS);
    expect(deviation(counts, '01', 0.1 * 0.3)).toBeLessThan(SIGMAS);
  });

  it('and a job whose predicted error is above its error budget is refused', async () => {
    const provider = await start({ devices: [erring({ gate1Error: 0.1, gate2Error: 0.2 })] });
    const program = circuit(2)
      .x(0)
      .if(0, (body) => body.x(0), { otherwise: (body) => body.cx(0, 1) })
      .measure(0)
      .build();
    // 1 - 0.9 · 0.8: the branch that errs more counts
    const request = run(program, 1, { resource: 'qsharp-noisy' });
    expect(codeOf(await provider.execute({ ...request, errorMax: 0.2799 }))).toBe(
      'DECOHERENCE_EXCEEDED',
    );
    expect(codeOf(await provider.execute({ ...request, errorMax: 0.2801 }))).toBe('ok');
    expect(codeOf(await provider.execute({ ...request, errorMax: 2 }))).toBe('ARGUMENT_INVALID');
  });
});

describe('options', () => {
  it('declare two devices unless told otherwise (XDV-060.1)', () => {
    const { id, domain, resources } = createQSharpProvider({ wasm }).profile;
    expect({ id, domain }).toEqual({ id: 'qsharp', domain: 'Q' });
    expect(resources.map(({ name }) => name)).toEqual(['qsharp', 'qsharp-noisy']);
    expect(QSHARP_DEVICE.gates).toEqual(GATE_NAMES);
  });

  const { calibration } = QSHARP_DEVICE;
  const decaying = calibration.qubits.map((qubit) => ({ ...qubit, t1Ns: 1e5 }));
  const { containers: _, ...keeping } = QSHARP_NOISY_DEVICE;
  const bounds = {
    gate1ErrorMax: 0,
    gate2ErrorMax: 0,
    readoutErrorMax: 0,
    t1MinNs: 1,
    t2MinNs: 1,
  };

  it.each<[string, readonly QDeviceProfile[], RegExp]>([
    ['no device', [], /at least one/],
    ['two devices of one name', [QSHARP_DEVICE, QSHARP_DEVICE], /different names/],
    ['more qubits than fit', [{ ...QSHARP_DEVICE, qubits: 23 }], /1 to 22, got 23/],
    ['more qubits than calibrated', [{ ...QSHARP_DEVICE, qubits: 17 }], /17 or more, got 16/],
    [
      'decay',
      [{ ...QSHARP_DEVICE, calibration: { ...calibration, qubits: decaying } }],
      /no decay/,
    ],
    ['errors in containers', [keeping], /containers must be false/],
    [
      'a term',
      [{ ...QSHARP_DEVICE, term: { revision: 1, fromTick: 0, untilTick: 1, bounds } }],
      /term must be absent/,
    ],
  ])('refuse %s', (_what, devices, why) => {
    expect(() => createQSharpProvider({ wasm, devices })).toThrow(why);
    expect(() => createQSharpProvider({ wasm, devices })).toThrow(RangeError);
  });
});
