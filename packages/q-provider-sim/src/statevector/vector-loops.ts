import type { Matrix2 } from '../engine/state.ts';
import type { WasmFunction } from '@xdv/wasm';
import { GROUP_BYTES } from './emit-kernel.ts';
import { countBits, isReal, splitMask, type Loops } from './loops.ts';
import { LOOPS_TABLE, PAGE_BYTES } from './loop-code.ts';
import { IN_GROUPS, IN_LANES } from './loops-module.ts';

/** Where things are in the memory of one state, as byte addresses. */
export interface LoopsMemory {
  readonly buffer: ArrayBuffer | SharedArrayBuffer;
  readonly state: number;
  /** 64 KiB that nobody else uses between two programs. */
  readonly scratch: number;
}

const VECTOR_BYTES = 16;
/** Bits of the groups of a page. */
const PAGE_BITS = Math.log2(PAGE_BYTES / GROUP_BYTES);
/** Groups from which a loop leaves the caches that are near. */
const TOUCHED_MIN = 2 ** 15;

/** How a loop goes through the groups of a mask. */
interface Route {
  readonly near: number;
  readonly far: number;
  /** Bytes to read of every page beforehand. */
  readonly touch: number;
}

/** Reads pages beforehand where the loop visits a quarter of them at least, but not in order. */
const routeOf = (groups: number, count: number): Route => {
  const near = groups & (2 ** PAGE_BITS - 1);
  const isInOrder = near >>> 1 === (2 ** PAGE_BITS - 1) >>> 1;
  const isSparse = countBits(near) < PAGE_BITS - 2;
  if (isInOrder || isSparse || count < TOUCHED_MIN) return { near: groups, far: 0, touch: 0 };
  return { near, far: groups ^ near, touch: PAGE_BYTES };
};

/** Blocks whose sums are made in one call: 64 bytes each at most. */
const BLOCK_QUBITS = 9;

/** The part of the table about lanes: those at `a` and at `b` have the bits `held` of these. */
const lanesOf = (
  lanes: number,
  held: number,
  [a, b]: readonly [number, number],
  joined: boolean,
): Uint8Array => {
  const bytes = new Uint8Array(LOOPS_TABLE.factors);
  const width = VECTOR_BYTES / lanes;
  for (let at = 0; at < VECTOR_BYTES; at++) {
    const lane = Math.floor(at / width);
    const isAtA = ((lane ^ a) & held) === 0;
    const isAtB = ((lane ^ b) & held) === 0;
    bytes[LOOPS_TABLE.masks[0] + at] = isAtA || (joined && isAtB) ? 255 : 0;
    bytes[LOOPS_TABLE.masks[1] + at] = isAtB ? 255 : 0;
    bytes[LOOPS_TABLE.partners + at] = (lane ^ a ^ b) * width + (at % width);
  }
  return bytes;
};

/** {@link Loops} in WebAssembly, for loops over two groups at least. */
export class VectorLoops implements Loops {
  readonly #exports: Readonly<Record<string, WasmFunction>>;
  readonly #laneQubits: number;
  /** The first group, counted from address 0. */
  readonly #base: number;
  readonly #scratch: number;
  readonly #bytes: Uint8Array;
  readonly #factors: Float32Array | Float64Array;
  readonly #sums: Float64Array;
  /** What the table says about lanes, made when first needed. */
  readonly #lanes: Uint8Array[] = [];

  constructor(
    exports: Readonly<Record<string, WasmFunction>>,
    laneQubits: number,
    { buffer, state, scratch }: LoopsMemory,
  ) {
    this.#exports = exports;
    this.#laneQubits = laneQubits;
    this.#base = state / GROUP_BYTES;
    this.#scratch = scratch;
    this.#bytes = new Uint8Array(buffer, scratch, LOOPS_TABLE.factors);
    const factorsAt = scratch + LOOPS_TABLE.factors;
    this.#factors =
      laneQubits === 2
        ? new Float32Array(buffer, factorsAt, 32)
        : new Float64Array(buffer, factorsAt, 16);
    const lanes = 1 << laneQubits;
    const size = 2 * lanes * 2 ** BLOCK_QUBITS;
    this.#sums = new Float64Array(buffer, scratch + LOOPS_TABLE.sums, size);
  }

  /** Says which lanes are at `a` and at `b`, or both in one mask, and which are partners. */
  #setLanes(free: number, a: number, b: number, joined: boolean): void {
    const lanes = (1 << this.#laneQubits) - 1;
    const [held, atA, atB] = [~free & lanes, a & lanes, b & lanes];
    const key = ((held * 4 + atA) * 4 + atB) * 2 + (joined ? 1 : 0);
    this.#bytes.set((this.#lanes[key] ??= lanesOf(lanes + 1, held, [atA, atB], joined)));
  }

