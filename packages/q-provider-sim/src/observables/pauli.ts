import { CIRCUIT_LIMITS, fail, ok, type Failure, type Result } from '@xdv/domain-model';

/** A Pauli operator on one qubit other than the identity. */
export type Pauli = 'X' | 'Y' | 'Z';

/** A Pauli string by its factors; qubits not listed have the identity. */
export type PauliFactors = readonly (readonly [qubit: number, pauli: Pauli])[];

/** A real coefficient and a Pauli string: by factors, or as text with qubit 0 rightmost. */
export type PauliSumTerm = readonly [coefficient: number, paulis: string | PauliFactors];

/** Bounds of a Pauli sum. */
export const PAULI_LIMITS = {
  qubitsMax: CIRCUIT_LIMITS.qubitsMax,
  termsMax: 1_000_000,
  /** Terms times qubits: what the masks take, two bits each. */
  lettersMax: 2 ** 28,
} as const;

/** The Pauli string of term t as bits: X and Y have their x bit set, Y and Z their z bit. */
class PackedSum {
  readonly qubits: number;
  readonly coefficients: Float64Array;
  /** 32-bit words per mask; the masks of term t start at t · words. */
  readonly words: number;
  readonly x: Uint32Array;
  readonly z: Uint32Array;

  constructor(qubits: number, coefficients: Float64Array, x: Uint32Array, z: Uint32Array) {
    this.qubits = qubits;
    this.coefficients = coefficients;
    this.words = wordsOf(qubits);
    this.x = x;
    this.z = z;
  }
}

/**
 * A Hermitian observable: a sum of Pauli strings with real coefficients, no string twice, in the
 * order they were first given. Made by {@link pauliSum} and {@link parsePauliSum} alone.
 */
export type PauliSum = PackedSum;

const wordsOf = (qubits: number): number => Math.ceil(qubits / 32);

const HINT = "Write [[0.5, 'ZZI'], [-1, [[0, 'X']]]]: qubit 0 is the rightmost letter";

export const refuse = (message: string): Failure => fail('ARGUMENT_INVALID', message, HINT);

/** A sum on at most 32 qubits from coefficients and masks that are known to be right. */
export const packSum = (
  qubits: number,
  coefficients: readonly number[],
  x: readonly number[],
  z: readonly number[],
): PauliSum =>
  new PackedSum(qubits, Float64Array.from(coefficients), Uint32Array.from(x), Uint32Array.from(z));

/** Throws TypeError unless `value` was made by {@link pauliSum} or {@link parsePauliSum}. */
export const checkSum = (value: PauliSum): void => {
  if (value instanceof PackedSum) return;
  throw new TypeError('an observable must be made by pauliSum or parsePauliSum');
};

/** The letters by x + 2z. */
const LETTERS = 'IXZY';

/** One term while it is read. */
interface Masks {
  readonly x: Uint32Array;
  readonly z: Uint32Array;
}

const setLetter = ({ x, z }: Masks, qubit: number, letter: number): void => {
  x[qubit >>> 5]! |= (letter & 1) << (qubit & 31);
  z[qubit >>> 5]! |= (letter >> 1) << (qubit & 31);
};

/** Any single UTF-16 unit so that it can be read in a message. */
const showUnit = (unit: string): string =>
  unit >= ' ' && unit <= '~' ? `'${unit}'` : `U+${unit.charCodeAt(0).toString(16)}`;

/** Why `letters` is not a Pauli string on `qubits` qubits, or null after setting its masks. */
const readLetters = (letters: string, qubits: number, masks: Masks): string | null => {
  if (letters.length !== qubits) return `has ${letters.length} letters for ${qubits} qubits`;
  for (let at = 0; at < qubits; at++) {
    const letter = LETTERS.indexOf(letters[at]!);
    if (letter < 0) return `has ${showUnit(letters[at]!)} at character ${at + 1}, not I, X, Y or Z`;
    setLetter(masks, qubits - 1 - at, letter);
  }
  return null;
};

