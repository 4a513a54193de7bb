import type { GateCall } from '../syntax/ast.ts';
import { expandGate } from './expand.ts';
import type { Lowering } from './lowering.ts';
import { selectQubits } from './qubits.ts';
import { Stop } from './stop.ts';
import { asExpression, type Unitary } from './unitary.ts';

/** A gate call: once, or for each element of its registers. */
export const lowerGateCall = (low: Lowering, call: GateCall): void => {
  for (const qubits of broadcast(low, call)) {
    for (const op of expandGate(low, call, qubits)) emitUnitary(low, op);
  }
};

/** The qubits of each call that a call with registers stands for. */
const broadcast = (low: Lowering, call: GateCall): readonly (readonly number[])[] => {
  const operands = call.operands.map((operand) => selectQubits(low, operand));
  if (operands.length === 1 && operands[0]!.single) return [operands[0]!.qubits];
  const sizes = operands.filter(({ single }) => !single).map(({ qubits }) => qubits.length);
  const length = sizes[0] ?? 1;
  if (sizes.some((size) => size !== length)) {
    const message = `registers of ${sizes.join(' and ')} qubits in one call`;
    throw new Stop('BROADCAST_SIZES', call, message, 'Use registers of one size, or single qubits');
  }
  return Array.from({ length }, (_, k) => {
    const qubits = operands.map(({ single, qubits: all }) => all[single ? 0 : k]!);
    if (new Set(qubits).size < qubits.length) {
      const message = 'the same qubit twice in one call';
      throw new Stop('QUBIT_REPEATED', call, message, 'Use different qubits');
    }
    return qubits;
  });
};

const emitUnitary = (low: Lowering, op: Unitary): void => {
  if (op.kind !== 'unitary') return low.out.emit(op);
  const { gate, targets, controls, angles } = op;
  const params = angles.filter((angle) => typeof angle === 'number');
  if (params.length === angles.length) {
    if (!params.every(Number.isFinite)) {
      const message = `an angle of ${gate} is not finite`;
      throw new Stop('CONSTANT_INVALID', low.out.here, message, 'Use smaller angles or powers');
    }
    return low.out.emit({ kind: 'gate', gate, targets, params, controls });
  }
  const computed = angles.map(asExpression);
  low.out.emit({ kind: 'computed', gate, targets, params: computed, controls });
};
