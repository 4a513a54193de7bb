import { invariant } from '@xdv/domain-model';

/**
 * A state vector of complex amplitudes; qubit k is bit k of the index (little endian). These few
 * loops are all the arithmetic of the simulator: a faster engine replaces this interface alone.
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
  /** Multiplies every amplitude at `at` by re + i·im. */
  multiply(fixed: number, at: number, re: number, im: number): void;
  /** Swaps every amplitude at `a` with its partner at `b`. */
  exchange(fixed: number, a: number, b: number): void;
  /** Applies a 2×2 matrix to every pair of amplitudes at `a` and `b`. */
  mix(fixed: number, a: number, b: number, matrix: Matrix2): void;
  /** Sum of the squared magnitudes at `at`; `weight(0, 0)` is the whole. */
  weight(fixed: number, at: number): number;
  /**
   * For each draw in [0, 1), in ascending order, the index whose share of the cumulative weight
   * holds it. One pass over the amplitudes for all draws.
   */
  locate(draws: Float64Array): Int32Array;
  /** Remembers the state, in place of what was saved before. Doubles the memory. */
  save(): void;
  /** Returns to the saved state. */
  restore(): void;
  /** A copy of the live amplitudes: re, im, re, im, … */
  amplitudes(): Float64Array;
}

/** A 2×2 complex matrix by rows: re00, im00, re01, im01, re10, im10, re11, im11. */
export type Matrix2 = Float64Array;

interface Saved {
  readonly re: Float64Array;
  readonly im: Float64Array;
  readonly width: number;
}

/** How many indices of `size` have the bits of `fixed` given. */
const visits = (size: number, fixed: number): number => {
  let left = size;
  for (let rest = fixed; rest !== 0; rest &= rest - 1) left >>>= 1;
  return left;
};

// The loops below step through the free bits with i = ((i | fixed) + 1) & ~fixed: filling the
// fixed bits with ones lets the carry jump over them.
class Float64State implements StateVector {
  readonly qubits: number;
  #width: number;
  readonly #re: Float64Array;
  readonly #im: Float64Array;
  #saved: Saved | null = null;

  constructor(qubits: number) {
    this.qubits = qubits;
    this.#width = qubits;
    this.#re = new Float64Array(2 ** qubits);
    this.#im = new Float64Array(2 ** qubits);
    this.#re[0] = 1;
  }

  get width(): number {
    return this.#width;
  }

  clear(width: number = this.qubits): void {
    this.#width = width;
    this.#re.fill(0, 0, 2 ** width);
    this.#im.fill(0, 0, 2 ** width);
    this.#re[0] = 1;
  }

  widen(width: number): void {
    if (width <= this.#width) return;
    invariant(width <= this.qubits, 'widened past the memory of the state', width);
    this.#re.fill(0, 2 ** this.#width, 2 ** width);
    this.#im.fill(0, 2 ** this.#width, 2 ** width);
    this.#width = width;
  }

  multiply(fixed: number, at: number, re: number, im: number): void {
    const re0 = this.#re;
    const im0 = this.#im;
    let left = visits(2 ** this.#width, fixed);
    for (let i = 0; left > 0; left--, i = ((i | fixed) + 1) & ~fixed) {
      const k = i | at;
      const x = re0[k]!;
      const y = im0[k]!;
      re0[k] = x * re - y * im;
      im0[k] = x * im + y * re;
    }
  }

  exchange(fixed: number, a: number, b: number): void {
    const re = this.#re;
    const im = this.#im;
    let left = visits(2 ** this.#width, fixed);
    for (let i = 0; left > 0; left--, i = ((i | fixed) + 1) & ~fixed) {
      const j = i | a;
      const k = i | b;
      const x = re[j]!;
      const y = im[j]!;
      re[j] = re[k]!;
      im[j] = im[k]!;
      re[k] = x;
      im[k] = y;
    }
  }

  mix(fixed: number, a: number, b: number, matrix: Matrix2): void {
    const re = this.#re;
    const im = this.#im;
    const [a0 = 0, a1 = 0, b0 = 0, b1 = 0, c0 = 0, c1 = 0, d0 = 0, d1 = 0] = matrix;
    let left = visits(2 ** this.#width, fixed);
    for (let i = 0; left > 0; left--, i = ((i | fixed) + 1) & ~fixed) {
      const j = i | a;
      const k = i | b;
      const x0 = re[j]!;
      const x1 = im[j]!;
      const y0 = re[k]!;
      const y1 = im[k]!;
      re[j] = a0 * x0 - a1 * x1 + b0 * y0 - b1 * y1;
      im[j] = a0 * x1 + a1 * x0 + b0 * y1 + b1 * y0;
      re[k] = c0 * x0 - c1 * x1 + d0 * y0 - d1 * y1;
      im[k] = c0 * x1 + c1 * x0 + d0 * y1 + d1 * y0;
    }
  }

  weight(fixed: number, at: number): number {
    const re = this.#re;
    const im = this.#im;
    let sum = 0;
    let left = visits(2 ** this.#width, fixed);
    for (let i = 0; left > 0; left--, i = ((i | fixed) + 1) & ~fixed) {
      const x = re[i | at]!;
      const y = im[i | at]!;
      sum += x * x + y * y;
    }
    return sum;
  }

  locate(draws: Float64Array): Int32Array {
    const re = this.#re;
    const im = this.#im;
    const found = new Int32Array(draws.length);
    // summed in the same order as below, so the last sum is `total` and exceeds every draw
    const total = this.weight(0, 0);
    const size = 2 ** this.#width;
    let sum = 0;
    let next = 0;
    for (let i = 0; i < size && next < draws.length; i++) {
      const x = re[i]!;
      const y = im[i]!;
      sum += x * x + y * y;
      while (next < draws.length && draws[next]! * total < sum) found[next++] = i;
    }
    invariant(next === draws.length, 'a draw lies outside the cumulative weight', next);
    return found;
  }

  save(): void {
    const size = 2 ** this.#width;
    this.#saved = {
      re: this.#re.slice(0, size),
      im: this.#im.slice(0, size),
      width: this.#width,
    };
  }

  restore(): void {
    const saved = this.#saved;
    invariant(saved !== null, 'restore before save');
    this.#re.set(saved.re);
    this.#im.set(saved.im);
    this.#width = saved.width;
  }

  amplitudes(): Float64Array {
    const pairs = new Float64Array(2 * 2 ** this.#width);
    for (let i = 0; 2 * i < pairs.length; i++) {
      pairs[2 * i] = this.#re[i]!;
      pairs[2 * i + 1] = this.#im[i]!;
    }
    return pairs;
  }
}

/** Indices are 32-bit integers, which bounds every state vector. */
export const STATE_QUBITS_MAX = 30;

/**
 * A state vector of `qubits` qubits (0 to 30) in |0…0⟩, all live: 16 · 2^qubits bytes. Throws
 * RangeError if the number is out of range or the memory is not there.
 */
export const createState = (qubits: number): StateVector => {
  if (Number.isInteger(qubits) && qubits >= 0 && qubits <= STATE_QUBITS_MAX) {
    return new Float64State(qubits);
  }
  throw new RangeError(`createState(${qubits}): qubits must be 0 to ${STATE_QUBITS_MAX}`);
};
