import {
  circuit,
  GATE_NAMES,
  unwrap,
  type Circuit,
  type DomainProvider,
  type JobId,
  type ProjectRequest,
  type ProviderResult,
  type QAllocate,
  type QRun,
  type RegionId,
  type RegionRequest,
  type Result,
  type RunRequest,
} from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import {
  CONTAINERS_MAX,
  createQSimulator,
  IDEAL_DEVICE,
  NOISY_DEVICE,
  type QSimulatorOptions,
} from '../src/index.ts';
import { bell, deviation } from './support.ts';

const job = 1 as JobId;
const region = 1 as RegionId;

const start = async (options?: QSimulatorOptions): Promise<DomainProvider> => {
  const provider = createQSimulator(options);
  await provider.init();
  return provider;
};

const run = (program: Circuit, fields: Partial<QRun> = {}): QRun => ({
  kind: 'q.run',
  job,
  resource: 'ideal',
  seed: 1,
  circuit: program,
  shots: 100,
  ...fields,
});

const allocate = (qubits: number, fields: Partial<QAllocate> = {}): QAllocate => ({
  kind: 'q.allocate',
  job,
  resource: 'ideal',
  seed: 1,
  region,
  qubits,
  ...fields,
});

const applying = (program: Circuit): RunRequest => ({
  kind: 'q.apply',
  job,
  region,
  circuit: program,
});

const measuring = (...qubits: number[]): ProjectRequest => ({
  kind: 'q.measure',
  job,
  region,
  qubits,
});

const bitsOf = (result: Result<ProviderResult>): readonly (0 | 1)[] => {
  const value = unwrap(result);
  return value.kind === 'outcome' ? value.bits : [];
};

const codeOf = (result: Result<unknown>): string => (result.ok ? 'ok' : result.fault.code);

describe('one-shot jobs', () => {
  it('answer with counts, never amplitudes (XDV-060.4)', async () => {
    const provider = await start();
    const result = await provider.execute(run(bell()));
    expect(result).toMatchObject({ ok: true, value: { kind: 'counts', shots: 100 } });
    expect(Object.keys(unwrap(result)).sort()).toEqual(['counts', 'kind', 'shots']);
  });

  it('on the noisy device show its errors', async () => {
    const provider = await start();
    const program = circuit(2).x(0).measureAll().build();
    const ideal = await provider.execute(run(program, { shots: 2000 }));
    expect(ideal).toMatchObject({ value: { counts: [['01', 2000]] } });
    const noisy = await provider.execute(run(program, { resource: 'noisy', shots: 2000 }));
    const errors = expect.arrayContaining([['00', expect.any(Number)]]) as unknown;
    expect(noisy).toMatchObject({ ok: true, value: { shots: 2000, counts: errors } });
  });

  it('are isolated from each other (XDV-060.3)', async () => {
    const provider = await start();
    const first = await provider.execute(run(bell()));
    await provider.execute(run(circuit(2).x(0).measureAll().build()));
    expect(await provider.execute(run(bell()))).toEqual(first);
  });
});

