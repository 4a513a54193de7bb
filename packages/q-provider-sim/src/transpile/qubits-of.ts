import type { CircuitOp } from '@xdv/domain-model';

/** Qubits of an operation, those of its bodies included. */
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
      return [...new Set([...op.then, ...op.otherwise].flatMap(qubitsOf))];
    case 'while':
      return [...new Set(op.body.flatMap(qubitsOf))];
    case 'set':
      return [];
  }
};
