import { EPSILON_SQUARED, formOf, GENERAL, joinForms, NOTHING, REAL } from './columns.ts';
import type { Decisions } from './decisions.ts';
import { SLOTS_MAX, type KernelBuilder } from './kernel-code.ts';
import type { PhaseOp } from './ops.ts';
import type { Kernel, Shape } from './plan.ts';
import { inverseProducts } from './products.ts';
import type { TileFactors } from './tile-factors.ts';

/** What is left unmultiplied: one factor for each qubit that is 1, and one for the whole. */
export interface Frame {
  /** Real and imaginary part of each qubit's. */
  readonly factors: Float64Array;
  /** And of the whole. */
  readonly scale: Float64Array;
}

export interface TraceOptions {
  readonly shape: Shape;
  readonly decisions: Decisions;
  /** Code for every angle, not just for these: nothing is decided by their values. */
  readonly generic: boolean;
  /** The scale is multiplied in before it leaves 2^±scaleBits. */
  readonly scaleBits: number;
}

/** Form that any factor fits. */
const COVERS_ALL = 1 << GENERAL;

/** Sizes of one qubit's factors differ by less than this power of two. */
const PART_BITS = 8;

/**
 * Ends kernels: factors that separate into one per qubit go to the frame, the others are multiplied
 * in.
 */
export class Settler {
  readonly #builder: KernelBuilder;
  readonly #factors: TileFactors;
  readonly #options: TraceOptions;
  readonly #frame: Frame;
  /** The kernel has turns or pairs. */
  #isMixed = false;
  /** The parts of slots, lanes and outside qubits, and products of their inverses. */
  readonly #parts = new Float64Array(64);
  #inverses = new Float64Array(2 ** 8);
  /** Of each slot: the form of what is left to multiply in, and how exact it is. */
  readonly #forms = new Uint8Array(SLOTS_MAX);
  readonly #bounds = new Float64Array(SLOTS_MAX);

  constructor(frame: Frame, options: TraceOptions, factors: TileFactors, builder: KernelBuilder) {
    this.#frame = frame;
    this.#options = options;
    this.#factors = factors;
    this.#builder = builder;
  }

  /** `loose` are the phases of single qubits that the kernel left out. */
  finish(
    { slots, lanes, inner, outer }: Kernel,
    loose: readonly PhaseOp[],
    isMixed: boolean,
  ): void {
    this.#isMixed = isMixed;
    const factors = this.#factors;
    const frame = this.#frame.factors;
    const x = factors.columns.numbers;
    const outside = inner.length + outer.length;
    const laneQubits = factors.laneShift;
    const parts = this.#parts;
    // column of the value whose slot bits are zero
    const base = factors.at[factors.flips[0]!]!;
    const re = x[base]!;
    const im = x[base + 1]!;
    let next = 0;
    for (let k = 0; k < slots.length; k++) {
      this.#part(next++, factors.at[(1 << k) ^ factors.flips[0]!]!, re, im, -1);
    }
    // parts of lanes and then of outside qubits, as the numbers of a column are ordered
    for (let k = 0; k < laneQubits; k++) this.#part(next++, base + (2 << k), re, im, lanes[k]!);
    for (let k = 0; k < outside; k++) {
      const { qubit } = k < inner.length ? inner[k]! : outer[k - inner.length]!;
      const column = factors.at[factors.flips[1 << k]!]!;
      this.#part(next++, column + (2 << (k + laneQubits)), re, im, qubit);
    }
    this.#settle(slots.length, laneQubits + outside, re, im, this.#rescale(re, im));
    for (let k = 0; k < slots.length; k++) {
      const { qubit } = slots[k]!;
      frame[2 * qubit] = parts[2 * k]!;
      frame[2 * qubit + 1] = parts[2 * k + 1]!;
    }
    for (const op of loose) this.#absorb(op);
  }

