import { ALIGNED_SLOTS, Aligner, FITS, REFERENCE, TO_REAL } from './align.ts';
import { EPSILON_SQUARED, GENERAL, IMAGINARY, NOTHING, REAL } from './columns.ts';
import { KernelBuilder } from './kernel-code.ts';
import { qubitsOf } from './lower.ts';
import type { FlipOp, Op, PairOp, PhaseOp, TurnOp } from './ops.ts';
import { isCrossed, Mixer } from './pairs.ts';
import type { Kernel } from './plan.ts';
import { Settler, type Frame, type TraceOptions } from './settle.ts';
import { LANE, OUTSIDE, SLOT, TileFactors } from './tile-factors.ts';

/** Ratios that become real or imaginary by a turn first, besides the forms of columns. */
const TURNED_REAL = 4;
const TURNED_IMAGINARY = 5;

/** How pairs are mixed: with rows exchanged all alike, in full, or some of them exchanged. */
const ALIKE = 0;
const DENSE = 1;
const EXCHANGED = 2;

/** The form that any ratio fits, and those that none does. */
const COVERS_ALL = 1 << GENERAL;
const COVERS_NONE = (1 << REAL) | (1 << IMAGINARY) | (1 << GENERAL);

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
  /** The gate that comes next on the other qubit of a tile. */
  readonly #ahead = new Mixer(this.factors);
  readonly #aligners = [
    new Aligner(this.factors, this.#mixer, this.#ahead),
    new Aligner(this.factors, this.#ahead, this.#mixer),
  ] as const;
  readonly #options: TraceOptions;
  readonly #frame: Frame;
  readonly #settler: Settler;
  /** Phases of single qubits outside the tile: nothing but factors of the frame. */
  readonly #loose: PhaseOp[] = [];
  #mixes = 0;

  constructor(frame: Frame, options: TraceOptions) {
    this.#options = options;
    this.#frame = frame;
    this.builder = new KernelBuilder(this.factors.columns, options.decisions, options.generic);
    this.#settler = new Settler(frame, options, this.factors, this.builder);
  }

  /** Traces one kernel; returns where its slots are stored, as `KernelCode.flip` says it. */
  trace(kernel: Kernel, ops: readonly Op[]): number {
    this.factors.reset(kernel, ops, this.#frame.factors);
    this.builder.reset(kernel);
    this.#loose.length = 0;
    this.#mixes = 0;
    for (let k = 0; k < kernel.ops.length; k++) {
      const op = ops[kernel.ops[k]!]!;
      if (op.kind === 'turn') this.#turn(op, this.#nextTurn(kernel, ops, k));
      else this.#perform(op);
    }
    const isMixed = this.#mixes > 0;
    this.#settler.finish(kernel, this.#loose, isMixed);
    return this.builder.place(this.factors.flips, this.#options.generic && isMixed);
  }

  #perform(op: Exclude<Op, TurnOp>): void {
    switch (op.kind) {
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

  /**
   * The next turn of the other qubit of a tile, unless something on that qubit or another turn
   * comes first: phases can be turned for both at once.
   */
  #nextTurn({ ops: order, slots }: Kernel, ops: readonly Op[], from: number): TurnOp | null {
    const op = ops[order[from]!]!;
    if (this.#options.generic || slots.length !== 2 || op.kind !== 'turn') return null;
    const other = slots[1 - this.factors.seat(op.qubit)]!.qubit;
    for (let k = from + 1; k < order.length; k++) {
      const next = ops[order[k]!]!;
      if (next.kind === 'turn') return next.qubit === other ? next : null;
      if (qubitsOf(next).includes(other)) return null;
    }
    return null;
  }

  /** Turns slots so that neither gate has to: see {@link Aligner}. */
  #align(at: number, { matrix }: TurnOp): void {
    this.#ahead.preview(matrix, isCrossed(matrix));
    this.#ahead.chooseByFlip(1 - at);
    const aligner = this.#aligners[at]!;
    const code = this.#options.decisions.take(aligner.choose(this.#mixes % ALIGNED_SLOTS), 0);
    if (code === 0) return;
    let fixed = 0;
    while (((code >> (2 * fixed)) & 3) !== REFERENCE) fixed++;
    // tangents are compared with 1
    this.builder.setBound(EPSILON_SQUARED);
    for (let slot = 0; slot < ALIGNED_SLOTS; slot++) {
      const need = (code >> (2 * slot)) & 3;
      if (need === FITS || need === REFERENCE) continue;
      this.builder.turn(slot, aligner.turn(slot, fixed, need === TO_REAL));
    }
    this.builder.begin();
  }

  #turn({ qubit, matrix }: TurnOp, next: TurnOp | null): void {
    const { factors } = this;
    const at = factors.seat(qubit);
    const bit = 1 << at;
    const cross = isCrossed(matrix);
    this.#mixes++;
    this.builder.begin();
    this.#mixer.load(matrix, cross);
    this.#mixer.chooseByFlip(at);
    if (next !== null) this.#align(at, next);
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
}
