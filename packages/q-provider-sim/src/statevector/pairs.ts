import type { Matrix } from './complex.ts';
import { EPSILON_SQUARED, formOf, NOTHING } from './columns.ts';
import type { TileFactors } from './tile-factors.ts';

/** Numbers of each row of the table of a gate: four complex ones. */
export const ROW = 8;
const FIRST = 0;
const SECOND = 2;
const UPPER = 4;
const LOWER = 6;

/** Combinations of outside qubits of a kernel, at most. */
const OUTSIDES_MAX = 2 ** 6;

/** A crossing wins by so much, so that gates that are even stay as they are. */
const CROSSING = 1e-9;

/** Whether the larger entries of a unitary are off the diagonal. */
export const isCrossed = (m: Matrix): boolean =>
  m[0]! * m[0]! + m[1]! * m[1]! < m[2]! * m[2]! + m[3]! * m[3]! - CROSSING;

/** Turned phases stay below this tangent, so that numbers do not grow. */
export const TANGENT_MAX = 2.5;

/**
 * Gates on the pairs of slots that they mix, factors included:
 * a' = u00·(a + first·b) and b' = u11·(b + second·a), with rows exchanged where a gate is crossed.
 * The table holds what depends on the gate alone: the two ratios, and by what the factors of a and
 * b change besides the scale of the whole.
 */
export class Mixer {
  readonly #factors: TileFactors;
  readonly table = new Float64Array(4 * ROW);
  readonly #matrices: Matrix[] = [[], [], [], []];
  readonly which = new Uint8Array(OUTSIDES_MAX);
  /** No factor changes but the scale. */
  #isPlain = true;
  /** The columns of ratios of the last pair, and the form that covers both. */
  first = 0;
  second = 0;
  form = 0;
  /** The square of what parts of these ratios may differ by to count as equal. */
  bound = 0;

  constructor(factors: TileFactors) {
    this.#factors = factors;
  }

  /** Takes a gate that is `m` or, between flipped qubits, X m X. Moves its size to the scale. */
  load(m: Matrix, cross: boolean): void {
    const at = cross ? 4 : 0;
    this.preview(m, cross);
    this.#factors.scale(m[at]!, m[at + 1]!);
  }

