/**
 * What happens to some qubits at one point of a circuit by chance: a completely positive,
 * trace-preserving map (Nielsen and Chuang, section 8.2). Pauli, depolarizing and reset channels
 * strike without looking at the state; damping and Kraus channels depend on it.
 */
export type Channel =
  | PauliChannel
  | DepolarizingChannel
  | ResetChannel
  | DampingChannel
  | KrausChannel;

/** At most one of the terms happens; what is left of 1 is the identity. */
export interface PauliChannel {
  readonly kind: 'pauli';
  readonly qubits: number;
  readonly terms: readonly PauliTerm[];
}

export interface PauliTerm {
  /** Letters I, X, Y, Z: letter k acts on qubit k of the channel. */
  readonly pauli: string;
  readonly probability: number;
}

/** With `probability` a Pauli other than the identity, all 4^qubits - 1 equally likely. */
export interface DepolarizingChannel {
  readonly kind: 'depolarizing';
  readonly qubits: number;
  readonly probability: number;
}

/** With `probability` the qubit is replaced by |0⟩. */
export interface ResetChannel {
  readonly kind: 'reset';
  readonly qubits: 1;
  readonly probability: number;
}

/** Amplitude damping: |1⟩ decays to |0⟩ with probability `relax` (section 8.3.5). */
export interface DampingChannel {
  readonly kind: 'damping';
  readonly qubits: 1;
  readonly relax: number;
}

/** ρ → Σ K ρ K† on one or two qubits. */
export interface KrausChannel {
  readonly kind: 'kraus';
  readonly qubits: 1 | 2;
  /** Matrices by rows: re, im, re, im, … Bit k of a row or column is qubit k of the channel. */
  readonly operators: readonly Float64Array[];
}

/** Bounds of a channel. */
export const CHANNEL_LIMITS = {
  /** Qubits of a Pauli or depolarizing channel. */
  qubitsMax: 30,
  termsMax: 4096,
  operatorsMax: 64,
  /** Largest entry of Σ K†K - 1. */
  deviationMax: 1e-9,
} as const;

/** Throws RangeError naming `name` unless `value` is 0 to 1. */
export const checkProbability = (name: string, value: unknown): void => {
  if (typeof value === 'number' && value >= 0 && value <= 1) return;
  throw new RangeError(`${name} must be 0 to 1, got ${String(value)}`);
};

const checkCount = (name: string, value: unknown, max: number): void => {
  if (Number.isInteger(value) && Number(value) >= 1 && Number(value) <= max) return;
  throw new RangeError(`${name} must be a whole number from 1 to ${max}, got ${String(value)}`);
};

const checkPauli = (name: string, { qubits, terms }: PauliChannel): void => {
  const { qubitsMax, termsMax } = CHANNEL_LIMITS;
  checkCount(`${name}.qubits`, qubits, qubitsMax);
  if (!Array.isArray(terms)) throw new RangeError(`${name}.terms must be a list`);
  checkCount(`${name}.terms.length`, terms.length, termsMax);
  let total = 0;
  for (const [k, { pauli, probability }] of terms.entries()) {
    if (typeof pauli !== 'string' || !/^[IXYZ]*$/.test(pauli) || pauli.length !== qubits) {
      const shown = String(pauli).slice(0, 40);
      throw new RangeError(`${name}.terms[${k}].pauli must be ${qubits} of I X Y Z, got ${shown}`);
    }
    checkProbability(`${name}.terms[${k}].probability`, probability);
    total += probability;
  }
  if (total > 1 + CHANNEL_LIMITS.deviationMax) {
    throw new RangeError(`${name}.terms must add up to at most 1, got ${total}`);
  }
};

/** The largest entry of |Σ K†K - 1|: 0 for a channel that keeps the trace. */
const krausDeviation = (operators: readonly Float64Array[], qubits: number): number => {
  const size = 2 ** qubits;
  let worst = 0;
  for (let r = 0; r < size; r++) {
    for (let c = 0; c < size; c++) {
      let re = r === c ? -1 : 0;
      let im = 0;
      for (const matrix of operators) {
        for (let k = 0; k < size; k++) {
          const a = 2 * (k * size + r);
          const b = 2 * (k * size + c);
          re += matrix[a]! * matrix[b]! + matrix[a + 1]! * matrix[b + 1]!;
          im += matrix[a]! * matrix[b + 1]! - matrix[a + 1]! * matrix[b]!;
        }
      }
      worst = Math.max(worst, Math.hypot(re, im)); // NaN stays
    }
  }
  return worst;
};

const checkKraus = (name: string, { qubits, operators }: KrausChannel): void => {
  checkCount(`${name}.qubits`, qubits, 2);
  if (!Array.isArray(operators)) throw new RangeError(`${name}.operators must be a list`);
  checkCount(`${name}.operators.length`, operators.length, CHANNEL_LIMITS.operatorsMax);
  const numbers = 2 * 4 ** qubits;
  for (const [k, matrix] of operators.entries()) {
    if (matrix instanceof Float64Array && matrix.length === numbers) continue;
    throw new RangeError(`${name}.operators[${k}] must be a Float64Array of ${numbers} numbers`);
  }
  const deviation = krausDeviation(operators, qubits);
  if (deviation <= CHANNEL_LIMITS.deviationMax) return;
  throw new RangeError(
    `${name}.operators must satisfy sum K†K = 1 to ${CHANNEL_LIMITS.deviationMax}, ` +
      `got a deviation of ${deviation}`,
  );
};

/** Throws RangeError, with `name` for the channel, unless every field is in range. */
export const checkChannel = (name: string, channel: Channel): void => {
  if (channel === null || typeof channel !== 'object') {
    throw new RangeError(`${name} must be a channel, got ${typeof channel}`);
  }
  switch (channel.kind) {
    case 'pauli':
      return checkPauli(name, channel);
    case 'depolarizing':
      checkCount(`${name}.qubits`, channel.qubits, CHANNEL_LIMITS.qubitsMax);
      return checkProbability(`${name}.probability`, channel.probability);
    case 'reset':
      checkCount(`${name}.qubits`, channel.qubits, 1);
      return checkProbability(`${name}.probability`, channel.probability);
    case 'damping':
      checkCount(`${name}.qubits`, channel.qubits, 1);
      return checkProbability(`${name}.relax`, channel.relax);
    case 'kraus':
      return checkKraus(name, channel);
    default: {
      const { kind } = channel as { readonly kind: unknown };
      throw new RangeError(`${name}.kind must be that of a channel, got ${String(kind)}`);
    }
  }
};
