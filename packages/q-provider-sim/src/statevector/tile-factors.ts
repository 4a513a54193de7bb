import { Columns } from './columns.ts';
import type { Op, PhaseOp } from './ops.ts';
import type { Kernel } from './plan.ts';

/** Where a qubit of an operation is; the seat number has its place there in the low bits. */
export const SLOT = 0;
export const LANE = 1;
export const OUTSIDE = 2;
const SEAT_BITS = 3;
const SEATS = 1 << SEAT_BITS;
const NOWHERE = -1;

const QUBITS_MAX = 32;

/** Columns that operations on one pair of slots need at most. */
const COLUMNS_PER_PAIR = 6;

/**
 * The factors by which true amplitudes differ from those in registers: a scale, and a column for
 * each slot of a tile with a number for each combination of outside qubits and, if anything depends
 * on them, each lane.
 */
export class TileFactors {
  readonly columns = new Columns();
  /** The column of each slot. */
  at = new Int32Array(0);
  /** For each outside combination, the bits in which a slot differs from the index it holds. */
  flips = new Int32Array(0);
  outsides = 1;
  lanes = 1;
  laneShift = 0;
  size = 1;
  scaleRe = 1;
  scaleIm = 0;
  /** Whether some flip is not zero. */
  isFlipped = false;
  readonly #seats = new Int8Array(QUBITS_MAX);
  readonly #phases = new Float64Array(2 * 4);
  #slotIndex = new Uint8Array(0);
  #restIndex = new Uint8Array(0);

  /** Starts a kernel with the factors of its tile's qubits. */
  reset(kernel: Kernel, ops: readonly Op[], qubits: Float64Array): void {
    const { slots, lanes, inner, outer } = kernel;
    this.#seats.fill(NOWHERE);
    for (let k = 0; k < lanes.length; k++) this.#seats[lanes[k]!] = LANE * SEATS + k;
    for (let k = 0; k < slots.length; k++) this.#seats[slots[k]!.qubit] = k;
    for (let k = 0; k < inner.length; k++) this.#seats[inner[k]!.qubit] = OUTSIDE * SEATS + k;
    for (let k = 0; k < outer.length; k++) {
      this.#seats[outer[k]!.qubit] = OUTSIDE * SEATS + inner.length + k;
    }
    let mixes = 0;
    this.laneShift = 0;
    for (let k = 0; k < kernel.ops.length; k++) {
      const op = ops[kernel.ops[k]!]!;
      if (op.kind === 'turn' || op.kind === 'pair') mixes++;
      else if (this.#readsLanes(op)) this.laneShift = lanes.length;
    }
    const count = 1 << slots.length;
    this.outsides = 1 << (inner.length + outer.length);
    this.lanes = 1 << this.laneShift;
    this.size = this.outsides << this.laneShift;
    // besides those of pairs: a column for each slot at the start, and what is left at the end
    this.columns.reset(this.size, count * (4 + (COLUMNS_PER_PAIR / 2) * mixes));
    this.at = new Int32Array(count);
    this.flips = new Int32Array(this.outsides);
    this.isFlipped = false;
    this.scaleRe = 1;
    this.scaleIm = 0;
    this.#slotIndex = new Uint8Array(count);
    this.#restIndex = new Uint8Array(this.size);
    this.#start(kernel, qubits);
  }

  #start({ slots }: Kernel, qubits: Float64Array): void {
    for (let slot = 0; slot < this.at.length; slot++) {
      let re = 1;
      let im = 0;
      for (let k = 0; k < slots.length; k++) {
        if (((slot >> k) & 1) === 0) continue;
        const x = qubits[2 * slots[k]!.qubit]!;
        const y = qubits[2 * slots[k]!.qubit + 1]!;
        const was = re;
        re = was * x - im * y;
        im = was * y + im * x;
      }
      const at = this.columns.take();
      this.at[slot] = at;
      this.columns.fill(at, re, im);
    }
  }

