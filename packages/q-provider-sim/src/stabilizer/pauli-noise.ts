/**
 * Pauli noise by kind of operation, each a probability: the circuit noise of surface-code studies
 * (Fowler et al. 2012; the generated circuits of Gidney 2021).
 */
export interface PauliNoise {
  /** Depolarizing after every gate on one qubit, `id` included: X, Y, Z with a third each. */
  readonly gate1?: number;
  /** Depolarizing after every gate on two qubits: each of 15 Pauli pairs with a fifteenth. */
  readonly gate2?: number;
  /** X before every measurement. */
  readonly measure?: number;
  /** X after every reset. */
  readonly reset?: number;
  /** Depolarizing at every `delay`, however long. */
  readonly idle?: number;
}

/** Where depolarizing on one and on two qubits leaves nothing: more is no depolarizing channel. */
const DEPOLARIZE1_MAX = 3 / 4;
const DEPOLARIZE2_MAX = 15 / 16;

const LIMITS: Readonly<Record<keyof PauliNoise, number>> = {
  gate1: DEPOLARIZE1_MAX,
  gate2: DEPOLARIZE2_MAX,
  measure: 1,
  reset: 1,
  idle: DEPOLARIZE1_MAX,
};

/** The noise with every field given. Throws RangeError naming a field out of range. */
export const completeNoise = (noise: PauliNoise): Required<PauliNoise> => {
  const read = (name: keyof PauliNoise): number => {
    const value: unknown = noise[name] ?? 0;
    const max = LIMITS[name];
    if (typeof value === 'number' && value >= 0 && value <= max) return value;
    throw new RangeError(`noise.${name} must be 0 to ${max}, got ${String(value)}`);
  };
  return {
    gate1: read('gate1'),
    gate2: read('gate2'),
    measure: read('measure'),
    reset: read('reset'),
    idle: read('idle'),
  };
};

/**
 * Probabilities of the Paulis of a channel on k qubits, 4^k of them. Digit k of the index in base
 * 4 is the Pauli on qubit k: 0 I, 1 X, 2 Z, 3 Y, so that a product of Paulis is an XOR of indices.
 */
export type PauliProbabilities = Float64Array;

export const depolarizing = (qubits: 1 | 2, probability: number): PauliProbabilities => {
  const count = 4 ** qubits;
  const each = Float64Array.from({ length: count }, () => probability / (count - 1));
  each[0] = 1 - probability;
  return each;
};

export const flipping = (probability: number): PauliProbabilities =>
  Float64Array.of(1 - probability, probability, 0, 0);
