import type { Complex, Matrix } from './complex.ts';

/** Any unitary on one qubit. */
export interface TurnOp {
  readonly kind: 'turn';
  readonly qubit: number;
  matrix: Matrix;
}

/**
 * A diagonal: phase k multiplies where bit j of k is the value of qubit j of the list. With more
 * than two qubits there is one phase, for all ones.
 */
export interface PhaseOp {
  readonly kind: 'phase';
  readonly qubits: readonly number[];
  readonly phases: readonly Complex[];
}

/** A controlled NOT. */
export interface FlipOp {
  readonly kind: 'flip';
  readonly control: number;
  readonly target: number;
}

/** One matrix on |00⟩, |11⟩ and one on |01⟩, |10⟩, where the first qubit is the lower bit. */
export interface PairOp {
  readonly kind: 'pair';
  readonly qubits: readonly [a: number, b: number];
  readonly even: Matrix;
  readonly odd: Matrix;
}

/**
 * What gates are made of. Every gate under any number of controls comes apart into these, of which
 * phases and flips cost next to nothing in a register tile.
 */
export type Op = TurnOp | PhaseOp | FlipOp | PairOp;

/** Most qubits of a gate in a program: on more it touches few amplitudes anyway. */
export const GATE_QUBITS_MAX = 6;

export const ONE: Complex = [1, 0];

/** The phase of an operation on the basis state whose bits are `index`. */
export const phaseAt = ({ qubits, phases }: PhaseOp, index: number): Complex => {
  if (qubits.length <= 2) return phases[index]!;
  return index === 2 ** qubits.length - 1 ? phases[0]! : ONE;
};
