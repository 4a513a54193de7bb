import { CIRCUIT_LIMITS, type Circuit, type QDeviceProfile } from '@xdv/domain-model';
import type { Decoupling } from './decouple.ts';

export interface TranspileOptions {
  /** Safe integer, 0 by default: the same seed gives the same circuit. */
  readonly seed?: number;
  /** Layouts to try, 1 to 10,000; by default fewer for larger circuits, 64 for small ones. */
  readonly trials?: number;
  /** Physical qubit of each virtual one at the start; by default the best that is found. */
  readonly layout?: readonly number[];
  /** Writes the time that qubits wait as delays: operations as soon or as late as possible. */
  readonly schedule?: 'asap' | 'alap';
  /** Pulses in waits that are long enough; asks for a schedule. */
  readonly decouple?: Decoupling;
}

const TRIALS_MAX = 10_000;

const checkOptions = (options: TranspileOptions): void => {
  const { seed = 0, trials = 1, schedule: order, decouple } = options;
  if (!Number.isSafeInteger(seed)) throw new RangeError(`seed must be a safe integer, got ${seed}`);
  if (!(Number.isInteger(trials) && trials >= 1 && trials <= TRIALS_MAX)) {
    throw new RangeError(`trials must be 1 to ${TRIALS_MAX}, got ${trials}`);
  }
  if (order !== undefined && order !== 'asap' && order !== 'alap') {
    throw new RangeError(`schedule must be asap or alap, got ${String(order)}`);
  }
  if (decouple === undefined) return;
  if (decouple !== 'x2' && decouple !== 'xy4') {
    throw new RangeError(`decouple must be x2 or xy4, got ${String(decouple)}`);
  }
  if (order === undefined) throw new RangeError(`decouple ${decouple} needs schedule asap or alap`);
};

const checkLayout = (
  layout: readonly number[],
  circuit: Circuit,
  device: QDeviceProfile,
): void => {
  if (!Array.isArray(layout) || layout.length !== circuit.qubits) {
    throw new RangeError(`layout must name ${circuit.qubits} physical qubits`);
  }
  for (const p of layout) {
    if (Number.isInteger(p) && p >= 0 && p < device.qubits) continue;
    throw new RangeError(`layout must name qubits 0 to ${device.qubits - 1}, got ${String(p)}`);
  }
  if (new Set(layout).size < layout.length) {
    throw new RangeError(`layout must name different qubits, got ${layout.join(', ')}`);
  }
};

const checkDevice = ({ name, qubits, couplings = [] }: QDeviceProfile): void => {
  const { qubitsMax } = CIRCUIT_LIMITS;
  if (!(Number.isInteger(qubits) && qubits >= 1 && qubits <= qubitsMax)) {
    throw new RangeError(`qubits of ${name} must be 1 to ${qubitsMax}, got ${String(qubits)}`);
  }
  for (const pair of couplings) {
    const [a, b] = pair;
    const inside = [a, b].every((q) => Number.isInteger(q) && q >= 0 && q < qubits);
    if (pair.length === 2 && inside && a !== b) continue;
    const joined = pair.map(String).join(', ');
    throw new RangeError(`couplings of ${name} must join qubits below ${qubits}, got ${joined}`);
  }
};

/** Throws RangeError naming the option or field of the device that is out of range. */
export const checkArguments = (
  circuit: Circuit,
  device: QDeviceProfile,
  options: TranspileOptions,
): void => {
  checkOptions(options);
  checkDevice(device);
  if (options.layout !== undefined) checkLayout(options.layout, circuit, device);
};
