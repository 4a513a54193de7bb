import type { GateName } from '@xdv/domain-model';

/** A gate on slots of a state vector, as the state vector itself performs it. */
export interface SlotGate {
  readonly gate: GateName;
  readonly targets: readonly number[];
  /** Angles in radians. */
  readonly params: readonly number[];
  /** The gate acts only where every control is 1. */
  readonly controls: readonly number[];
}

/** A state kept for later: opaque, and good only for the state vector that saved it. */
export interface SavedState {
  /** Qubits that were live. */
  readonly width: number;
  /** Memory it takes. */
  readonly bytes: number;
}

/**
 * A state vector of complex amplitudes; qubit k is bit k of the index (little endian). These few
 * loops are all the arithmetic of the simulator: a faster engine replaces this interface alone.
 * Gates go through {@link StateVector.apply}; the kernels below it serve channels, measurements
 * and single gates.
 *
 * A kernel works on the amplitudes whose index i satisfies `i & fixed === at`, so controls cost
 * nothing: the loop visits 2^(width - bits of fixed) indices. Only the first `width` qubits are
 * live; the others are |0⟩ and take no time until {@link StateVector.widen} reaches them.
 *
 * The norm is not kept at 1 by every kernel: readers divide by the whole weight.
 */
export interface StateVector {
  /** Qubits that memory was taken for. */
  readonly qubits: number;
  /** Live qubits: masks must stay below 2^width. */
  readonly width: number;
  /** Back to |0…0⟩ with `width` live qubits, by default all. */
  clear(width?: number): void;
  /** Makes at least `width` qubits live. */
  widen(width: number): void;
  /**
   * Performs gates in order, after making the slots that they name live. Callers hand in the same
   * list object wherever the same gates recur, so work done for a list may be kept with it.
   */
  apply(gates: readonly SlotGate[]): void;
  /** Multiplies every amplitude at `at` by re + i·im. */
  multiply(fixed: number, at: number, re: number, im: number): void;
  /** Swaps every amplitude at `a` with its partner at `b`. */
  exchange(fixed: number, a: number, b: number): void;
  /** Applies a 2×2 matrix to every pair of amplitudes at `a` and `b`. */
  mix(fixed: number, a: number, b: number, matrix: Matrix2): void;
  /** Sum of the squared magnitudes at `at`; `weight(0, 0)` is the whole. */
  weight(fixed: number, at: number): number;
  /**
   * Sum of conj(amplitude at `a`) · amplitude at `b`, as [re, im]: an entry of the reduced density
   * matrix of the fixed qubits, row b and column a.
   */
  overlap(fixed: number, a: number, b: number): readonly [re: number, im: number];
  /**
   * For each draw in [0, 1), in ascending order, the index whose share of the cumulative weight
   * holds it. One pass over the amplitudes for all draws.
   */
  locate(draws: Float64Array): Int32Array;
  /** A copy of the live amplitudes, in the memory of `spare` if given: one no longer needed. */
  save(spare?: SavedState): SavedState;
  /** Returns to a saved state, which stays as it is. */
  restore(saved: SavedState): void;
  /** A copy of the live amplitudes: re, im, re, im, … */
  amplitudes(): Float64Array;
}

/** A 2×2 complex matrix by rows: re00, im00, re01, im01, re10, im10, re11, im11. */
export type Matrix2 = Float64Array;

/** Indices are 32-bit integers, which bounds every state vector. */
export const STATE_QUBITS_MAX = 30;
