import { GENERAL, IMAGINARY, isNear, REAL, signOf, type Columns } from './columns.ts';
import type { Decisions } from './decisions.ts';
import type { Kernel } from './plan.ts';

/** Instructions on vectors. Arguments are earlier instructions unless stated. */
export const LOAD = 0; // slot, part (0 real, 1 imaginary)
export const CONSTANT = 1; // index of the constant
export const LOW = 2; // x, y, lane: what is 0 in that lane qubit
export const HIGH = 3;
export const ADD = 4;
export const SUBTRACT = 5;
export const MULTIPLY = 6;
export const MULTIPLY_ADD = 7; // c, x, a: a + c·x
export const MULTIPLY_SUBTRACT = 8; // c, x, a: a - c·x
export const SELECT = 9; // x, y, mask: x where the mask is set

/** The straight-line code of one kernel: what angles do not change. */
export interface KernelCode {
  /** Four numbers per instruction: what it does and its arguments. */
  readonly nodes: Int32Array;
  /** The instructions that hold the real and the imaginary part of each slot at the end. */
  readonly results: Int32Array;
  /** Vectors that it reads for each combination of outside qubits. */
  readonly constants: number;
  /** Bits in which a slot differs from the index of its value; -1 if a table says it. */
  readonly flip: number;
  /** Nothing is computed and nothing moves. */
  readonly isEmpty: boolean;
}

/** The choice that says that the places of slots depend on outside qubits. */
const VARYING = 255;
/** Slots of a tile. */
export const SLOTS_MAX = 16;
const CONSTANTS_MAX = 2 ** 12;
/** Constants of one operation that are looked through for an equal one. */
const HELD_MAX = 64;

/**
 * Writes down the code of kernels, one after the other, and the constants that it reads; only the
 * constants if the code is known.
 */
export class KernelBuilder {
  /** Where the parts of constants start: 2·start, + 1 if negated; -1 - lane for a lane's mask. */
  readonly constants = new Int32Array(CONSTANTS_MAX);
  constantCount = 0;
  readonly #columns: Columns;
  readonly #decisions: Decisions;
  readonly #recording: boolean;
  readonly #generic: boolean;
  #nodes = new Int32Array(2 ** 12);
  #end = 0;
  #slots = 0;
  /** What each slot holds now: the instructions of its real and imaginary part. */
  readonly #values = new Int32Array(2 * SLOTS_MAX);
  readonly #masks = new Int32Array(2);
  readonly #heldAt = new Int32Array(HELD_MAX);
  readonly #heldNode = new Int32Array(HELD_MAX);
  readonly #heldSign = new Int8Array(HELD_MAX);
  #held = 0;
  #bound = 0;

  /** `generic` if no constant is to be 1 or -1 for good: signs change with angles. */
  constructor(columns: Columns, decisions: Decisions, generic: boolean) {
    this.#columns = columns;
    this.#generic = generic;
    this.#decisions = decisions;
    this.#recording = !decisions.replaying;
  }

  reset({ slots, swaps }: Kernel): void {
    this.constantCount = 0;
    this.#end = 0;
    this.#slots = 1 << slots.length;
    this.#masks.fill(-1);
    if (!this.#recording) return;
    for (let part = 0; part < 2 * this.#slots; part++) {
      this.#values[part] = this.#node(LOAD, part >> 1, part & 1, 0);
    }
    for (const { slot, lane } of swaps) this.#swap(1 << slot, lane);
  }

  #node(kind: number, a: number, b: number, c: number): number {
    const at = this.#end;
    if (at === this.#nodes.length) {
      const grown = new Int32Array(2 * at);
      grown.set(this.#nodes);
      this.#nodes = grown;
    }
    const nodes = this.#nodes;
    nodes[at] = kind;
    nodes[at + 1] = a;
    nodes[at + 2] = b;
    nodes[at + 3] = c;
    this.#end = at + 4;
    return at >> 2;
  }

  #swap(bit: number, lane: number): void {
    const values = this.#values;
    for (let part = 0; part < 2 * this.#slots; part++) {
      if (((part >> 1) & bit) !== 0) continue;
      const other = part + 2 * bit;
      const x = values[part]!;
      const y = values[other]!;
      values[part] = this.#node(LOW, x, y, lane);
      values[other] = this.#node(HIGH, x, y, lane);
    }
  }

