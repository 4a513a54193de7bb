import { fail, type Failure } from '@xdv/domain-model';
import { WORKLOAD_LIMITS } from './limits.ts';

/** Where in a text something is, from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** What readers of logs are told besides the text. */
export interface ReadOptions {
  /** Name of the workload, which messages begin with, cut off at 200. Default: `workload`. */
  readonly name?: string;
}

export const nameOf = ({ name = '' }: ReadOptions): string =>
  name === '' ? 'workload' : name.slice(0, WORKLOAD_LIMITS.nameMax);

/** A WORKLOAD_SYNTAX fault: the text is not what its format asks for. */
export const malformed = (
  name: string,
  at: Place | string,
  message: string,
  hint: string,
): Failure => fail('WORKLOAD_SYNTAX', `${name}:${placeOf(at)}: ${message}`, hint);

/** A RESOURCE_EXHAUSTED fault: more than a limit allows. */
export const tooLarge = (name: string, message: string): Failure =>
  fail('RESOURCE_EXHAUSTED', `${name}: ${message}`, 'Split the workload, or leave out what is far');

const placeOf = (at: Place | string): string =>
  typeof at === 'string' ? at : `${at.line}:${at.column}`;

/** A word as a message shows it: short, and quoted so that odd characters can be seen. */
export const quoted = (word: string): string =>
  word === '' ? 'nothing' : JSON.stringify(word.slice(0, 40)).slice(0, 60);

const { lengthMax } = WORKLOAD_LIMITS;

/** A fault if the text is longer than `most`. */
export const refuseLong = (name: string, text: string, most = lengthMax): Failure | undefined =>
  text.length <= most ? undefined : tooLarge(name, `${text.length} characters, not up to ${most}`);

const MINUS = 45;
const ZERO = 48;
const DIGITS_MAX = 15;
const DECIMAL = /^-?\d{1,15}\.\d{1,20}$/;
const WORD_MAX = 37;

/** The number at [start, end): whole, up to 15 digits, or a decimal fraction; NaN if none. */
export const numberAt = (text: string, start: number, end: number): number => {
  const negative = text.charCodeAt(start) === MINUS;
  const from = negative ? start + 1 : start;
  if (end > from && end - from <= DIGITS_MAX) {
    let value = 0;
    let at = from;
    for (; at < end; at++) {
      const digit = text.charCodeAt(at) - ZERO;
      if (digit < 0 || digit > 9) break;
      value = 10 * value + digit;
    }
    if (at === end) return negative ? 0 - value : value;
  }
  const word = end - start <= WORD_MAX ? text.slice(start, end) : '';
  return DECIMAL.test(word) ? Number(word) + 0 : NaN;
};
