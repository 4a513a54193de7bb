import type { Failure } from '@xdv/domain-model';
import { FORMAT_LIMITS } from './limits.ts';
import { syntaxFault } from './lines.ts';

/** A count or an index. */
export const COUNT = /^\d{1,15}$/;

/** A decimal number: no NaN, Infinity, hexadecimal digits or separators. */
export const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** The number that a word is, NaN if it is none; 0 for -0, so that equal files give equal bits. */
export const numberOf = (word: string): number => (NUMBER.test(word) ? Number(word) + 0 : NaN);

/** The whole number that a word is, NaN if it is none. */
export const countOf = (word: string): number => (COUNT.test(word) ? Number(word) : NaN);

/** Refuses a text that is longer than any reader takes. */
export const refuseLong = (
  text: string,
  file: string,
  lengthMax: number = FORMAT_LIMITS.lengthMax,
): Failure | undefined => {
  if (text.length <= lengthMax) return undefined;
  const message = `${text.length} characters are more than ${lengthMax}`;
  return syntaxFault(file, { line: 1, column: 1 }, message, 'Use a smaller file');
};
