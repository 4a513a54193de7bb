import { EPSILON, GENERAL, IMAGINARY, REAL, type Column } from './columns.ts';
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

/** The instructions that hold the real and imaginary part of a slot. */
export interface Amplitude {
  readonly re: number;
  readonly im: number;
}

/** One constant of a kernel: a number per outside combination and lane, or a mask per lane. */
export interface Constant {
  readonly values: Float64Array;
  readonly mask: boolean;
}

interface Held {
  readonly node: number;
  /** 1 or -1 if the constant is that everywhere, so that no multiplication is needed. */
  readonly sign: number;
}

const isNear = (a: Float64Array, b: Float64Array): boolean => {
  for (let k = 0; k < a.length; k++) {
    if (Math.abs(a[k]! - b[k]!) > EPSILON * Math.abs(b[k]!)) return false;
  }
  return true;
};

const isEverywhere = (values: Float64Array, value: number): boolean => {
  for (let k = 0; k < values.length; k++) {
    if (!(Math.abs(values[k]! - value) < EPSILON)) return false;
  }
  return true;
};

/** The straight-line code of one kernel and the constants it reads. */
export class KernelCode {
  /** Four numbers per instruction: what it does and its arguments. */
  readonly nodes: number[] = [];
  readonly constants: Constant[] = [];
  /** What each slot holds now. */
  readonly values: Amplitude[] = [];
  /** Constants per outside combination that differ between lanes: 1 if none does. */
  readonly lanes: number;
  /** Bits in which a slot differs from the index of its value, where that is one number. */
  flip = 0;
  /** That for each outside combination, where it is not. */
  flips: Int32Array | null = null;
  readonly #decisions: Decisions;
  readonly #size: number;
  readonly #masks = new Map<number, number>();
  #held: { values: Float64Array; held: Held }[] = [];

  constructor(kernel: Kernel, size: number, lanes: number, decisions: Decisions) {
    this.#size = size;
    this.lanes = lanes;
    this.#decisions = decisions;
    for (let slot = 0; slot < 2 ** kernel.slots.length; slot++) {
      this.values.push({ re: this.#node(LOAD, slot, 0), im: this.#node(LOAD, slot, 1) });
    }
    for (const { slot, lane } of kernel.swaps) this.#swap(1 << slot, lane);
  }

  #node(kind: number, a: number, b = 0, c = 0): number {
    this.nodes.push(kind, a, b, c);
    return this.nodes.length / 4 - 1;
  }

  #swap(bit: number, lane: number): void {
    for (const [s, x] of this.values.entries()) {
      if ((s & bit) !== 0) continue;
      const y = this.values[s | bit]!;
      this.values[s] = {
        re: this.#node(LOW, x.re, y.re, lane),
        im: this.#node(LOW, x.im, y.im, lane),
      };
      this.values[s | bit] = {
        re: this.#node(HIGH, x.re, y.re, lane),
        im: this.#node(HIGH, x.im, y.im, lane),
      };
    }
  }

  /** Starts an operation: constants are shared within one. */
  begin(): void {
    this.#held = [];
  }

