import type { Barrier, Expression, Reset } from '../syntax/ast.ts';
import type { BitType } from '../types/type.ts';
import { ONE_BIT, running } from './abstract.ts';
import { measurable, writePlace } from './access.ts';
import { read } from './classical.ts';
import type { Lowering } from './lowering.ts';
import type { Place } from './place.ts';
import { selectQubits } from './qubits.ts';

/** Measures qubits into a place: into its bits if they can take it, otherwise by way of others. */
export const assignMeasured = (low: Lowering, place: Place, operand: Expression): void => {
  const { qubits } = selectQubits(low, operand);
  const direct = measurable(low, place);
  if (direct !== null) {
    for (const [k, qubit] of qubits.entries()) {
      low.out.emit({ kind: 'measure', qubit, bit: direct[k]! });
    }
    return;
  }
  const { at } = low.temporary(qubits.length);
  for (const [k, qubit] of qubits.entries()) {
    low.out.emit({ kind: 'measure', qubit, bit: at + k });
  }
  const bits = read({ kind: 'uint', width: qubits.length }, at);
  const type: BitType = qubits.length === 1 ? ONE_BIT : { kind: 'bit', size: qubits.length };
  writePlace(low, place, running(type, bits));
};

export const lowerReset = (low: Lowering, { operand }: Reset): void => {
  for (const qubit of selectQubits(low, operand).qubits) low.out.emit({ kind: 'reset', qubit });
};

/** The qubits of operands, each once; all qubits in scope if there are none. */
export const qubitsOf = (
  low: Lowering,
  operands: readonly Expression[],
): readonly number[] => {
  if (operands.length === 0) return low.qubitsInScope;
  return [...new Set(operands.flatMap((operand) => selectQubits(low, operand).qubits))];
};

export const lowerBarrier = (low: Lowering, { operands }: Barrier): void => {
  const qubits = qubitsOf(low, operands);
  low.out.step(qubits.length);
  low.out.emit({ kind: 'barrier', qubits });
};
