import {
  CIRCUIT_LIMITS,
  createFaultLog,
  fail,
  ok,
  type DomainProvider,
  type FaultReport,
  type QDeviceProfile,
  type Result,
} from '@xdv/domain-model';
import { FALCON27 } from './device/falcon.ts';
import { createLiveDevice, type DeviceModel } from './device/live.ts';
import { IDEAL_DEVICE, NOISY_DEVICE } from './devices.ts';
import { checkCalibration, checkPair } from './engine/calibration.ts';
import { createService } from './service.ts';

/** Perfect, noisy, and noisy with few couplings and gates. */
export const STANDARD_DEVICES: readonly QDeviceProfile[] = [
  IDEAL_DEVICE,
  NOISY_DEVICE,
  FALCON27,
];

export interface QSimulatorOptions {
  /** Identity of the provider in its profile, 'q-sim' by default. */
  readonly id?: string;
  /**
   * Devices it simulates, {@link STANDARD_DEVICES} by default. One may have more qubits than any
   * state vector: circuits that are small enough run on it, and Clifford circuits with Pauli noise.
   */
  readonly devices?: readonly QDeviceProfile[];
  /** How they behave, by name; a device left out stays as its profile says. */
  readonly models?: Readonly<Record<string, DeviceModel>>;
  /** Memory that the states of all containers and of a run may take, 1 GiB by default. */
  readonly memoryMaxBytes?: number;
}

/** A provider of simulated devices, which also hands out what they report of faults. */
export interface QSimulator extends DomainProvider {
  /**
   * Reports of the requests that were answered with a fault, oldest first, since the last call
   * (XDV-060.5). The last 1024 are kept. `reportFault` hears of none: its faults are those that no
   * request caused.
   */
  takeFaultReports(): readonly FaultReport[];
}

const checkDevice = (device: QDeviceProfile): void => {
  const { name, qubits, budgetMaxNs, couplings = [] } = device;
  const { qubitsMax } = CIRCUIT_LIMITS;
  if (!Number.isInteger(qubits) || qubits < 1 || qubits > qubitsMax) {
    throw new RangeError(`device ${name}: qubits must be 1 to ${qubitsMax}, got ${qubits}`);
  }
  if (!(budgetMaxNs > 0)) {
    throw new RangeError(`device ${name}: budgetMaxNs must be above 0, got ${budgetMaxNs}`);
  }
  checkCalibration(device.calibration, qubits);
  for (const pair of couplings) checkPair(`device ${name}: a coupling`, pair, qubits);
};

const checkOptions = (
  devices: readonly QDeviceProfile[],
  models: Readonly<Record<string, DeviceModel>>,
  memoryMaxBytes: number,
): void => {
  if (devices.length === 0) throw new RangeError('devices must hold at least one device');
  for (const device of devices) checkDevice(device);
  if (new Set(devices.map(({ name }) => name)).size !== devices.length) {
    throw new RangeError('devices must have different names');
  }
  for (const name of Object.keys(models)) {
    if (devices.some((device) => device.name === name)) continue;
    throw new RangeError(`models.${name} must be of one of the devices`);
  }
  if (!(memoryMaxBytes > 0)) {
    throw new RangeError(`memoryMaxBytes must be above 0, got ${memoryMaxBytes}`);
  }
};

/** What was thrown, in words: it may be anything, and may throw in turn when it is read. */
const reasonOf = (error: unknown): string => {
  try {
    return error instanceof Error ? error.message.slice(0, 200) : typeof error;
  } catch {
    return 'something that cannot be read';
  }
};

/** Answers with what `work` returns, and with a fault if it throws: a provider never rejects. */
const answer = <T>(work: () => Result<T>): Promise<Result<T>> => {
  try {
    return Promise.resolve(work());
  } catch (error) {
    const message = `the simulator failed: ${reasonOf(error)}`;
    const hint = 'The request is not plain data, or this is a bug in the simulator';
    return Promise.resolve(fail('PROVIDER_FAILED', message, hint));
  }
};

/**
 * A provider that simulates Q devices, each circuit by the engine that takes least time. It answers
 * with counts and outcomes, never amplitudes (XDV-060.4): states live in closures that no property,
 * JSON or inspection reaches (XDV-032.1). The same requests with the same seeds give the same
 * answers.
 *
 * A job is submitted in seven steps (XDV-060.3), and the message of a fault names the step. Work
 * is done inside the call that asks for it, hence in order of arrival, and no job ever influences
 * another. `profile` quotes the last calibration of every device. Faults:
 * ARGUMENT_INVALID for a malformed request or unknown device, REGION_UNKNOWN, CIRCUIT_INVALID,
 * CIRCUIT_TOO_LARGE, CALIBRATION_INVALID outside the term of the calibration, GATE_UNSUPPORTED for
 * gates and pairs that are not the device's, DECOHERENCE_EXCEEDED beyond the device's `budgetMaxNs`
 * or the job's `errorMax`, RESOURCE_EXHAUSTED for memory and for qubits that are taken,
 * PROVIDER_UNAVAILABLE before `init`, PROVIDER_FAILED for an object that throws when read,
 * PROVIDER_FAILED and MEASUREMENT_FAILED where a model asks for failures. Throws RangeError for an
 * option out of range.
 */
export const createQSimulator = ({
  id = 'q-sim',
  devices = STANDARD_DEVICES,
  models = {},
  memoryMaxBytes = 2 ** 30,
}: QSimulatorOptions = {}): QSimulator => {
  checkOptions(devices, models, memoryMaxBytes);
  const live = devices.map((device) => {
    const { name } = device;
    return createLiveDevice(device, Object.hasOwn(models, name) ? models[name] : undefined);
  });
  const faults = createFaultLog(id);
  const service = createService(live, memoryMaxBytes, faults);
  let ready = false;

  const whenReady = <T>(work: () => Result<T>): Promise<Result<T>> =>
    answer(() =>
      ready ? work() : fail('PROVIDER_UNAVAILABLE', 'not initialized', 'Call init first'),
    );

  return {
    get profile() {
      const resources = live.map(({ profile }) => profile);
      return { id, version: '0.1.0', domain: 'Q', resources } as const;
    },
    init: () =>
      answer(() => {
        ready = true;
        return ok(null);
      }),
    requestResources: (request) => whenReady(() => service.allocate(request)),
    execute: (request) => whenReady(() => service.execute(request)),
    project: (request) => whenReady(() => service.project(request)),
    terminate: (region) =>
      answer(() => {
        service.close(region);
        return ok(null);
      }),
    // a simulator has no faults but those it answers with
    reportFault: () => () => undefined,
    takeFaultReports: () => faults.take(),
  };
};
