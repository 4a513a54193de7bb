import type { Circuit, CircuitOp, ComputedOp, GateOp } from '@xdv/domain-model';

/** What there is in a circuit, loops and both branches of conditions counted once. */
export interface CircuitStatistics {
  readonly qubits: number;
  readonly bits: number;
  readonly operations: number;
  /** Gates by name, the most frequent first: `cx` is `x` with one control. */
  readonly gates: readonly (readonly [name: string, count: number])[];
  /** Gates on exactly two qubits. */
  readonly twoQubitGates: number;
  /** T gates and their inverses, which fault-tolerant machines pay for. */
  readonly tGates: number;
  readonly measurements: number;
  readonly resets: number;
  readonly conditions: number;
  readonly loops: number;
  /** Layers of operations that follow on one another; a control structure holds up every qubit. */
  readonly depth: number;
}

/** The usual name of a gate with its controls: `ccx`, `crz`, `c3z`. */
export const nameOfGate = ({ gate, controls }: GateOp | ComputedOp): string => {
  const { length } = controls;
  return `${length > 2 ? `c${length}` : 'c'.repeat(length)}${gate}`;
};

interface Tally {
  readonly counts: Map<string, number>;
  operations: number;
  twoQubitGates: number;
  tGates: number;
  measurements: number;
  resets: number;
  conditions: number;
  loops: number;
}

const countGate = (tally: Tally, op: GateOp | ComputedOp): void => {
  const name = nameOfGate(op);
  tally.counts.set(name, (tally.counts.get(name) ?? 0) + 1);
  if (op.targets.length + op.controls.length === 2) tally.twoQubitGates++;
  if ((op.gate === 't' || op.gate === 'tdg') && op.controls.length === 0) tally.tGates++;
};

const latest = (depths: Int32Array, qubits: readonly number[]): number =>
  qubits.reduce((most, qubit) => Math.max(most, depths[qubit]!), 0);

const put = (depths: Int32Array, qubits: readonly number[], layer: number): void => {
  for (const qubit of qubits) depths[qubit] = layer;
};

const deepest = (depths: Int32Array): number =>
  depths.reduce((most, depth) => Math.max(most, depth), 0);

/** Counts bodies that follow on everything before them, and that everything after them awaits. */
const countBodies = (
  tally: Tally,
  depths: Int32Array,
  bodies: readonly (readonly CircuitOp[])[],
): void => {
  const before = deepest(depths);
  let after = before;
  for (const body of bodies) {
    depths.fill(before);
    countOps(tally, depths, body);
    after = Math.max(after, deepest(depths));
  }
  depths.fill(after);
};

const countOp = (tally: Tally, depths: Int32Array, op: CircuitOp): void => {
  switch (op.kind) {
    case 'gate':
    case 'computed': {
      const qubits = [...op.targets, ...op.controls];
      countGate(tally, op);
      return put(depths, qubits, latest(depths, qubits) + 1);
    }
    case 'measure':
      tally.measurements++;
      return put(depths, [op.qubit], depths[op.qubit]! + 1);
    case 'reset':
      tally.resets++;
      return put(depths, [op.qubit], depths[op.qubit]! + 1);
    case 'barrier':
      return put(depths, op.qubits, latest(depths, op.qubits));
    case 'if':
      tally.conditions++;
      return countBodies(tally, depths, [op.then, op.otherwise]);
    case 'while':
      tally.loops++;
      return countBodies(tally, depths, [op.body]);
    case 'delay':
    case 'set':
  }
};

const countOps = (tally: Tally, depths: Int32Array, ops: readonly CircuitOp[]): void => {
  for (const op of ops) {
    tally.operations++;
    countOp(tally, depths, op);
  }
};

/** Counts what there is in a valid circuit. Linear in operations, times qubits per condition. */
export const circuitStatistics = (circuit: Circuit): CircuitStatistics => {
  const tally: Tally = {
    counts: new Map(),
    operations: 0,
    twoQubitGates: 0,
    tGates: 0,
    measurements: 0,
    resets: 0,
    conditions: 0,
    loops: 0,
  };
  const depths = new Int32Array(circuit.qubits);
  countOps(tally, depths, circuit.ops);
  const { counts, ...rest } = tally;
  const gates = [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  const { qubits, bits } = circuit;
  return { qubits, bits, ...rest, gates, depth: deepest(depths) };
};
