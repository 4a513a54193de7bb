import {
  EPSILON_SQUARED,
  formWithin,
  GENERAL,
  IMAGINARY,
  joinForms,
  NOTHING,
  REAL,
} from './columns.ts';
import type { Decisions } from './decisions.ts';
import { KernelBuilder, SLOTS_MAX } from './kernel-code.ts';
import type { FlipOp, Op, PairOp, PhaseOp, TurnOp } from './ops.ts';
import { isCrossed, Mixer } from './pairs.ts';
import type { Kernel, Shape } from './plan.ts';
import { inverseProducts } from './products.ts';
import { LANE, OUTSIDE, SLOT, TileFactors } from './tile-factors.ts';

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

/** Ratios that become real or imaginary by a turn first, besides the forms of columns. */
const TURNED_REAL = 4;
const TURNED_IMAGINARY = 5;

/** How pairs are mixed: with rows exchanged all alike, in full, or some of them exchanged. */
const ALIKE = 0;
const DENSE = 1;
const EXCHANGED = 2;

/** Forms that any ratio and any factor fit, and those that none does. */
const COVERS_ALL = 1 << GENERAL;
const COVERS_NONE = (1 << REAL) | (1 << IMAGINARY) | (1 << GENERAL);

/** Sizes of one qubit's factors differ by less than this power of two. */
const PART_BITS = 8;

/**
 * Follows kernels symbolically. Amplitudes in registers are the true ones divided by factors
 * that are known while code is made: a gate a' = u00 a + u01 b becomes a + ρ b with the factor u00
 * kept aside, phases are only factors, and a controlled NOT renames registers. What does not
 * separate into one factor per qubit is multiplied in at the end.
 */
export class Tracer {
  readonly builder: KernelBuilder;
  readonly factors = new TileFactors();
  readonly #mixer = new Mixer(this.factors);
  readonly #options: TraceOptions;
  readonly #frame: Frame;
  /** Phases of single qubits outside the tile: nothing but factors of the frame. */
  readonly #loose: PhaseOp[] = [];
  #mixes = 0;
  /** The parts of slots, lanes and outside qubits, and products of their inverses. */
  readonly #parts = new Float64Array(64);
  /** Of each slot at the end: the form of what is left to multiply in, and how exact it is. */
  readonly #forms = new Uint8Array(SLOTS_MAX);
  readonly #bounds = new Float64Array(SLOTS_MAX);
  #inverses = new Float64Array(2 ** 8);

  constructor(frame: Frame, options: TraceOptions) {
    this.#options = options;
    this.#frame = frame;
    this.builder = new KernelBuilder(this.factors.columns, options.decisions, options.generic);
  }

  /** Traces one kernel; returns where its slots are stored, as `KernelCode.flip` says it. */
  trace(kernel: Kernel, ops: readonly Op[]): number {
    this.factors.reset(kernel, ops, this.#frame.factors);
    this.builder.reset(kernel);
    this.#loose.length = 0;
    this.#mixes = 0;
    for (let k = 0; k < kernel.ops.length; k++) this.#perform(ops[kernel.ops[k]!]!);
    this.#finish(kernel);
    return this.builder.place(this.factors.flips, this.#options.generic && this.#mixes > 0);
  }

  #perform(op: Op): void {
    switch (op.kind) {
      case 'turn':
        return this.#turn(op);
      case 'pair':
        return this.#pair(op);
      case 'phase':
        return this.#phase(op);
      case 'flip':
        return this.#flip(op);
    }
  }

  #phase(op: PhaseOp): void {
    const { length } = op.qubits;
    const single = length === 1 && this.factors.where(op.qubits[0]!) !== SLOT;
    if (length === 0 || single) this.#loose.push(op);
    else this.factors.phase(op);
  }

