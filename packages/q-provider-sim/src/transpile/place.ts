import type { CircuitOp } from '@xdv/domain-model';

/** An operation on other qubits; `body` moves the bodies of a condition or loop. */
export const placeOp = (
  op: CircuitOp,
  place: ArrayLike<number>,
  body: (ops: readonly CircuitOp[]) => readonly CircuitOp[],
): CircuitOp => {
  const at = (qubits: readonly number[]): readonly number[] => qubits.map((q) => place[q]!);
  switch (op.kind) {
    case 'gate':
    case 'computed':
      return { ...op, targets: at(op.targets), controls: at(op.controls) };
    case 'measure':
    case 'reset':
    case 'delay':
      return { ...op, qubit: place[op.qubit]! };
    case 'barrier':
      return { ...op, qubits: at(op.qubits) };
    case 'if':
      return { ...op, then: body(op.then), otherwise: body(op.otherwise) };
    case 'while':
      return { ...op, body: body(op.body) };
    case 'set':
      return op;
  }
};

/** Operations with qubit q renamed to `place[q]`. */
export const placeOps = (
  ops: readonly CircuitOp[],
  place: ArrayLike<number>,
): readonly CircuitOp[] =>
  ops.map((op) => placeOp(op, place, (inside) => placeOps(inside, place)));