  #setFactors(values: ArrayLike<number>): void {
    const lanes = 1 << this.#laneQubits;
    for (let k = 0, at = 0; k < values.length; k++) {
      for (let lane = 0; lane < lanes; lane++) this.#factors[at++] = values[k]!;
    }
  }

  /** Gives each lane the factors of its row of a matrix, those of the amplitude itself first. */
  #setRows(matrix: Matrix2, free: number, b: number): void {
    const lanes = 1 << this.#laneQubits;
    const held = ~free & (lanes - 1);
    for (let lane = 0; lane < lanes; lane++) {
      const turned = ((lane ^ b) & held) === 0 ? 6 : 0;
      for (let k = 0; k < 4; k++) this.#factors[k * lanes + lane] = matrix[k ^ turned]!;
    }
  }

  #group(index: number): number {
    return this.#base + (index >>> this.#laneQubits);
  }

  #run(name: string, free: number, a: number, b: number): void {
    const groups = free >>> this.#laneQubits;
    const { near, far, touch } = routeOf(groups, 2 ** countBits(groups));
    this.#exports[name]!(this.#group(a), this.#group(b), near, far, touch, this.#scratch);
  }

  /** Runs a function that has a variant for some lanes only. */
  #runInLanes(name: string, free: number, a: number, b: number): void {
    const lanes = 1 << this.#laneQubits;
    const all = (free & (lanes - 1)) === lanes - 1;
    if (!all) this.#setLanes(free, a, b, false);
    this.#run(all ? name : `${name}${IN_LANES}`, free, a, b);
  }

  /** Whether pairs are within a group. */
  #isInGroup(a: number, b: number): boolean {
    return (a ^ b) >>> this.#laneQubits === 0;
  }

  clear(free: number, at: number): void {
    this.#runInLanes('clear', free, at, at);
  }

  multiply(free: number, at: number, re: number, im: number): void {
    this.#setFactors([re, im]);
    this.#runInLanes('multiply', free, at, at);
  }

  exchange(free: number, a: number, b: number): void {
    if (!this.#isInGroup(a, b)) return this.#runInLanes('exchange', free, a, b);
    this.#setLanes(free, a, b, true);
    this.#run(`exchange${IN_GROUPS}`, free, a, b);
  }

  mix(free: number, a: number, b: number, matrix: Matrix2): void {
    const name = isReal(matrix) ? 'mixReal' : 'mix';
    if (!this.#isInGroup(a, b)) {
      this.#setFactors(matrix);
      return this.#runInLanes(name, free, a, b);
    }
    this.#setRows(matrix, free, b);
    this.#setLanes(free, a, b, true);
    this.#run(`${name}${IN_GROUPS}`, free, a, b);
  }

  weights(inner: number, outer: number, at: number, sums: Float64Array): void {
    const lanes = 1 << this.#laneQubits;
    this.#eachSum('weights', lanes, { inner, outer, a: at, b: at }, sums);
  }

  overlaps(inner: number, outer: number, a: number, b: number, sums: Float64Array): void {
    const lanes = 1 << this.#laneQubits;
    const isTurned = ((a ^ b) & (lanes - 1)) !== 0;
    if (isTurned) this.#setLanes(0, a, b, false);
    const name = isTurned ? `overlaps${IN_LANES}` : 'overlaps';
    this.#eachSum(name, 2 * lanes, { inner, outer, a, b }, sums);
  }

  /** As many blocks at a time as there is room for their sums. */
  #eachSum(
    name: string,
    numbers: number,
    { inner, outer, a, b }: { inner: number; outer: number; a: number; b: number },
    sums: Float64Array,
  ): void {
    const run = this.#exports[name]!;
    const [low, high] = splitMask(outer >>> this.#laneQubits, BLOCK_QUBITS);
    const made = numbers * 2 ** countBits(low);
    const count = 2 ** countBits((inner | outer) >>> this.#laneQubits);
    const { near, far, touch } = routeOf(inner >>> this.#laneQubits, count);
    let next = 0;
    let h = 0;
    do {
      const [from, to] = [this.#group(a) + h, this.#group(b) + h];
      run(from, to, near, far, touch, this.#scratch, low);
      for (let k = 0; k < made; k++) sums[next++] = this.#sums[k]!;
      h = (h - high) & high;
    } while (h !== 0);
  }
}