  #flip({ control, target }: FlipOp): void {
    const { factors } = this;
    const bit = 1 << factors.seat(target);
    const where = factors.where(control);
    const at = factors.seat(control);
    if (where === OUTSIDE) return factors.flipOutside(at, bit);
    for (let s = 0; s < factors.at.length; s++) {
      if ((s & bit) !== 0) continue;
      if (where === LANE) {
        this.builder.select(s, s | bit, at);
        factors.exchangeLanes(s, s | bit, at);
      } else if (((s >> at) & 1) !== 0) {
        this.builder.exchange(s, s | bit);
        factors.exchange(s, s | bit);
      }
    }
    // where the control's slots are flipped, it is the other half that was to be exchanged
    if (where === SLOT) factors.flipAlong(at, bit);
  }

  #turn({ qubit, matrix }: TurnOp): void {
    const { factors } = this;
    const at = factors.seat(qubit);
    const bit = 1 << at;
    const cross = isCrossed(matrix);
    this.#mixes++;
    this.builder.begin();
    this.#mixer.load(matrix, cross);
    this.#mixer.chooseByFlip(at);
    for (let s = 0; s < factors.at.length; s++) if ((s & bit) === 0) this.#mix(s, s | bit);
    // every value is now in the other slot of its pair
    if (cross) factors.flipAll(bit);
  }

  #pair({ qubits, even, odd }: PairOp): void {
    const { factors } = this;
    const p = factors.seat(qubits[0]);
    const q = factors.seat(qubits[1]);
    const mask = (1 << p) | (1 << q);
    const [crossEven, crossOdd] = [isCrossed(even), isCrossed(odd)];
    const parity = crossEven === crossOdd ? 0 : this.#parityOfFlips(p, q);
    const way = crossEven === crossOdd ? ALIKE : parity < 0 ? DENSE : EXCHANGED + Number(crossOdd);
    const chosen = this.#options.decisions.take(way, 1 << DENSE);
    this.#mixes++;
    this.builder.begin();
    if (chosen === DENSE) this.#mixer.loadDense(even, odd);
    else this.#mixer.loadTwo(even, odd, crossEven, crossOdd);
    for (let s = 0; s < factors.at.length; s++) {
      // one slot of each pair: the one where the second qubit is 0
      if (((s >> q) & 1) !== 0) continue;
      this.#mixer.chooseByPair(s, p, q);
      if (chosen === DENSE) this.#mixDense(s, s ^ mask);
      else this.#mix(s, s ^ mask);
      const isOdd = (((s >> p) ^ parity) & 1) !== 0;
      if (chosen < EXCHANGED || (isOdd ? !crossOdd : !crossEven)) continue;
      this.builder.exchange(s, s ^ mask);
      factors.exchange(s, s ^ mask);
    }
    if (chosen === ALIKE && crossEven) factors.flipAll(mask);
  }

  /** By how much flips change the parity of two slot bits, or -1 if that varies. */
  #parityOfFlips(p: number, q: number): number {
    const { flips } = this.factors;
    const parityOf = (flip: number): number => ((flip >> p) ^ (flip >> q)) & 1;
    const first = parityOf(flips[0]!);
    return flips.every((flip) => parityOf(flip) === first) ? first : -1;
  }

  #mixDense(a: number, b: number): void {
    const { factors } = this;
    const mixer = this.#mixer;
    const column = factors.at[a]!;
    const x = factors.columns.numbers;
    this.builder.setBound(EPSILON_SQUARED * (x[column]! ** 2 + x[column + 1]! ** 2));
    const upper = [mixer.dense(a, 0, 0), mixer.dense(b, 0, 1)];
    this.builder.dense(a, b, [...upper, mixer.dense(a, 1, 0), mixer.dense(b, 1, 1)]);
    factors.columns.fill(factors.at[a]!, 1, 0);
    factors.columns.fill(factors.at[b]!, 1, 0);
  }

  #mix(a: number, b: number): void {
    const mixer = this.#mixer;
    mixer.normalize(a, b);
    let form = this.#chooseForm();
    if (form > NOTHING) {
      form = form === TURNED_REAL ? REAL : IMAGINARY;
      this.#turnPhase(a, b, form === REAL);
    }
    this.builder.setBound(mixer.bound);
    if (form !== NOTHING) this.builder.combine(a, b, mixer.first, mixer.second, form);
    mixer.advance(a, b);
  }

  #chooseForm(): number {
    const { form } = this.#mixer;
    const { generic, decisions } = this.#options;
    if (form !== GENERAL) return decisions.take(form, form === NOTHING ? COVERS_NONE : COVERS_ALL);
    if (generic) return decisions.take(GENERAL, 0);
    const real = this.#mixer.isTurnable(true);
    const turned = real ? TURNED_REAL : this.#mixer.isTurnable(false) ? TURNED_IMAGINARY : GENERAL;
    return decisions.take(turned, COVERS_ALL);
  }

  /**
   * Multiplies one slot by 1 + i·t: two operations that make ρ real or imaginary and save four.
   * The slots of a pair take turns from gate to gate, which keeps their sizes alike.
   */
  #turnPhase(a: number, b: number, toReal: boolean): void {
    const isA = this.#mixes % 2 === 1;
    const slot = isA ? a : b;
    // tangents are compared with 1
    this.builder.setBound(EPSILON_SQUARED);
    this.builder.turn(slot, this.#mixer.turn(slot, isA, toReal));
  }

  /** Ends the kernel: moves factors that separate to the frame, multiplies the others in. */
  #finish({ slots, lanes, inner, outer }: Kernel): void {
    const { factors } = this;
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
    for (const op of this.#loose) this.#absorb(op);
  }

  /**
   * The part of the factors that goes along with one bit: the quotient of a number and the base.
   * Its size goes along as long as amplitudes stay in range. Taken into the frame if `qubit` is.
   */
  #part(part: number, at: number, baseRe: number, baseIm: number, qubit: number): void {
    const x = this.factors.columns.numbers;
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
    this.#scaleWhole(this.factors.scaleRe, this.factors.scaleIm);
    const size = Math.hypot(scale[0]!, scale[1]!);
    const outOfRange = Math.abs(Math.log2(size)) > scaleBits;
    const wanted = generic ? this.#mixes > 0 : outOfRange;
    const rescaled = decisions.next(wanted ? 1 : 0);
    if (rescaled !== Number(wanted)) decisions.require(rescaled === 1 || !outOfRange);
    if (rescaled === 0) return 1;
    scale[0]! /= size;
    scale[1]! /= size;
    return size;
  }

  /** Multiplies in what does not separate, and `scale`. */
  #settle(slots: number, others: number, baseRe: number, baseIm: number, scale: number): void {
    const { factors } = this;
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
      let form = NOTHING;
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
        if (u * u + w * w > most) most = u * u + w * w;
        if (form !== GENERAL) form = joinForms(form, formWithin(u * u, w * w));
        if ((u - 1) * (u - 1) > off) off = (u - 1) * (u - 1);
      }
      this.#forms[slot] = form === REAL && off < EPSILON_SQUARED ? NOTHING : form;
      this.#bounds[slot] = EPSILON_SQUARED * most;
    }
    this.#multiplyAll(factors.at.length);
  }

  /** Which slot holds what depends on angles, so code for any angle treats all slots alike. */
  #multiplyAll(slots: number): void {
    const forms = this.#forms.subarray(0, slots);
    const { generic, decisions } = this.#options;
    // a factor of 1 is real, if others are not 1
    const joint = forms.map((form) => (form === NOTHING ? REAL : form)).reduce(joinForms, NOTHING);
    const isNeeded = forms.some((form) => form !== NOTHING);
    if (generic && this.#mixes > 0 && isNeeded) forms.fill(joint);
    this.builder.begin();
    for (const [slot, form] of forms.entries()) {
      const covering = form === NOTHING ? (1 << REAL) | (1 << GENERAL) : COVERS_ALL;
      const chosen = decisions.take(form, covering);
      // and shares no constants between them
      if (generic) this.builder.begin();
      this.builder.setBound(this.#bounds[slot]!);
      if (chosen !== NOTHING) this.builder.multiply(slot, this.factors.at[slot]!, chosen);
    }
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
