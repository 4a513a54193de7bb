import type { QasmCode } from '../diagnostics/codes.ts';
import type { Issues } from '../diagnostics/issues.ts';
import type { SourceFile } from '../diagnostics/source-map.ts';
import type { Block, Expression, Missing, Name, Span } from './ast.ts';
import { scan } from './lexer.ts';
import type { Scan } from './scan.ts';
import { foundName, isWord, kindInVersion, SPELLINGS, STATEMENT_WORDS, T } from './tokens.ts';
import { Words } from './words.ts';

/** The next id to give; shared by all files of one program, so that ids stay dense. */
export interface Ids {
  next: number;
}

/** How blocks are read, for what contains them: statements, and expressions (`durationof`). */
export interface BlockReader {
  /** `{ … }`. */
  scope(cursor: Cursor): Block;
  /** `{ … }` or one statement. */
  body(cursor: Cursor): Block;
}

/** Names and expressions of one program, which bounds the memory of its tree. */
export const NODES_MAX = 2 ** 24;

interface Open {
  readonly file: SourceFile;
  readonly issues: Issues;
  readonly ids: Ids;
  readonly blocks: BlockReader;
}

/** An expression that is missing before one of these is all that is wrong. */
const SEPARATORS = new Set<number>([T.rparen, T.rbracket, T.rbrace, T.comma, T.colon]);

/**
 * Where the parser stands, and what it does about errors. In one statement one error is reported.
 * After an error that leaves the place in the statement clear (`quiet`), reading goes on; after
 * any other (`panic`), everything up to the end of the bracket or statement is skipped, and what
 * could not be read is {@link Missing}.
 */
export class Cursor implements Scan {
  readonly text: string;
  readonly base: number;
  readonly words = new Words();
  readonly issues: Issues;
  readonly comments: Span[] = [];
  readonly blocks: BlockReader;
  readonly #ids: Ids;
  version: 2 | 3 = 3;
  at = 0;
  kind: number = T.end;
  start = 0;
  end = 0;
  word = '';
  wordKind: number = T.name;
  digitsEnd = 0;
  reported = -1;
  commentOpen = false;

  /** End of the token before this one. */
  previousEnd: number;
  /** Start of the statement that is being read. */
  statementStart = 0;
  quiet = false;
  panic = false;
  /** A block was found to be unclosed: those around it end with it. */
  unclosed = false;
  /** Gates of version 2 named with a word of version 3. */
  readonly ownGates = new Set<string>();
  /** Words of version 3 that were reported in version 2: each is reported once. */
  readonly refused = new Set<number>();
  /** Expressions around this place. */
  depth = 0;
  /** Blocks and bodies around this place. */
  blockDepth = 0;
  /** Of the expression read last: nodes on its longest path. */
  height = 0;
  /** The greatest height since this was last set to 0. */
  heightMax = 0;

  constructor({ file, issues, ids, blocks }: Open) {
    this.text = file.text;
    this.base = file.base;
    this.previousEnd = file.base;
    this.issues = issues;
    this.#ids = ids;
    this.blocks = blocks;
  }

  id(): number {
    const id = this.#ids.next++;
    if (id >= NODES_MAX) this.#tooMany();
    return id;
  }

