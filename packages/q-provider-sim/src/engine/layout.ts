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

/** The slots of qubits that something acts on, given out now if they have none. */
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

/**
 * The time for which `qubit` has decayed unaccounted until `untilNs`, accounted for from now on:
 * 0 for a qubit without a slot, which is |0⟩ and does not decay.
 */
export const settle = ({ slots, settled }: Layout, qubit: number, untilNs: number): number => {
  const elapsed = untilNs - settled[qubit]!;
  if (elapsed <= 0) return 0;
  settled[qubit] = untilNs;
  return slots.of[qubit]! < 0 ? 0 : elapsed;
};
