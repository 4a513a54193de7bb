import { ok, unwrap, type DomainProvider, type QDeviceProfile } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import {
  diagnose,
  FALCON27,
  regionOf,
  steady,
  type Diagnosis,
  type Metric,
} from '../../src/device/index.ts';
import { idleFidelity } from '../../src/device/errors.ts';
import { createQSimulator, NOISY_DEVICE } from '../../src/index.ts';
import { codeOf, GOOD, labOf, row } from './support.ts';

const covers = ({ low, high }: Metric, truth: number): boolean => low <= truth && truth <= high;

/** The average fidelity that a calibration's figures amount to. */
const fidelity = (device: QDeviceProfile, qubits: readonly number[]): number => {
  const { calibration } = device;
  const error = qubits.length === 1 ? calibration.gate1Error : calibration.gate2Error;
  const ns = qubits.length === 1 ? calibration.gate1Ns : calibration.gate2Ns;
  const idle = qubits.map((q) => idleFidelity(calibration.qubits[q]!, ns));
  const process = idle.reduce((product, each) => product * each, 1 - error);
  const size = 2 ** qubits.length;
  return (size * process + 1) / (size + 1);
};

/** Every figure of a diagnosis with the truth. */
const figures = (diagnosis: Diagnosis, device: QDeviceProfile): [Metric, number][] => [
  ...diagnosis.qubits.flatMap((found): [Metric, number][] => {
    const truth = device.calibration.qubits[found.qubit]!;
    return [
      [found.t1Ns, truth.t1Ns],
      [found.t2Ns, truth.t2Ns],
      [found.read1Given0, truth.read1Given0],
      [found.gateFidelity, fidelity(device, [found.qubit])],
    ];
  }),
  ...diagnosis.pairs.map(({ pair, gateFidelity }): [Metric, number] => [
    gateFidelity,
    fidelity(device, pair),
  ]),
];

const DEVICE = row(3, GOOD);

describe('diagnose measures a device through its provider (XDV-072.1)', () => {
  it('and its intervals cover the truth about as often as they say', async () => {
    const { provider } = await labOf(DEVICE);
    const all: boolean[] = [];
    for (let seed = 1; seed <= 3; seed++) {
      const options = { seed, shots: 200, qubits: [0, 2], pairs: [[0, 1]] as const };
      const diagnosis = unwrap(await diagnose(provider, 'row', options));
      all.push(...figures(diagnosis, DEVICE).map(([metric, truth]) => covers(metric, truth)));
    }
    const share = all.filter(Boolean).length / all.length;
    expect(all).toHaveLength(27);
    expect(share).toBeGreaterThan(0.95 - 4 * Math.sqrt(0.0475 / all.length));
  });

  it('at five standard errors all of them do, and are narrow enough to be of use', async () => {
    const { provider } = await labOf(DEVICE);
    const options = { seed: 77, shots: 3_000, confidence: 0.999999, qubits: [1] };
    const diagnosis = unwrap(await diagnose(provider, 'row', options));
    for (const [metric, truth] of figures(diagnosis, DEVICE)) {
      expect(covers(metric, truth), JSON.stringify({ metric, truth })).toBe(true);
      expect(metric.low).toBeLessThanOrEqual(metric.value);
      expect(metric.value).toBeLessThanOrEqual(metric.high);
      expect(metric.confidence).toBe(0.999999);
      expect(metric.shots).toBeGreaterThanOrEqual(3_000);
    }
    const [{ t1Ns, gateFidelity }] = diagnosis.qubits as [Diagnosis['qubits'][0]];
    expect((t1Ns.high - t1Ns.low) / t1Ns.value).toBeLessThan(0.5);
    expect(gateFidelity.high - gateFidelity.low).toBeLessThan(3e-4);
  });

  it('counts preparing |1⟩ as part of reading it', async () => {
    const { provider } = await labOf(DEVICE);
    const options = { seed: 3, shots: 4_000, confidence: 0.9999, qubits: [0], pairs: [] };
    const [found] = unwrap(await diagnose(provider, 'row', options)).qubits;
    // reading 0 from 1, a flip that fails, decay while it acts
    const prepared = 0.02 + (2 / 3) * GOOD.gate1Error + 35 / 90_000;
    expect(covers(found!.read0Given1, prepared)).toBe(true);
  });

  it('says how much of the decoherence budget its longest experiment used', async () => {
    const { provider } = await labOf(DEVICE);
    const diagnosis = unwrap(await diagnose(provider, 'row', { seed: 1, shots: 10, pairs: [] }));
    const { value, low, high, confidence } = diagnosis.marginUsed;
    expect(value).toBeGreaterThan(0.8);
    expect(value).toBeLessThan(1);
    expect([low, high, confidence]).toEqual([value, value, 1]);
  });

  it('sees the truth of a tick, not what the calibration says', async () => {
    const times = { t1Ns: 30_000, t2Ns: 20_000 };
    const worse = { ...GOOD, qubits: GOOD.qubits.map((qubit) => ({ ...qubit, ...times })) };
    const { provider } = await labOf(DEVICE, { truth: steady(row(3, worse).calibration) });
    const options = { seed: 1, shots: 1_000, tick: 9, qubits: [2], pairs: [] };
    const [found] = unwrap(await diagnose(provider, 'row', options)).qubits;
    expect(Math.abs(found!.t1Ns.value / 30_000 - 1)).toBeLessThan(0.3);
    expect(Math.abs(found!.t2Ns.value / 20_000 - 1)).toBeLessThan(0.3);
  });

  it.each([0.05, 0.3, 3])('finds times that are %d of what is quoted', async (factor) => {
    const times = { t1Ns: 90_000 * factor, t2Ns: 70_000 * factor };
    const worse = { ...GOOD, qubits: GOOD.qubits.map((qubit) => ({ ...qubit, ...times })) };
    const { provider } = await labOf(DEVICE, { truth: steady(row(3, worse).calibration) });
    const options = { seed: 5, shots: 2_000, confidence: 0.99999, qubits: [0], pairs: [] };
    const [found] = unwrap(await diagnose(provider, 'row', options)).qubits;
    expect(covers(found!.t1Ns, times.t1Ns)).toBe(true);
    expect(covers(found!.t2Ns, times.t2Ns)).toBe(true);
    expect(found!.t1Ns.high / found!.t1Ns.low).toBeLessThan(3);
  });

  it('finds a perfect device perfect', async () => {
    const { provider } = await labOf(row(2));
    const diagnosis = unwrap(await diagnose(provider, 'row', { seed: 1, shots: 100 }));
    const [found] = diagnosis.qubits;
    expect(found!.t1Ns).toMatchObject({ value: Infinity, high: Infinity });
    expect(found!.t1Ns.low).toBeGreaterThan(250_000);
    expect(found!.read1Given0).toMatchObject({ value: 0, low: 0 });
    expect(found!.gateFidelity.value).toBeCloseTo(1, 6);
    expect(diagnosis.pairs[0]!.gateFidelity.value).toBeCloseTo(1, 6);
  });

  it('measures regions, and devices without a topology', async () => {
    const { provider } = await labOf(regionOf(FALCON27, 'part', [3, 5]));
    const region = unwrap(await diagnose(provider, 'part', { seed: 1, shots: 50 }));
    expect(region.pairs.map(({ pair }) => pair)).toEqual([[0, 1]]);
    const any = await labOf(NOISY_DEVICE);
    const options = { seed: 1, shots: 50, qubits: [4], pairs: [[3, 9]] as const };
    const found = unwrap(await diagnose(any.provider, 'noisy', options));
    expect([found.qubits[0]!.qubit, found.pairs[0]!.pair]).toEqual([4, [3, 9]]);
  });

  it('is repeatable', async () => {
    const { provider } = await labOf(DEVICE);
    const found = () => diagnose(provider, 'row', { seed: 5, shots: 20, qubits: [0], pairs: [] });
    expect(await found()).toEqual(await found());
  });
});

