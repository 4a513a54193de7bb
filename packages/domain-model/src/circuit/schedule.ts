import type { QCalibration } from '../ports/profile.ts';
import { DURATION_MAX, type Duration } from '../time.ts';
import type { Circuit, CircuitOp, ComputedOp, GateOp, IfOp, WhileOp } from './circuit.ts';
import { GATES } from './gates.ts';
import { pairKey, qubitsOf } from './qubits.ts';

/** Nanoseconds of gates on a calibrated device. */
export type GateTimes = (op: GateOp | ComputedOp) => number;

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

/** Nanoseconds of any operation without bodies; none of those that take no time by themselves. */
export const operationTimes = (calibration: QCalibration): ((op: CircuitOp) => number) => {
  const gateNs = gateTimes(calibration);
  return (op) => {
    switch (op.kind) {
      case 'gate':
      case 'computed':
        return gateNs(op);
      case 'measure':
        return calibration.measureNs;
      case 'reset':
        return calibration.resetNs;
      case 'delay':
        return op.ns;
      default:
        return 0;
    }
  };
};

const occupy = (free: Float64Array, qubits: readonly number[], length: number): void => {
  let start = 0;
  for (const q of qubits) start = Math.max(start, free[q]!);
  for (const q of qubits) free[q] = start + length;
};

/** One circuit being placed on one device. */
interface Placement {
  readonly calibration: QCalibration;
  readonly timeOf: (op: CircuitOp) => number;
}

const latest = (free: Float64Array): number =>
  free.reduce((longest, time) => Math.max(longest, time), 0);

const occupyBranches = (op: IfOp, free: Float64Array, placement: Placement): void => {
  // the outcome must reach the controller first, and both branches must fit: take the longer one
  free.fill(latest(free) + placement.calibration.feedForwardNs);
  const other = free.slice();
  place(op.then, free, placement);
  place(op.otherwise, other, placement);
  for (let q = 0; q < free.length; q++) free[q] = Math.max(free[q]!, other[q]!);
};

/** Every round of a loop looks at the outcome first, and so does leaving it. */
const occupyRounds = (op: WhileOp, free: Float64Array, placement: Placement): void => {
  const { feedForwardNs } = placement.calibration;
  const start = latest(free) + feedForwardNs;
  free.fill(start);
  place(op.body, free, placement);
  const round = latest(free) + feedForwardNs - start;
  free.fill(start + op.max * round);
};

const place = (
  ops: readonly CircuitOp[],
  free: Float64Array,
  placement: Placement,
): void => {
  for (const op of ops) {
    switch (op.kind) {
      case 'if':
        occupyBranches(op, free, placement);
        break;
      case 'while':
        occupyRounds(op, free, placement);
        break;
      case 'set': // the controller's own time is part of the feed-forward
        break;
      default:
        occupy(free, qubitsOf(op), placement.timeOf(op));
    }
  }
};

/** Longer than any duration is as long as the longest: nothing admits it either way. */
const saturate = (span: number): Duration => Math.min(span, DURATION_MAX) as Duration;

/**
 * How long one shot of a circuit takes on a calibrated device: every operation as soon as its
 * qubits are free (ASAP), the longer branch of every condition, all rounds of every loop. Pure, so
 * the kernel decides what fits without asking the device (XDV-012.4). Linear in operations, times
 * qubits per condition.
 */
export const shotDuration = (circuit: Circuit, calibration: QCalibration): Duration => {
  const free = new Float64Array(circuit.qubits);
  place(circuit.ops, free, { calibration, timeOf: operationTimes(calibration) });
  return saturate(latest(free));
};

/** How long a job of `shots` shots takes: each shot starts from freshly reset qubits. */
export const jobDuration = (
  circuit: Circuit,
  shots: number,
  calibration: QCalibration,
): Duration => saturate(shots * (shotDuration(circuit, calibration) + calibration.resetNs));
