import { fail, ok, type Result } from '@xdv/domain-model';
import { createState } from './plain.ts';
import { STATE_QUBITS_MAX, type StateVector } from './state.ts';

/** Bounds of a simulation unless its options say otherwise. */
export const SIMULATION_LIMITS = {
  /** 24 qubits take 256 MiB. */
  qubitsMax: 24,
  /** Bytes of amplitudes: 28 qubits in complex128, 29 in complex64. */
  memoryBytesMax: 2 ** 32,
  /** Characters of all distinct outcomes together. */
  outcomeCharsMax: 2 ** 26,
  /** Bytes of states that shots return to. */
  savedBytesMax: 2 ** 30,
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
 * Fails with CIRCUIT_TOO_LARGE giving the memory if `qubits` is above `qubitsMax`; throws
 * RangeError if no state vector can have that limit.
 */
export const checkSize = (
  qubits: number,
  qubitsMax: number = SIMULATION_LIMITS.qubitsMax,
): Result<null> => {
  checkQubitsMax(qubitsMax);
  if (qubits <= qubitsMax) return ok(null);
  const bytes = estimateMemory(qubits);
  const message = `${qubits} qubits need ${bytes} bytes; the limit is ${qubitsMax} qubits`;
  return fail('CIRCUIT_TOO_LARGE', message, HINT);
};

/** Where state vectors come from: the seam for a faster engine. */
export interface Backend {
  /** A state vector of 0 to 30 qubits. Fails with RESOURCE_EXHAUSTED without the memory. */
  create(qubits: number): Result<StateVector>;
  /** Most gates to perform at a time on so many qubits: a run can only be stopped in between. */
  stretchMax(qubits: number): number;
}

/** Amplitudes that a stretch of gates visits, unless it is one gate: well below a second. */
const STRETCH_WORK = 2 ** 26;

/** State vectors in plain JavaScript. */
export const PLAIN: Backend = {
  stretchMax: (qubits) => Math.max(1, STRETCH_WORK / 2 ** qubits),
  create: (qubits) => {
    try {
      return ok(createState(qubits));
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      const bytes = estimateMemory(qubits);
      return fail('RESOURCE_EXHAUSTED', `no memory for ${qubits} qubits (${bytes} bytes)`, HINT);
    }
  },
};

/**
 * A state vector of `qubits` qubits in |0…0⟩, refused before any memory is taken if there are
 * more than `qubitsMax`. Fails with CIRCUIT_TOO_LARGE giving the figure, or RESOURCE_EXHAUSTED if
 * the memory is not there.
 */
export const allocateState = (qubits: number, qubitsMax?: number): Result<StateVector> => {
  const sized = checkSize(qubits, qubitsMax);
  return sized.ok ? PLAIN.create(qubits) : sized;
};
