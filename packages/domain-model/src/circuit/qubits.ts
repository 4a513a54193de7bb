import type { CircuitOp } from './circuit.ts';

/** Bodies of a condition or a loop; none of any other operation. */
export const bodiesOf = (op: CircuitOp): readonly (readonly CircuitOp[])[] => {
  if (op.kind === 'while') return [op.body];
  return op.kind === 'if' ? [op.then, op.otherwise] : [];
};

/**
 * Qubits that an operation acts on or orders, each once: controls before targets, those of its
 * bodies included. Linear in what the bodies hold.
 */
export const qubitsOf = (op: CircuitOp): readonly number[] => {
  switch (op.kind) {
    case 'gate':
    case 'computed':
      return [...op.controls, ...op.targets];
    case 'barrier':
      return op.qubits;
    case 'measure':
    case 'reset':
    case 'delay':
      return [op.qubit];
    case 'if':
    case 'while':
      return [...new Set(bodiesOf(op).flat().flatMap(qubitsOf))];
    case 'set':
      return [];
  }
};

/** One number for two qubits, whichever comes first: the key of a coupling in a map. */
export const pairKey = (a: number, b: number): number =>
  Math.min(a, b) * 2 ** 26 + Math.max(a, b);
