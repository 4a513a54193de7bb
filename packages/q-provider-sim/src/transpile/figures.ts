import { GATES, qubitsOf, type CircuitOp } from '@xdv/domain-model';

/** Gates on two qubits or more, those in bodies included. */
export const gatesOnMore = (ops: readonly CircuitOp[]): number =>
  ops.reduce((count, op) => {
    if (op.kind === 'if') return count + gatesOnMore(op.then) + gatesOnMore(op.otherwise);
    if (op.kind === 'while') return count + gatesOnMore(op.body);
    const isGate = op.kind === 'gate' || op.kind === 'computed';
    return isGate && qubitsOf(op).length > 1 ? count + 1 : count;
  }, 0);

const takesTime = (op: CircuitOp): boolean => {
  if (op.kind === 'gate' || op.kind === 'computed') {
    return !GATES[op.gate].virtual || op.controls.length > 0;
  }
  return op.kind !== 'barrier' && op.kind !== 'delay' && op.kind !== 'set';
};

/** The longest chain of operations that take time; a condition or loop counts as one. */
export const depthOf = (ops: readonly CircuitOp[]): number => {
  const levels = new Map<number, number>();
  let depth = 0;
  for (const op of ops) {
    const qubits = qubitsOf(op);
    const before = qubits.reduce((most, qubit) => Math.max(most, levels.get(qubit) ?? 0), 0);
    const after = before + (takesTime(op) ? 1 : 0);
    for (const qubit of qubits) levels.set(qubit, after);
    depth = Math.max(depth, after);
  }
  return depth;
};
