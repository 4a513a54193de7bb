import { fail, ok, type Result } from '@xdv/domain-model';
import { createState, STATE_QUBITS_MAX, type StateVector } from './state.ts';

/** Bounds of a simulation unless its options say otherwise. */
export const SIMULATION_LIMITS = {
  /** 24 qubits take 256 MiB. */
  qubitsMax: 24,
  /** Characters of all distinct outcomes together. */
  outcomeCharsMax: 2 ** 26,
} as const;

/** Bytes of the state vector of `qubits` qubits: two doubles per amplitude. */
export const estimateMemory = (qubits: number): number => 16 * 2 ** qubits;

const HINT = 'Use fewer qubits: each one doubles the memory and the time';

/** Throws RangeError unless `qubitsMax` is a limit that a state vector can have. */
export const checkQubitsMax = (qubitsMax: number): void => {
  if (Number.isInteger(qubitsMax) && qubitsMax >= 0 && qubitsMax <= STATE_QUBITS_MAX) return;
  throw new RangeError(`qubitsMax must be 0 to ${STATE_QUBITS_MAX}, got ${qubitsMax}`);
};

/**
 * A state vector of `qubits` qubits in |0…0⟩, refused before any memory is taken if there are
 * more than `qubitsMax`. Fails with CIRCUIT_TOO_LARGE giving the figure, or RESOURCE_EXHAUSTED if
 * the memory is not there.
 */
export const allocateState = (
  qubits: number,
  qubitsMax: number = SIMULATION_LIMITS.qubitsMax,
): Result<StateVector> => {
  checkQubitsMax(qubitsMax);
  const bytes = estimateMemory(qubits);
  if (qubits > qubitsMax) {
    const message = `${qubits} qubits need ${bytes} bytes; the limit is ${qubitsMax} qubits`;
    return fail('CIRCUIT_TOO_LARGE', message, HINT);
  }
  try {
    return ok(createState(qubits));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return fail('RESOURCE_EXHAUSTED', `no memory for ${qubits} qubits (${bytes} bytes)`, HINT);
  }
};