describe('containers', () => {
  it('are allocated, evolved, measured and destroyed', async () => {
    const provider = await start();
    expect(await provider.requestResources(allocate(2))).toEqual({ ok: true, value: null });
    const gates = circuit(2, 0).h(0).cx(0, 1).build();
    expect(await provider.execute(applying(gates))).toEqual({ ok: true, value: { kind: 'done' } });
    const [first] = bitsOf(await provider.project(measuring(0)));
    const again = await provider.project(measuring(1, 0));
    // collapse: the other half agrees, in the order asked
    expect(again).toEqual({
      ok: true,
      value: { kind: 'outcome', bits: [first, first] },
    });
    expect(await provider.terminate(region)).toEqual({ ok: true, value: null });
    expect(codeOf(await provider.project(measuring(0)))).toBe('REGION_UNKNOWN');
    expect(await provider.terminate(region)).toEqual({ ok: true, value: null });
  });

  it('perform requests in order of arrival', async () => {
    const provider = await start();
    const flip = circuit(1, 0).x(0).build();
    const answers = await Promise.all([
      provider.requestResources(allocate(1)),
      provider.execute(applying(flip)),
      provider.project(measuring(0)),
      provider.execute(applying(flip)),
      provider.project(measuring(0)),
      provider.terminate(region),
      provider.project(measuring(0)),
    ]);
    expect(answers[2]).toMatchObject({ value: { bits: [1] } });
    expect(answers[4]).toMatchObject({ value: { bits: [0] } });
    expect(answers.map(codeOf)).toEqual([...Array<string>(6).fill('ok'), 'REGION_UNKNOWN']);
  });

  it('do not share state (XDV-032.2)', async () => {
    const provider = await start();
    await provider.requestResources(allocate(1));
    await provider.requestResources(allocate(1, { region: 2 as RegionId }));
    await provider.execute(applying(circuit(1, 0).x(0).build()));
    expect(await provider.project(measuring(0))).toMatchObject({ value: { bits: [1] } });
    const other = await provider.project({ ...measuring(0), region: 2 as RegionId });
    expect(other).toMatchObject({ value: { bits: [0] } });
  });

  it('measure 1 as often as the state says', async () => {
    const provider = await start();
    let ones = 0;
    for (let seed = 0; seed < 400; seed++) {
      await provider.requestResources(allocate(1, { seed }));
      await provider.execute(applying(circuit(1, 0).ry(1, 0).build()));
      ones += bitsOf(await provider.project(measuring(0)))[0]!;
      await provider.terminate(region);
    }
    expect(deviation(ones, 400, Math.sin(0.5) ** 2)).toBeLessThan(4);
  });

  it('decay by the time they are worked on', async () => {
    const provider = await start({
      devices: [{ ...NOISY_DEVICE, budgetMaxNs: 1e9 }],
    });
    await provider.requestResources(allocate(1, { resource: 'noisy' }));
    const long = circuit(1, 0).x(0).delay(5_000_000, 0).build();
    await provider.execute(applying(long));
    const readings: number[] = [];
    for (let k = 0; k < 20; k++) {
      readings.push(...bitsOf(await provider.project(measuring(0))));
    }
    // relaxed, up to readout errors
    expect(readings.reduce((a, b) => a + b)).toBeLessThan(4);
  });

  it('may be reset and used again', async () => {
    const provider = await start();
    await provider.requestResources(allocate(2));
    await provider.execute(applying(circuit(2, 0).x(0).x(1).reset(1).build()));
    expect(await provider.project(measuring(0, 1))).toMatchObject({ value: { bits: [1, 0] } });
  });

  it('refuse work beyond the decoherence limit and go on as they were', async () => {
    const provider = await start();
    await provider.requestResources(allocate(1));
    await provider.execute(applying(circuit(1, 0).x(0).delay(499_000, 0).build()));
    const more = applying(circuit(1, 0).x(0).delay(966, 0).build());
    expect(codeOf(await provider.execute(more))).toBe('DECOHERENCE_EXCEEDED');
    const fits = applying(circuit(1, 0).x(0).delay(965 - 700 - 35, 0).build());
    expect(codeOf(await provider.execute(fits))).toBe('ok');
    expect(await provider.project(measuring(0))).toMatchObject({ value: { bits: [0] } });
    expect(codeOf(await provider.project(measuring(0)))).toBe('DECOHERENCE_EXCEEDED');
  });

  it('perform one request after another, also on different qubits', async () => {
    const provider = await start();
    await provider.requestResources(allocate(2));
    const wait = (qubit: number) => applying(circuit(2, 0).delay(300_000, qubit).build());
    expect(codeOf(await provider.execute(wait(0)))).toBe('ok');
    expect(codeOf(await provider.execute(wait(1)))).toBe('DECOHERENCE_EXCEEDED');
  });

  it('are limited in number and memory, and give both back', async () => {
    const provider = await start({ memoryMaxBytes: 200 });
    const second = { region: 2 as RegionId };
    expect(codeOf(await provider.requestResources(allocate(3)))).toBe('ok');
    expect(codeOf(await provider.requestResources(allocate(3, second)))).toBe('RESOURCE_EXHAUSTED');
    await provider.terminate(region);
    expect(codeOf(await provider.requestResources(allocate(3, second)))).toBe('ok');
    const many = await start();
    const codes: string[] = [];
    for (let id = 1; id <= CONTAINERS_MAX + 1; id++) {
      codes.push(codeOf(await many.requestResources(allocate(1, { region: id as RegionId }))));
    }
    expect(codes.indexOf('RESOURCE_EXHAUSTED')).toBe(CONTAINERS_MAX);
  });
});

