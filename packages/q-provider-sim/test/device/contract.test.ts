import {
  circuit,
  TICK_MAX,
  unwrap,
  validateCalibration,
  validateProfiles,
  type CalibrationContract,
  type JobId,
  type ProviderResult,
  type QDeviceProfile,
  type RegionId,
  type Result,
} from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import {
  drifting,
  estimateErrors,
  FALCON27,
  regionOf,
  steady,
  type DeviceTruth,
} from '../../src/device/index.ts';
import { createQSimulator } from '../../src/index.ts';
import { codeOf, countsOf, GOOD, labOf, row } from './support.ts';

const DEVICE = row(3, GOOD);
/** One qubit, quickly calibrated. */
const SINGLE = row(1, GOOD);
const QUICK = { calibrationShots: 20 };
const FLIP = circuit(1).x(0).measureAll().build();

const contractOf = (result: Result<ProviderResult>): CalibrationContract => {
  const value = unwrap(result);
  if (value.kind !== 'calibration') throw new TypeError(`expected a contract, got ${value.kind}`);
  return value.contract;
};

const profileOf = ({ profile }: ReturnType<typeof createQSimulator>): QDeviceProfile =>
  profile.resources[0] as QDeviceProfile;

describe('a calibration counts for its term (XDV-060.2)', () => {
  it('from its first tick to the last before its end', async () => {
    const { run } = await labOf(SINGLE, { termTicks: 1_000, ...QUICK });
    expect(codeOf(await run(FLIP))).toBe('ok'); // without a tick: 0
    expect(codeOf(await run(FLIP, { tick: 999 }))).toBe('ok');
    expect(codeOf(await run(FLIP, { tick: 1_000 }))).toBe('CALIBRATION_INVALID');
    expect(codeOf(await run(FLIP, { tick: TICK_MAX - 1 }))).toBe('CALIBRATION_INVALID');
  });

  it('for containers too', async () => {
    const { provider } = await labOf(SINGLE, { termTicks: 1_000, ...QUICK });
    const allocate = (tick: number, region: number) => {
      const ids = { job: 1 as JobId, region: region as RegionId };
      const rest = { resource: 'row', seed: 1, qubits: 1, tick };
      return provider.requestResources({ kind: 'q.allocate', ...ids, ...rest });
    };
    expect(codeOf(await allocate(1_000, 1))).toBe('CALIBRATION_INVALID');
    expect(codeOf(await allocate(999, 1))).toBe('ok');
  });

  it('for ever on a device without a contract', async () => {
    const { run, provider } = await labOf(DEVICE);
    expect(codeOf(await run(FLIP, { tick: TICK_MAX - 1 }))).toBe('ok');
    expect(profileOf(provider).term).toBeUndefined();
  });

  it('that the profile of the device itself declares', async () => {
    const bounds = steady(SINGLE.calibration).bounds;
    const term = { revision: 7, fromTick: 50, untilTick: 60, bounds };
    const { run, calibrate } = await labOf({ ...SINGLE, term }, QUICK);
    expect(codeOf(await run(FLIP, { tick: 49 }))).toBe('CALIBRATION_INVALID');
    expect(codeOf(await run(FLIP, { tick: 50 }))).toBe('ok');
    expect(contractOf(await calibrate(70)).term.revision).toBe(8);
  });

  it.each([0.5, -1, TICK_MAX, NaN, '5'])('a tick of %s is no tick', async (tick) => {
    const { run, calibrate } = await labOf(SINGLE, { termTicks: 1_000, ...QUICK });
    expect(codeOf(await run(FLIP, { tick: tick as number }))).toBe('ARGUMENT_INVALID');
    expect(codeOf(await calibrate(tick as number))).toBe('ARGUMENT_INVALID');
  });
});

