import { quote, type Issues } from './diagnostics.ts';
import { QASM_LIMITS } from './limits.ts';
import type { Token, TokenKind } from './tokens.ts';

// Loops over alternatives or over characters beyond the basic plane cost the regular expression
// engine stack for each round, so none of these is unbounded in that way.
const BLANK = /\s+/y;
const LINE_COMMENT = /\/\/[^\r\n]*/y;
const WORD = /[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Nd}\p{Mn}\p{Mc}_]{0,255}/uy;
const WORD_MORE = /[\p{L}\p{Nl}\p{Nd}\p{Mn}\p{Mc}_]{1,256}/uy;
const RADIX = /0[xX][0-9a-fA-F][0-9a-fA-F_]*|0[bB][01][01_]*|0[oO][0-7][0-7_]*/y;
const DECIMAL = /\d[\d_]*/y;
const FRACTION = /\.(?:\d[\d_]*)?/y;
const EXPONENT = /[eE][+-]?\d+/y;
const UNIT = /[ \t]*(?:ns|us|µs|μs|ms|s|dt)(?![\p{L}\p{Nl}\p{Nd}_])/uy;
const STRING = /"[^"\r\n]*"|'[^'\r\n]*'/y;
const HARDWARE = /\$\d+/y;
const REST_OF_LINE = /[^\r\n]*/y;
const SYMBOL = new RegExp(
  [
    '\\*\\*=|<<=|>>=|->|\\+\\+|\\*\\*|<<|>>|==|!=|<=|>=|&&|\\|\\|',
    '[-+*/%&|^~]=|[-+*/%&|^~!<>=()\\[\\]{},;:@#]',
  ].join('|'),
  'y',
);

/**
 * Splits a program into tokens, one on each call: a long program is never held as tokens.
 * Characters that start no token are reported and skipped.
 */
export class Lexer {
  readonly #text: string;
  readonly #issues: Issues;
  #at = 0;
  /** Version 3 has durations such as `100ns`. */
  durations = true;

  constructor(text: string, issues: Issues) {
    this.#text = text;
    this.#issues = issues;
  }

  next(): Token {
    for (;;) {
      this.#skipBlank();
      if (this.#at >= this.#text.length || this.#issues.stopped) {
        return { kind: 'end', text: '', at: this.#text.length, end: this.#text.length };
      }
      const token = this.#scan();
      if (token !== undefined) return token;
    }
  }

  /** Goes on after the line that holds offset `at`. */
  skipLine(at: number): void {
    this.#at = at;
    this.#take(REST_OF_LINE);
  }

  #scan(): Token | undefined {
    const at = this.#at;
    if (this.#take(WORD)) return this.#word(at);
    const first = this.#text.charCodeAt(at);
    const second = this.#text.charCodeAt(at + 1);
    if (isDigit(first) || (first === 0x2e && isDigit(second))) return this.#number(at);
    if (this.#take(SYMBOL)) return this.#token('symbol', at);
    if (this.#take(STRING)) return this.#token('string', at);
    if (this.#take(HARDWARE)) return this.#token('hardware', at);
    this.#reportUnknown(at);
    return undefined;
  }

  #word(at: number): Token {
    const token = this.#token('word', at);
    if (this.#take(WORD_MORE)) {
      while (this.#take(WORD_MORE));
      this.#report(at, 'this name has more than 256 characters', 'Use a shorter name');
    }
    return token;
  }

  #number(at: number): Token {
    let kind: TokenKind = 'integer';
    if (!this.#take(RADIX)) {
      this.#take(DECIMAL);
      if (this.#take(FRACTION)) kind = 'float';
      if (this.#take(EXPONENT)) kind = 'float';
      if (this.durations && this.#take(UNIT)) kind = 'timing';
    }
    const end = this.#at;
    if (this.#take(WORD)) {
      const shown = quote(this.#text.slice(at, this.#at));
      this.#report(end, `${shown} is not a number`, 'Put a space or an operator after the number');
    } else if (end - at > QASM_LIMITS.digitsMax) {
      const shown = quote(this.#text.slice(at, end));
      const most = `a number has at most ${QASM_LIMITS.digitsMax} characters`;
      this.#report(at, `${shown} is too long: ${most}`, 'Write fewer digits');
      return { kind: 'integer', text: '0', at, end };
    }
    return { kind, text: this.#text.slice(at, end), at, end: this.#at };
  }

  #reportUnknown(at: number): void {
    const code = this.#text.codePointAt(at)!;
    const char = String.fromCodePoint(code);
    if (char === '"' || char === "'") {
      this.#take(REST_OF_LINE);
      this.#report(at, 'this string does not end on its line', `Close it with ${char}`);
      return;
    }
    this.#at += char.length;
    const shown = code < 0x20 ? `character code ${code}` : quote(char);
    this.#report(at, `${shown} is not part of OpenQASM`, 'Remove it');
  }

  #skipBlank(): void {
    for (;;) {
      while (this.#take(BLANK) || this.#take(LINE_COMMENT));
      if (!this.#text.startsWith('/*', this.#at)) return;
      const close = this.#text.indexOf('*/', this.#at + 2);
      if (close < 0) {
        this.#report(this.#at, 'this comment does not end', "Close it with '*/'");
        this.#at = this.#text.length;
        return;
      }
      this.#at = close + 2;
    }
  }

  #take(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    if (!pattern.test(this.#text)) return false;
    this.#at = pattern.lastIndex;
    return true;
  }

  #token(kind: TokenKind, at: number): Token {
    return { kind, text: this.#text.slice(at, this.#at), at, end: this.#at };
  }

  #report(at: number, message: string, hint: string): void {
    this.#issues.add({ at, message, hint, fatal: false });
  }
}

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;