  #readsLanes(op: Op): boolean {
    if (op.kind === 'flip') return this.where(op.control) === LANE;
    if (op.kind !== 'phase' || op.qubits.length < 2) return false;
    return op.qubits.some((qubit) => this.where(qubit) === LANE);
  }

  /** Whether a qubit is in a slot, in a lane, outside, or none of these. */
  where(qubit: number): number {
    return this.#seats[qubit]! >> SEAT_BITS;
  }

  /** Its place there. */
  seat(qubit: number): number {
    return this.#seats[qubit]! & (SEATS - 1);
  }

  scale(re: number, im: number): void {
    const was = this.scaleRe;
    this.scaleRe = was * re - this.scaleIm * im;
    this.scaleIm = was * im + this.scaleIm * re;
  }

  exchange(a: number, b: number): void {
    const was = this.at[a]!;
    this.at[a] = this.at[b]!;
    this.at[b] = was;
  }

  /** Exchanges the factors of two slots in the lanes where lane qubit `lane` is 1. */
  exchangeLanes(a: number, b: number, lane: number): void {
    const x = this.columns.numbers;
    const at = this.at[a]!;
    const bt = this.at[b]!;
    for (let k = 0; k < this.size; k++) {
      if (((k >> lane) & 1) === 0) continue;
      for (let part = 2 * k; part < 2 * k + 2; part++) {
        const was = x[at + part]!;
        x[at + part] = x[bt + part]!;
        x[bt + part] = was;
      }
    }
  }

  /** Where the outside qubit `at` is 1, every value is in the slot that differs by `mask`. */
  flipOutside(at: number, mask: number): void {
    for (let v = 0; v < this.outsides; v++) if (((v >> at) & 1) !== 0) this.flips[v]! ^= mask;
    this.isFlipped = true;
  }

  /** Every value is in the slot that differs by `mask`. */
  flipAll(mask: number): void {
    for (let v = 0; v < this.outsides; v++) this.flips[v]! ^= mask;
    this.isFlipped = true;
  }

  /** Where slots are flipped in bit `at`, they now are in `mask` too. */
  flipAlong(at: number, mask: number): void {
    if (!this.isFlipped) return;
    for (let v = 0; v < this.outsides; v++) {
      if (((this.flips[v]! >> at) & 1) !== 0) this.flips[v]! ^= mask;
    }
  }

  phase(op: PhaseOp): void {
    const { size, flips, laneShift } = this;
    const rest = this.#indexSeats(op);
    const phases = this.#loadPhases(op);
    const one = op.qubits.length > 2 ? (1 << op.qubits.length) - 1 : 0;
    const slotIndex = this.#slotIndex;
    const restIndex = this.#restIndex;
    const x = this.columns.numbers;
    for (let slot = 0; slot < slotIndex.length; slot++) {
      const at = this.at[slot]!;
      if (!rest && !this.isFlipped) {
        const index = slotIndex[slot]!;
        if (one === 0) multiplyColumn(x, at, size, phases[2 * index]!, phases[2 * index + 1]!);
        else if (index === one) multiplyColumn(x, at, size, phases[0]!, phases[1]!);
        continue;
      }
      for (let k = 0; k < size; k++) {
        let index = slotIndex[slot ^ flips[k >> laneShift]!]! | restIndex[k]!;
        if (one !== 0) {
          if (index !== one) continue;
          index = 0;
        }
        const re = phases[2 * index]!;
        const im = phases[2 * index + 1]!;
        if (re === 1 && im === 0) continue;
        const i = at + 2 * k;
        const was = x[i]!;
        x[i] = was * re - x[i + 1]! * im;
        x[i + 1] = was * im + x[i + 1]! * re;
      }
    }
  }

  #loadPhases({ phases }: PhaseOp): Float64Array {
    for (let k = 0; k < phases.length; k++) {
      this.#phases[2 * k] = phases[k]![0];
      this.#phases[2 * k + 1] = phases[k]![1];
    }
    return this.#phases;
  }

  /** The bits of a phase's index that slots give, and the others; whether there are others. */
  #indexSeats({ qubits }: PhaseOp): boolean {
    const slotIndex = this.#slotIndex.fill(0);
    const restIndex = this.#restIndex.fill(0);
    let rest = false;
    for (let k = 0; k < qubits.length; k++) {
      const where = this.where(qubits[k]!);
      const seat = this.seat(qubits[k]!);
      if (where === SLOT) {
        for (let s = 0; s < slotIndex.length; s++) slotIndex[s]! |= ((s >> seat) & 1) << k;
        continue;
      }
      rest = true;
      const shift = where === LANE ? seat : seat + this.laneShift;
      for (let j = 0; j < restIndex.length; j++) restIndex[j]! |= ((j >> shift) & 1) << k;
    }
    return rest;
  }
}

const multiplyColumn = (
  x: Float64Array,
  at: number,
  size: number,
  re: number,
  im: number,
): void => {
  if (re === 1 && im === 0) return;
  for (let i = at, end = at + 2 * size; i < end; i += 2) {
    const was = x[i]!;
    x[i] = was * re - x[i + 1]! * im;
    x[i + 1] = was * im + x[i + 1]! * re;
  }
};