describe('q.calibrate', () => {
  it('answers with a contract that counts from then on, and counts up', async () => {
    const { run, calibrate, provider } = await labOf(SINGLE, { termTicks: 1_000, ...QUICK });
    expect(profileOf(provider).term).toMatchObject({ revision: 1, fromTick: 0, untilTick: 1_000 });
    expect(codeOf(await run(FLIP, { tick: 2_500 }))).toBe('CALIBRATION_INVALID');
    const contract = contractOf(await calibrate(2_000));
    expect(contract.term).toMatchObject({ revision: 2, fromTick: 2_000, untilTick: 3_000 });
    expect(codeOf(await run(FLIP, { tick: 2_500 }))).toBe('ok');
    expect(codeOf(await run(FLIP, { tick: 500 }))).toBe('CALIBRATION_INVALID');
    expect(contractOf(await calibrate(2_500)).term.revision).toBe(3);
  });

  it('gives what a kernel accepts, and the profile quotes it', async () => {
    const { calibrate, provider } = await labOf(row(2, GOOD), { termTicks: 1_000, ...QUICK });
    const contract = contractOf(await calibrate(0));
    expect(codeOf(validateCalibration(contract, 2))).toBe('ok');
    expect(codeOf(validateProfiles([provider.profile]))).toBe('ok');
    expect(profileOf(provider)).toMatchObject(contract);
  });

  it('measures: each figure is an estimate with the error of its shots', async () => {
    const { calibrate } = await labOf(DEVICE, { calibrationShots: 4_000 });
    const first = contractOf(await calibrate(0)).calibration;
    const again = contractOf(await calibrate(0)).calibration;
    expect(again).not.toEqual(first);
    for (const { qubits, couplings = [] } of [first, again]) {
      for (const [q, qubit] of qubits.entries()) {
        const truth = GOOD.qubits[q]!;
        // five standard errors each, of a fit or of a binomial
        expect(Math.abs(qubit.t1Ns / truth.t1Ns - 1)).toBeLessThan(0.2);
        expect(Math.abs(qubit.t2Ns / truth.t2Ns - 1)).toBeLessThan(0.25);
        expect(Math.abs(qubit.read1Given0 - truth.read1Given0)).toBeLessThan(0.012);
        expect(Math.abs(qubit.read0Given1 - truth.read0Given1)).toBeLessThan(0.014);
        expect(Math.abs(qubit.gateError! - GOOD.gate1Error)).toBeLessThan(1.5e-4);
      }
      expect(couplings.map(({ pair, ns }) => [pair, ns])).toEqual([[[0, 1], 300], [[1, 2], 300]]);
      for (const { error } of couplings) expect(Math.abs(error - 8e-3)).toBeLessThan(5e-3);
    }
  });

  it('depends on seed and tick alone', async () => {
    const calibrated = async () => {
      const { calibrate } = await labOf(row(2, GOOD), QUICK);
      return contractOf(await calibrate(5, { seed: 9 }));
    };
    expect(await calibrated()).toEqual(await calibrated());
  });

  it('finds nothing wrong with a perfect device', async () => {
    const { calibrate } = await labOf(row(2), { calibrationShots: 200 });
    const { calibration, term } = contractOf(await calibrate(0));
    const perfect = { t1Ns: Infinity, t2Ns: Infinity, read1Given0: 0, read0Given1: 0 };
    expect(calibration.qubits).toEqual([perfect, perfect].map((q) => ({ ...q, gateError: 0 })));
    expect(calibration.couplings).toEqual([{ pair: [0, 1], ns: 0, error: 0 }]);
    expect(term.untilTick).toBe(TICK_MAX);
  });

  it('keeps the times of couplings, named in whichever direction', async () => {
    const couplings = [{ pair: [1, 0] as const, ns: 444, error: 0.01 }];
    const { calibrate } = await labOf(row(2, { ...GOOD, couplings }), QUICK);
    const { calibration } = contractOf(await calibrate(0));
    expect(calibration.couplings).toMatchObject([{ pair: [0, 1], ns: 444 }]);
  });

  it('needs gates to measure with', async () => {
    const { native: _, ...device } = DEVICE;
    const { calibrate } = await labOf({ ...device, gates: ['rz', 'x'] });
    expect(codeOf(await calibrate(0))).toBe('GATE_UNSUPPORTED');
  });
});