describe('diagnose fails', () => {
  it('as the provider does', async () => {
    const { provider } = await labOf(DEVICE, { termTicks: 10 });
    const late = await diagnose(provider, 'row', { seed: 1, tick: 10 });
    expect(codeOf(late)).toBe('CALIBRATION_INVALID');
    expect(codeOf(await diagnose(provider, 'nowhere', { seed: 1 }))).toBe('ARGUMENT_INVALID');
    const few = createQSimulator({ devices: [{ ...DEVICE, gates: ['x', 'rz'] }] });
    expect(codeOf(await diagnose(few, 'row', { seed: 1 }))).toBe('GATE_UNSUPPORTED');
  });

  it.each([
    ['nothing', undefined],
    ['no list', { kind: 'counts', shots: 10, counts: 5 }],
    ['too many', { kind: 'counts', shots: 10, counts: [['1', 11]] }],
    ['a fraction', { kind: 'counts', shots: 10, counts: [['1', 0.5]] }],
  ])('if it is answered with %s', async (_, value) => {
    const { provider } = await labOf(DEVICE);
    const execute = () => Promise.resolve(ok(value as never));
    const liar: DomainProvider = { ...provider, execute };
    const result = await diagnose(liar, 'row', { seed: 1, shots: 10 });
    expect(codeOf(result)).toBe('PROVIDER_RESULT_INVALID');
  });

  it.each([
    ['seed', { seed: 0.5 }],
    ['shots', { seed: 1, shots: 0 }],
    ['confidence', { seed: 1, confidence: 1 }],
    ['confidence', { seed: 1, confidence: 0.4 }],
    ['qubits', { seed: 1, qubits: [3] }],
    ['pairs', { seed: 1, pairs: [[0, 0]] as const }],
  ])('by throwing for %s out of range', async (name, options) => {
    const { provider } = await labOf(DEVICE);
    await expect(diagnose(provider, 'row', options)).rejects.toThrow(RangeError);
    await expect(diagnose(provider, 'row', options)).rejects.toThrow(`diagnose ${name}`);
  });
});