describe('every request is validated again (XDV-001.6)', () => {
  const wide = (qubits: number): Circuit => circuit(qubits).h(0).build();
  const endless = circuit(1).delay(500_001, 0).build();
  const huge = circuit(1).delay(2 ** 52, 0).delay(2 ** 52, 0).delay(2 ** 52, 0).build();
  const broken = { qubits: 1, bits: 0, ops: [{ kind: 'reset', qubit: 1 }] } as unknown as Circuit;
  const runs: readonly (readonly [string, string, unknown])[] = [
    ['nothing', 'ARGUMENT_INVALID', null],
    ['a word', 'ARGUMENT_INVALID', 'q.run'],
    ['another kind', 'ARGUMENT_INVALID', { kind: 'phi.solve', job }],
    ['a kind of another method', 'ARGUMENT_INVALID', allocate(1)],
    ['no job', 'ARGUMENT_INVALID', { ...run(bell()), job: undefined }],
    ['an unknown device', 'ARGUMENT_INVALID', run(bell(), { resource: 'nowhere' })],
    ['no device', 'ARGUMENT_INVALID', { ...run(bell()), resource: {} }],
    ['no shots', 'ARGUMENT_INVALID', run(bell(), { shots: 0 })],
    ['too many shots', 'ARGUMENT_INVALID', run(bell(), { shots: 10_000_001 })],
    ['a broken seed', 'ARGUMENT_INVALID', run(bell(), { seed: 0.5 })],
    ['no circuit', 'CIRCUIT_INVALID', { ...run(bell()), circuit: 5 }],
    ['a broken circuit', 'CIRCUIT_INVALID', run(broken)],
    ['28 qubits', 'CIRCUIT_TOO_LARGE', run(wide(28))],
    ['21 qubits on noisy', 'CIRCUIT_TOO_LARGE', run(wide(21), { resource: 'noisy' })],
    ['a shot too long', 'DECOHERENCE_EXCEEDED', run(endless)],
    ['a shot longer than any duration', 'DECOHERENCE_EXCEEDED', run(huge)],
    ['a container that is not there', 'REGION_UNKNOWN', applying(bell())],
  ];

  it.each(runs)('execute refuses %s with %s', async (_, code, request) => {
    const provider = await start();
    expect(codeOf(await provider.execute(request as RunRequest))).toBe(code);
  });

  it.each([
    ['another kind', 'ARGUMENT_INVALID', { kind: 'phi.open', job }],
    ['an unknown device', 'ARGUMENT_INVALID', allocate(1, { resource: 'nowhere' })],
    ['no qubits', 'ARGUMENT_INVALID', allocate(0)],
    ['half a qubit', 'ARGUMENT_INVALID', allocate(0.5)],
    ['too many qubits', 'CIRCUIT_TOO_LARGE', allocate(28)],
    ['a broken region', 'ARGUMENT_INVALID', allocate(1, { region: NaN as RegionId })],
    ['a broken seed', 'ARGUMENT_INVALID', allocate(1, { seed: Infinity })],
    ['a region that is open', 'ARGUMENT_INVALID', allocate(1)],
  ])('requestResources refuses %s with %s', async (_, code, request) => {
    const provider = await start();
    await provider.requestResources(allocate(1));
    expect(codeOf(await provider.requestResources(request as RegionRequest))).toBe(code);
  });

  it.each([
    ['another kind', 'ARGUMENT_INVALID', { kind: 'phi.evaluate', job, region }],
    ['an unknown container', 'REGION_UNKNOWN', { ...measuring(0), region: 9 }],
    ['no qubits', 'ARGUMENT_INVALID', measuring()],
    ['a qubit it lacks', 'ARGUMENT_INVALID', measuring(2)],
    ['a negative qubit', 'ARGUMENT_INVALID', measuring(-1)],
    ['a qubit twice', 'ARGUMENT_INVALID', measuring(1, 1)],
    ['qubits that are no list', 'ARGUMENT_INVALID', { ...measuring(0), qubits: '0' }],
  ])('project refuses %s with %s', async (_, code, request) => {
    const provider = await start();
    await provider.requestResources(allocate(2));
    expect(codeOf(await provider.project(request as ProjectRequest))).toBe(code);
  });

  it('containers refuse measurements, conditions and qubits they lack', async () => {
    const provider = await start();
    await provider.requestResources(allocate(2));
    const conditional = circuit(2).if(0, (body) => body.x(0)).build();
    expect(codeOf(await provider.execute(applying(bell())))).toBe('CIRCUIT_INVALID');
    expect(codeOf(await provider.execute(applying(conditional)))).toBe('CIRCUIT_INVALID');
    expect(codeOf(await provider.execute(applying(wide(3))))).toBe('CIRCUIT_TOO_LARGE');
  });

  it('a gate the device lacks is refused wherever it stands', async () => {
    const gates = GATE_NAMES.filter((name) => name !== 'h');
    const provider = await start({ devices: [{ ...IDEAL_DEVICE, gates }] });
    const hidden = circuit(1).measure(0).if(0, (body) => body.x(0), {
      otherwise: (body) => body.h(0),
    });
    expect(codeOf(await provider.execute(run(bell())))).toBe('GATE_UNSUPPORTED');
    expect(codeOf(await provider.execute(run(hidden.build())))).toBe('GATE_UNSUPPORTED');
    expect(codeOf(await provider.execute(run(circuit(1).x(0).build())))).toBe('ok');
  });

  it('an object that throws when read is answered, not thrown on', async () => {
    const provider = await start();
    const trap = {
      get kind(): string {
        throw new Error('trap');
      },
    };
    const failing = await provider.execute(trap as unknown as RunRequest);
    expect(codeOf(failing)).toBe('ARGUMENT_INVALID');
  });

  it.each([
    ['nothing', undefined],
    ['an error without a message', Object.defineProperty(new Error('x'), 'message', {
      get: () => {
        throw new Error('again');
      },
    })],
    ['a proxy that throws', new Proxy({}, {
      getPrototypeOf: () => {
        throw new Error('again');
      },
    })],
  ])('whatever it throws: %s', async (_, thrown) => {
    const provider = await start();
    const trap = {
      get qubits(): number {
        throw thrown;
      },
    };
    const failing = await provider.execute({ ...run(bell()), circuit: trap as unknown as Circuit });
    expect(codeOf(failing)).toBe('PROVIDER_FAILED');
  });

  it('a request that changes while it is read is what it was at first', async () => {
    const provider = await start();
    let reads = 0;
    const request = Object.defineProperty({ ...run(bell()) }, 'shots', {
      enumerable: true,
      get: () => (reads++ === 0 ? 100 : NaN),
    });
    expect(await provider.execute(request)).toEqual(await provider.execute(run(bell())));
    expect(reads).toBe(1);
  });

  it('nothing is served before init', async () => {
    const provider = createQSimulator();
    expect(codeOf(await provider.execute(run(bell())))).toBe('PROVIDER_UNAVAILABLE');
    expect(codeOf(await provider.requestResources(allocate(1)))).toBe('PROVIDER_UNAVAILABLE');
    expect(codeOf(await provider.project(measuring(0)))).toBe('PROVIDER_UNAVAILABLE');
  });
});

describe('options', () => {
  it('declare three devices unless told otherwise (XDV-060.1)', () => {
    const { id, domain, resources } = createQSimulator().profile;
    expect({ id, domain }).toEqual({ id: 'q-sim', domain: 'Q' });
    expect(resources.map(({ name }) => name)).toEqual(['ideal', 'noisy', 'falcon27']);
  });

  it.each([
    ['no device', { devices: [] }],
    ['two devices of one name', { devices: [IDEAL_DEVICE, IDEAL_DEVICE] }],
    ['more qubits than calibrated', { devices: [{ ...NOISY_DEVICE, qubits: 21 }] }],
    ['more qubits than can be simulated', { devices: [{ ...IDEAL_DEVICE, qubits: 31 }] }],
    ['no budget', { devices: [{ ...IDEAL_DEVICE, budgetMaxNs: 0 }] }],
    ['no memory', { memoryMaxBytes: NaN }],
  ])('refuse %s', (_, options) => {
    expect(() => createQSimulator(options)).toThrow(RangeError);
  });

  it('faults that no request caused are never reported: there are none', () => {
    const forget = createQSimulator().reportFault(() => expect.unreachable());
    expect(forget()).toBeUndefined();
  });
});
