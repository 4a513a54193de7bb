import { inspect } from 'node:util';
import {
  FAULT_REPORTS_MAX,
  circuit,
  decodeFaultReport,
  encodeFaultReport,
  SUBMISSION_STEPS,
  unwrap,
  type FaultReport,
  type JobId,
  type ProjectRequest,
  type QRun,
  type RegionId,
  type RunRequest,
} from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { createQSimulator } from '../../src/index.ts';
import { codeOf, GOOD, labOf, messageOf, row } from './support.ts';

const DEVICE = row(3, GOOD, { firmware: 'c0ffee' });
const FLIP = circuit(1).x(0).measureAll().build();
const MODEL = { termTicks: 1_000, calibrationShots: 20, failures: { seed: 1 } };
const SINGLE = row(1, GOOD, { firmware: 'c0ffee' });

const only = (reports: readonly FaultReport[]): FaultReport => {
  expect(reports).toHaveLength(1);
  return reports[0]!;
};

describe('a job passes seven steps, and a refusal names its own (XDV-060.3)', () => {
  const refusals: readonly (readonly [string, string, Partial<QRun>])[] = [
    ['receive', 'ARGUMENT_INVALID', { shots: 0 }],
    ['receive', 'CIRCUIT_INVALID', { circuit: {} as never }],
    ['receive', 'CIRCUIT_TOO_LARGE', { circuit: circuit(4).x(0).build() }],
    ['calibration', 'CALIBRATION_INVALID', { tick: 1_000 }],
    ['gates', 'GATE_UNSUPPORTED', { circuit: circuit(1).h(0).build() }],
    ['budget', 'DECOHERENCE_EXCEEDED', { circuit: circuit(1).delay(250_001, 0).build() }],
    ['budget', 'DECOHERENCE_EXCEEDED', { errorMax: 0 }],
  ];

  it.each(refusals)('at %s with %s', async (step, code, fields) => {
    const { run, provider } = await labOf(DEVICE, MODEL);
    const result = await run(FLIP, fields);
    expect(codeOf(result)).toBe(code);
    const number = SUBMISSION_STEPS.findIndex((each) => each === step) + 1;
    expect(messageOf(result)).toContain(`step ${number} of 7, ${step}`);
    expect(only(provider.takeFaultReports())).toMatchObject({ step, code });
  });

  it('at queue with RESOURCE_EXHAUSTED or CIRCUIT_TOO_LARGE: no room for it', async () => {
    const provider = createQSimulator({ devices: [DEVICE], memoryMaxBytes: 50 });
    await provider.init();
    const ids = { job: 1 as JobId, resource: 'row', seed: 1 };
    const big = circuit(3).sx(0).sx(1).sx(2).cx(0, 1).measureAll().build();
    const run = await provider.execute({ kind: 'q.run', ...ids, circuit: big, shots: 1 });
    expect(codeOf(run)).toBe('CIRCUIT_TOO_LARGE');
    const region = 1 as RegionId;
    const open = await provider.requestResources({ kind: 'q.allocate', ...ids, region, qubits: 3 });
    expect(codeOf(open)).toBe('RESOURCE_EXHAUSTED');
    expect(provider.takeFaultReports().map(({ step }) => step)).toEqual(['queue', 'queue']);
  });

  it.each([
    ['execute', 'PROVIDER_FAILED', { seed: 1, hardware: 1 }],
    ['report', 'MEASUREMENT_FAILED', { seed: 1, measurement: 1 }],
  ])('at %s with %s, if failures are asked for', async (step, code, failures) => {
    const { run, calibrate, provider } = await labOf(SINGLE, { failures, calibrationShots: 20 });
    expect([codeOf(await run(FLIP)), codeOf(await calibrate(0))]).toEqual([code, code]);
    expect(provider.takeFaultReports().map((report) => report.step)).toEqual([step, step]);
  });

  it('in their order: the first step that finds a fault refuses', async () => {
    const { run } = await labOf(DEVICE, { ...MODEL, failures: { seed: 1, hardware: 1 } });
    const long = circuit(1).h(0).delay(250_001, 0);
    const steps = [
      { shots: 0, tick: 1_000, circuit: long.build() },
      { tick: 1_000, circuit: long.build() },
      { circuit: long.build() },
      { circuit: circuit(1).x(0).delay(250_001, 0).build() },
      {},
    ];
    const codes: string[] = [];
    for (const fields of steps) codes.push(codeOf(await run(FLIP, fields)));
    expect(codes).toEqual([
      'ARGUMENT_INVALID',
      'CALIBRATION_INVALID',
      'GATE_UNSUPPORTED',
      'DECOHERENCE_EXCEEDED',
      'PROVIDER_FAILED',
    ]);
  });
});

