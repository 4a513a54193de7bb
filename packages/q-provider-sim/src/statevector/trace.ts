import { over, times, type Complex } from './complex.ts';
import {
  formOfFactor,
  formOfRatio,
  GENERAL,
  IMAGINARY,
  isTurnable,
  joinForms,
  NOTHING,
  REAL,
} from './columns.ts';
import type { Decisions } from './decisions.ts';
import { KernelCode } from './kernel-code.ts';
import type { FlipOp, Op, PairOp, PhaseOp, TurnOp } from './ops.ts';
import {
  clip,
  crossed,
  denseRow,
  flipped,
  isCrossed,
  normalize,
  tangentsOf,
  type Pair,
} from './pairs.ts';
import type { Kernel, Shape } from './plan.ts';
import { products } from './products.ts';
import { TileFactors } from './tile-factors.ts';

/** What is left unmultiplied: one factor for each qubit that is 1, and one for the whole. */
export interface Frame {
  readonly factors: Complex[];
  scale: Complex;
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

const sizeOf = ([re, im]: Complex): number => Math.hypot(re, im);

/**
 * Follows one kernel symbolically. Amplitudes in registers are the true ones divided by factors
 * that are known while code is made: a gate a' = u00 a + u01 b becomes a + ρ b with the factor u00
 * kept aside, phases are only factors, and a controlled NOT renames registers. What does not
 * separate into one factor per qubit is multiplied in at the end.
 */
export class Tracer {
  readonly code: KernelCode;
  readonly #kernel: Kernel;
  readonly #options: TraceOptions;
  readonly #frame: Frame;
  readonly #factors: TileFactors;
  /** Phases of single qubits outside the tile: nothing but factors of the frame. */
  readonly #loose: PhaseOp[] = [];
  #mixes = 0;

  constructor(kernel: Kernel, ops: readonly Op[], frame: Frame, options: TraceOptions) {
    this.#kernel = kernel;
    this.#options = options;
    this.#frame = frame;
    this.#factors = new TileFactors(kernel, ops, (qubit) => frame.factors[qubit]!);
    const { size, lanes } = this.#factors;
    this.code = new KernelCode(kernel, size, lanes, options.decisions);
  }

  perform(op: Op): void {
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
    const [first] = op.qubits;
    const single = op.qubits.length === 1 && this.#factors.seat(first!)?.where !== 'slot';
    if (first === undefined || single) this.#loose.push(op);
    else this.#factors.phase(op);
  }

  #flip({ control, target }: FlipOp): void {
    const { flips, outsides } = this.#factors;
    const bit = 1 << this.#factors.seat(target)!.at;
    const { where, at } = this.#factors.seat(control)!;
    if (where === 'outside') {
      for (let v = 0; v < outsides; v++) if ((v >> at) % 2 !== 0) flips[v]! ^= bit;
      return;
    }
    const mask = where === 'lane' ? this.code.laneMask(at) : -1;
    for (let s = 0; s < this.#factors.columns.length; s++) {
      if ((s & bit) !== 0) continue;
      if (where === 'lane') {
        this.code.select(s, s | bit, mask);
        this.#factors.exchangeLanes(s, s | bit, at);
      } else if ((s >> at) % 2 !== 0) {
        this.code.exchange(s, s | bit);
        this.#factors.exchange(s, s | bit);
      }
    }
    // where the control's slots are flipped, it is the other half that was to be exchanged
    if (where === 'slot') {
      for (let v = 0; v < outsides; v++) if ((flips[v]! >> at) % 2 !== 0) flips[v]! ^= bit;
    }
  }

  #turn({ qubit, matrix }: TurnOp): void {
    const { at } = this.#factors.seat(qubit)!;
    const other = flipped(matrix);
    const which = Uint8Array.from(this.#factors.flips, (flip) => (flip >> at) & 1);
    const pairs: Pair[] = [];
    for (let s = 0; s < this.#factors.columns.length; s++) {
      if ((s >> at) % 2 !== 0) continue;
      pairs.push({ a: s, b: s | (1 << at), matrices: [matrix, other, matrix, other], which });
    }
    this.#mix(pairs, 1 << at);
  }

