import { fail, type Failure } from '@xdv/domain-model';

/** Where in a text something is, from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** More words than any line may have: enough to see that there is one too many. */
const WORDS_MAX = 8;

/**
 * Walks the content lines of a text without splitting it: blank lines and comments are passed over.
 * A comment is a line that starts with # or %, or with a c that stands alone (DIMACS).
 */
export interface LineCursor {
  /** Moves to the next content line; false at the end of the text. */
  next(): boolean;
  /** Words on this line, counted up to 8. */
  count(): number;
  /** The word at `index` of this line; '' if there is none. */
  word(index: number): string;
  /** The word at `index` as a whole number of up to 15 digits; NaN if it is none. */
  integer(index: number): number;
  /** Where the word at `index` starts, or where the line ends if there is none. */
  place(index: number): Place;
}

const NEWLINE = 10;

const isSpace = (code: number): boolean => code === 32 || code === 9 || code === 13;

const isComment = (word: string): boolean =>
  word.startsWith('#') || word.startsWith('%') || word === 'c';

const MINUS = 45;
const ZERO = 48;
const DIGITS_MAX = 15;

/** The whole number at [start, end), without a copy of the text. */
const integerAt = (text: string, start: number, end: number): number => {
  const negative = text.charCodeAt(start) === MINUS;
  const from = negative ? start + 1 : start;
  if (end <= from || end - from > DIGITS_MAX) return NaN;
  let value = 0;
  for (let at = from; at < end; at++) {
    const digit = text.charCodeAt(at) - ZERO;
    if (digit < 0 || digit > 9) return NaN;
    value = 10 * value + digit;
  }
  return negative ? 0 - value : value;
};

export const lineCursor = (text: string): LineCursor => {
  // a byte order mark is not part of the first word
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  let line = 0;
  let lineStart = 0;
  let lineEnd = 0;
  let words = 0;
  const starts = new Int32Array(WORDS_MAX);
  const ends = new Int32Array(WORDS_MAX);

  /** Finds the words of the line at `at` and moves past its end. */
  const scan = (): void => {
    lineStart = at;
    line++;
    words = 0;
    let code = text.charCodeAt(at);
    while (at < text.length && code !== NEWLINE) {
      const start = at;
      while (at < text.length && code !== NEWLINE && !isSpace(code)) code = text.charCodeAt(++at);
      if (at > start && words < WORDS_MAX) {
        starts[words] = start;
        ends[words++] = at;
      }
      while (at < text.length && isSpace(code)) code = text.charCodeAt(++at);
    }
    lineEnd = at++;
  };

  const word = (index: number): string =>
    index < words ? text.slice(starts[index], ends[index]) : '';

  return {
    next: () => {
      while (at < text.length) {
        scan();
        if (words > 0 && !isComment(word(0))) return true;
      }
      line++;
      lineStart = lineEnd = at;
      words = 0;
      return false;
    },
    count: () => words,
    word,
    integer: (index) => (index < words ? integerAt(text, starts[index]!, ends[index]!) : NaN),
    place: (index) => {
      const from = index < words ? starts[index]! : lineEnd;
      return { line, column: from - lineStart + 1 };
    },
  };
};

/** A GRAPH_SYNTAX fault that begins with `file:line:column:`. */
export const syntaxFault = (
  file: string,
  { line, column }: Place,
  message: string,
  hint: string,
): Failure => fail('GRAPH_SYNTAX', `${file}:${line}:${column}: ${message}`, hint);

/** A word as a message shows it: short, and quoted so that odd characters can be seen. */
export const quoted = (word: string): string =>
  word === '' ? 'the end of the line' : JSON.stringify(word.slice(0, 40)).slice(0, 60);
