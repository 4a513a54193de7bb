import { GATES, type GateOp, type QCalibration } from '@xdv/domain-model';
import { PERFECT_QUBIT } from './calibration.ts';
import { decayOf, type Decay } from './noise.ts';

/** Which bit of the state vector a qubit is. Qubits get slots in the order gates touch them. */
interface Slots {
  readonly of: Int32Array;
  count: number;
}

/**
 * Where the qubits of a circuit are and how far in time: the schedule of one shot or container
 * as it is built. Times are nanoseconds since the qubits were |0⟩.
 */
export interface Layout {
  readonly slots: Slots;
  /** When each qubit can start its next operation. */
  readonly free: Float64Array;
  /** Up to when the decay of each qubit has been accounted for. */
  readonly settled: Float64Array;
}

export const createLayout = (qubits: number): Layout => ({
  slots: { of: new Int32Array(qubits).fill(-1), count: 0 },
  free: new Float64Array(qubits),
  settled: new Float64Array(qubits),
});

/** The same slots, with times of its own: one branch of a condition. */
export const forkTimes = ({ slots, free, settled }: Layout): Layout => ({
  slots,
  free: free.slice(),
  settled: settled.slice(),
});

export const copyLayout = (layout: Layout): Layout => ({
  ...forkTimes(layout),
  slots: { of: layout.slots.of.slice(), count: layout.slots.count },
});

/** The latest time of any qubit. */
export const latest = ({ free }: Layout): number =>
  free.reduce((longest, time) => Math.max(longest, time), 0);

/** The slots of qubits that a gate touches, given out now if they have none. */
export const claim = ({ slots }: Layout, qubits: readonly number[]): readonly number[] =>
  qubits.map((qubit) => {
    if (slots.of[qubit]! < 0) slots.of[qubit] = slots.count++;
    return slots.of[qubit]!;
  });

/** Starts an operation as soon as its qubits are free (ASAP) and returns when. */
export const occupy = (
  { free }: Layout,
  qubits: readonly number[],
  lengthNs: number,
): number => {
  let start = 0;
  for (const q of qubits) start = Math.max(start, free[q]!);
  for (const q of qubits) free[q] = start + lengthNs;
  return start;
};

/** The decay of `qubits` from where it was last settled until `untilNs`. */
export const settle = (
  { slots, settled }: Layout,
  qubits: Iterable<number>,
  untilNs: number,
  calibration: QCalibration,
): readonly Decay[] => {
  const decays: Decay[] = [];
  for (const q of qubits) {
    const elapsed = untilNs - settled[q]!;
    settled[q] = untilNs;
    const slot = slots.of[q]!;
    // a qubit no gate has touched is |0⟩, which does not decay
    if (slot < 0 || elapsed <= 0) continue;
    const decay = decayOf(slot, elapsed, calibration.qubits[q] ?? PERFECT_QUBIT);
    if (decay !== null) decays.push(decay);
  }
  return decays;
};

/** A diagonal gate on one qubit is a change of frame: no time, no error. */
export const isVirtual = ({ gate, targets, controls }: GateOp): boolean => {
  const width = targets.length + controls.length;
  return width === 0 || (width === 1 && GATES[gate].virtual);
};

/** Two-qubit gates that a gate on `width` > 1 qubits is charged as, in time and in error. */
const ladder = (width: number): number => 2 * width - 3;

/** Time of a gate, as `shotDuration` of the domain model charges it. */
export const gateTimeNs = (op: GateOp, calibration: QCalibration): number => {
  const width = op.targets.length + op.controls.length;
  if (isVirtual(op)) return 0;
  return width === 1 ? calibration.gate1Ns : calibration.gate2Ns * ladder(width);
};

/** Probability of a Pauli error after a gate. */
export const gateErrorOf = (op: GateOp, calibration: QCalibration): number => {
  const width = op.targets.length + op.controls.length;
  if (isVirtual(op)) return 0;
  if (width === 1) return calibration.gate1Error;
  return 1 - (1 - calibration.gate2Error) ** ladder(width);
};
