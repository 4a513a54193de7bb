import type { Circuit, CircuitOp, GateOp } from '../circuit/circuit.ts';
import { checkNative } from '../circuit/native.ts';
import { shotDuration } from '../circuit/schedule.ts';
import type { QCalibration, QDeviceProfile } from '../ports/profile.ts';

/** Every operation that a shot may perform: both branches of conditions, all rounds of loops. */
const flatten = (ops: readonly CircuitOp[]): readonly CircuitOp[] =>
  ops.flatMap((op) => {
    if (op.kind === 'if') return [...flatten(op.then), ...flatten(op.otherwise)];
    if (op.kind !== 'while') return [op];
    const round = flatten(op.body);
    return Array.from({ length: op.max }, () => round).flat();
  });

type AnyGate = Pick<GateOp, 'gate' | 'targets' | 'controls'>;

const gatesOf = (circuit: Circuit): readonly AnyGate[] =>
  flatten(circuit.ops).filter((op) => op.kind === 'gate' || op.kind === 'computed');

/** Why the profile says that the device does not run the circuit; undefined if it does. */
export const obstacle = (circuit: Circuit, device: QDeviceProfile): string | undefined => {
  if (circuit.qubits > device.qubits) return `the device has ${device.qubits} qubits`;
  const native = checkNative(circuit, device);
  if (!native.ok) return native.fault.message;
  const span = shotDuration(circuit, device.calibration);
  return span > device.budgetMaxNs ? `a shot of ${span} ns is too long for the device` : undefined;
};

const gateError = (op: AnyGate, calibration: QCalibration): number => {
  const { gate1Error, gate2Error, qubits, couplings = [] } = calibration;
  const width = op.targets.length + op.controls.length;
  if (width === 0) return 0;
  if (width === 1) return Math.max(gate1Error, ...qubits.map((row) => row.gateError ?? 0));
  const worst = Math.max(gate2Error, ...couplings.map(({ error }) => error));
  return (2 * width - 3) * worst;
};

/**
 * An upper bound of the probability that anything goes wrong in a shot, as the calibration declares
 * it: the sum over gates, readouts and decay (union bound). What a shot reports differs from the
 * ideal by at most this in total variation.
 */
export const errorBound = (circuit: Circuit, device: QDeviceProfile): number => {
  const { calibration } = device;
  const used = calibration.qubits.slice(0, circuit.qubits);
  const readout = Math.max(0, ...used.map((row) => Math.max(row.read1Given0, row.read0Given1)));
  const reads = flatten(circuit.ops).filter(({ kind }) => kind === 'measure').length;
  const span = shotDuration(circuit, calibration);
  const decay = used.reduce((sum, row) => sum + span / row.t1Ns + span / row.t2Ns, 0);
  const gates = gatesOf(circuit).reduce((sum, op) => sum + gateError(op, calibration), 0);
  return Math.min(1, reads * readout + decay + gates);
};
