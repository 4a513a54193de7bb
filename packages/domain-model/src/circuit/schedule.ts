import type { QCalibration } from '../ports/profile.ts';
import { DURATION_MAX, type Duration } from '../time.ts';
import type { Circuit, CircuitOp, GateOp } from './circuit.ts';
import { GATES } from './gates.ts';

/** Nanoseconds of gates on a calibrated device. */
export type GateTimes = (op: GateOp) => number;

const pairKey = (a: number, b: number): number => Math.min(a, b) * 2 ** 26 + Math.max(a, b);

/**
 * Nanoseconds of each gate: diagonal single-qubit gates are changes of frame and take none, a pair
 * with a time of its own takes that. A gate on k > 2 qubits is charged as the 2k - 3 two-qubit
 * gates of a relative-phase ladder. Linear in the pairs; each answer takes constant time.
 */
export const gateTimes = (calibration: QCalibration): GateTimes => {
  const { gate1Ns, gate2Ns, couplings = [] } = calibration;
  const ofPair = new Map(couplings.map(({ pair: [a, b], ns }) => [pairKey(a, b), ns]));
  return ({ gate, targets, controls }) => {
    const width = targets.length + controls.length;
    if (width === 0 || (width === 1 && GATES[gate].virtual)) return 0;
    if (width === 1) return gate1Ns;
    if (width > 2) return gate2Ns * (2 * width - 3);
    const a = targets[0]!;
    const b = targets[1] ?? controls[0]!;
    return ofPair.get(pairKey(a, b)) ?? gate2Ns;
  };
};

const occupy = (free: Float64Array, qubits: readonly number[], length: number): void => {
  let start = 0;
  for (const q of qubits) start = Math.max(start, free[q]!);
  for (const q of qubits) free[q] = start + length;
};

const occupyBranches = (
  op: CircuitOp & { kind: 'if' },
  free: Float64Array,
  calibration: QCalibration,
): void => {
  // the outcome must reach the controller first, and both branches must fit: take the longer one
  let ready = 0;
  for (const time of free) ready = Math.max(ready, time);
  free.fill(ready + calibration.feedForwardNs);
  const other = free.slice();
  place(op.then, free, calibration);
  place(op.otherwise, other, calibration);
  for (let q = 0; q < free.length; q++) free[q] = Math.max(free[q]!, other[q]!);
};

const place = (
  ops: readonly CircuitOp[],
  free: Float64Array,
  calibration: QCalibration,
): void => {
  for (const op of ops) {
    switch (op.kind) {
      case 'gate':
        occupy(free, [...op.targets, ...op.controls], gateNs(op, calibration));
        break;
      case 'measure':
        occupy(free, [op.qubit], calibration.measureNs);
        break;
      case 'reset':
        occupy(free, [op.qubit], calibration.resetNs);
        break;
      case 'barrier':
        occupy(free, op.qubits, 0);
        break;
      case 'delay':
        occupy(free, [op.qubit], op.ns);
        break;
      case 'if':
        occupyBranches(op, free, calibration);
    }
  }
};

/** Longer than any duration is as long as the longest: nothing admits it either way. */
const saturate = (span: number): Duration => Math.min(span, DURATION_MAX) as Duration;

/**
 * How long one shot of a circuit takes on a calibrated device: every operation as soon as its
 * qubits are free (ASAP), the longer branch of every condition. Pure, so the kernel decides what
 * fits without asking the device (XDV-012.4). Linear in operations, times qubits per condition.
 */
export const shotDuration = (circuit: Circuit, calibration: QCalibration): Duration => {
  const free = new Float64Array(circuit.qubits);
  place(circuit.ops, free, calibration);
  return saturate(free.reduce((longest, time) => Math.max(longest, time), 0));
};

/** How long a job of `shots` shots takes: each shot starts from freshly reset qubits. */
export const jobDuration = (
  circuit: Circuit,
  shots: number,
  calibration: QCalibration,
): Duration => saturate(shots * (shotDuration(circuit, calibration) + calibration.resetNs));
