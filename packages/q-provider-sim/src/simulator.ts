import {
  CIRCUIT_LIMITS,
  fail,
  ok,
  type DomainProvider,
  type QDeviceProfile,
  type Result,
} from '@xdv/domain-model';
import { IDEAL_DEVICE, NOISY_DEVICE } from './devices.ts';
import { checkCalibration } from './engine/calibration.ts';
import { createService } from './service.ts';

export interface QSimulatorOptions {
  /** Identity of the provider in its profile, 'q-sim' by default. */
  readonly id?: string;
  /**
   * Devices it simulates: by default `ideal` and `noisy`. One may have more qubits than any state
   * vector: circuits that are small enough run on it, and Clifford circuits with Pauli noise.
   */
  readonly devices?: readonly QDeviceProfile[];
  /** Memory that the states of all containers and of a run may take, 1 GiB by default. */
  readonly memoryMaxBytes?: number;
}

const checkDevice = (device: QDeviceProfile): void => {
  const { name, qubits, budgetMaxNs } = device;
  const { qubitsMax } = CIRCUIT_LIMITS;
  if (!Number.isInteger(qubits) || qubits < 1 || qubits > qubitsMax) {
    throw new RangeError(`device ${name}: qubits must be 1 to ${qubitsMax}, got ${qubits}`);
  }
  if (!(budgetMaxNs > 0)) {
    throw new RangeError(`device ${name}: budgetMaxNs must be above 0, got ${budgetMaxNs}`);
  }
  checkCalibration(device.calibration, qubits);
};

const checkOptions = (devices: readonly QDeviceProfile[], memoryMaxBytes: number): void => {
  if (devices.length === 0) throw new RangeError('devices must hold at least one device');
  for (const device of devices) checkDevice(device);
  if (new Set(devices.map(({ name }) => name)).size !== devices.length) {
    throw new RangeError('devices must have different names');
  }
  if (!(memoryMaxBytes > 0)) {
    throw new RangeError(`memoryMaxBytes must be above 0, got ${memoryMaxBytes}`);
  }
};

/** Answers with what `work` returns, and with a fault if it throws: a provider never rejects. */
const answer = <T>(work: () => Result<T>): Promise<Result<T>> => {
  try {
    return Promise.resolve(work());
  } catch (error) {
    const why = error instanceof Error ? error.message : typeof error;
    const hint = 'The request is not plain data, or this is a bug in the simulator';
    return Promise.resolve(fail('PROVIDER_FAILED', `the simulator failed: ${why}`, hint));
  }
};

/**
 * A provider that simulates Q devices, each circuit by the engine that takes least time. It answers
 * with counts and outcomes, never amplitudes (XDV-060.4): states live in closures that no property,
 * JSON or inspection reaches (XDV-032.1). The same requests with the same seeds give the same
 * answers.
 *
 * Work is done inside the call that asks for it, hence in order of arrival. Faults:
 * ARGUMENT_INVALID for a malformed request or unknown device, REGION_UNKNOWN, CIRCUIT_INVALID,
 * CIRCUIT_TOO_LARGE, GATE_UNSUPPORTED, DECOHERENCE_EXCEEDED beyond the device's `budgetMaxNs`,
 * RESOURCE_EXHAUSTED for memory, PROVIDER_UNAVAILABLE before `init`, PROVIDER_FAILED for an object
 * that throws when read. Throws RangeError for an option out of range.
 */
export const createQSimulator = ({
  id = 'q-sim',
  devices = [IDEAL_DEVICE, NOISY_DEVICE],
  memoryMaxBytes = 2 ** 30,
}: QSimulatorOptions = {}): DomainProvider => {
  checkOptions(devices, memoryMaxBytes);
  const service = createService(devices, memoryMaxBytes);
  let ready = false;

  const whenReady = <T>(work: () => Result<T>): Promise<Result<T>> =>
    answer(() =>
      ready ? work() : fail('PROVIDER_UNAVAILABLE', 'not initialized', 'Call init first'),
    );

  return {
    profile: { id, version: '0.1.0', domain: 'Q', resources: [...devices] },
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
  };
};