  #tooMany(): void {
    const message = `a program has at most ${NODES_MAX} names and values`;
    this.quiet = false;
    this.fail('TOO_LARGE', this, message, 'Write repeated operations as loops, or split it');
    this.giveUp();
  }

  advance(): void {
    this.previousEnd = this.end;
    scan(this);
  }

  accept(kind: number): boolean {
    if (this.kind !== kind) return false;
    this.advance();
    return true;
  }

  /** Goes on if the token is this one; otherwise reports that it is expected. */
  expect(kind: number): boolean {
    if (this.accept(kind)) return true;
    const spelling = SPELLINGS[kind]!;
    this.expected(`'${spelling}'`, `Write '${spelling}' here`);
    return false;
  }

  /** Reports that something else is here than `what`, and gives up this statement. */
  expected(what: string, hint: string): void {
    const ended = this.kind === T.end;
    const start = ended ? this.previousEnd : this.start;
    const span = { start, end: ended ? start : this.end };
    this.fail('SYNTAX', span, `expected ${what}, found ${this.found()}`, hint);
  }

  /** Reports an error after which the rest of the statement has no meaning. */
  fail(code: QasmCode, span: Span, message: string, hint: string): void {
    this.complain(code, span, message, hint);
    this.panic = true;
  }

  /** Reports an error after which reading goes on. */
  complain(code: QasmCode, { start, end }: Span, message: string, hint: string): void {
    const explained = this.reported >= this.statementStart;
    if (!this.quiet && !explained) this.issues.error(code, { start, end }, message, hint);
    this.quiet = true;
  }

  /** The token, as messages name it. */
  found(): string {
    if (this.kind === T.end) return foundName(T.end);
    const shown = this.slice(this.start, Math.min(this.end, this.start + 40));
    return `'${shown}'`;
  }

  /** The text between two global offsets. */
  slice(start: number, end: number): string {
    return this.text.slice(start - this.base, end - this.base);
  }

  /** The token is the first on its line. */
  get startsLine(): boolean {
    for (let k = this.start - this.base - 1; k >= this.previousEnd - this.base; k--) {
      const code = this.text.charCodeAt(k);
      if (isLineEnd(code)) return true;
    }
    return this.start === this.base;
  }

  /** A name being declared or called, empty where none is; `what` it names is for messages. */
  name(what: string): Name {
    const { start, end, word } = this;
    if (this.kind === T.name && !this.panic) {
      this.advance();
      return { start, end, id: this.id(), text: word };
    }
    if (!this.panic && isWord(this.kind) && !this.startsLine) {
      const hint = 'Choose another name';
      this.complain('NAME_RESERVED', this, `'${word}' belongs to the language`, hint);
      this.advance();
      return { start, end, id: this.id(), text: word };
    }
    if (!this.panic) this.expected(what, 'A name starts with a letter or an underscore');
    return { start, end: start, id: this.id(), text: '' };
  }

  missing(): Missing {
    const { previousEnd: end } = this;
    this.height = 1;
    return { kind: 'missing', start: end, end, id: this.id() };
  }

  /** Reports that an expression is missing; goes on if the statement plainly does. */
  missingExpression(): Expression {
    if (this.kind === T.bad) {
      const missing = this.missing();
      this.quiet = true;
      this.advance();
      return missing;
    }
    this.expected('an expression', 'Write a value, a name or an operation here');
    this.panic = !(SEPARATORS.has(this.kind) || this.endsStatement());
    return this.missing();
  }

  /** The closing bracket of the one at global offset `open`. */
  close(kind: number, open: number): void {
    if (!this.panic) {
      if (this.accept(kind)) return;
      if (this.endsStatement()) return this.reportOpen(open);
      this.expected(`',' or '${SPELLINGS[kind]!}'`, `Close the bracket with '${SPELLINGS[kind]!}'`);
    }
    this.#skipToClose(kind);
  }

  /** Nothing of this statement can follow here. */
  endsStatement(): boolean {
    const { kind } = this;
    if (kind === T.semicolon || kind === T.end || kind === T.lbrace || kind === T.rbrace) {
      return true;
    }
    return this.startsStatement(kind);
  }

  /** A word first on its line that starts a statement, or may and is no farther right than this. */
  startsStatement(kind: number): boolean {
    if (kind !== T.name && kind !== T.at && !isWord(kind)) return false;
    if (!this.startsLine) return false;
    if (STATEMENT_WORDS[kind] === 1) return true;
    return this.column(this.start) <= this.column(this.statementStart);
  }

  /** Characters between the start of the line and a global offset. */
  column(offset: number): number {
    const local = offset - this.base;
    let start = local;
    while (start > 0 && !isLineEnd(this.text.charCodeAt(start - 1))) start--;
    return local - start;
  }

  reportOpen(open: number): void {
    const bracket = this.slice(open, open + 1);
    const closing = { '(': ')', '[': ']', '{': '}' }[bracket] ?? '';
    const message = `this '${bracket}' is not closed`;
    this.complain('BRACKET_OPEN', { start: open, end: open + 1 }, message, `Add '${closing}'`);
  }

  /** Reports that a block does not end, unless one inside of it or a comment does not either. */
  reportUnclosed(open: number): void {
    if (!this.unclosed && !this.commentOpen) {
      this.quiet = false;
      this.reportOpen(open);
    }
    this.unclosed = true;
  }

  /** Ends the program after this token. */
  giveUp(): void {
    this.at = this.text.length;
    this.unclosed = true;
  }

  /** After an error between brackets: goes on after them if they are closed in this statement. */
  #skipToClose(kind: number): void {
    for (let depth = 0; depth > 0 || this.kind !== kind; this.advance()) {
      if (this.endsStatement()) return;
      if (this.kind === T.lparen || this.kind === T.lbracket) depth++;
      if (this.kind === T.rparen || this.kind === T.rbracket) depth = Math.max(0, depth - 1);
    }
    this.advance();
    this.panic = false;
  }

  /** Reads by the rules of a version from this token on. */
  setVersion(version: 2 | 3): void {
    this.version = version;
    const word = isWord(this.kind) || this.kind === T.name;
    if (word) this.kind = kindInVersion(this.wordKind, version);
  }
}

const isLineEnd = (code: number): boolean => code === 0x0a || code === 0x0d;
