import { entry, over, times, type Complex, type Matrix } from './complex.ts';
import type { Decisions } from './decisions.ts';
import { GENERAL, IMAGINARY, KernelCode, REAL, type Column } from './kernel-code.ts';
import { phaseAt, type FlipOp, type Op, type PairOp, type PhaseOp, type TurnOp } from './ops.ts';
import type { Kernel, Shape } from './plan.ts';

/** Numbers closer than this, relative to their size, count as equal. */
const EPSILON = 1e-13;

/** What is left unmultiplied: one factor for each qubit that is 1, and one for the whole. */
export interface Frame {
  /** re, im for each qubit. */
  readonly factors: Float64Array;
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

/** How a pair a, b is combined into a + ρ·b. */
const TURNED_REAL = 3;
const TURNED_IMAGINARY = 4;
const NOTHING = 5;

/** Turned phases stay below this tangent, so that numbers do not grow. */
const TANGENT_MAX = 2.5;

const column = (size: number): Column => ({
  re: new Float64Array(size),
  im: new Float64Array(size),
});

const allWithin = (values: Float64Array, bound: number): boolean => {
  for (const value of values) if (!(Math.abs(value) <= bound)) return false;
  return true;
};

const largest = ({ re, im }: Column): number => {
  let most = 0;
  for (let k = 0; k < re.length; k++) most = Math.max(most, Math.abs(re[k]!), Math.abs(im[k]!));
  return most;
};

const classOf = (numbers: Column): number => {
  const bound = EPSILON * largest(numbers);
  if (allWithin(numbers.im, bound)) return REAL;
  return allWithin(numbers.re, bound) ? IMAGINARY : GENERAL;
};

/** The class of ρ, which is nothing if the gate is diagonal. */
const classOfRho = (rho: Column): number => (largest(rho) < EPSILON ? NOTHING : classOf(rho));

const join = (a: number, b: number): number => {
  if (a === NOTHING) return b;
  return b === NOTHING || a === b ? a : GENERAL;
};

const NOT_MATRIX_ROWS = [4, 5, 6, 7, 0, 1, 2, 3] as const;
const swapRows = (m: Matrix): Matrix => NOT_MATRIX_ROWS.map((k) => m[k]!);
/** The matrix between flipped qubits: X M X. */
const flipped = (m: Matrix): Matrix => [m[6]!, m[7]!, m[4]!, m[5]!, m[2]!, m[3]!, m[0]!, m[1]!];

const sizeOf = ([re, im]: Complex): number => Math.hypot(re, im);

/** Two slots that one qubit tells apart, and the matrix for either orientation. */
interface Pair {
  readonly a: number;
  readonly b: number;
  /** The matrix on a, b for every combination of outside qubits. */
  readonly matrixAt: (outside: number) => Matrix;
}

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
  readonly #outsides: number;
  readonly #lanes: number;
  readonly #size: number;
  /** Factor of each slot: columns over outside × lanes. */
  readonly #factors: Column[];
  /** Bits in which the slot a value is in differs from the index it belongs to. */
  readonly #flips: Int32Array;
  readonly #slotOf = new Map<number, number>();
  readonly #laneOf = new Map<number, number>();
  readonly #outsideOf = new Map<number, number>();
  readonly #loose: PhaseOp[] = [];
  #side = 0;
  #turns = 0;