  /** Starts an operation: constants are shared within one. */
  begin(): void {
    this.#held = 0;
  }

  /**
   * Constants from now on are as good as equal if their difference squared is at most `bound`:
   * relative to the size of the complex numbers that they are parts of.
   */
  setBound(bound: number): void {
    this.#bound = bound;
  }

  /** A constant that is a part of a column; what is returned holds whether it is negated. */
  #constant(at: number, signed: boolean): number {
    const x = this.#columns.numbers;
    const { size } = this.#columns;
    const bound = this.#bound;
    let wanted = 0;
    for (let k = 0; k < this.#held; k++) {
      const bt = this.#heldAt[k]!;
      if (isNear(x, at, bt, size, 1, bound)) wanted = 2 * k + 2;
      else if (signed && isNear(x, at, bt, size, -1, bound)) wanted = 2 * k + 3;
      else continue;
      break;
    }
    const chosen = this.#decisions.next(wanted);
    if (chosen !== wanted) {
      const bt = this.#heldAt[(chosen >> 1) - 1]!;
      const sign = (chosen & 1) === 0 ? 1 : -1;
      this.#decisions.require(chosen === 0 || isNear(x, at, bt, size, sign, bound));
    }
    return chosen === 0 ? this.#newConstant(at) : chosen - 2;
  }

  #newConstant(at: number): number {
    const wanted = this.#generic ? 0 : signOf(this.#columns.numbers, at, this.#columns.size);
    const sign = this.#decisions.take(wanted < 0 ? 2 : wanted, 1);
    const held = this.#held++;
    this.#heldAt[held] = at;
    this.#heldSign[held] = sign === 2 ? -1 : sign;
    this.#heldNode[held] = sign === 0 ? this.#table(2 * at) : -1;
    return 2 * held;
  }

  #table(entry: number): number {
    const index = this.constantCount++;
    this.constants[index] = entry;
    return this.#recording ? this.#node(CONSTANT, index, 0, 0) : -1;
  }

  /** a + c·x, or a - c·x if `minus`. */
  #add(constant: number, x: number, a: number, minus: boolean): number {
    const held = constant >> 1;
    const sign = this.#heldSign[held]!;
    const subtract = minus !== ((constant & 1) !== 0);
    if (sign !== 0) return this.#node(sign > 0 !== subtract ? ADD : SUBTRACT, a, x, 0);
    return this.#node(subtract ? MULTIPLY_SUBTRACT : MULTIPLY_ADD, this.#heldNode[held]!, x, a);
  }

  /** c·x, where `node` holds c; -1 if c is 1. */
  #times(node: number, x: number): number {
    return node < 0 ? x : this.#node(MULTIPLY, node, x, 0);
  }

  /** The instruction of a constant to multiply by; -1 if it is 1. */
  #factor(constant: number): number {
    const held = constant >> 1;
    const sign = this.#heldSign[held]!;
    if (sign > 0) return -1;
    return sign < 0 ? this.#table(2 * this.#heldAt[held]!) : this.#heldNode[held]!;
  }

  /** Slots a, b become a + first·b, b + second·a. */
  combine(a: number, b: number, first: number, second: number, form: number): void {
    const real = form !== IMAGINARY;
    const imaginary = form !== REAL;
    const px = real ? this.#constant(first, true) : -1;
    const py = imaginary ? this.#constant(first + 1, true) : -1;
    const qx = real ? this.#constant(second, true) : -1;
    const qy = imaginary ? this.#constant(second + 1, true) : -1;
    if (!this.#recording) return;
    const values = this.#values;
    const ar = values[2 * a]!;
    const ai = values[2 * a + 1]!;
    const br = values[2 * b]!;
    const bi = values[2 * b + 1]!;
    this.#axpy(a, ar, ai, br, bi, px, py);
    this.#axpy(b, br, bi, ar, ai, qx, qy);
  }

  /** Slot s becomes a + (x + i·y)·b; x or y is -1 if there is none. */
  #axpy(
    s: number,
    ar: number,
    ai: number,
    br: number,
    bi: number,
    x: number,
    y: number,
  ): void {
    const re = x < 0 ? ar : this.#add(x, br, ar, false);
    const im = x < 0 ? ai : this.#add(x, bi, ai, false);
    this.#values[2 * s] = y < 0 ? re : this.#add(y, bi, re, true);
    this.#values[2 * s + 1] = y < 0 ? im : this.#add(y, br, im, false);
  }

  /** Multiplies a slot by 1 + i·t. */
  turn(slot: number, tangents: number): void {
    const t = this.#constant(tangents, true);
    if (!this.#recording) return;
    const re = this.#values[2 * slot]!;
    const im = this.#values[2 * slot + 1]!;
    this.#values[2 * slot] = this.#add(t, im, re, true);
    this.#values[2 * slot + 1] = this.#add(t, re, im, false);
  }

  /** A 2×2 matrix on two slots, whatever it is: `entries` are its columns, row by row. */
  dense(a: number, b: number, entries: readonly number[]): void {
    const values = this.#values.slice();
    for (let row = 0; row < 2; row++) {
      const target = row === 0 ? a : b;
      this.#scale(target, values[2 * a]!, values[2 * a + 1]!, entries[2 * row]!);
      const x = this.#constant(entries[2 * row + 1]!, true);
      const y = this.#constant(entries[2 * row + 1]! + 1, true);
      if (!this.#recording) continue;
      const re = this.#values[2 * target]!;
      const im = this.#values[2 * target + 1]!;
      this.#axpy(target, re, im, values[2 * b]!, values[2 * b + 1]!, x, y);
    }
  }

  /** Slot `s` becomes (re, im) times a column. */
  #scale(s: number, re: number, im: number, by: number): void {
    const x = this.#constant(by, false);
    const factor = this.#factor(x);
    const y = this.#constant(by + 1, true);
    if (!this.#recording) return;
    this.#values[2 * s] = this.#add(y, im, this.#times(factor, re), true);
    this.#values[2 * s + 1] = this.#add(y, re, this.#times(factor, im), false);
  }

  /** Renames two slots as each other. */
  exchange(a: number, b: number): void {
    const values = this.#values;
    for (let part = 0; part < 2; part++) {
      const was = values[2 * a + part]!;
      values[2 * a + part] = values[2 * b + part]!;
      values[2 * b + part] = was;
    }
  }

  /** Multiplies a slot by numbers of which one part may be zero. */
  multiply(slot: number, by: number, form: number): void {
    const re = this.#values[2 * slot]!;
    const im = this.#values[2 * slot + 1]!;
    if (form === GENERAL) {
      this.#scale(slot, re, im, by);
      return;
    }
    const c = this.#constant(form === REAL ? by : by + 1, false);
    const factor = this.#factor(c);
    const minus = form === REAL ? factor : this.#table(2 * (by + 1) + 1);
    if (!this.#recording) return;
    this.#values[2 * slot] = this.#times(minus, form === REAL ? re : im);
    this.#values[2 * slot + 1] = this.#times(factor, form === REAL ? im : re);
  }

  /** Exchanges two slots in the lanes where a lane qubit is 1. */
  select(a: number, b: number, lane: number): void {
    if (this.#masks[lane]! < 0) {
      const node = this.#table(-1 - lane);
      this.#masks[lane] = this.#recording ? node : 0;
    }
    if (!this.#recording) return;
    const mask = this.#masks[lane]!;
    const values = this.#values;
    for (let part = 0; part < 2; part++) {
      const x = values[2 * a + part]!;
      const y = values[2 * b + part]!;
      values[2 * a + part] = this.#node(SELECT, y, x, mask);
      values[2 * b + part] = this.#node(SELECT, x, y, mask);
    }
  }

  /** Ends the code: slots are stored at one place, or at one that depends on outside qubits. */
  place(flips: Int32Array, varying: boolean): number {
    const first = flips[0]!;
    let wanted = varying ? VARYING : first;
    for (let v = 1; v < flips.length; v++) if (flips[v] !== first) wanted = VARYING;
    const chosen = this.#decisions.next(wanted);
    if (chosen !== wanted) this.#decisions.require(chosen === VARYING);
    return chosen === VARYING ? -1 : chosen;
  }

  /** The code that was written down. */
  code(flip: number): KernelCode {
    const results = this.#values.slice(0, 2 * this.#slots);
    const isEmpty = flip === 0 && results.every((node, part) => node === part);
    const nodes = this.#nodes.slice(0, this.#end);
    return { nodes, results, constants: this.constantCount, flip, isEmpty };
  }
}