describe('the device is not what its calibration says', () => {
  /** Qubit 0 loses its excitation ten times faster from tick 1000 on. */
  const worse = { ...DEVICE.calibration.qubits[0]!, t1Ns: 9_000, t2Ns: 9_000 };
  const later = { ...DEVICE.calibration, qubits: [worse, ...DEVICE.calibration.qubits.slice(1)] };
  const truth: DeviceTruth = {
    at: (tick) => (tick < 1_000 ? DEVICE.calibration : later),
    bounds: steady(later).bounds,
  };
  const wait = circuit(1).x(0).delay(9_000, 0).measureAll().build();

  it('jobs suffer the truth, while profile and results quote the last calibration', async () => {
    const { run, calibrate, provider } = await labOf(SINGLE, { truth, termTicks: 10_000 });
    const ones = async (tick: number): Promise<number> => {
      const { counts } = countsOf(await run(wait, { tick, shots: 4_000 }));
      return new Map(counts).get('1') ?? 0;
    };
    expect((await ones(999)) / 4_000).toBeGreaterThan(0.8);
    expect((await ones(1_000)) / 4_000).toBeLessThan(0.45);
    const stale = countsOf(await run(wait, { tick: 1_000 })).errors!;
    expect(profileOf(provider).calibration).toEqual(DEVICE.calibration);
    await calibrate(1_000);
    expect(profileOf(provider).calibration.qubits[0]!.t1Ns).toBeLessThan(11_000);
    const fresh = countsOf(await run(wait, { tick: 1_000 })).errors!;
    expect([stale.revision, fresh.revision]).toEqual([1, 2]);
    // the old calibration promised too much
    expect(fresh.predicted).toBeGreaterThan(3 * stale.predicted);
  });

  it('containers suffer the truth of the tick at which they were opened', async () => {
    const { provider } = await labOf(DEVICE, { truth });
    const ones = async (tick: number): Promise<number> => {
      let count = 0;
      for (let k = 1; k <= 200; k++) {
        const [job, region] = [k as JobId, k as RegionId];
        const request = { job, region, resource: 'row', seed: k, qubits: 1, tick };
        unwrap(await provider.requestResources({ kind: 'q.allocate', ...request }));
        const body = circuit(1, 0).x(0).delay(9_000, 0).build();
        unwrap(await provider.execute({ kind: 'q.apply', job, region, circuit: body }));
        const reading = { kind: 'q.measure', job, region, qubits: [0] } as const;
        const read = unwrap(await provider.project(reading));
        count += read.kind === 'outcome' ? read.bits[0]! : 0;
        await provider.terminate(region);
      }
      return count;
    };
    expect(await ones(0)).toBeGreaterThan(150);
    expect(await ones(1_000)).toBeLessThan(110);
  });

  it('a new calibration predicts errors better than one that is three days old', async () => {
    const device = regionOf(FALCON27, 'pair', [0, 1]);
    const tick = 3 * 86_400_000_000;
    const work = circuit(2).sx(0).delay(20_000, 0).cx(0, 1).delay(20_000, 1).measureAll().build();
    const off = { old: 0, fresh: 0 };
    for (let seed = 1; seed <= 5; seed++) {
      const history = drifting(device.calibration, { seed });
      const { calibrate } = await labOf(device, { truth: history, calibrationShots: 2_000 });
      const exact = estimateErrors(work, history.at(tick)).total;
      const found = contractOf(await calibrate(tick)).calibration;
      off.old += (estimateErrors(work, device.calibration).total - exact) ** 2;
      off.fresh += (estimateErrors(work, found).total - exact) ** 2;
    }
    expect(Math.sqrt(off.fresh / off.old)).toBeLessThan(0.5);
  });

  it('its bounds cover the truth at any time, and what was measured', async () => {
    const history = drifting(DEVICE.calibration, { seed: 1 });
    const { calibrate } = await labOf(SINGLE, { truth: history, ...QUICK });
    const { bounds } = contractOf(await calibrate(0)).term;
    for (let day = 0; day < 20; day++) {
      for (const { t1Ns, t2Ns, read0Given1 } of history.at(day * 86_400_000_000).qubits) {
        expect(t1Ns).toBeGreaterThanOrEqual(bounds.t1MinNs);
        expect(t2Ns).toBeGreaterThanOrEqual(bounds.t2MinNs);
        expect(read0Given1).toBeLessThanOrEqual(bounds.readoutErrorMax);
      }
    }
  });
});

describe('models', () => {
  it.each([
    ['a term of no ticks', { termTicks: 0 }],
    ['half a tick', { termTicks: 0.5 }],
    ['no shots', { calibrationShots: 0 }],
    ['too many shots', { calibrationShots: 100_001 }],
    ['a truth of fewer qubits', { truth: steady(row(2).calibration) }],
    ['a probability above 1', { failures: { seed: 1, hardware: 1.5 } }],
    ['a negative probability', { failures: { seed: 1, measurement: -1 } }],
    ['a broken seed', { failures: { seed: 0.5 } }],
  ])('refuse %s', async (_, model) => {
    await expect(labOf(DEVICE, model)).rejects.toThrow(RangeError);
  });

  it('are of devices that are there', () => {
    const models = { nowhere: {} };
    expect(() => createQSimulator({ devices: [FALCON27], models })).toThrow(RangeError);
    const named = { ...DEVICE, name: 'constructor' };
    expect(createQSimulator({ devices: [named] }).profile.resources).toHaveLength(1);
  });
});