describe('failures on purpose', () => {
  const failuresOf = async (hardware: number, seed: number): Promise<readonly string[]> => {
    const { run } = await labOf(DEVICE, { failures: { seed, hardware, measurement: hardware } });
    const codes: string[] = [];
    for (let k = 0; k < 300; k++) codes.push(codeOf(await run(FLIP, { shots: 1 })));
    return codes;
  };

  it('come as often as asked, from seed and job alone', async () => {
    const codes = await failuresOf(0.2, 7);
    const share = (code: string): number => codes.filter((each) => each === code).length / 300;
    expect(Math.abs(share('PROVIDER_FAILED') - 0.2)).toBeLessThan(5 * Math.sqrt(0.16 / 300));
    expect(Math.abs(share('MEASUREMENT_FAILED') - 0.16)).toBeLessThan(5 * Math.sqrt(0.16 / 300));
    expect(await failuresOf(0.2, 7)).toEqual(codes);
    expect(await failuresOf(0.2, 8)).not.toEqual(codes);
    expect(new Set(await failuresOf(0, 7))).toEqual(new Set(['ok']));
  });

  it('strike containers, which go on as they were', async () => {
    const { provider } = await labOf(DEVICE, { failures: { seed: 3, hardware: 0.5 } });
    const region = 1 as RegionId;
    const rest = { resource: 'row', seed: 1, region, qubits: 1 };
    unwrap(await provider.requestResources({ kind: 'q.allocate', job: 1 as JobId, ...rest }));
    const codes: string[] = [];
    for (let job = 2; job < 40; job++) {
      const asked = { job: job as JobId, region };
      const flip = circuit(1, 0).x(0).x(0).build();
      codes.push(codeOf(await provider.execute({ kind: 'q.apply', ...asked, circuit: flip })));
      codes.push(codeOf(await provider.project({ kind: 'q.measure', ...asked, qubits: [0] })));
    }
    expect(new Set(codes)).toEqual(new Set(['ok', 'PROVIDER_FAILED']));
    // of one job either everything fails or nothing
    for (let k = 0; k < codes.length; k += 2) expect(codes[k]).toBe(codes[k + 1]);
  });
});

describe('fault reports (XDV-060.5)', () => {
  it('say who, what, when and under which calibration', async () => {
    const { run, calibrate, provider } = await labOf(SINGLE, MODEL);
    await calibrate(500);
    const result = await run(circuit(1).h(0).build(), { tick: 600 });
    expect(only(provider.takeFaultReports())).toEqual({
      provider: 'q-sim',
      device: 'row',
      firmware: 'c0ffee',
      job: 2,
      tick: 600,
      step: 'gates',
      code: 'GATE_UNSUPPORTED',
      revision: 2,
      message: messageOf(result),
    });
  });

  it('can be signed: each has one form in bytes', async () => {
    const { run, provider } = await labOf(DEVICE, MODEL);
    await run(FLIP, { shots: 0 });
    const report = only(provider.takeFaultReports());
    expect(unwrap(decodeFaultReport(encodeFaultReport(report)))).toEqual(report);
  });

  it('can be written whatever was asked', async () => {
    const { provider } = await labOf({ ...DEVICE, name: 'row' }, MODEL);
    const odd: readonly unknown[] = [
      null,
      7,
      'q.run',
      { kind: 'x'.repeat(5_000) },
      { kind: '\ud800', job: 'seven', tick: -5 },
      { kind: 'q.run', job: 0.5, tick: NaN },
      { kind: 'q.run', job: 1, resource: '\ud800'.repeat(3_000) },
      { kind: 'q.apply', job: 1, region: 'x' },
      { kind: 'q.run', job: -4, resource: 'row', tick: 2 ** 60, seed: 1, shots: 1 },
    ];
    for (const request of odd) {
      expect((await provider.execute(request as RunRequest)).ok).toBe(false);
      expect((await provider.project(request as ProjectRequest)).ok).toBe(false);
    }
    const reports = provider.takeFaultReports();
    expect(reports).toHaveLength(2 * odd.length);
    for (const report of reports) {
      expect(unwrap(decodeFaultReport(encodeFaultReport(report)))).toEqual(report);
    }
  });

  it('are handed out once, and the oldest are dropped beyond the limit', async () => {
    const { run, provider } = await labOf(DEVICE, MODEL);
    for (let k = 0; k <= FAULT_REPORTS_MAX; k++) await run(FLIP, { shots: 0 });
    const reports = provider.takeFaultReports();
    expect(reports).toHaveLength(FAULT_REPORTS_MAX);
    expect(reports[0]!.job).toBe(2);
    expect(provider.takeFaultReports()).toEqual([]);
  });

  it('are not made of what went well', async () => {
    const { run, provider } = await labOf(DEVICE, MODEL);
    expect(codeOf(await run(FLIP))).toBe('ok');
    expect(provider.takeFaultReports()).toEqual([]);
  });
});

describe('nothing of a state is in any of it (XDV-060.4)', () => {
  // cos 0.6 and sin 0.6, squared and not
  const SECRETS = ['8253356149', '5646424733', '6811788772', '3188211227'];

  it('faults, reports, profiles, results and the provider itself', async () => {
    const failures = { seed: 1, hardware: 0, measurement: 1 };
    const { provider, run, calibrate } = await labOf(row(2, GOOD), MODEL);
    const failing = await labOf(row(3, GOOD), { failures });
    const turned = circuit(2).sx(0).rz(1.2, 0).sx(0).sx(1).rz(1.2, 1).sx(1).measureAll().build();
    const ids = { job: 1 as JobId, region: 1 as RegionId };
    const open = { kind: 'q.allocate', ...ids, resource: 'row', seed: 1, qubits: 2 } as const;
    const gates = { ...turned, bits: 0, ops: turned.ops.slice(0, 6) };
    const seen: unknown[] = [
      await provider.requestResources(open),
      await provider.execute({ kind: 'q.apply', ...ids, circuit: gates }),
      await run(turned),
      await run(turned, { tick: 5_000 }),
      await run(turned, { errorMax: 0 }),
      await failing.run(turned),
      await calibrate(10, { seed: 2 }),
      await provider.requestResources(open),
      await provider.project({ kind: 'q.measure', ...ids, qubits: [7] }),
      provider.takeFaultReports(),
      failing.provider.takeFaultReports(),
      provider,
      provider.profile,
    ];
    const text = inspect(seen, { depth: Infinity, showHidden: true, getters: true });
    expect(text.length).toBeGreaterThan(1_000);
    for (const secret of SECRETS) expect(text).not.toContain(secret);
    expect(text).toContain('ok: true');
    expect(text).toContain('ok: false');
  });
});
