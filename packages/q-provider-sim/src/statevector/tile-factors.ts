import type { Complex } from './complex.ts';
import { column, type Column } from './columns.ts';
import { phaseAt, type Op, type PhaseOp } from './ops.ts';
import type { Kernel } from './plan.ts';

/** Where a qubit of an operation is: in the tile, in the lanes or outside. */
export interface Seat {
  readonly where: 'slot' | 'lane' | 'outside';
  readonly at: number;
}

/**
 * The factors by which true amplitudes differ from those in registers: one for each slot of a tile,
 * each combination of outside qubits and, if anything depends on them, each lane.
 */
export class TileFactors {
  readonly columns: Column[];
  /** For each outside combination, the bits in which a slot differs from the index it holds. */
  readonly flips: Int32Array;
  readonly outsides: number;
  readonly lanes: number;
  readonly size: number;
  readonly #seats = new Map<number, Seat>();

  constructor(kernel: Kernel, ops: readonly Op[], factorOf: (qubit: number) => Complex) {
    const { slots, lanes, inner, outer } = kernel;
    for (const [at, qubit] of lanes.entries()) this.#seats.set(qubit, { where: 'lane', at });
    for (const [at, { qubit }] of slots.entries()) this.#seats.set(qubit, { where: 'slot', at });
    for (const [at, { qubit }] of [...inner, ...outer].entries()) {
      this.#seats.set(qubit, { where: 'outside', at });
    }
    this.outsides = 2 ** (inner.length + outer.length);
    this.lanes = kernel.ops.some((op) => this.#readsLanes(ops[op]!)) ? 2 ** lanes.length : 1;
    this.size = this.outsides * this.lanes;
    this.flips = new Int32Array(this.outsides);
    const starts = slots.map(({ qubit }) => factorOf(qubit));
    this.columns = Array.from({ length: 2 ** slots.length }, (_, slot) => {
      const start = column(this.size);
      let [re, im] = [1, 0];
      for (const [k, [x, y]] of starts.entries()) {
        if ((slot >> k) % 2 !== 0) [re, im] = [re * x - im * y, re * y + im * x];
      }
      start.re.fill(re);
      start.im.fill(im);
      return start;
    });
  }

  #readsLanes(op: Op): boolean {
    const inLane = (qubit: number): boolean => this.#seats.get(qubit)?.where === 'lane';
    if (op.kind === 'flip') return inLane(op.control);
    return op.kind === 'phase' && op.qubits.length > 1 && op.qubits.some(inLane);
  }

  seat(qubit: number): Seat | undefined {
    return this.#seats.get(qubit);
  }

  exchange(a: number, b: number): void {
    [this.columns[a], this.columns[b]] = [this.columns[b]!, this.columns[a]!];
  }

  /** Exchanges the factors of two slots in the lanes where lane qubit `lane` is 1. */
  exchangeLanes(a: number, b: number, lane: number): void {
    const [x, y] = [this.columns[a]!, this.columns[b]!];
    for (let k = 0; k < this.size; k++) {
      if (((k % this.lanes) >> lane) % 2 === 0) continue;
      [x.re[k], y.re[k]] = [y.re[k]!, x.re[k]!];
      [x.im[k], y.im[k]] = [y.im[k]!, x.im[k]!];
    }
  }

  phase(op: PhaseOp): void {
    const seats = op.qubits.map((qubit) => this.#seats.get(qubit)!);
    const phases = Array.from({ length: 2 ** seats.length }, (_, index) => phaseAt(op, index));
    for (const [slot, { re, im }] of this.columns.entries()) {
      for (let v = 0; v < this.outsides; v++) {
        const held = slot ^ this.flips[v]!;
        for (let lane = 0; lane < this.lanes; lane++) {
          const [x, y] = phases[indexAt(seats, held, v, lane)]!;
          const k = v * this.lanes + lane;
          const was = re[k]!;
          re[k] = was * x - im[k]! * y;
          im[k] = was * y + im[k]! * x;
        }
      }
    }
  }

  /** The factor of the amplitude whose slot bits are `index`. */
  at(outside: number, index: number, lane: number): Complex {
    const { re, im } = this.columns[index ^ this.flips[outside]!]!;
    const k = outside * this.lanes + lane;
    return [re[k]!, im[k]!];
  }

  /** Divides all factors by a separable part: one factor per index bit, outside bit and lane bit. */
  divide(slots: Column, outsides: Column, lanes: Column, scale: number): void {
    for (const [slot, { re, im }] of this.columns.entries()) {
      for (let v = 0; v < this.outsides; v++) {
        const index = slot ^ this.flips[v]!;
        const x = slots.re[index]! * outsides.re[v]! - slots.im[index]! * outsides.im[v]!;
        const y = slots.re[index]! * outsides.im[v]! + slots.im[index]! * outsides.re[v]!;
        for (let lane = 0; lane < this.lanes; lane++) {
          const p = x * lanes.re[lane]! - y * lanes.im[lane]!;
          const q = x * lanes.im[lane]! + y * lanes.re[lane]!;
          const by = scale / (p * p + q * q);
          const k = v * this.lanes + lane;
          const was = re[k]!;
          re[k] = (was * p + im[k]! * q) * by;
          im[k] = (im[k]! * p - was * q) * by;
        }
      }
    }
  }
}

const indexAt = (
  seats: readonly Seat[],
  slot: number,
  outside: number,
  lane: number,
): number => {
  let index = 0;
  for (let k = 0; k < seats.length; k++) {
    const { where, at } = seats[k]!;
    const bits = where === 'slot' ? slot : where === 'lane' ? lane : outside;
    index |= ((bits >> at) & 1) << k;
  }
  return index;
};
