import type { QubitCalibration, RandomStream } from '@xdv/domain-model';
import type { StateVector } from './state.ts';

/** What waiting does to one qubit, precomputed from its T1, T2 and the time waited. */
export interface Decay {
  readonly slot: number;
  /** Probability that |1⟩ has relaxed: 1 - e^(-t/T1). */
  readonly relax: number;
  /** Probability of a phase flip: (1 - e^(-t/Tφ)) / 2 with 1/Tφ = 1/T2 - 1/(2 T1). */
  readonly flip: number;
}

/** The decay of the qubit in `slot` over `elapsedNs`, or null if there is none. */
export const decayOf = (
  slot: number,
  elapsedNs: number,
  { t1Ns, t2Ns }: QubitCalibration,
): Decay | null => {
  const relax = -Math.expm1(-elapsedNs / t1Ns);
  // T2 = 2 T1 exactly may leave a rate just below 0
  const dephasing = Math.max(0, 1 / t2Ns - 1 / (2 * t1Ns));
  const flip = -Math.expm1(-elapsedNs * dephasing) / 2;
  return relax > 0 || flip > 0 ? { slot, relax, flip } : null;
};

/**
 * One trajectory of amplitude damping (Nielsen and Chuang, section 8.3.5; Dalibard, Castin and
 * Mølmer 1992). The qubit jumps to |0⟩ with probability relax · P(1). A draw at or above `relax`
 * cannot jump whatever P(1) is, so the usual case is one pass and leaves the norm for later.
 */
const damp = (
  state: StateVector,
  bit: number,
  relax: number,
  sign: number,
  draw: number,
): void => {
  const keep = sign * Math.sqrt(1 - relax);
  if (draw >= relax) return state.multiply(bit, bit, keep, 0);
  const one = state.weight(bit, bit);
  const zero = state.weight(bit, 0);
  if (draw * (zero + one) < relax * one) {
    state.multiply(bit, 0, 0, 0);
    state.multiply(bit, bit, 1 / Math.sqrt(one), 0);
    return state.exchange(bit, 0, bit);
  }
  const norm = Math.sqrt(zero + (1 - relax) * one);
  state.multiply(bit, bit, keep / norm, 0);
  state.multiply(bit, 0, 1 / norm, 0);
};

/** Lets one qubit decay: a random phase flip, then a random relaxation. */
export const performDecay = (
  state: StateVector,
  { slot, relax, flip }: Decay,
  random: RandomStream,
): void => {
  const bit = 1 << slot;
  const sign = flip > 0 && random.float() < flip ? -1 : 1;
  if (relax > 0) damp(state, bit, relax, sign, random.float());
  else if (sign < 0) state.multiply(bit, bit, sign, 0);
};

/** With probability `error`, a uniformly random Pauli other than the identity on `slots`. */
export const performGateError = (
  state: StateVector,
  slots: readonly number[],
  error: number,
  random: RandomStream,
): void => {
  if (error === 0 || random.float() >= error) return;
  let paulis = slots.map(() => 0);
  while (paulis.every((pauli) => pauli === 0)) paulis = slots.map(() => random.below(4));
  for (const [k, slot] of slots.entries()) {
    const bit = 1 << slot;
    // 1 is X, 2 is Z, 3 is both: Y up to a global phase
    if ((paulis[k]! & 2) !== 0) state.multiply(bit, bit, -1, 0);
    if ((paulis[k]! & 1) !== 0) state.exchange(bit, 0, bit);
  }
};