  /**
   * The part of the factors that goes along with one bit: the quotient of a number and the base.
   * Its size goes along as long as amplitudes stay in range. Taken into the frame if `qubit` is.
   */
  #part(part: number, at: number, baseRe: number, baseIm: number, qubit: number): void {
    const x = this.#factors.columns.numbers;
    const frame = this.#frame.factors;
    const weight = 1 / (baseRe * baseRe + baseIm * baseIm);
    let re = (x[at]! * baseRe + x[at + 1]! * baseIm) * weight;
    let im = (x[at + 1]! * baseRe - x[at]! * baseIm) * weight;
    const was = qubit < 0 ? 1 : frame[2 * qubit]!;
    const wasIm = qubit < 0 ? 0 : frame[2 * qubit + 1]!;
    const { generic, shape, scaleBits } = this.#options;
    const size = re * re + im * im;
    const bits = Math.abs(Math.log2(size * (was * was + wasIm * wasIm))) / 2;
    if (generic || bits >= Math.min(PART_BITS, scaleBits / shape.qubits)) {
      const by = 1 / Math.sqrt(size);
      re *= by;
      im *= by;
    }
    this.#parts[2 * part] = re;
    this.#parts[2 * part + 1] = im;
    if (qubit >= 0) this.#scaleFactor(qubit, re, im);
  }

  #scaleFactor(qubit: number, re: number, im: number): void {
    const frame = this.#frame.factors;
    const was = frame[2 * qubit]!;
    const wasIm = frame[2 * qubit + 1]!;
    frame[2 * qubit] = was * re - wasIm * im;
    frame[2 * qubit + 1] = was * im + wasIm * re;
  }

  #scaleWhole(re: number, im: number): void {
    const { scale } = this.#frame;
    const was = scale[0]!;
    const wasIm = scale[1]!;
    scale[0] = was * re - wasIm * im;
    scale[1] = was * im + wasIm * re;
  }

  /** Takes the factor of the whole into the frame, or its size into the amplitudes (returned). */
  #rescale(baseRe: number, baseIm: number): number {
    const { scaleBits, decisions, generic } = this.#options;
    const { scale } = this.#frame;
    this.#scaleWhole(baseRe, baseIm);
    this.#scaleWhole(this.#factors.scaleRe, this.#factors.scaleIm);
    const size = Math.hypot(scale[0]!, scale[1]!);
    const outOfRange = Math.abs(Math.log2(size)) > scaleBits;
    const wanted = generic ? this.#isMixed : outOfRange;
    const rescaled = decisions.next(wanted ? 1 : 0);
    if (rescaled !== Number(wanted)) decisions.require(rescaled === 1 || !outOfRange);
    if (rescaled === 0) return 1;
    scale[0]! /= size;
    scale[1]! /= size;
    return size;
  }

  /** Multiplies in what does not separate, and `scale`. */
  #settle(slots: number, others: number, baseRe: number, baseIm: number, scale: number): void {
    const factors = this.#factors;
    const { size, laneShift, flips } = factors;
    const rest = 2 << slots;
    if (this.#inverses.length < rest + 2 * size) this.#inverses = new Float64Array(rest + 2 * size);
    const inverses = this.#inverses;
    const weight = scale / (baseRe * baseRe + baseIm * baseIm);
    inverseProducts(this.#parts, 0, slots, inverses, 0, baseRe * weight, -baseIm * weight);
    inverseProducts(this.#parts, 2 * slots, others, inverses, rest, 1, 0);
    const x = factors.columns.numbers;
    for (let slot = 0; slot < factors.at.length; slot++) {
      const at = factors.at[slot]!;
      let most = 0;
      let off = 0;
      let someReal = false;
      let someImaginary = false;
      for (let k = 0; k < size; k++) {
        const s = 2 * (slot ^ flips[k >> laneShift]!);
        const o = rest + 2 * k;
        const re = inverses[s]! * inverses[o]! - inverses[s + 1]! * inverses[o + 1]!;
        const im = inverses[s]! * inverses[o + 1]! + inverses[s + 1]! * inverses[o]!;
        const i = at + 2 * k;
        const u = x[i]! * re - x[i + 1]! * im;
        const w = x[i]! * im + x[i + 1]! * re;
        x[i] = u;
        x[i + 1] = w;
        const p = u * u;
        const q = w * w;
        if (p + q > most) most = p + q;
        if (q > EPSILON_SQUARED * p) someImaginary = true;
        if (p > EPSILON_SQUARED * q) someReal = true;
        if ((u - 1) * (u - 1) > off) off = (u - 1) * (u - 1);
      }
      const form = formOf(someReal, someImaginary);
      this.#forms[slot] = form === REAL && off < EPSILON_SQUARED ? NOTHING : form;
      this.#bounds[slot] = EPSILON_SQUARED * most;
    }
    this.#multiplyAll(factors.at.length);
  }

  #multiplyAll(slots: number): void {
    const forms = this.#forms;
    const { generic, decisions } = this.#options;
    if (generic && this.#isMixed) this.#alignForms(slots);
    this.#builder.begin();
    for (let slot = 0; slot < slots; slot++) {
      const form = forms[slot]!;
      const covering = form === NOTHING ? (1 << REAL) | (1 << GENERAL) : COVERS_ALL;
      const chosen = decisions.take(form, covering);
      if (chosen === NOTHING) continue;
      // code for any angle shares no constants between slots
      if (generic) this.#builder.begin();
      this.#builder.setBound(this.#bounds[slot]!);
      this.#builder.multiply(slot, this.#factors.at[slot]!, chosen);
    }
  }

  /** Which slot holds what depends on angles, so code for any angle treats all slots alike. */
  #alignForms(slots: number): void {
    const forms = this.#forms.subarray(0, slots);
    if (forms.every((form) => form === NOTHING)) return;
    // a factor of 1 is real, if others are not 1
    const realAtLeast = (form: number): number => (form === NOTHING ? REAL : form);
    forms.fill(forms.reduce((joint, form) => joinForms(joint, realAtLeast(form)), NOTHING));
  }

  #absorb({ qubits, phases }: PhaseOp): void {
    const [re, im] = phases[0]!;
    this.#scaleWhole(re, im);
    if (qubits.length === 0) return;
    const [x, y] = phases[1]!;
    const weight = 1 / (re * re + im * im);
    this.#scaleFactor(qubits[0]!, (x * re + y * im) * weight, (y * re - x * im) * weight);
  }
}
