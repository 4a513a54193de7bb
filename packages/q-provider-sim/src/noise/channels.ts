import { checkChannel, checkProbability, type Channel, type PauliTerm } from './channel.ts';
import { depolarizingTerms } from './kraus-of.ts';

const checked = <Kind extends Channel>(name: string, channel: Kind): Kind => {
  checkChannel(name, channel);
  return channel;
};

/** A mixture of Paulis on `qubits` qubits; throws RangeError unless they add up to at most 1. */
export const pauli = (terms: readonly PauliTerm[], qubits: number = 1): Channel =>
  checked('pauli', { kind: 'pauli', qubits, terms: terms.map((term) => ({ ...term })) });

/**
 * With `probability` a uniformly random Pauli other than the identity on `qubits` qubits. The
 * state is wholly mixed at probability 1 - 4^-qubits. Throws RangeError out of 0 to 1.
 */
export const depolarizing = (probability: number, qubits: number = 1): Channel => {
  const channel = checked('depolarizing', { kind: 'depolarizing', qubits, probability });
  return qubits > 2 ? channel : pauli(depolarizingTerms(probability, qubits), qubits);
};

/** X with `probability`. Throws RangeError out of 0 to 1. */
export const bitFlip = (probability: number): Channel => pauli([{ pauli: 'X', probability }]);

/** Z with `probability`. Throws RangeError out of 0 to 1. */
export const phaseFlip = (probability: number): Channel => pauli([{ pauli: 'Z', probability }]);

/** |1⟩ decays to |0⟩ with probability `relax`. Throws RangeError out of 0 to 1. */
export const amplitudeDamping = (relax: number): Channel =>
  checked('amplitudeDamping', { kind: 'damping', qubits: 1, relax });

/**
 * Phase damping of parameter λ (Nielsen and Chuang, section 8.3.6): coherences shrink by
 * sqrt(1 - λ), which is a phase flip with probability (1 - sqrt(1 - λ)) / 2.
 */
export const phaseDamping = (lambda: number): Channel => {
  checkProbability('phaseDamping', lambda);
  return phaseFlip((1 - Math.sqrt(1 - lambda)) / 2);
};

/** Throws RangeError unless T1 and T2 are above 0 and T2 is at most 2 T1. Infinity: never. */
export const checkRelaxation = (name: string, t1Ns: unknown, t2Ns: unknown): void => {
  const t1 = typeof t1Ns === 'number' ? t1Ns : NaN;
  const t2 = typeof t2Ns === 'number' ? t2Ns : NaN;
  if (!(t1 > 0)) throw new RangeError(`${name}.t1Ns must be above 0, got ${String(t1Ns)}`);
  if (t2 > 0 && t2 <= 2 * t1) return;
  throw new RangeError(`${name}.t2Ns must be above 0 and at most 2 t1Ns, got ${String(t2Ns)}`);
};

/**
 * What `timeNs` of waiting do to a qubit of relaxation time T1 and coherence time T2 ≤ 2 T1 at
 * zero temperature: populations decay by e^(-t/T1), coherences by e^(-t/T2). Empty if nothing
 * happens. Where T2 ≤ T1 it is a mixture of resets and phase flips, which strike without looking
 * at the state; otherwise amplitude damping and phase flips at the rate 1/T2 - 1/(2 T1). Throws
 * RangeError for times out of range.
 */
export const thermalRelaxation = (
  t1Ns: number,
  t2Ns: number,
  timeNs: number,
): readonly Channel[] => {
  checkRelaxation('thermalRelaxation', t1Ns, t2Ns);
  if (!(timeNs >= 0 && timeNs < Infinity)) {
    throw new RangeError(`thermalRelaxation timeNs must be 0 or above and finite, got ${timeNs}`);
  }
  return relaxation(t1Ns, t2Ns, timeNs);
};

/** The channels of {@link thermalRelaxation} for times known to be in range. */
export const relaxation = (t1Ns: number, t2Ns: number, timeNs: number): readonly Channel[] => {
  const relax = -Math.expm1(-timeNs / t1Ns);
  const mixture = t2Ns <= t1Ns;
  // T2 = 2 T1 exactly may leave a rate just below 0
  const rate = Math.max(0, 1 / t2Ns - (mixture ? 1 : 0.5) / t1Ns);
  const flip = -Math.expm1(-timeNs * rate) / 2;
  const channels: Channel[] = [];
  if (flip > 0) {
    channels.push({ kind: 'pauli', qubits: 1, terms: [{ pauli: 'Z', probability: flip }] });
  }
  if (relax > 0 && mixture) channels.push({ kind: 'reset', qubits: 1, probability: relax });
  if (relax > 0 && !mixture) channels.push({ kind: 'damping', qubits: 1, relax });
  return channels;
};

/**
 * ρ → Σ K ρ K† on one or two qubits, each matrix by rows as re, im, re, im, … with bit k of a row
 * for qubit k. Throws RangeError naming the deviation unless Σ K†K = 1 to 1e-9.
 */
export const kraus = (operators: readonly (readonly number[] | Float64Array)[]): Channel => {
  const qubits = operators[0]?.length === 8 ? 1 : 2;
  const matrices = operators.map((matrix) => Float64Array.from(matrix));
  return checked('kraus', { kind: 'kraus', qubits, operators: matrices });
};