  #pair({ qubits, even, odd }: PairOp): void {
    const [p, q] = qubits.map((qubit) => this.#factors.seat(qubit)!.at) as [number, number];
    const mask = (1 << p) | (1 << q);
    const matrices = [even, flipped(even), odd, flipped(odd)] as const;
    const pairs: Pair[] = [];
    for (let s = 0; s < this.#factors.columns.length; s++) {
      // one slot of each pair: the one where the second qubit is 0
      if ((s >> q) % 2 !== 0) continue;
      const which = Uint8Array.from(this.#factors.flips, (flip) => {
        const low = ((s ^ flip) >> p) & 1;
        const high = ((s ^ flip) >> q) & 1;
        // |00⟩ before |11⟩ and |01⟩ (lower bit 1) before |10⟩
        return 2 * (low ^ high) + high;
      });
      pairs.push({ a: s, b: s ^ mask, matrices, which });
    }
    this.#mix(pairs, mask);
  }

  /** Applies a gate to the pairs it mixes; `mask` are the bits in which their slots differ. */
  #mix(pairs: readonly Pair[], mask: number): void {
    const { decisions } = this.#options;
    this.#mixes++;
    this.code.begin();
    const ways = pairs.map(isCrossed);
    const mixed = ways.some((way) => way !== ways[0]);
    // which pairs are crossed is a matter of code only if some are and some are not
    const pattern = mixed ? ways.reduce((sum, way, k) => sum + (way === true ? 2 ** k : 0), 2) : 0;
    const wanted = ways.includes(null) ? 1 : pattern;
    const chosen = decisions.take(wanted, (recorded) => recorded === 1);
    if (chosen === 1) {
      for (const pair of pairs) this.#mixDense(pair);
      return;
    }
    const { flips, outsides } = this.#factors;
    for (const [k, pair] of pairs.entries()) {
      const cross = ways[k] === true;
      this.#mixNormalized(cross ? crossed(pair) : pair);
      if (!cross || chosen === 0) continue;
      this.code.exchange(pair.a, pair.b);
      this.#factors.exchange(pair.a, pair.b);
    }
    // every value is now in the other slot of its pair
    if (chosen === 0 && ways[0] === true) for (let v = 0; v < outsides; v++) flips[v]! ^= mask;
  }

  #mixDense(pair: Pair): void {
    const rows = [0, 1].map((row) => denseRow(pair, this.#factors, row));
    this.code.dense(pair.a, pair.b, rows[0]!, rows[1]!);
    for (const slot of [pair.a, pair.b]) {
      this.#factors.columns[slot]!.re.fill(1);
      this.#factors.columns[slot]!.im.fill(0);
    }
  }

  #mixNormalized(pair: Pair): void {
    let mixed = normalize(pair, this.#factors);
    const kind = this.#chooseKind(mixed);
    let form = kind;
    if (kind === TURNED_REAL || kind === TURNED_IMAGINARY) {
      form = kind === TURNED_REAL ? REAL : IMAGINARY;
      this.#turnPhase(pair, tangentsOf(mixed.first, form === REAL, this.#mixes % 2 === 1));
      mixed = normalize(pair, this.#factors);
    }
    clip(mixed.first, form);
    clip(mixed.second, form);
    if (form !== NOTHING) this.code.combine(pair.a, pair.b, mixed.first, mixed.second, form);
    this.#factors.columns[pair.a] = mixed.upper;
    this.#factors.columns[pair.b] = mixed.lower;
  }

  #chooseKind({ first, second }: ReturnType<typeof normalize>): number {
    const needed = joinForms(formOfRatio(first), formOfRatio(second));
    let wanted = needed;
    if (needed === GENERAL && !this.#options.generic) {
      if (isTurnable(first, true)) wanted = TURNED_REAL;
      else if (isTurnable(first, false)) wanted = TURNED_IMAGINARY;
    }
    return this.#options.decisions.take(
      wanted,
      (recorded) => recorded === GENERAL || (needed === NOTHING && recorded <= GENERAL),
    );
  }

  /**
   * Multiplies one slot by 1 + i·t: two operations that make ρ real or imaginary and save four.
   * The slots of a pair take turns from gate to gate, which keeps their sizes alike.
   */
  #turnPhase({ a, b }: Pair, tangents: Float64Array): void {
    const slot = this.#mixes % 2 === 1 ? a : b;
    this.code.turn(slot, tangents);
    const { re, im } = this.#factors.columns[slot]!;
    for (let k = 0; k < re.length; k++) {
      const t = tangents[k]!;
      const by = 1 / (1 + t * t);
      const was = re[k]!;
      re[k] = (was + im[k]! * t) * by;
      im[k] = (im[k]! - was * t) * by;
    }
  }

  /** Ends the kernel: moves factors that separate to the frame, multiplies the others in. */
  finish(): void {
    const { slots, lanes, inner, outer } = this.#kernel;
    const factors = this.#factors;
    const base = factors.at(0, 0, 0);
    const outside = [...inner, ...outer];
    const ones: Complex = [1, 0];
    const slotParts = slots.map((_, k) => this.#part(over(factors.at(0, 1 << k, 0), base), ones));
    const outsideParts = outside.map(({ qubit }, k) =>
      this.#part(over(factors.at(1 << k, 0, 0), base), this.#frame.factors[qubit]!),
    );
    const laneParts = (factors.lanes === 1 ? [] : lanes).map((qubit, k) =>
      this.#part(over(factors.at(0, 0, 1 << k), base), this.#frame.factors[qubit]!),
    );
    const scale = this.#rescale(times(this.#frame.scale, base));
    const [bySlot, byOutside] = [products(slotParts, base), products(outsideParts, ones)];
    factors.divide(bySlot, byOutside, products(laneParts, ones), scale);
    this.#settle();
    for (const [k, { qubit }] of slots.entries()) this.#frame.factors[qubit] = slotParts[k]!;
    for (const [k, { qubit }] of outside.entries()) this.#scaleFactor(qubit, outsideParts[k]!);
    for (const [k, part] of laneParts.entries()) this.#scaleFactor(lanes[k]!, part);
    for (const op of this.#loose) this.#absorb(op);
    this.code.place(factors.flips, this.#options.generic && this.#mixes > 0);
  }

  #scaleFactor(qubit: number, by: Complex): void {
    this.#frame.factors[qubit] = times(this.#frame.factors[qubit]!, by);
  }

  /** A factor for the frame of a qubit; its size goes along as long as amplitudes stay in range. */
  #part(factor: Complex, before: Complex): Complex {
    const size = sizeOf(factor);
    const { generic, shape, scaleBits } = this.#options;
    const bits = Math.abs(Math.log2(size * sizeOf(before)));
    if (!generic && bits < (1.5 * scaleBits) / shape.qubits) return factor;
    return [factor[0] / size, factor[1] / size];
  }

  /** Takes the factor of the whole into the frame, or its size into the amplitudes (returned). */
  #rescale(whole: Complex): number {
    const { scaleBits, decisions, generic } = this.#options;
    const size = sizeOf(whole);
    const outOfRange = Math.abs(Math.log2(size)) > scaleBits;
    const wanted = generic ? this.#mixes > 0 : outOfRange;
    const rescaled = decisions.take(wanted ? 1 : 0, (recorded) => recorded === 1 || !outOfRange);
    if (rescaled === 0) {
      this.#frame.scale = whole;
      return 1;
    }
    this.#frame.scale = [whole[0] / size, whole[1] / size];
    return size;
  }

  #settle(): void {
    this.code.begin();
    for (const [slot, factors] of this.#factors.columns.entries()) {
      const needed = formOfFactor(factors);
      const form = this.#options.decisions.take(
        needed,
        (recorded) => recorded === GENERAL || (needed === NOTHING && recorded === REAL),
      );
      if (form !== NOTHING) this.code.multiply(slot, factors, form);
    }
  }

  #absorb({ qubits, phases }: PhaseOp): void {
    this.#frame.scale = times(this.#frame.scale, phases[0]!);
    if (qubits.length === 1) this.#scaleFactor(qubits[0]!, over(phases[1]!, phases[0]!));
  }
}