  #constant(values: Float64Array): Held {
    const known = this.#held.findIndex((each) => isNear(values, each.values));
    const shared = this.#decisions.take(known, (recorded) => {
      if (recorded < 0) return true;
      return isNear(values, this.#held[recorded]!.values);
    });
    if (shared >= 0) return this.#held[shared]!.held;
    const held = this.#newConstant(values);
    this.#held.push({ values, held });
    return held;
  }

  #newConstant(values: Float64Array): Held {
    const here = isEverywhere(values, 1) ? 1 : isEverywhere(values, -1) ? -1 : 0;
    const sign = this.#decisions.take(here, (recorded) => recorded === 0);
    if (sign !== 0) return { node: -1, sign };
    this.constants.push({ values, mask: false });
    return { node: this.#node(CONSTANT, this.constants.length - 1), sign };
  }

  /** a + c·x. */
  #add(c: Held, x: number, a: number): number {
    if (c.sign > 0) return this.#node(ADD, a, x);
    return c.sign < 0 ? this.#node(SUBTRACT, a, x) : this.#node(MULTIPLY_ADD, c.node, x, a);
  }

  /** a - c·x. */
  #subtract(c: Held, x: number, a: number): number {
    if (c.sign > 0) return this.#node(SUBTRACT, a, x);
    return c.sign < 0 ? this.#node(ADD, a, x) : this.#node(MULTIPLY_SUBTRACT, c.node, x, a);
  }

  #times(c: Held, x: number): number {
    if (c.sign > 0) return x;
    return this.#node(MULTIPLY, this.#named(c), x);
  }

  /** A constant that is needed as a vector even if it is ±1. */
  #named({ node, sign }: Held): number {
    if (sign === 0) return node;
    this.constants.push({ values: new Float64Array(this.#size).fill(sign), mask: false });
    return this.#node(CONSTANT, this.constants.length - 1);
  }

  #axpy(a: Amplitude, b: Amplitude, rho: Column, form: number): Amplitude {
    if (form === REAL) {
      const x = this.#constant(rho.re);
      return { re: this.#add(x, b.re, a.re), im: this.#add(x, b.im, a.im) };
    }
    const y = this.#constant(rho.im);
    if (form === IMAGINARY) {
      return { re: this.#subtract(y, b.im, a.re), im: this.#add(y, b.re, a.im) };
    }
    const x = this.#constant(rho.re);
    return {
      re: this.#subtract(y, b.im, this.#add(x, b.re, a.re)),
      im: this.#add(y, b.re, this.#add(x, b.im, a.im)),
    };
  }

  /** Slots a, b become a + ra·b, b + rb·a. */
  combine(a: number, b: number, ra: Column, rb: Column, form: number): void {
    const x = this.values[a]!;
    const y = this.values[b]!;
    this.values[a] = this.#axpy(x, y, ra, form);
    this.values[b] = this.#axpy(y, x, rb, form);
  }

  /** Multiplies a slot by 1 + i·t. */
  turn(slot: number, tangents: Float64Array): void {
    const { re, im } = this.values[slot]!;
    const t = this.#constant(tangents);
    this.values[slot] = { re: this.#subtract(t, im, re), im: this.#add(t, re, im) };
  }

  #scaled({ re, im }: Amplitude, by: Column, onto: Amplitude | null): Amplitude {
    const x = this.#constant(by.re);
    const y = this.#constant(by.im);
    const real = onto === null ? this.#times(x, re) : this.#add(x, re, onto.re);
    const imaginary = onto === null ? this.#times(x, im) : this.#add(x, im, onto.im);
    return { re: this.#subtract(y, im, real), im: this.#add(y, re, imaginary) };
  }

  /** A 2×2 matrix on two slots, whatever it is. */
  dense(
    a: number,
    b: number,
    upper: readonly [Column, Column],
    lower: readonly [Column, Column],
  ): void {
    const x = this.values[a]!;
    const y = this.values[b]!;
    this.values[a] = this.#scaled(y, upper[1], this.#scaled(x, upper[0], null));
    this.values[b] = this.#scaled(y, lower[1], this.#scaled(x, lower[0], null));
  }

  /** Renames two slots as each other. */
  exchange(a: number, b: number): void {
    [this.values[a], this.values[b]] = [this.values[b]!, this.values[a]!];
  }

  /** Multiplies a slot by numbers of which one part may be zero. */
  multiply(slot: number, by: Column, form: number): void {
    const { re, im } = this.values[slot]!;
    if (form === GENERAL) {
      this.values[slot] = this.#scaled({ re, im }, by, null);
    } else if (form === REAL) {
      const x = this.#constant(by.re);
      this.values[slot] = { re: this.#times(x, re), im: this.#times(x, im) };
    } else {
      const y = this.#constant(by.im);
      const minus = this.#constant(by.im.map((value) => -value));
      this.values[slot] = { re: this.#times(minus, im), im: this.#times(y, re) };
    }
  }

  /** The instruction that holds a mask of the lanes where a lane qubit is 1. */
  laneMask(lane: number): number {
    const known = this.#masks.get(lane);
    if (known !== undefined) return known;
    const values = Float64Array.from({ length: this.#size }, (_, k) =>
      ((k % this.lanes) >> lane) % 2,
    );
    this.constants.push({ values, mask: true });
    const node = this.#node(CONSTANT, this.constants.length - 1);
    this.#masks.set(lane, node);
    return node;
  }

  /** Exchanges two slots where the mask is set. */
  select(a: number, b: number, mask: number): void {
    const x = this.values[a]!;
    const y = this.values[b]!;
    const pick = (p: number, q: number): number => this.#node(SELECT, p, q, mask);
    this.values[a] = { re: pick(y.re, x.re), im: pick(y.im, x.im) };
    this.values[b] = { re: pick(x.re, y.re), im: pick(x.im, y.im) };
  }

  /** Says where slots are stored: at one place, or at one that depends on the outside qubits. */
  place(flips: Int32Array, varying: boolean): void {
    const [first = 0] = flips;
    const here = !varying && flips.every((flip) => flip === first) ? first : -1;
    const recorded = this.#decisions.take(here, (known) => known === -1);
    if (recorded === -1) this.flips = flips.slice();
    else this.flip = recorded;
  }

  /** Whether nothing is computed and nothing moves. */
  get isEmpty(): boolean {
    if (this.flips !== null || this.flip !== 0) return false;
    return this.values.every(
      ({ re, im }, slot) => re === 2 * slot && im === 2 * slot + 1,
    );
  }
}
