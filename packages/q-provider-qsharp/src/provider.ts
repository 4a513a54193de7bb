import {
  fail,
  ok,
  type DomainProvider,
  type QDeviceProfile,
  type QubitCalibration,
  type Result,
} from '@xdv/domain-model';
import { QSHARP_DEVICE, QSHARP_NOISY_DEVICE } from './devices.ts';
import { loadEngine, type WasmBytes } from './engine.ts';
import { takeRequest } from './requests.ts';
import { createService } from './service.ts';

/** Qubits of a device: a dense state of more nears the 4 GiB of the library's memory. */
const QUBITS_MAX = 22;

export interface QSharpProviderOptions {
  /**
   * Brings the bytes of `lib/web/qsc_wasm_bg.wasm` of qsharp-lang, from disk or network. Called by
   * `init`, not before; a realm that has loaded the library once goes on with what it loaded.
   */
  readonly wasm: () => Promise<WasmBytes>;
  /** Identity of the provider in its profile, 'qsharp' by default. */
  readonly id?: string;
  /**
   * Devices: by default `qsharp` and `qsharp-noisy`. At most 22 qubits, which may err in gates and
   * readout but do not decay; a device that errs declares `containers: false`.
   */
  readonly devices?: readonly QDeviceProfile[];
}

const errs = ({ calibration }: QDeviceProfile): boolean => {
  const { gate1Error, gate2Error, qubits, couplings = [] } = calibration;
  const all = [
    ...[gate1Error, gate2Error, ...couplings.map(({ error }) => error)],
    ...qubits.flatMap((row) => [row.read1Given0, row.read0Given1, row.gateError ?? 0]),
  ];
  return all.some((error) => error > 0);
};

const decays = ({ t1Ns, t2Ns }: QubitCalibration): boolean => t1Ns < Infinity || t2Ns < Infinity;

const checkDevice = (device: QDeviceProfile): void => {
  const { name, qubits, calibration } = device;
  const refuse = (why: string): never => {
    throw new RangeError(`device ${name}: ${why}`);
  };
  if (!Number.isInteger(qubits) || qubits < 1 || qubits > QUBITS_MAX) {
    refuse(`qubits must be 1 to ${QUBITS_MAX}, got ${qubits}`);
  }
  if (calibration.qubits.length < qubits) {
    refuse(`calibration.qubits must be ${qubits} or more, got ${calibration.qubits.length}`);
  }
  if (calibration.qubits.some(decays)) refuse('t1Ns and t2Ns must be Infinity: Q# knows no decay');
  if (device.term !== undefined) refuse('term must be absent: Q# calibrates nothing');
  if (errs(device) && device.containers !== false) {
    refuse('containers must be false, since it errs');
  }
};

const checkDevices = (devices: readonly QDeviceProfile[]): void => {
  if (devices.length === 0) throw new RangeError('devices must hold at least one device');
  for (const device of devices) checkDevice(device);
  if (new Set(devices.map(({ name }) => name)).size !== devices.length) {
    throw new RangeError('devices must have different names');
  }
};

/** Performs work in the order in which it is handed in, and answers whatever happens. */
const createQueue = () => {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(work: () => Result<T> | Promise<Result<T>>): Promise<Result<T>> => {
    const answer = last.then(work).catch((error: unknown) => {
      const why = error instanceof Error ? error.message : typeof error;
      return fail('PROVIDER_FAILED', `the provider failed: ${why}`, 'This is a bug in it');
    });
    last = answer;
    return answer;
  };
};

type Service = ReturnType<typeof createService>;

const unavailable = fail('PROVIDER_UNAVAILABLE', 'not initialized', 'Call init first');

/**
 * A provider on the simulator of qsharp-lang: circuits become programs of Q#, which it compiles and
 * runs. Counts and outcomes are its own; it takes no seed, so they do not repeat. Nothing that the
 * provider answers or shows holds an amplitude (XDV-060.4).
 *
 * Requests are performed one after another in the order they were made; a run blocks its thread.
 * Faults: ARGUMENT_INVALID for a malformed request, unknown device or one without containers,
 * REGION_UNKNOWN, CIRCUIT_INVALID, CIRCUIT_TOO_LARGE, GATE_UNSUPPORTED (also for floats that Q#
 * cannot store or convert), CIRCUIT_STOPPED for an expression without a value, DECOHERENCE_EXCEEDED
 * beyond the device's `budgetMaxNs`, the job's `errorMax` or the rounds of a loop,
 * RESOURCE_EXHAUSTED for too much work, PROVIDER_UNAVAILABLE before `init` and where the library
 * does not load, MEASUREMENT_FAILED and PROVIDER_FAILED for what the library gets wrong. Throws
 * RangeError for a device out of range.
 */
export const createQSharpProvider = ({
  wasm,
  id = 'qsharp',
  devices = [QSHARP_DEVICE, QSHARP_NOISY_DEVICE],
}: QSharpProviderOptions): DomainProvider => {
  checkDevices(devices);
  const enqueue = createQueue();
  let service: Service | undefined;

  const serve = <T>(
    request: unknown,
    work: (ready: Service, taken: unknown) => Result<T> | Promise<Result<T>>,
  ): Promise<Result<T>> => {
    const taken = takeRequest(request);
    return enqueue(() => {
      if (service === undefined) return unavailable;
      return taken.ok ? work(service, taken.value) : taken;
    });
  };

  const init = async (): Promise<Result<null>> => {
    if (service !== undefined) return ok(null);
    const engine = await loadEngine(wasm);
    if (!engine.ok) return engine;
    service = createService(devices, engine.value);
    return ok(null);
  };

  return {
    profile: { id, version: '0.1.0', domain: 'Q', resources: [...devices] },
    init: () => enqueue(init),
    requestResources: (request) => serve(request, ({ allocate }, taken) => allocate(taken)),
    execute: (request) => serve(request, ({ execute }, taken) => execute(taken)),
    project: (request) => serve(request, ({ project }, taken) => project(taken)),
    terminate: (region) =>
      enqueue(() => {
        service?.close(region);
        return ok(null);
      }),
    // a simulator has no faults but those it answers with
    reportFault: () => () => undefined,
  };
};
