import type { GateName, GateOp } from '@xdv/domain-model';
import { letterAt, type PauliSum } from './pauli.ts';

/** ±Z on each of `qubits`: what a term of a group is after the basis change of its group. */
export interface ZString {
  readonly sign: 1 | -1;
  readonly qubits: readonly number[];
}

/** A circuit that makes Z strings of Pauli strings, and the Z strings in the order of the terms. */
export interface Diagonal {
  readonly basisChange: readonly GateOp[];
  readonly strings: readonly ZString[];
}

const gateOp = (gate: GateName, target: number, ...controls: readonly number[]): GateOp => ({
  kind: 'gate',
  gate,
  targets: [target],
  params: [],
  controls,
});

/** The qubits on which `term` is not the identity. */
const supportOf = (sum: PauliSum, term: number): readonly number[] => {
  const qubits: number[] = [];
  for (let q = 0; q < sum.qubits; q++) if (letterAt(sum, term, q) !== 0) qubits.push(q);
  return qubits;
};

/** For terms that have the same letter wherever two of them have one: h for X, sdg h for Y. */
export const diagonalizeQubitwise = (sum: PauliSum, terms: readonly number[]): Diagonal => {
  const letters = new Map<number, number>();
  const strings = terms.map((term): ZString => {
    const qubits = supportOf(sum, term);
    for (const q of qubits) letters.set(q, letterAt(sum, term, q));
    return { sign: 1, qubits };
  });
  const basisChange: GateOp[] = [];
  for (const [q, letter] of [...letters].sort(([a], [b]) => a - b)) {
    if (letter === 3) basisChange.push(gateOp('sdg', q));
    if ((letter & 1) === 1) basisChange.push(gateOp('h', q));
  }
  return { basisChange, strings };
};

/**
 * The Pauli strings of a group as columns of bits, one per qubit and kind, with their signs, under
 * Clifford gates (update rules of Aaronson and Gottesman 2004): a gate costs rows / 32.
 */
class Tableau {
  readonly #x: Uint32Array[];
  readonly #z: Uint32Array[];
  readonly #sign: Uint32Array;
  readonly gates: GateOp[] = [];

  constructor(sum: PauliSum, terms: readonly number[]) {
    const words = Math.ceil(terms.length / 32);
    const columns = (bit: 1 | 2): Uint32Array[] =>
      Array.from({ length: sum.qubits }, (_, q) => {
        const column = new Uint32Array(words);
        for (const [row, term] of terms.entries()) {
          if ((letterAt(sum, term, q) & bit) !== 0) column[row >>> 5]! |= 1 << (row & 31);
        }
        return column;
      });
    this.#x = columns(1);
    this.#z = columns(2);
    this.#sign = new Uint32Array(words);
  }

  #qubits(columns: readonly Uint32Array[], row: number): readonly number[] {
    const qubits: number[] = [];
    for (const [q, column] of columns.entries()) {
      if (((column[row >>> 5]! >>> (row & 31)) & 1) === 1) qubits.push(q);
    }
    return qubits;
  }

  xOf(row: number): readonly number[] {
    return this.#qubits(this.#x, row);
  }

  zOf(row: number): readonly number[] {
    return this.#qubits(this.#z, row);
  }

  signOf(row: number): 1 | -1 {
    return ((this.#sign[row >>> 5]! >>> (row & 31)) & 1) === 1 ? -1 : 1;
  }

  h(q: number): void {
    const x = this.#x[q]!;
    const z = this.#z[q]!;
    for (let w = 0; w < x.length; w++) this.#sign[w]! ^= x[w]! & z[w]!;
    this.#x[q] = z;
    this.#z[q] = x;
    this.gates.push(gateOp('h', q));
  }

  s(q: number): void {
    const x = this.#x[q]!;
    const z = this.#z[q]!;
    for (let w = 0; w < x.length; w++) {
      this.#sign[w]! ^= x[w]! & z[w]!;
      z[w]! ^= x[w]!;
    }
    this.gates.push(gateOp('s', q));
  }

  cx(control: number, target: number): void {
    const [xa, za] = [this.#x[control]!, this.#z[control]!];
    const [xb, zb] = [this.#x[target]!, this.#z[target]!];
    for (let w = 0; w < xa.length; w++) {
      this.#sign[w]! ^= xa[w]! & zb[w]! & ~(xb[w]! ^ za[w]!);
      xb[w]! ^= xa[w]!;
      za[w]! ^= zb[w]!;
    }
    this.gates.push(gateOp('x', target, control));
  }

  cz(a: number, b: number): void {
    const [xa, za] = [this.#x[a]!, this.#z[a]!];
    const [xb, zb] = [this.#x[b]!, this.#z[b]!];
    for (let w = 0; w < xa.length; w++) {
      this.#sign[w]! ^= xa[w]! & xb[w]! & (za[w]! ^ zb[w]!);
      za[w]! ^= xb[w]!;
      zb[w]! ^= xa[w]!;
    }
    this.gates.push(gateOp('z', b, a));
  }
}

/**
 * Turns `row` into Z on one qubit by cx, cz and s around a pivot, and an h on the pivot. Rows that
 * were diagonal stay so: only the h could change them, and a row with Z on the pivot would not
 * commute with this one, which is X on the pivot just before it.
 */
const clearRow = (tableau: Tableau, row: number): void => {
  const [pivot, ...others] = tableau.xOf(row);
  if (pivot === undefined) return;
  for (const q of others) tableau.cx(pivot, q);
  const phases = tableau.zOf(row);
  for (const q of phases) if (q !== pivot) tableau.cz(pivot, q);
  if (phases.includes(pivot)) tableau.s(pivot);
  tableau.h(pivot);
};

/** For terms that commute with one another. At most n of them take gates, at most 2n each. */
export const diagonalizeCommuting = (sum: PauliSum, terms: readonly number[]): Diagonal => {
  const tableau = new Tableau(sum, terms);
  for (const row of terms.keys()) clearRow(tableau, row);
  return {
    basisChange: tableau.gates,
    strings: terms.map((_, row) => ({ sign: tableau.signOf(row), qubits: tableau.zOf(row) })),
  };
};
