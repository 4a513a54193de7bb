import { EPSILON_SQUARED } from './columns.ts';
import { ROW, TANGENT_MAX, type Mixer } from './pairs.ts';
import type { TileFactors } from './tile-factors.ts';

/** What a slot needs to fit another one: nothing, or that their ratio becomes real or imaginary. */
export const FITS = 0;
export const TO_REAL = 1;
const TO_IMAGINARY = 2;
/** No turn by less than a bounded angle does. */
const HOPELESS = 4;
/** The slot that the others are to fit. */
export const REFERENCE = 3;

/** Slots of the tile of two qubits that is aligned. */
export const ALIGNED_SLOTS = 4;

/**
 * Turns slots for two gates at a time. Gates on the two qubits of a tile need phases between slots
 * such that the ratios along either qubit are real or imaginary. One slot can stay as it is and at
 * most three be turned to fit it, where each gate for itself would turn two.
 */
export class Aligner {
  readonly #factors: TileFactors;
  /** The gates on the two slot bits. */
  readonly #gates: readonly [low: Mixer, high: Mixer];
  /** What slots need to fit each other, at 4·a + b where a < b; 255 if not known. */
  readonly #needs = new Uint8Array(ALIGNED_SLOTS * ALIGNED_SLOTS);
  /** The last quotient. */
  #re = 0;
  #im = 0;

  constructor(factors: TileFactors, low: Mixer, high: Mixer) {
    this.#factors = factors;
    this.#gates = [low, high];
  }

  /**
   * The slots to turn, as few as possible: two bits for each slot say what it needs, or that it is
   * the reference. 0 if none needs anything, or it cannot be done. `first` is the slot that rather
   * stays as it is.
   */
  choose(first: number): number {
    this.#needs.fill(UNKNOWN);
    let best = 0;
    let least = ALIGNED_SLOTS;
    for (let k = 0; k < ALIGNED_SLOTS && least > 2; k++) {
      const reference = first ^ k;
      let turned = 0;
      let code = REFERENCE << (2 * reference);
      for (let slot = 0; slot < ALIGNED_SLOTS; slot++) {
        if (slot === reference) continue;
        const need = this.#need(slot, reference);
        if (need !== FITS) turned++;
        if (need === HOPELESS) turned = ALIGNED_SLOTS;
        code |= need << (2 * slot);
      }
      if (turned >= least) continue;
      least = turned;
      best = turned === 0 ? 0 : code;
    }
    return best;
  }

  #need(slot: number, other: number): number {
    const at = ALIGNED_SLOTS * Math.min(slot, other) + Math.max(slot, other);
    if (this.#needs[at] === UNKNOWN) this.#needs[at] = this.#compare(slot, other);
    return this.#needs[at]!;
  }

  /** Number k of the factor of a slot over that of another one, with the ratios of the gates. */
  #divide(slot: number, other: number, k: number): void {
    const { columns, at, laneShift } = this.#factors;
    const x = columns.numbers;
    const i = at[slot]! + 2 * k;
    const j = at[other]! + 2 * k;
    let re = x[i]! * x[j]! + x[i + 1]! * x[j + 1]!;
    let im = x[i + 1]! * x[j]! - x[i]! * x[j + 1]!;
    for (let bit = 0; bit < 2; bit++) {
      if ((((slot ^ other) >> bit) & 1) === 0) continue;
      const { table, which } = this.#gates[bit]!;
      const row = ROW * which[k >> laneShift]!;
      const ratioRe = table[row]!;
      const ratioIm = ((slot >> bit) & 1) === 0 ? -table[row + 1]! : table[row + 1]!;
      const was = re;
      re = was * ratioRe - im * ratioIm;
      im = was * ratioIm + im * ratioRe;
    }
    this.#re = re;
    this.#im = im;
  }

  #compare(slot: number, other: number): number {
    let someReal = false;
    let someImaginary = false;
    let toReal = true;
    let toImaginary = true;
    for (let k = 0; k < this.#factors.size; k++) {
      this.#divide(slot, other, k);
      const p = this.#re * this.#re;
      const q = this.#im * this.#im;
      if (p > EPSILON_SQUARED * q) someReal = true;
      if (q > EPSILON_SQUARED * p) someImaginary = true;
      if (q > TANGENT_MAX * TANGENT_MAX * p) toReal = false;
      if (p > TANGENT_MAX * TANGENT_MAX * q) toImaginary = false;
    }
    if (!someReal || !someImaginary) return FITS;
    if (toReal) return TO_REAL;
    return toImaginary ? TO_IMAGINARY : HOPELESS;
  }

  /** Turns a slot to fit another one; returns the column of tangents. */
  turn(slot: number, other: number, toReal: boolean): number {
    const { columns, at, size } = this.#factors;
    const x = columns.numbers;
    const tangents = columns.take();
    const own = at[slot]! - tangents;
    for (let k = 0; k < size; k++) {
      this.#divide(slot, other, k);
      const along = toReal ? this.#re : this.#im;
      const t = along === 0 ? 0 : (toReal ? this.#im : -this.#re) / along;
      const by = 1 / (1 + t * t);
      const i = tangents + 2 * k;
      const re = x[i + own]!;
      const im = x[i + own + 1]!;
      x[i] = t;
      x[i + own] = (re + im * t) * by;
      x[i + own + 1] = (im - re * t) * by;
    }
    return tangents;
  }
}

const UNKNOWN = 255;
