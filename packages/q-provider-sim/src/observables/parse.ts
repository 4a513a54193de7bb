import type { Result } from '@xdv/domain-model';
import { checkSum, PAULI_LIMITS, pauliSum, pauliTerms, refuse, type PauliSum } from './pauli.ts';

/**
 * One term at the place where the pattern is anchored: sign, magnitude, letters. No two parts that
 * may be empty can match the same text, so that matching takes linear time.
 */
const TERM =
  /\s*(?:([+-])\s*)?(?:((?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)\s*(?:\*\s*)?)?([A-Za-z]+)\s*/y;

/** Longer text is refused before it is read. */
const TEXT_MAX = 2 ** 26;

const found = (text: string, from: number): string => {
  const at = from + text.slice(from).search(/\S|$/);
  if (at === text.length) return `the text ends after character ${at}`;
  return `character ${at + 1} is '${String.fromCodePoint(text.codePointAt(at)!)}'`;
};

/**
 * Reads a sum such as `0.5 ZZI - 1.2*XIX + YYI`: qubit 0 is the rightmost letter, every string
 * has the same length, a coefficient left out is 1. Fails with ARGUMENT_INVALID naming the
 * character, counted from 1, where reading stopped. Linear in the length of the text.
 */
export const parsePauliSum = (text: string): Result<PauliSum> => {
  if (typeof text !== 'string') return refuse('a Pauli sum to parse must be text');
  if (text.length > TEXT_MAX) return refuse(`the text is longer than ${TEXT_MAX} characters`);
  const terms: [number, string][] = [];
  let at = 0;
  do {
    TERM.lastIndex = at;
    const match = TERM.exec(text);
    const [whole = '', sign = '', magnitude = '1', letters = ''] = match ?? [];
    if (match === null || (terms.length > 0 && sign === '')) {
      return refuse(`a Pauli sum must be terms joined by + or -, but ${found(text, at)}`);
    }
    const start = at + whole.trimEnd().length - letters.length;
    const stray = letters.search(/[^IXYZ]/);
    if (stray >= 0) {
      return refuse(`character ${start + stray + 1} is '${letters[stray]}', not I, X, Y or Z`);
    }
    const qubits = terms[0]?.[1].length ?? letters.length;
    if (letters.length !== qubits) {
      const length = `${letters.length} letters, the first has ${qubits}`;
      return refuse(`the string at character ${start + 1} has ${length}`);
    }
    if (terms.length === PAULI_LIMITS.termsMax) {
      return refuse(`the text has more than ${PAULI_LIMITS.termsMax} terms`);
    }
    terms.push([Number(`${sign}${magnitude}`), letters]);
    at += whole.length;
  } while (at < text.length);
  return pauliSum(terms[0]![1].length, terms);
};

/** The sum as text that {@link parsePauliSum} reads back exactly; a sum of nothing is `0 I…I`. */
export const formatPauliSum = (sum: PauliSum): string => {
  checkSum(sum);
  const terms = pauliTerms(sum).map(([coefficient, paulis], index) => {
    const sign = coefficient < 0 ? '-' : '+';
    const joint = index > 0 ? ` ${sign} ` : coefficient < 0 ? '-' : '';
    return `${joint}${Math.abs(coefficient)} ${paulis}`;
  });
  return terms.length > 0 ? terms.join('') : `0 ${'I'.repeat(sum.qubits)}`;
};
