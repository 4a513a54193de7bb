import type { StateVector } from '../engine/state.ts';

/**
 * ⟨reference|state⟩ of the normalized states as [re, im]. Its argument is the global phase between
 * them. Time ∝ 2^n; memory for a copy of the amplitudes of both. Throws RangeError if they differ
 * in qubits.
 */
export const overlap = (
  state: StateVector,
  reference: StateVector,
): readonly [re: number, im: number] => {
  if (state.qubits !== reference.qubits) {
    const sizes = `${state.qubits} and ${reference.qubits}`;
    throw new RangeError(`overlap: the states must have as many qubits, got ${sizes}`);
  }
  state.widen(state.qubits);
  reference.widen(reference.qubits);
  const a = reference.amplitudes();
  const b = state.amplitudes();
  let re = 0;
  let im = 0;
  for (let k = 0; k < a.length; k += 2) {
    re += a[k]! * b[k]! + a[k + 1]! * b[k + 1]!;
    im += a[k]! * b[k + 1]! - a[k + 1]! * b[k]!;
  }
  const norm = Math.sqrt(state.weight(0, 0) * reference.weight(0, 0));
  return [re / norm, im / norm];
};

/**
 * |⟨reference|state⟩|² of pure states, from 0 to 1: blind to the global phase and the norm (Nielsen
 * and Chuang, section 9.2.2, squared). Costs and errors of {@link overlap}.
 */
export const fidelity = (state: StateVector, reference: StateVector): number => {
  const [re, im] = overlap(state, reference);
  // rounding may carry it just past 1
  return Math.min(1, re * re + im * im);
};
