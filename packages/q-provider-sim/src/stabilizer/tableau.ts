import { invariant } from '@xdv/domain-model';
import type { CliffordName } from './clifford.ts';

/** A factor of a Pauli string. */
export type PauliFactor = readonly [pauli: 'x' | 'y' | 'z', qubit: number];

/**
 * A stabilizer state of n qubits, from |0…0⟩. Memory n²/2 bytes; a gate takes time ∝ n/32, a
 * measurement ∝ n/32 if its outcome is certain and ∝ n²/32 if not. Qubits are not checked.
 */
export interface Tableau {
  readonly qubits: number;
  /** Back to |0…0⟩. */
  clear(): void;
  /** Applies a primitive to qubit `a`, or to `a` and `b` with `a` as the control. */
  apply(gate: CliffordName, a: number, b: number): void;
  /** Probability of measuring 1: exactly 0, ½ or 1. */
  probabilityOfOne(qubit: number): 0 | 0.5 | 1;
  /** Measures and collapses. Only where the outcome is uncertain does it ask `choose`. */
  measure(qubit: number, choose: () => 0 | 1): 0 | 1;
  /** Expectation value of a product of Paulis on distinct qubits: exactly -1, 0 or 1. */
  expectation(paulis: readonly PauliFactor[]): -1 | 0 | 1;
}

/** Most qubits of a tableau: 8 MiB. */
const TABLEAU_QUBITS_MAX = 4096;

const parity = (word: number): number => {
  let x = word ^ (word >>> 16);
  x ^= x >>> 8;
  x ^= x >>> 4;
  return (0x6996 >>> (x & 15)) & 1;
};

/**
 * The tableau of the inverse (Gidney 2021, section 3.1): for the circuit U so far, row X_q is
 * U†X_qU and row Z_q is U†Z_qU, so that a certain outcome is read off one row. A row is
 * i^phase X^x Z^z with all X before all Z: in that form products cost one parity, and a CX on the
 * input side costs no sign. Row r is X_r, row n + r is Z_r, at `place[r]` in memory: gates that
 * only exchange rows exchange places.
 */
class InverseTableau implements Tableau {
  readonly qubits: number;
  /** Words per half row. */
  readonly #width: number;
  readonly #x: Uint32Array;
  readonly #z: Uint32Array;
  readonly #phase: Uint8Array;
  readonly #place: Uint32Array;
  /** A row for products. */
  readonly #scratch: number;
  readonly #mask: Uint32Array;

  constructor(qubits: number) {
    this.qubits = qubits;
    this.#width = (qubits + 31) >>> 5;
    this.#scratch = 2 * qubits;
    const rows = 2 * qubits + 1;
    this.#x = new Uint32Array(rows * this.#width);
    this.#z = new Uint32Array(rows * this.#width);
    this.#phase = new Uint8Array(rows);
    this.#place = new Uint32Array(2 * qubits);
    this.#mask = new Uint32Array(this.#width);
    this.clear();
  }

  clear(): void {
    const n = this.qubits;
    this.#x.fill(0);
    this.#z.fill(0);
    this.#phase.fill(0);
    for (let q = 0; q < n; q++) {
      this.#place[q] = q;
      this.#place[n + q] = n + q;
      this.#x[q * this.#width + (q >>> 5)] = 1 << (q & 31);
      this.#z[(n + q) * this.#width + (q >>> 5)] = 1 << (q & 31);
    }
  }

  // each case replaces the rows of P by those of G†PG
  apply(gate: CliffordName, a: number, b: number): void {
    const place = this.#place;
    const n = this.qubits;
    const xa = place[a]!;
    const za = place[n + a]!;
    const xb = place[b]!;
    const zb = place[n + b]!;
    switch (gate) {
      case 'x':
        return this.#turn(za, 2);
      case 'z':
        return this.#turn(xa, 2);
      case 'y':
        this.#turn(xa, 2);
        return this.#turn(za, 2);
      case 'h':
        place[a] = za;
        place[n + a] = xa;
        return;
      case 's': // X to -Y = -iXZ
        return this.#multiply(xa, za, 3);
      case 'sdg':
        return this.#multiply(xa, za, 1);
      case 'sx': // Z to Y = -iZX
        return this.#multiply(za, xa, 3);
      case 'sxdg':
        return this.#multiply(za, xa, 1);
      case 'cx':
        this.#multiply(xa, xb, 0);
        return this.#multiply(zb, za, 0);
      case 'cz':
        this.#multiply(xa, zb, 0);
        return this.#multiply(xb, za, 0);
      case 'cy':
        // X_a to X_a Y_b, and what is on b meets Z_a unless it is Y
        this.#multiply(xa, xb, 1);
        this.#multiply(xa, zb, 0);
        this.#multiply(xb, za, 0);
        return this.#multiply(zb, za, 0);
      case 'swap':
        place[a] = xb;
        place[b] = xa;
        place[n + a] = zb;
        place[n + b] = za;
    }
  }