const readFactors = (factors: PauliFactors, qubits: number, masks: Masks): string | null => {
  const seen = new Set<number>();
  for (const [at, factor] of factors.entries()) {
    if (!Array.isArray(factor) || factor.length !== 2) {
      return `factor ${at} is not [qubit, 'X' | 'Y' | 'Z']`;
    }
    const [qubit, pauli] = factor as readonly unknown[];
    if (!Number.isInteger(qubit) || Number(qubit) < 0 || Number(qubit) >= qubits) {
      return `factor ${at} has qubit ${String(qubit)}, not in 0..${qubits - 1}`;
    }
    if (seen.has(Number(qubit))) return `factor ${at} names qubit ${String(qubit)} again`;
    seen.add(Number(qubit));
    const letter = typeof pauli === 'string' && pauli.length === 1 ? LETTERS.indexOf(pauli) : -1;
    if (letter <= 0) return `factor ${at} has a Pauli that is not X, Y or Z`;
    setLetter(masks, Number(qubit), letter);
  }
  return null;
};

const readTerm = (term: unknown, qubits: number, masks: Masks): string | null => {
  if (!Array.isArray(term) || term.length !== 2) return 'is not [coefficient, Pauli string]';
  const [coefficient, paulis] = term as readonly unknown[];
  if (!Number.isFinite(coefficient)) return 'has a coefficient that is not a finite number';
  if (typeof paulis === 'string') return readLetters(paulis, qubits, masks);
  if (Array.isArray(paulis)) return readFactors(paulis as PauliFactors, qubits, masks);
  return 'has a Pauli string that is neither text nor a list of factors';
};

const checkSize = (qubits: unknown, terms: number): Failure | null => {
  const { qubitsMax, termsMax, lettersMax } = PAULI_LIMITS;
  if (!Number.isInteger(qubits) || Number(qubits) < 1 || Number(qubits) > qubitsMax) {
    return refuse('the qubits of a Pauli sum must be a whole number from 1 to ' + qubitsMax);
  }
  if (terms > termsMax) return refuse(`${terms} terms are more than ${termsMax}`);
  if (terms * Number(qubits) <= lettersMax) return null;
  return refuse(`${terms} terms on ${Number(qubits)} qubits are more than ${lettersMax} letters`);
};

/**
 * A Pauli sum on `qubits` qubits. Equal strings are added up; those that cancel to 0 are left out.
 * Fails with ARGUMENT_INVALID naming the term, and in text the character, that is wrong, or the
 * limit of {@link PAULI_LIMITS} that is passed. Linear in terms times qubits.
 */
export const pauliSum = (qubits: number, terms: readonly PauliSumTerm[]): Result<PauliSum> => {
  if (!Array.isArray(terms)) return refuse('the terms of a Pauli sum must be a list');
  const oversize = checkSize(qubits, terms.length);
  if (oversize !== null) return oversize;
  const words = wordsOf(qubits);
  const rows = new Map<string, { coefficient: number } & Masks>();
  for (const [index, term] of terms.entries()) {
    const masks = { x: new Uint32Array(words), z: new Uint32Array(words) };
    const wrong = readTerm(term, qubits, masks);
    if (wrong !== null) return refuse(`term ${index} ${wrong}`);
    const key = `${masks.x.join()};${masks.z.join()}`;
    const row = rows.get(key);
    if (row === undefined) rows.set(key, { coefficient: term[0], ...masks });
    else row.coefficient += term[0];
  }
  const kept = [...rows.values()].filter(({ coefficient }) => coefficient !== 0);
  if (!kept.every(({ coefficient }) => Number.isFinite(coefficient))) {
    return refuse('the coefficients of one string add up to more than a number can hold');
  }
  const sum = new PackedSum(
    qubits,
    Float64Array.from(kept, ({ coefficient }) => coefficient),
    new Uint32Array(kept.length * words),
    new Uint32Array(kept.length * words),
  );
  for (const [term, { x, z }] of kept.entries()) {
    sum.x.set(x, term * words);
    sum.z.set(z, term * words);
  }
  return ok(sum);
};

/** The letter of `term` on `qubit`: 0 for I, 1 for X, 2 for Z, 3 for Y. */
export const letterAt = (sum: PauliSum, term: number, qubit: number): number => {
  const word = term * sum.words + (qubit >>> 5);
  const shift = qubit & 31;
  return ((sum.x[word]! >>> shift) & 1) | (((sum.z[word]! >>> shift) & 1) << 1);
};

/** The terms of a sum, each with its string as text, qubit 0 rightmost. */
export const pauliTerms = (
  sum: PauliSum,
): readonly (readonly [coefficient: number, paulis: string])[] => {
  checkSum(sum);
  return Array.from(sum.coefficients, (coefficient, term) => {
    let paulis = '';
    for (let q = sum.qubits - 1; q >= 0; q--) paulis += LETTERS[letterAt(sum, term, q)]!;
    return [coefficient, paulis] as const;
  });
};
