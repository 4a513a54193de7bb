import type { Matrix2 } from '../engine/state.ts';
import { positionOf } from './layout.ts';
import { isReal, type Loops } from './loops.ts';

// All loops step through the values of the bits `free` by i = (i - free) & free: the borrow
// jumps over the bits between them, and after the last value comes zero.

/** {@link Loops} in JavaScript. */
export class ScalarLoops implements Loops {
  readonly #values: Float32Array | Float64Array;
  readonly #laneQubits: number;
  readonly #lanes: number;
  /** Rounds to the precision of an amplitude. */
  readonly #round: (value: number) => number;
  /** Sums of a block: of each lane, where the lowest bit is 0 and where it is 1. */
  readonly #re: Float64Array;
  readonly #im: Float64Array;

  constructor(values: Float32Array | Float64Array, laneQubits: number) {
    this.#values = values;
    this.#laneQubits = laneQubits;
    this.#lanes = 1 << laneQubits;
    this.#round = values instanceof Float32Array ? Math.fround : (value) => value;
    this.#re = new Float64Array(2 * this.#lanes);
    this.#im = new Float64Array(2 * this.#lanes);
  }

  clear(free: number, at: number): void {
    let i = 0;
    do {
      const k = positionOf(i | at, this.#laneQubits);
      this.#values[k] = 0;
      this.#values[k + this.#lanes] = 0;
      i = (i - free) & free;
    } while (i !== 0);
  }

  multiply(free: number, at: number, re: number, im: number): void {
    const values = this.#values;
    const lanes = this.#lanes;
    const round = this.#round;
    const u = round(re);
    const v = round(im);
    let i = 0;
    do {
      const k = positionOf(i | at, this.#laneQubits);
      const x = values[k]!;
      const y = values[k + lanes]!;
      values[k] = round(x * u) - round(y * v);
      values[k + lanes] = round(x * v) + round(y * u);
      i = (i - free) & free;
    } while (i !== 0);
  }

  exchange(free: number, a: number, b: number): void {
    const values = this.#values;
    const lanes = this.#lanes;
    let i = 0;
    do {
      const j = positionOf(i | a, this.#laneQubits);
      const k = positionOf(i | b, this.#laneQubits);
      const x = values[j]!;
      const y = values[j + lanes]!;
      values[j] = values[k]!;
      values[j + lanes] = values[k + lanes]!;
      values[k] = x;
      values[k + lanes] = y;
      i = (i - free) & free;
    } while (i !== 0);
  }

  mix(free: number, a: number, b: number, matrix: Matrix2): void {
    const rounded = matrix.map(this.#round);
    if (isReal(matrix)) this.#mixReal(free, a, b, rounded);
    else this.#mixComplex(free, a, b, rounded);
  }

  #mixReal(free: number, a: number, b: number, matrix: Matrix2): void {
    const values = this.#values;
    const lanes = this.#lanes;
    const round = this.#round;
    const [a0 = 0, , b0 = 0, , c0 = 0, , d0 = 0] = matrix;
    let i = 0;
    do {
      const j = positionOf(i | a, this.#laneQubits);
      const k = positionOf(i | b, this.#laneQubits);
      const x0 = values[j]!;
      const x1 = values[j + lanes]!;
      const y0 = values[k]!;
      const y1 = values[k + lanes]!;
      values[j] = round(a0 * x0) + round(b0 * y0);
      values[j + lanes] = round(a0 * x1) + round(b0 * y1);
      values[k] = round(c0 * x0) + round(d0 * y0);
      values[k + lanes] = round(c0 * x1) + round(d0 * y1);
      i = (i - free) & free;
    } while (i !== 0);
  }

  #mixComplex(free: number, a: number, b: number, matrix: Matrix2): void {
    const values = this.#values;
    const lanes = this.#lanes;
    const round = this.#round;
    const [a0 = 0, a1 = 0, b0 = 0, b1 = 0, c0 = 0, c1 = 0, d0 = 0, d1 = 0] = matrix;
    let i = 0;
    do {
      const j = positionOf(i | a, this.#laneQubits);
      const k = positionOf(i | b, this.#laneQubits);
      const x0 = values[j]!;
      const x1 = values[j + lanes]!;
      const y0 = values[k]!;
      const y1 = values[k + lanes]!;
      values[j] =
        round(round(a0 * x0) - round(a1 * x1)) + round(round(b0 * y0) - round(b1 * y1));
      values[j + lanes] =
        round(round(a0 * x1) + round(a1 * x0)) + round(round(b0 * y1) + round(b1 * y0));
      values[k] =
        round(round(c0 * x0) - round(c1 * x1)) + round(round(d0 * y0) - round(d1 * y1));
      values[k + lanes] =
        round(round(c0 * x1) + round(c1 * x0)) + round(round(d0 * y1) + round(d1 * y0));
      i = (i - free) & free;
    } while (i !== 0);
  }

  weights(inner: number, outer: number, at: number, sums: Float64Array): void {
    const values = this.#values;
    const lanes = this.#lanes;
    const block = this.#re;
    const low = inner & -inner;
    let next = 0;
    let o = 0;
    do {
      block.fill(0);
      let i = 0;
      do {
        const k = positionOf(at | o | i, this.#laneQubits) & ~(lanes - 1);
        const row = (i & low) === 0 ? 0 : lanes;
        for (let lane = 0; lane < lanes; lane++) {
          const x = values[k + lane]!;
          const y = values[k + lanes + lane]!;
          block[row + lane]! += x * x + y * y;
        }
        i = (i - inner) & inner;
      } while (i !== 0);
      for (let lane = 0; lane < lanes; lane++) sums[next++] = block[lane]! + block[lanes + lane]!;
      o = (o - outer) & outer;
    } while (o !== 0);
  }

  overlaps(inner: number, outer: number, a: number, b: number, sums: Float64Array): void {
    const lanes = this.#lanes;
    const re = this.#re;
    const im = this.#im;
    let next = 0;
    let o = 0;
    do {
      this.#overlap(inner, o | a, o | b);
      for (let lane = 0; lane < lanes; lane++) sums[next++] = re[lane]! + re[lanes + lane]!;
      for (let lane = 0; lane < lanes; lane++) sums[next++] = im[lane]! + im[lanes + lane]!;
      o = (o - outer) & outer;
    } while (o !== 0);
  }

  #overlap(inner: number, a: number, b: number): void {
    const values = this.#values;
    const lanes = this.#lanes;
    const turn = (a ^ b) & (lanes - 1);
    const low = inner & -inner;
    this.#re.fill(0);
    this.#im.fill(0);
    let i = 0;
    do {
      const j = positionOf(i | a, this.#laneQubits) & ~(lanes - 1);
      const k = positionOf(i | b, this.#laneQubits) & ~(lanes - 1);
      const row = (i & low) === 0 ? 0 : lanes;
      for (let lane = 0; lane < lanes; lane++) {
        const x = values[j + lane]!;
        const y = values[j + lanes + lane]!;
        const u = values[k + (lane ^ turn)]!;
        const v = values[k + lanes + (lane ^ turn)]!;
        this.#re[row + lane]! += x * u + y * v;
        this.#im[row + lane]! += x * v - y * u;
      }
      i = (i - inner) & inner;
    } while (i !== 0);
  }
}
