import type { Matrix2 } from '../engine/state.ts';
import type { WasmFunction } from '@xdv/wasm';
import { countBits, splitMask, type Loops } from './loops.ts';
import { ScalarLoops } from './scalar-loops.ts';
import { VectorLoops, type LoopsMemory } from './vector-loops.ts';

/** Bits of the groups that one sum is over: sums of longer loops are sums of these, in order. */
const BLOCK_BITS = 12;
/** Bits of the groups from which a loop is worth a call. */
const CALL_BITS = 3;

/**
 * Loops over amplitudes as they lie in memory: over all values of the bits `free` of a memory
 * index, the others being as in `at`, `a` or `b`. Results are the same with and without
 * WebAssembly.
 */
export class AmplitudeLoops {
  readonly #laneQubits: number;
  readonly #scalar: ScalarLoops;
  readonly #createVector: () => Loops | null;
  #vector: Loops | null | undefined;
  #sums = new Float64Array(64);

  /** `load` gives the functions of the module of loops, or null without WebAssembly. */
  constructor(
    values: Float32Array | Float64Array,
    laneQubits: number,
    memory: LoopsMemory,
    load: () => Readonly<Record<string, WasmFunction>> | null,
  ) {
    this.#laneQubits = laneQubits;
    this.#scalar = new ScalarLoops(values, laneQubits);
    this.#createVector = () => {
      const exports = load();
      return exports === null ? null : new VectorLoops(exports, laneQubits, memory);
    };
  }

  /** The loops for so many values; instances are made when first worth it. */
  #loopsFor(free: number): Loops {
    if (countBits(free >>> this.#laneQubits) < CALL_BITS) return this.#scalar;
    if (this.#vector === undefined) this.#vector = this.#createVector();
    return this.#vector ?? this.#scalar;
  }

  multiply(free: number, at: number, re: number, im: number): void {
    const loops = this.#loopsFor(free);
    if (re === 0 && im === 0) loops.clear(free, at);
    else loops.multiply(free, at, re, im);
  }

  exchange(free: number, a: number, b: number): void {
    this.#loopsFor(free).exchange(free, a, b);
  }

  mix(free: number, a: number, b: number, matrix: Matrix2): void {
    this.#loopsFor(free).mix(free, a, b, matrix);
  }

  #room(size: number): Float64Array {
    if (this.#sums.length < size) this.#sums = new Float64Array(size);
    return this.#sums;
  }

  #laneBits(mask: number): number {
    return mask & ((1 << this.#laneQubits) - 1);
  }

  /** Adds up the sums of lanes: all values of the bits `free` of a position. */
  #addLanes(sums: Float64Array, at: number, free: number): number {
    if (free === 0) return sums[at]!;
    const low = free & -free;
    const rest = free ^ low;
    return this.#addLanes(sums, at, rest) + this.#addLanes(sums, at | low, rest);
  }

  weight(free: number, at: number): number {
    const lanes = 1 << this.#laneQubits;
    const freeLanes = this.#laneBits(free);
    const [inner, outer] = splitMask(free ^ freeLanes, BLOCK_BITS);
    const blocks = 2 ** countBits(outer);
    const sums = this.#room(blocks * lanes);
    this.#loopsFor(inner).weights(inner, outer, at, sums);
    const first = this.#laneBits(at);
    let total = 0;
    for (let k = 0; k < blocks; k++) total += this.#addLanes(sums, k * lanes + first, freeLanes);
    return total;
  }

  /** Sum of conj(amplitude with a) · amplitude with b. */
  overlap(free: number, a: number, b: number): readonly [re: number, im: number] {
    const lanes = 1 << this.#laneQubits;
    const freeLanes = this.#laneBits(free);
    const [inner, outer] = splitMask(free ^ freeLanes, BLOCK_BITS);
    const blocks = 2 ** countBits(outer);
    const sums = this.#room(2 * blocks * lanes);
    this.#loopsFor(inner).overlaps(inner, outer, a, b, sums);
    const first = this.#laneBits(a);
    let re = 0;
    let im = 0;
    for (let k = 0; k < 2 * blocks; k += 2) {
      re += this.#addLanes(sums, k * lanes + first, freeLanes);
      im += this.#addLanes(sums, (k + 1) * lanes + first, freeLanes);
    }
    return [re, im];
  }

  /**
   * The weight of every value of the bits `kept`, in ascending order, summed over the bits `free`;
   * all other bits are 0.
   */
  marginal(kept: number, free: number): Float64Array {
    const lanes = 1 << this.#laneQubits;
    const keptLanes = this.#laneBits(kept);
    const freeLanes = this.#laneBits(free);
    const blocks = 2 ** countBits(kept ^ keptLanes);
    const inner = free ^ freeLanes;
    const sums = this.#room(blocks * lanes);
    this.#loopsFor(inner).weights(inner, kept ^ keptLanes, 0, sums);
    const weights = new Float64Array(2 ** countBits(kept));
    let next = 0;
    for (let k = 0; k < blocks; k++) {
      let lane = 0;
      do {
        weights[next++] = this.#addLanes(sums, k * lanes + lane, freeLanes);
        lane = (lane - keptLanes) & keptLanes;
      } while (lane !== 0);
    }
    return weights;
  }
}