  /** Takes a gate that is to come: nothing changes yet. */
  preview(m: Matrix, cross: boolean): void {
    this.#isPlain = true;
    this.#tabulate(0, m, cross, 1, 0);
    this.which.fill(0, 0, this.#factors.outsides);
  }

  /** A gate that is one matrix where two qubits are equal and another where they are not. */
  loadTwo(even: Matrix, odd: Matrix, crossEven: boolean, crossOdd: boolean): void {
    this.load(even, crossEven);
    const at = crossEven ? 4 : 0;
    const bt = crossOdd ? 4 : 0;
    const size = even[at]! ** 2 + even[at + 1]! ** 2;
    const re = (odd[bt]! * even[at]! + odd[bt + 1]! * even[at + 1]!) / size;
    const im = (odd[bt + 1]! * even[at]! - odd[bt]! * even[at + 1]!) / size;
    this.#tabulate(2, odd, crossOdd, re, im);
  }

  /** The same, of which only {@link dense} will be asked. */
  loadDense(even: Matrix, odd: Matrix): void {
    this.#matrices[0] = even;
    this.#matrices[2] = odd;
    this.which.fill(0, 0, this.#factors.outsides);
  }

  #tabulate(row: number, m: Matrix, cross: boolean, re: number, im: number): void {
    this.#matrices[row] = m;
    const p = cross ? 4 : 0;
    const q = 4 - p;
    const t = this.table;
    const at = ROW * row;
    quotient(m, p + 2, p, t, at + FIRST);
    quotient(m, q, q + 2, t, at + SECOND);
    quotient(m, q + 2, p, t, at + LOWER);
    const x = t[at + LOWER]!;
    const y = t[at + LOWER + 1]!;
    t[at + UPPER] = re;
    t[at + UPPER + 1] = im;
    t[at + LOWER] = re * x - im * y;
    t[at + LOWER + 1] = re * y + im * x;
    // between flipped qubits rows and columns are exchanged
    for (let k = 0; k < ROW; k++) t[at + ROW + k] = t[at + (k ^ 2)]!;
    if (re !== 1 || im !== 0) this.#isPlain = false;
    if (t[at + LOWER] !== 1 || t[at + LOWER + 1] !== 0) this.#isPlain = false;
  }

  /** Which row holds for each outside combination: the flip of the slot's bit `at`. */
  chooseByFlip(at: number): void {
    const { flips, isFlipped, outsides } = this.#factors;
    if (isFlipped) for (let v = 0; v < outsides; v++) this.which[v] = (flips[v]! >> at) & 1;
  }

  /** Which row holds for slot `s` of a gate on the slot bits p and q. */
  chooseByPair(s: number, p: number, q: number): void {
    const { flips, outsides } = this.#factors;
    for (let v = 0; v < outsides; v++) {
      const low = ((s ^ flips[v]!) >> p) & 1;
      const high = ((s ^ flips[v]!) >> q) & 1;
      // |00⟩ before |11⟩ and |01⟩ (lower bit 1) before |10⟩
      this.which[v] = 2 * (low ^ high) + high;
    }
  }

  /** Finds the ratios of a pair. */
  normalize(a: number, b: number): void {
    const { columns, at, size, laneShift } = this.#factors;
    const x = columns.numbers;
    const t = this.table;
    const fa = at[a]!;
    const toB = at[b]! - fa;
    const first = columns.take();
    const second = columns.take();
    const which = this.which;
    let mostFirst = 0;
    let mostSecond = 0;
    let mixes = false;
    let someReal = false;
    let someImaginary = false;
    for (let k = 0; k < size; k++) {
      const row = ROW * which[k >> laneShift]!;
      const i = fa + 2 * k;
      const ar = x[i]!;
      const ai = x[i + 1]!;
      const br = x[i + toB]!;
      const bi = x[i + toB + 1]!;
      const weight = 1 / (ar * ar + ai * ai);
      const gr = (br * ar + bi * ai) * weight;
      const gi = (bi * ar - br * ai) * weight;
      const inverse = 1 / (gr * gr + gi * gi);
      const pr = t[row]!;
      const pi = t[row + 1]!;
      const qr = t[row + 2]! * inverse;
      const qi = t[row + 3]! * inverse;
      const ur = pr * gr - pi * gi;
      const ui = pr * gi + pi * gr;
      const vr = qr * gr + qi * gi;
      const vi = qi * gr - qr * gi;
      x[first + 2 * k] = ur;
      x[first + 2 * k + 1] = ui;
      x[second + 2 * k] = vr;
      x[second + 2 * k + 1] = vi;
      const p = ur * ur;
      const q = ui * ui;
      const r = vr * vr;
      const s = vi * vi;
      if (p + q > mostFirst) mostFirst = p + q;
      if (r + s > mostSecond) mostSecond = r + s;
      // the product of the ratios is that of the gate alone, however different the factors are
      if ((p + q) * (r + s) < EPSILON_SQUARED * EPSILON_SQUARED) continue;
      mixes = true;
      if (q > EPSILON_SQUARED * p || s > EPSILON_SQUARED * r) someImaginary = true;
      if (p > EPSILON_SQUARED * q || r > EPSILON_SQUARED * s) someReal = true;
    }
    this.first = first;
    this.second = second;
    this.bound = EPSILON_SQUARED * Math.min(mostFirst, mostSecond);
    this.form = mixes ? formOf(someReal, someImaginary) : NOTHING;
  }

  /** Whether turns by less than a bounded angle make every ratio real, or imaginary. */
  isTurnable(toReal: boolean): boolean {
    const { columns, size } = this.#factors;
    const x = columns.numbers;
    const along = this.first + (toReal ? 0 : 1);
    const across = this.first + (toReal ? 1 : 0);
    for (let k = 0; k < 2 * size; k += 2) {
      const p = x[along + k]!;
      const q = x[across + k]!;
      if (q * q > TANGENT_MAX * TANGENT_MAX * p * p) return false;
    }
    return true;
  }

  /**
   * Turns slot `slot`, which is a or b of the last pair, so that its ratios become real or
   * imaginary: its values are to be multiplied by 1 + i·t. Returns the column of tangents.
   */
  turn(slot: number, isA: boolean, toReal: boolean): number {
    const { columns, at, size } = this.#factors;
    const x = columns.numbers;
    const tangents = columns.take();
    const own = at[slot]! - tangents;
    const first = this.first - tangents;
    const second = this.second - tangents;
    for (let i = tangents, end = tangents + 2 * size; i < end; i += 2) {
      const p = x[i + first]!;
      const q = x[i + first + 1]!;
      const along = toReal ? p : q;
      const t = along === 0 ? 0 : (toReal ? q : -p) / along;
      const turned = isA ? -t : t;
      const by = 1 / (1 + t * t);
      x[i] = turned;
      // the ratio that a turn divides shrinks to its part along, the other grows
      const u = x[i + second]!;
      const v = x[i + second + 1]!;
      const grow = isA ? 1 + t * t : 1;
      x[i + first] = p * grow * (toReal ? 1 : 0);
      x[i + first + 1] = q * grow * (toReal ? 0 : 1);
      x[i + second] = toReal ? (isA ? (u - v * t) * by : u - v * t) : 0;
      x[i + second + 1] = toReal ? 0 : isA ? (v + u * t) * by : v + u * t;
      const re = x[i + own]!;
      const im = x[i + own + 1]!;
      x[i + own] = (re + im * turned) * by;
      x[i + own + 1] = (im - re * turned) * by;
    }
    return tangents;
  }

  /** Gives a pair the factors that it has after the gate. */
  advance(a: number, b: number): void {
    if (this.#isPlain) return;
    const { columns, at, size, laneShift } = this.#factors;
    const x = columns.numbers;
    const t = this.table;
    for (let side = 0; side < 2; side++) {
      const start = at[side === 0 ? a : b]!;
      const entry = side === 0 ? UPPER : LOWER;
      for (let k = 0; k < size; k++) {
        const row = ROW * this.which[k >> laneShift]! + entry;
        const re = t[row]!;
        const im = t[row + 1]!;
        if (re === 1 && im === 0) continue;
        const i = start + 2 * k;
        const was = x[i]!;
        x[i] = was * re - x[i + 1]! * im;
        x[i + 1] = was * im + x[i + 1]! * re;
      }
    }
  }

  /** A column: entry (row, side) of the matrix, times the factors of `slot`, which is that side. */
  dense(slot: number, row: number, side: number): number {
    const { columns, at, size, laneShift } = this.#factors;
    const x = columns.numbers;
    const from = at[slot]!;
    const out = columns.take();
    for (let k = 0; k < size; k++) {
      const which = this.which[k >> laneShift]!;
      const m = this.#matrices[which & 2]!;
      const entry = (4 * row + 2 * side) ^ ((which & 1) === 0 ? 0 : 6);
      const re = x[from + 2 * k]!;
      const im = x[from + 2 * k + 1]!;
      x[out + 2 * k] = m[entry]! * re - m[entry + 1]! * im;
      x[out + 2 * k + 1] = m[entry]! * im + m[entry + 1]! * re;
    }
    return out;
  }
}

/** out[k] = m[i] / m[j], complex. */
const quotient = (m: Matrix, i: number, j: number, out: Float64Array, k: number): void => {
  const weight = m[j]! * m[j]! + m[j + 1]! * m[j + 1]!;
  out[k] = (m[i]! * m[j]! + m[i + 1]! * m[j + 1]!) / weight;
  out[k + 1] = (m[i + 1]! * m[j]! - m[i]! * m[j + 1]!) / weight;
};
