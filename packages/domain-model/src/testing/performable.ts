import type { Circuit, CircuitOp, ComputedOp, GateOp } from '../circuit/circuit.ts';
import { checkNative } from '../circuit/native.ts';
import { shotDuration } from '../circuit/schedule.ts';
import type { QCalibration, QDeviceProfile, QubitCalibration } from '../ports/profile.ts';

/** Every operation that a shot may perform: both branches of conditions, all rounds of loops. */
const flatten = (ops: readonly CircuitOp[]): readonly CircuitOp[] =>
  ops.flatMap((op) => {
    if (op.kind === 'if') return [...flatten(op.then), ...flatten(op.otherwise)];
    if (op.kind !== 'while') return [op];
    const round = flatten(op.body);
    return Array.from({ length: op.max }, () => round).flat();
  });

type AnyGate = Pick<GateOp, 'gate' | 'targets' | 'controls'>;

const isGate = (op: CircuitOp): op is GateOp | ComputedOp =>
  op.kind === 'gate' || op.kind === 'computed';

/** Qubits whose state an operation changes or reads. */
const qubitsOf = (op: CircuitOp): readonly number[] => {
  if (isGate(op)) return [...op.targets, ...op.controls];
  return op.kind === 'measure' || op.kind === 'reset' ? [op.qubit] : [];
};

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

const readError = ({ read1Given0, read0Given1 }: QubitCalibration): number =>
  Math.max(read1Given0, read0Given1);

/**
 * An upper bound of the probability that anything goes wrong in a shot, as the calibration declares
 * it: the sum over gates, readouts and decay (union bound). What a shot reports differs from the
 * ideal by at most this in total variation.
 */
export const errorBound = (circuit: Circuit, device: QDeviceProfile): number => {
  const { calibration } = device;
  const ops = flatten(circuit.ops);
  const span = shotDuration(circuit, calibration);
  let error = 0;
  for (const op of ops) {
    if (isGate(op)) error += gateError(op, calibration);
    if (op.kind === 'measure') error += readError(calibration.qubits[op.qubit]!);
  }
  // a qubit that nothing acts on has no state to lose
  for (const qubit of new Set(ops.flatMap(qubitsOf))) {
    const { t1Ns, t2Ns } = calibration.qubits[qubit]!;
    error += span / t1Ns + span / t2Ns;
  }
  return Math.min(1, error);
};