  probabilityOfOne(qubit: number): 0 | 0.5 | 1 {
    const row = this.#place[this.qubits + qubit]!;
    if (this.#pivot(row) >= 0) return 0.5;
    return this.#phase[row] === 0 ? 0 : 1;
  }

  measure(qubit: number, choose: () => 0 | 1): 0 | 1 {
    const row = this.#place[this.qubits + qubit]!;
    const pivot = this.#pivot(row);
    if (pivot >= 0) {
      this.#collapse(row, pivot);
      if (choose() !== this.#phase[row]! >>> 1) this.#flipInput(pivot);
    }
    const phase = this.#phase[row]!;
    invariant((phase & 1) === 0, 'a measured observable has an imaginary sign', phase);
    return phase === 0 ? 0 : 1;
  }

  expectation(paulis: readonly PauliFactor[]): -1 | 0 | 1 {
    const row = this.#scratch;
    const at = row * this.#width;
    this.#x.fill(0, at, at + this.#width);
    this.#z.fill(0, at, at + this.#width);
    this.#phase[row] = 0;
    for (const [pauli, qubit] of paulis) {
      if (pauli !== 'z') this.#multiply(row, this.#place[qubit]!, pauli === 'y' ? 1 : 0);
      if (pauli !== 'x') this.#multiply(row, this.#place[this.qubits + qubit]!, 0);
    }
    if (this.#pivot(row) >= 0) return 0;
    return this.#phase[row] === 0 ? 1 : -1;
  }

  #turn(row: number, phase: number): void {
    this.#phase[row] = (this.#phase[row]! + phase) & 3;
  }

  /** row := i^phase · row · other. */
  #multiply(row: number, other: number, phase: number): void {
    const x = this.#x;
    const z = this.#z;
    const width = this.#width;
    let sign = 0;
    for (let w = 0, i = row * width, k = other * width; w < width; w++, i++, k++) {
      sign ^= z[i]! & x[k]!; // each Z that an X passes turns the sign
      x[i]! ^= x[k]!;
      z[i]! ^= z[k]!;
    }
    this.#turn(row, phase + this.#phase[other]! + 2 * parity(sign));
  }

  /** The first input qubit on which the row has an X; -1: the outcome is certain. */
  #pivot(row: number): number {
    const x = this.#x;
    const start = row * this.#width;
    for (let w = 0; w < this.#width; w++) {
      const word = x[start + w]!;
      if (word !== 0) return 32 * w + 31 - Math.clz32(word & -word);
    }
    return -1;
  }

  /**
   * Puts gates before the circuit that turn `row` into ±Z of the pivot: CX from the pivot to the
   * other X of the row, which |0…0⟩ does not notice, then H or H·S, which is the collapse.
   */
  #collapse(row: number, pivot: number): void {
    const width = this.#width;
    const word = pivot >>> 5;
    const bit = 1 << (pivot & 31);
    const mask = this.#mask;
    mask.set(this.#x.subarray(row * width, (row + 1) * width));
    mask[word]! ^= bit;
    for (let r = 0; r < 2 * this.qubits; r++) this.#fanOut(r * width, word, bit);
    const hasZ = (this.#z[row * width + word]! & bit) !== 0;
    for (let r = 0; r < 2 * this.qubits; r++) {
      const i = r * width + word;
      if (hasZ && (this.#x[i]! & bit) !== 0) {
        this.#z[i]! ^= bit; // X to -Y = -iXZ, so that the Y of `row` becomes X
        this.#turn(r, 3);
      }
      const x = this.#x[i]! & bit;
      const z = this.#z[i]! & bit;
      if (x !== 0 && z !== 0) this.#turn(r, 2);
      if ((x ^ z) === 0) continue;
      this.#x[i]! ^= bit;
      this.#z[i]! ^= bit;
    }
  }

  /** CX from the pivot to every qubit of the mask: X there spreads, Z gathers. */
  #fanOut(start: number, word: number, bit: number): void {
    const x = this.#x;
    const z = this.#z;
    const mask = this.#mask;
    const spreads = (x[start + word]! & bit) !== 0;
    let gathered = 0;
    for (let w = 0; w < mask.length; w++) {
      gathered ^= z[start + w]! & mask[w]!;
      if (spreads) x[start + w]! ^= mask[w]!;
    }
    if (parity(gathered) === 1) z[start + word]! ^= bit;
  }

  /** X on an input qubit: turns the sign of every row with a Z there. */
  #flipInput(qubit: number): void {
    const word = qubit >>> 5;
    const bit = 1 << (qubit & 31);
    for (let r = 0; r < 2 * this.qubits; r++) {
      if ((this.#z[r * this.#width + word]! & bit) !== 0) this.#turn(r, 2);
    }
  }
}

/** A stabilizer state of `qubits` qubits in |0…0⟩ (Aaronson and Gottesman 2004). */
export const createTableau = (qubits: number): Tableau => {
  if (Number.isInteger(qubits) && qubits >= 1 && qubits <= TABLEAU_QUBITS_MAX) {
    return new InverseTableau(qubits);
  }
  throw new RangeError(`createTableau: qubits must be 1 to ${TABLEAU_QUBITS_MAX}, got ${qubits}`);
};