  constructor(kernel: Kernel, ops: readonly Op[], frame: Frame, options: TraceOptions) {
    this.#kernel = kernel;
    this.#options = options;
    this.#frame = frame;
    for (const [k, { qubit }] of kernel.slots.entries()) this.#slotOf.set(qubit, k);
    for (const [k, qubit] of kernel.lanes.entries()) this.#laneOf.set(qubit, k);
    for (const [k, { qubit }] of [...kernel.inner, ...kernel.outer].entries()) {
      this.#outsideOf.set(qubit, k);
    }
    this.#outsides = 2 ** this.#outsideOf.size;
    this.#lanes = this.#dependsOnLanes(ops) ? 2 ** kernel.lanes.length : 1;
    this.#size = this.#outsides * this.#lanes;
    this.#flips = new Int32Array(this.#outsides);
    this.#factors = Array.from({ length: 2 ** kernel.slots.length }, (_, s) => this.#start(s));
    this.code = new KernelCode(kernel, this.#size, this.#lanes, options.decisions);
  }

  #dependsOnLanes(ops: readonly Op[]): boolean {
    return this.#kernel.ops.some((k) => {
      const op = ops[k]!;
      if (op.kind === 'flip') return this.#laneOf.has(op.control);
      return op.kind === 'phase' && op.qubits.length > 1 && op.qubits.some((q) => this.#laneOf.has(q));
    });
  }

  #start(slot: number): Column {
    let factor: Complex = [1, 0];
    for (const [k, { qubit }] of this.#kernel.slots.entries()) {
      if ((slot >> k) % 2 !== 0) factor = times(factor, this.#factorOf(qubit));
    }
    const out = column(this.#size);
    out.re.fill(factor[0]);
    out.im.fill(factor[1]);
    return out;
  }

  #factorOf(qubit: number): Complex {
    const { factors } = this.#frame;
    return [factors[2 * qubit]!, factors[2 * qubit + 1]!];
  }

  #multiplyFactor(qubit: number, by: Complex): void {
    const [re, im] = times(this.#factorOf(qubit), by);
    this.#frame.factors[2 * qubit] = re;
    this.#frame.factors[2 * qubit + 1] = im;
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
    if (first === undefined || (op.qubits.length === 1 && !this.#slotOf.has(first))) {
      this.#loose.push(op);
      return;
    }
    const lanes = this.#lanes;
    for (const [slot, { re, im }] of this.#factors.entries()) {
      for (let k = 0; k < this.#size; k++) {
        const outside = Math.floor(k / lanes);
        const index = this.#indexOf(op.qubits, slot ^ this.#flips[outside]!, outside, k % lanes);
        const [x, y] = phaseAt(op, index);
        const was = re[k]!;
        re[k] = was * x - im[k]! * y;
        im[k] = was * y + im[k]! * x;
      }
    }
  }

  #indexOf(qubits: readonly number[], slots: number, outside: number, lane: number): number {
    let index = 0;
    for (const [k, qubit] of qubits.entries()) {
      const slot = this.#slotOf.get(qubit);
      const from = this.#laneOf.get(qubit);
      let bit: number;
      if (slot !== undefined) bit = slots >> slot;
      else if (from !== undefined) bit = lane >> from;
      else bit = outside >> this.#outsideOf.get(qubit)!;
      index |= (bit & 1) << k;
    }
    return index;
  }

  #flip({ control, target }: FlipOp): void {
    const bit = 1 << this.#slotOf.get(target)!;
    const slot = this.#slotOf.get(control);
    const lane = this.#laneOf.get(control);
    if (slot !== undefined) return this.#flipInside(slot, bit);
    if (lane !== undefined) return this.#flipLanes(lane, bit);
    const outside = this.#outsideOf.get(control)!;
    for (let v = 0; v < this.#outsides; v++) if ((v >> outside) % 2 !== 0) this.#flips[v]! ^= bit;
  }

  #flipInside(slot: number, bit: number): void {
    for (let s = 0; s < this.#factors.length; s++) {
      if ((s >> slot) % 2 === 0 || (s & bit) !== 0) continue;
      this.#exchange(s, s | bit);
    }
    for (let v = 0; v < this.#outsides; v++) {
      if ((this.#flips[v]! >> slot) % 2 !== 0) this.#flips[v]! ^= bit;
    }
  }

  #exchange(a: number, b: number): void {
    const { values } = this.code;
    [values[a], values[b]] = [values[b]!, values[a]!];
    [this.#factors[a], this.#factors[b]] = [this.#factors[b]!, this.#factors[a]!];
  }

  #flipLanes(lane: number, bit: number): void {
    const mask = this.code.laneMask(lane);
    for (let s = 0; s < this.#factors.length; s++) {
      if ((s & bit) !== 0) continue;
      const t = s | bit;
      this.code.select(s, t, mask);
      const a = this.#factors[s]!;
      const b = this.#factors[t]!;
      for (let k = 0; k < this.#size; k++) {
        if (((k % this.#lanes) >> lane) % 2 === 0) continue;
        [a.re[k], b.re[k]] = [b.re[k]!, a.re[k]!];
        [a.im[k], b.im[k]] = [b.im[k]!, a.im[k]!];
      }
    }
  }

  #turn({ qubit, matrix }: TurnOp): void {
    const slot = this.#slotOf.get(qubit)!;
    const other = flipped(matrix);
    const pairs: Pair[] = [];
    for (let s = 0; s < this.#factors.length; s++) {
      if ((s >> slot) % 2 !== 0) continue;
      const matrixAt = (v: number): Matrix =>
        (this.#flips[v]! >> slot) % 2 === 0 ? matrix : other;
      pairs.push({ a: s, b: s | (1 << slot), matrixAt });
    }
    this.#mix(pairs, 1 << slot);
  }

  #pair({ qubits, even, odd }: PairOp): void {
    const [p, q] = qubits.map((qubit) => this.#slotOf.get(qubit)!) as [number, number];
    const mask = (1 << p) | (1 << q);
    const matrices = [
      [even, flipped(even)],
      [odd, flipped(odd)],
    ] as const;
    const pairs: Pair[] = [];
    for (let s = 0; s < this.#factors.length; s++) {
      // one slot of each pair: the one where the second qubit is 0
      if ((s >> q) % 2 !== 0) continue;
      const matrixAt = (v: number): Matrix => {
        const index = s ^ this.#flips[v]!;
        const low = (index >> p) & 1;
        const high = (index >> q) & 1;
        // |00⟩ before |11⟩ and |01⟩ (lower bit 1) before |10⟩
        return matrices[low ^ high]![high]!;
      };
      pairs.push({ a: s, b: s ^ mask, matrixAt });
    }
    this.#mix(pairs, mask);
  }

  /** Applies a matrix to each pair; `mask` are the bits in which their slots differ. */
  #mix(pairs: readonly Pair[], mask: number): void {
    this.#turns++;
    this.code.begin();
    const crossed = pairs.map((pair) => this.#isCrossed(pair));
    const dense = crossed.some((way) => way === null || way !== crossed[0]);
    const { decisions } = this.#options;
    if (decisions.take(dense ? 1 : 0, (recorded) => recorded === 1) === 1) {
      for (const pair of pairs) this.#mixDense(pair);
      return;
    }
    for (const pair of pairs) this.#mixNormalized(pair, crossed[0] === true);
    // the larger entries are off the diagonal: every value is now in the other slot of its pair
    if (crossed[0] === true) for (let v = 0; v < this.#outsides; v++) this.#flips[v]! ^= mask;
    this.#side ^= 1;
  }

  /** Whether the larger entries are off the diagonal; null if that depends on outside qubits. */
  #isCrossed({ matrixAt }: Pair): boolean | null {
    let way: boolean | null = null;
    for (let v = 0; v < this.#outsides; v++) {
      const m = matrixAt(v);
      const here = sizeOf(entry(m, 0, 0)) < sizeOf(entry(m, 0, 1)) - 1e-9;
      if (way !== null && way !== here) return null;
      way = here;
    }
    return way;
  }

  #mixDense({ a, b, matrixAt }: Pair): void {
    const rows = [0, 1].map((row) => [0, 1].map((side) => {
      const factors = this.#factors[side === 0 ? a : b]!;
      const out = column(this.#size);
      for (let k = 0; k < this.#size; k++) {
        const m = entry(matrixAt(Math.floor(k / this.#lanes)), row, side);
        [out.re[k], out.im[k]] = times(m, [factors.re[k]!, factors.im[k]!]);
      }
      return out;
    }));
    this.code.dense(a, b, rows as [[Column, Column], [Column, Column]]);
    for (const slot of [a, b]) {
      this.#factors[slot]!.re.fill(1);
      this.#factors[slot]!.im.fill(0);
    }
  }

  #mixNormalized({ a, b, matrixAt }: Pair, crossed: boolean): void {
    const fa = this.#factors[a]!;
    const fb = this.#factors[b]!;
    const ra = column(this.#size);
    const rb = column(this.#size);
    const na = column(this.#size);
    const nb = column(this.#size);
    let last: Matrix | null = null;
    let m: Matrix = [];
    const fill = (): void => {
      for (let k = 0; k < this.#size; k++) {
        const raw = matrixAt(Math.floor(k / this.#lanes));
        if (raw !== last) m = crossed ? swapRows(raw) : raw;
        last = raw;
        const x: Complex = [fa.re[k]!, fa.im[k]!];
        const y: Complex = [fb.re[k]!, fb.im[k]!];
        const upper = times(entry(m, 0, 0), x);
        const lower = times(entry(m, 1, 1), y);
        [na.re[k], na.im[k]] = upper;
        [nb.re[k], nb.im[k]] = lower;
        [ra.re[k], ra.im[k]] = over(times(entry(m, 0, 1), y), upper);
        [rb.re[k], rb.im[k]] = over(times(entry(m, 1, 0), x), lower);
      }
    };
    fill();
    const kind = this.#chooseKind(ra, rb);
    if (kind === TURNED_REAL || kind === TURNED_IMAGINARY) {
      this.#turnPhase(ra, kind === TURNED_REAL, a, b);
      fill();
    }
    const form = kind === TURNED_REAL ? REAL : kind === TURNED_IMAGINARY ? IMAGINARY : kind;
    if (form === REAL) for (const rho of [ra, rb]) rho.im.fill(0);
    if (form === IMAGINARY) for (const rho of [ra, rb]) rho.re.fill(0);
    if (form !== NOTHING) this.code.combine(a, b, ra, rb, form);
    this.#factors[a] = na;
    this.#factors[b] = nb;
  }

  #chooseKind(ra: Column, rb: Column): number {
    const needed = join(classOfRho(ra), classOfRho(rb));
    let wanted = needed;
    if (needed === GENERAL && !this.#options.generic) {
      if (isTurnable(ra, true)) wanted = TURNED_REAL;
      else if (isTurnable(ra, false)) wanted = TURNED_IMAGINARY;
    }
    return this.#options.decisions.take(wanted, (recorded) => {
      if (recorded === GENERAL || needed === NOTHING) return recorded !== NOTHING;
      if (recorded === TURNED_REAL) return isTurnable(ra, true);
      return recorded === TURNED_IMAGINARY ? isTurnable(ra, false) : recorded === needed;
    });
  }

  /**
   * Multiplies one slot by 1 + i·t, so that ρ becomes real or imaginary: two operations that save
   * four. Slots take turns, which keeps their sizes alike.
   */
  #turnPhase(rho: Column, toReal: boolean, a: number, b: number): void {
    const onA = this.#side === 1;
    const tangents = new Float64Array(this.#size);
    for (let k = 0; k < this.#size; k++) {
      const x = rho.re[k]!;
      const y = rho.im[k]!;
      // ρ ∝ factor b / factor a: the same turn on a goes the other way
      const t = toReal ? y / x : -x / y;
      tangents[k] = Number.isNaN(t) ? 0 : onA ? -t : t;
    }
    const slot = onA ? a : b;
    this.code.turn(slot, tangents);
    const { re, im } = this.#factors[slot]!;
    for (let k = 0; k < this.#size; k++) {
      [re[k], im[k]] = over([re[k]!, im[k]!], [1, tangents[k]!]);
    }
  }

  /** Ends the kernel: moves factors that separate to the frame, multiplies the others in. */
  finish(): void {
    const { slots, lanes, inner, outer } = this.#kernel;
    const at = (outside: number, index: number, lane: number): Complex => {
      const { re, im } = this.#factors[index ^ this.#flips[outside]!]!;
      const k = outside * this.#lanes + lane;
      return [re[k]!, im[k]!];
    };
    const base = at(0, 0, 0);
    const slotParts = slots.map((_, k) => this.#part(over(at(0, 1 << k, 0), base), [1, 0]));
    const outsideParts = [...inner, ...outer].map(({ qubit }, k) =>
      this.#part(over(at(1 << k, 0, 0), base), this.#factorOf(qubit)),
    );
    const laneParts = (this.#lanes === 1 ? [] : lanes).map((qubit, k) =>
      this.#part(over(at(0, 0, 1 << k), base), this.#factorOf(qubit)),
    );
    const product = (parts: readonly Complex[], index: number, from: Complex): Complex =>
      parts.reduce((sum, part, k) => ((index >> k) % 2 === 0 ? sum : times(sum, part)), from);

    const scale = this.#rescale(times(this.#frame.scale, base));
    for (const [slot, { re, im }] of this.#factors.entries()) {
      for (let k = 0; k < this.#size; k++) {
        const outside = Math.floor(k / this.#lanes);
        let apart = product(slotParts, slot ^ this.#flips[outside]!, base);
        apart = product(laneParts, k % this.#lanes, product(outsideParts, outside, apart));
        const [x, y] = over([re[k]!, im[k]!], apart);
        re[k] = x * scale;
        im[k] = y * scale;
      }
    }
    this.#settle();
    for (const [k, { qubit }] of slots.entries()) {
      this.#frame.factors[2 * qubit] = 1;
      this.#frame.factors[2 * qubit + 1] = 0;
      this.#multiplyFactor(qubit, slotParts[k]!);
    }
    for (const [k, { qubit }] of [...inner, ...outer].entries()) {
      this.#multiplyFactor(qubit, outsideParts[k]!);
    }
    for (const [k, part] of laneParts.entries()) this.#multiplyFactor(lanes[k]!, part);
    for (const op of this.#loose) this.#absorb(op);
    this.code.place(this.#flips, this.#options.generic && this.#turns > 0);
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
    const wanted = generic ? this.#turns > 0 : outOfRange;
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
    for (const [slot, factors] of this.#factors.entries()) {
      let needed = classOf(factors);
      if (needed === REAL && factors.re.every((x) => Math.abs(x - 1) < EPSILON)) needed = NOTHING;
      const kind = this.#options.decisions.take(needed, (recorded) => {
        if (recorded === GENERAL) return true;
        return needed === NOTHING ? recorded === REAL : recorded === needed;
      });
      if (kind !== NOTHING) this.code.multiply(slot, factors, kind);
    }
  }

  #absorb({ qubits, phases }: PhaseOp): void {
    this.#frame.scale = times(this.#frame.scale, phases[0]!);
    if (qubits.length === 1) this.#multiplyFactor(qubits[0]!, over(phases[1]!, phases[0]!));
  }
}

const isTurnable = ({ re, im }: Column, toReal: boolean): boolean => {
  for (let k = 0; k < re.length; k++) {
    const along = Math.abs(toReal ? re[k]! : im[k]!);
    const across = Math.abs(toReal ? im[k]! : re[k]!);
    if (across > TANGENT_MAX * along + 1e-300) return false;
  }
  return true;
};
