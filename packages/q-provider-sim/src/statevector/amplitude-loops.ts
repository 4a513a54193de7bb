import type { Matrix2 } from '../engine/state.ts';
import { positionOf } from './layout.ts';

/** Indices to visit: all that have the bits of `held` zero, besides what is added to them. */
export interface Region {
  readonly held: number;
  readonly size: number;
}

/** Loops over amplitudes as they lie in memory. `a` and `b` are bits added to every index. */
export class AmplitudeLoops {
  readonly #values: Float32Array | Float64Array;
  readonly #laneQubits: number;
  readonly #lanes: number;

  constructor(values: Float32Array | Float64Array, laneQubits: number) {
    this.#values = values;
    this.#laneQubits = laneQubits;
    this.#lanes = 1 << laneQubits;
  }

  multiply({ held, size }: Region, a: number, re: number, im: number): void {
    const values = this.#values;
    const lanes = this.#lanes;
    for (let left = size, i = 0; left > 0; left--, i = ((i | held) + 1) & ~held) {
      const k = positionOf(i | a, this.#laneQubits);
      const x = values[k]!;
      const y = values[k + lanes]!;
      values[k] = x * re - y * im;
      values[k + lanes] = x * im + y * re;
    }
  }

  exchange({ held, size }: Region, a: number, b: number): void {
    const values = this.#values;
    const lanes = this.#lanes;
    for (let left = size, i = 0; left > 0; left--, i = ((i | held) + 1) & ~held) {
      const j = positionOf(i | a, this.#laneQubits);
      const k = positionOf(i | b, this.#laneQubits);
      const x = values[j]!;
      const y = values[j + lanes]!;
      values[j] = values[k]!;
      values[j + lanes] = values[k + lanes]!;
      values[k] = x;
      values[k + lanes] = y;
    }
  }

  mix({ held, size }: Region, a: number, b: number, matrix: Matrix2): void {
    const values = this.#values;
    const lanes = this.#lanes;
    const [a0 = 0, a1 = 0, b0 = 0, b1 = 0, c0 = 0, c1 = 0, d0 = 0, d1 = 0] = matrix;
    for (let left = size, i = 0; left > 0; left--, i = ((i | held) + 1) & ~held) {
      const j = positionOf(i | a, this.#laneQubits);
      const k = positionOf(i | b, this.#laneQubits);
      const x0 = values[j]!;
      const x1 = values[j + lanes]!;
      const y0 = values[k]!;
      const y1 = values[k + lanes]!;
      values[j] = a0 * x0 - a1 * x1 + b0 * y0 - b1 * y1;
      values[j + lanes] = a0 * x1 + a1 * x0 + b0 * y1 + b1 * y0;
      values[k] = c0 * x0 - c1 * x1 + d0 * y0 - d1 * y1;
      values[k + lanes] = c0 * x1 + c1 * x0 + d0 * y1 + d1 * y0;
    }
  }

  /** Sum of conj(amplitude with a) · amplitude with b. */
  overlap({ held, size }: Region, a: number, b: number): readonly [re: number, im: number] {
    const values = this.#values;
    const lanes = this.#lanes;
    let re = 0;
    let im = 0;
    for (let left = size, i = 0; left > 0; left--, i = ((i | held) + 1) & ~held) {
      const j = positionOf(i | a, this.#laneQubits);
      const k = positionOf(i | b, this.#laneQubits);
      const x = values[j]!;
      const y = values[j + lanes]!;
      re += x * values[k]! + y * values[k + lanes]!;
      im += x * values[k + lanes]! - y * values[k]!;
    }
    return [re, im];
  }
}
