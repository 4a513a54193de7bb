import { Problem, type Issues } from './diagnostics.ts';
import type { Lexer } from './lexer.ts';
import { QASM_LIMITS } from './limits.ts';
import { describe, type Token } from './tokens.ts';

const IDENTIFIER = /[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Nd}\p{Mn}\p{Mc}_]{0,255}/gu;
/** How much of a broken statement is searched for the names that it may have declared. */
const POISON_LENGTH = 10_000;

/** Where the parser stands in the tokens, with one token of lookahead and error recovery. */
export class Cursor {
  readonly text: string;
  readonly issues: Issues;
  readonly #lexer: Lexer;
  /** Names in statements that could not be parsed: uses of them are not reported again. */
  readonly poisoned = new Set<string>();
  token: Token;
  #ahead: Token | undefined;
  #previousEnd = 0;
  #nesting = 0;
  version: 2 | 3 = 3;

  constructor(text: string, lexer: Lexer, issues: Issues) {
    this.text = text;
    this.issues = issues;
    this.#lexer = lexer;
    this.token = lexer.next();
  }

  setVersion(version: 2 | 3): void {
    this.version = version;
    this.#lexer.durations = version === 3;
  }

  get ended(): boolean {
    return this.token.kind === 'end';
  }

  advance(): Token {
    const { token } = this;
    this.#previousEnd = token.end;
    this.token = this.#ahead ?? this.#lexer.next();
    this.#ahead = undefined;
    return token;
  }

  /** The token after the current one. */
  peek(): Token {
    return (this.#ahead ??= this.#lexer.next());
  }

  /** The current token is this keyword or symbol. */
  is(text: string): boolean {
    const { kind } = this.token;
    return this.token.text === text && (kind === 'word' || kind === 'symbol');
  }

  accept(text: string): boolean {
    if (!this.is(text)) return false;
    this.advance();
    return true;
  }

  expect(text: string, hint = `Write '${text}' here`): Token {
    if (this.is(text)) return this.advance();
    throw new Problem(this.token.at, `expected '${text}', found ${describe(this.token)}`, hint);
  }

  word(what: string): Token {
    if (this.token.kind === 'word') return this.advance();
    const hint = 'A name starts with a letter or an underscore';
    throw new Problem(this.token.at, `expected ${what}, found ${describe(this.token)}`, hint);
  }

  /** Ends a statement. A missing semicolon at the end of a line costs only that diagnostic. */
  endStatement(): void {
    if (this.accept(';')) return;
    const at = this.#previousEnd;
    const message = `expected ';', found ${describe(this.token)}`;
    const problem = new Problem(at, message, "End the statement with ';'");
    const between = this.text.slice(at, this.token.at);
    if (!this.ended && !/[\r\n]/.test(between)) throw problem;
    this.issues.add(problem);
  }

  /** One or more things with commas between them; a comma may trail before `closer`. */
  list<T>(item: () => T, closer?: string): T[] {
    const items = [item()];
    while (this.accept(',')) {
      if (closer !== undefined && this.is(closer)) break;
      items.push(item());
    }
    return items;
  }

  /** Runs `body` one block deeper. */
  nested<T>(body: () => T): T {
    const { nestingMax } = QASM_LIMITS;
    if (this.#nesting >= nestingMax) {
      const message = `blocks nest deeper than ${nestingMax}`;
      throw new Problem(this.token.at, message, 'Flatten the program', true);
    }
    this.#nesting++;
    try {
      return body();
    } finally {
      this.#nesting--;
    }
  }

  /** Reports what `parse` throws and goes on after the statement that started at `start`. */
  recovering<T>(parse: () => T): T | undefined {
    const start = this.token.at;
    try {
      return parse();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.issues.add(error);
      this.skipStatement();
      this.#poison(start);
      return undefined;
    }
  }

  /** Goes on after the next semicolon or closed block at this level, or before its end. */
  skipStatement(): void {
    let depth = 0;
    while (!this.ended) {
      if (this.is('}') && depth === 0) return;
      const { kind, text } = this.advance();
      if (kind !== 'symbol') continue;
      if (text === '{') depth++;
      if (text === '}') depth--;
      if (depth === 0 && (text === ';' || (text === '}' && !this.#continues()))) return;
    }
  }

  /** After a closed brace: the statement goes on, as in `= {1, 2};` or `} else {`. */
  #continues(): boolean {
    const { kind, text } = this.token;
    return this.is('else') || (kind === 'symbol' && !'{}@#'.includes(text));
  }

  /** Goes on after the rest of the current line. */
  skipLine(): void {
    this.#lexer.skipLine(this.token.at);
    this.#ahead = undefined;
    this.token = this.#lexer.next();
  }

  #poison(start: number): void {
    const end = Math.min(this.#previousEnd, start + POISON_LENGTH);
    for (const [name] of this.text.slice(start, end).matchAll(IDENTIFIER)) {
      this.poisoned.add(name);
    }
  }
}
