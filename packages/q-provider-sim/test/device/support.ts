import {
  perfectCalibration,
  unwrap,
  type Circuit,
  type CountsResult,
  type JobId,
  type ProviderResult,
  type QCalibrate,
  type QCalibration,
  type QDeviceProfile,
  type QRun,
  type Result,
} from '@xdv/domain-model';
import { TRANSMON_GATES, type DeviceModel } from '../../src/device/index.ts';
import { createQSimulator, type QSimulator } from '../../src/index.ts';

/** A row of transmons, each coupled to the next: perfect and instant but for what is given. */
export const row = (
  qubits: number,
  calibration: Partial<QCalibration> = {},
  rest: Partial<QDeviceProfile> = {},
): QDeviceProfile => ({
  domain: 'Q',
  name: 'row',
  qubits,
  ...TRANSMON_GATES,
  calibration: perfectCalibration(qubits, calibration),
  couplings: Array.from({ length: qubits - 1 }, (_, q) => [q, q + 1] as const),
  budgetMaxNs: 250_000,
  ...rest,
});

/** Qubits of a good device. */
export const GOOD = {
  gate1Ns: 35,
  gate2Ns: 300,
  measureNs: 700,
  resetNs: 500,
  feedForwardNs: 300,
  gate1Error: 3e-4,
  gate2Error: 8e-3,
  qubits: [0, 1, 2].map((q) => ({
    t1Ns: 90_000 + 20_000 * q,
    t2Ns: 70_000 + 15_000 * q,
    read1Given0: 0.01 + 0.004 * q,
    read0Given1: 0.02 + 0.004 * q,
  })),
} as const;

export const codeOf = (result: Result<unknown>): string => (result.ok ? 'ok' : result.fault.code);
export const messageOf = (result: Result<unknown>): string =>
  result.ok ? 'ok' : result.fault.message;

export const countsOf = (result: Result<ProviderResult>): CountsResult => {
  const value = unwrap(result);
  if (value.kind !== 'counts') throw new TypeError(`expected counts, got ${value.kind}`);
  return value;
};

export interface Lab {
  readonly provider: QSimulator;
  readonly run: (circuit: Circuit, fields?: Partial<QRun>) => Promise<Result<ProviderResult>>;
  readonly calibrate: (
    tick: number,
    fields?: Partial<QCalibrate>,
  ) => Promise<Result<ProviderResult>>;
}

/** A provider with one device. Jobs are numbered from 1. */
export const labOf = async (device: QDeviceProfile, model?: DeviceModel): Promise<Lab> => {
  const models = model && { [device.name]: model };
  const provider = createQSimulator({ devices: [device], ...(models && { models }) });
  unwrap(await provider.init());
  let jobs = 0;
  const next = () => ({ job: ++jobs as JobId, resource: device.name, seed: jobs });
  return {
    provider,
    run: (circuit, fields) =>
      provider.execute({ kind: 'q.run', ...next(), circuit, shots: 100, ...fields }),
    calibrate: (tick, fields) =>
      provider.execute({ kind: 'q.calibrate', ...next(), tick, ...fields }),
  };
};
