import type { Place } from './text.ts';

const QUOTE = 34;
const BACKSLASH = 92;

/** The depth of arrays and objects, without reading further than one past `most`. */
export const depthOf = (text: string, most: number): number => {
  let depth = 0;
  let deepest = 0;
  for (let at = 0; at < text.length && deepest <= most; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at);
    else if (code === 91 || code === 123) deepest = Math.max(deepest, ++depth);
    else if (code === 93 || code === 125) depth--;
  }
  return deepest;
};

/** Index of the quotation mark that closes the string that opens at `at`. */
const endOfString = (text: string, at: number): number => {
  let end = at + 1;
  while (end < text.length && text.charCodeAt(end) !== QUOTE) {
    end += text.charCodeAt(end) === BACKSLASH ? 2 : 1;
  }
  return end;
};

const MARKS = '[]{}:,';
const SCALAR = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)/;
const ESCAPE = /^\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/;

/** A number longer than this counts as an error. */
const SCALAR_MAX = 400;

const isBlank = (code: number): boolean => code === 32 || code === 9 || code === 10 || code === 13;

/** Index past the string that opens at `at`; -1 if it is wrong in itself. */
const pastString = (text: string, at: number): number => {
  let end = at + 1;
  while (end < text.length) {
    const code = text.charCodeAt(end);
    if (code === QUOTE) return end + 1;
    if (code < 32) return -1;
    const escape = code === BACKSLASH ? ESCAPE.exec(text.slice(end, end + 6)) : null;
    if (code === BACKSLASH && escape === null) return -1;
    end += escape === null ? 1 : escape[0].length;
  }
  return -1;
};

/** Index past the token at `at`; -1 if there is none. */
const pastToken = (text: string, at: number): number => {
  if (at >= text.length) return -1;
  if (MARKS.includes(text[at]!)) return at + 1;
  if (text.charCodeAt(at) === QUOTE) return pastString(text, at);
  const found = SCALAR.exec(text.slice(at, at + SCALAR_MAX));
  return found === null ? -1 : at + found[0].length;
};

/** What may come next: a value, a key or closing brace, a colon, or a comma or closing bracket. */
type Expected = 'value' | 'valueOrEnd' | 'key' | 'keyOrEnd' | 'colon' | 'commaOrEnd';

const CLOSING = { '[': ']', '{': '}' } as const;

/** Follows the grammar of JSON token by token. */
class Grammar {
  #expected: Expected = 'value';
  readonly #open: ('[' | '{')[] = [];

  /** Whether this token may come here; `mark` is its bracket, colon or comma, if it is one. */
  accepts(mark: string | undefined, isString: boolean): boolean {
    if (mark === undefined) return this.#scalar(isString);
    if (mark === '[' || mark === '{') return this.#opens(mark);
    if (mark === ']' || mark === '}') return this.#closes(mark);
    if (mark === ':') return this.#moves('colon', 'value');
    const inObject = this.#open.at(-1) === '{';
    return this.#open.length > 0 && this.#moves('commaOrEnd', inObject ? 'key' : 'value');
  }

  #moves(from: Expected, to: Expected): boolean {
    const right = this.#expected === from;
    if (right) this.#expected = to;
    return right;
  }

  #scalar(isString: boolean): boolean {
    if (this.#expected === 'key' || this.#expected === 'keyOrEnd') {
      return isString && this.#moves(this.#expected, 'colon');
    }
    return this.#moves('value', 'commaOrEnd') || this.#moves('valueOrEnd', 'commaOrEnd');
  }

  #opens(mark: '[' | '{'): boolean {
    if (this.#expected !== 'value' && this.#expected !== 'valueOrEnd') return false;
    this.#open.push(mark);
    this.#expected = mark === '[' ? 'valueOrEnd' : 'keyOrEnd';
    return true;
  }

  #closes(mark: string): boolean {
    const last = this.#open.at(-1);
    const ends: readonly Expected[] = ['commaOrEnd', mark === ']' ? 'valueOrEnd' : 'keyOrEnd'];
    const closes = last !== undefined && CLOSING[last] === mark;
    if (!closes || !ends.includes(this.#expected)) return false;
    this.#open.pop();
    this.#expected = 'commaOrEnd';
    return true;
  }
}

/** Where a text stops being JSON: hosts do not agree on how they say it. Time linear. */
export const firstSyntaxError = (text: string): Place => {
  const grammar = new Grammar();
  let at = 0;
  for (;;) {
    while (isBlank(text.charCodeAt(at))) at++;
    const end = pastToken(text, at);
    const mark = text[at]!;
    if (end < 0 || !grammar.accepts(MARKS.includes(mark) ? mark : undefined, mark === '"')) {
      return placeAt(text, at);
    }
    at = end;
  }
};

const placeAt = (text: string, at: number): Place => {
  let line = 1;
  let start = 0;
  for (let end = text.indexOf('\n'); end >= 0 && end < at; end = text.indexOf('\n', start)) {
    line++;
    start = end + 1;
  }
  return { line, column: at - start + 1 };
};
