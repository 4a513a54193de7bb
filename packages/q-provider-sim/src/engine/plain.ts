import { invariant } from '@xdv/domain-model';
import { gateActions, performActions, type Action } from './gates.ts';
import {
  STATE_QUBITS_MAX,
  type Matrix2,
  type SavedState,
  type SlotGate,
  type StateVector,
} from './state.ts';

class SavedAmplitudes implements SavedState {
  width = 0;
  readonly re: Float64Array;
  readonly im: Float64Array;

  constructor(size: number) {
    this.re = new Float64Array(size);
    this.im = new Float64Array(size);
  }

  get bytes(): number {
    return 16 * this.re.length;
  }
}

/** How many indices of `size` have the bits of `fixed` given. */
const visits = (size: number, fixed: number): number => {
  let left = size;
  for (let rest = fixed; rest !== 0; rest &= rest - 1) left >>>= 1;
  return left;
};

// The loops below step through the free bits with i = ((i | fixed) + 1) & ~fixed: filling the
// fixed bits with ones lets the carry jump over them.
/** Gates of lists seen before, split into kernel calls. */
type Prepared = WeakMap<readonly SlotGate[], readonly PreparedGate[]>;

interface PreparedGate {
  /** Live qubits that it needs. */
  readonly width: number;
  readonly actions: readonly Action[];
}

const prepare = ({ gate, targets, params, controls }: SlotGate): PreparedGate => ({
  width: 1 + Math.max(-1, ...targets, ...controls),
  actions: gateActions(gate, targets, params, controls),
});

class Float64State implements StateVector {
  readonly qubits: number;
  #width: number;
  readonly #re: Float64Array;
  readonly #im: Float64Array;
  readonly #prepared: Prepared = new WeakMap();

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

  apply(gates: readonly SlotGate[]): void {
    let prepared = this.#prepared.get(gates);
    if (prepared === undefined) {
      prepared = gates.map(prepare);
      this.#prepared.set(gates, prepared);
    }
    for (const { width, actions } of prepared) {
      this.widen(width);
      performActions(this, actions);
    }
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

  overlap(fixed: number, a: number, b: number): readonly [re: number, im: number] {
    const re = this.#re;
    const im = this.#im;
    let sumRe = 0;
    let sumIm = 0;
    let left = visits(2 ** this.#width, fixed);
    for (let i = 0; left > 0; left--, i = ((i | fixed) + 1) & ~fixed) {
      const j = i | a;
      const k = i | b;
      sumRe += re[j]! * re[k]! + im[j]! * im[k]!;
      sumIm += re[j]! * im[k]! - im[j]! * re[k]!;
    }
    return [sumRe, sumIm];
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

  save(spare?: SavedState): SavedState {
    const size = 2 ** this.#width;
    const room = spare instanceof SavedAmplitudes && spare.re.length >= size ? spare : null;
    const saved = room ?? new SavedAmplitudes(size);
    saved.width = this.#width;
    saved.re.set(this.#re.subarray(0, size));
    saved.im.set(this.#im.subarray(0, size));
    return saved;
  }

  restore(saved: SavedState): void {
    invariant(saved instanceof SavedAmplitudes, 'the state was saved by another engine');
    const size = 2 ** saved.width;
    this.#re.set(saved.re.subarray(0, size));
    this.#im.set(saved.im.subarray(0, size));
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
