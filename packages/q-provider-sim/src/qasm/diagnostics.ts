import type { Fault } from '@xdv/domain-model';
import { QASM_LIMITS } from './limits.ts';

/** One thing wrong with a program, where it is, and what to do about it. */
export interface QasmDiagnostic {
  /** Line, from 1. */
  readonly line: number;
  /** Column in characters (code points), from 1. */
  readonly column: number;
  readonly message: string;
  readonly hint: string;
  /** The line of the program and, below it, a caret at the column. */
  readonly excerpt: string;
}

/**
 * Why a program was refused. `message` starts with `file:line:column:` of the first diagnostic;
 * `diagnostics` lists every one found, at most {@link QASM_LIMITS}.errorsMax, in source order.
 */
export interface QasmFault extends Fault {
  readonly code: 'QASM_SYNTAX' | 'CIRCUIT_TOO_LARGE';
  readonly diagnostics: readonly QasmDiagnostic[];
}

/**
 * Unwinds to the statement that is wrong. Never leaves the reader.
 * `fatal` ends the reading: a limit was passed, so that going on would be useless or slow.
 */
export class Problem extends Error {
  readonly at: number;
  readonly hint: string;
  readonly fatal: boolean;

  constructor(at: number, message: string, hint: string, fatal = false) {
    super(message);
    this.at = at;
    this.hint = hint;
    this.fatal = fatal;
  }
}

/** Unwinds silently: the statement depends on a name whose declaration was already reported. */
export class Dependent extends Error {}

/** A piece of the program as a message shows it: quoted, and cut if it is long. */
export const quote = (text: string): string =>
  text.length > 40 ? `'${text.slice(0, 37)}...'` : `'${text}'`;

interface Issue {
  readonly at: number;
  readonly message: string;
  readonly hint: string;
}

const LINE_END = /\r\n|\r|\n/g;
const EXCERPT_MAX = 100;

/** Collects what is wrong with one program and places it in lines and columns at the end. */
export class Issues {
  readonly #text: string;
  readonly #found: Issue[] = [];
  readonly #seen = new Set<string>();
  #fatal = false;

  constructor(text: string) {
    this.#text = text;
  }

  get count(): number {
    return this.#found.length;
  }

  /** No further reading is worthwhile: a limit was passed or there are too many errors. */
  get stopped(): boolean {
    return this.#fatal || this.#found.length >= QASM_LIMITS.errorsMax;
  }

  add({ at, message, hint, fatal }: Omit<Problem, keyof Error> & { message: string }): void {
    const key = `${at} ${message}`;
    // an unrolled loop meets the same error in every iteration: once is enough
    if (this.#seen.has(key) || this.stopped) return;
    this.#seen.add(key);
    this.#found.push({ at, message, hint });
    this.#fatal ||= fatal;
  }

  /** The fault of everything found. `count` must not be 0. */
  fault(file: string): QasmFault {
    const ordered = this.#found.toSorted((a, b) => a.at - b.at);
    const starts = this.#lineStarts();
    const diagnostics = ordered.map((issue) => this.#place(issue, starts));
    const first = diagnostics[0]!;
    const more = diagnostics.length > 1 ? ` (and ${diagnostics.length - 1} more)` : '';
    return {
      code: this.#fatal ? 'CIRCUIT_TOO_LARGE' : 'QASM_SYNTAX',
      message: `${file}:${first.line}:${first.column}: ${first.message}${more}`,
      hint: first.hint,
      diagnostics,
    };
  }

  #lineStarts(): readonly number[] {
    const starts = [this.#text.startsWith('\uFEFF') ? 1 : 0];
    for (const end of this.#text.matchAll(LINE_END)) starts.push(end.index + end[0].length);
    return starts;
  }

  #place({ at, message, hint }: Issue, starts: readonly number[]): QasmDiagnostic {
    let line = starts.length;
    while (line > 1 && starts[line - 1]! > at) line--;
    const start = starts[line - 1]!;
    const column = this.#characters(start, at) + 1;
    return { line, column, message, hint, excerpt: this.#excerpt(start, at) };
  }

  /** Code points between two offsets. */
  #characters(start: number, end: number): number {
    let count = 0;
    for (let k = start; k < end; count++) k += this.#text.codePointAt(k)! > 0xffff ? 2 : 1;
    return count;
  }

  #excerpt(start: number, at: number): string {
    // a long line is shown from shortly before the place
    const from = at - start < EXCERPT_MAX ? start : at - EXCERPT_MAX / 2;
    const shown = this.#text.slice(from, from + EXCERPT_MAX).split(LINE_END, 1)[0]!;
    const before = [...this.#text.slice(from, at)].map((c) => (c === '\t' ? c : ' ')).join('');
    return `${shown.trimEnd()}\n${before}^`;
  }
}
