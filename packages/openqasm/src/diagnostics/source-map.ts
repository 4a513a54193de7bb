import type { Diagnostic, QasmDiagnostic } from './diagnostic.ts';

/** One text of a program: the program itself, or a file that it includes. */
export interface SourceFile {
  readonly name: string;
  readonly text: string;
  /** Offset of its first character in the source map. */
  readonly base: number;
}

/** Where an offset is. */
export interface Place {
  readonly file: SourceFile;
  /** From 1. */
  readonly line: number;
  /** In characters (code points), from 1. */
  readonly column: number;
}

const LINE_END = /\r\n|\r|\n/g;
const EXCERPT_MAX = 100;

/**
 * All texts of one program end to end, so that one number says where something is. Places are
 * found by bisection over line starts, which are looked up once for each file that is asked about.
 */
export class SourceMap {
  readonly #files: SourceFile[] = [];
  readonly #lines = new Map<SourceFile, readonly number[]>();

  get files(): readonly SourceFile[] {
    return this.#files;
  }

  add(name: string, text: string): SourceFile {
    const last = this.#files.at(-1);
    // one offset between two files belongs to the end of the first
    const base = last === undefined ? 0 : last.base + last.text.length + 1;
    const file = { name, text, base };
    this.#files.push(file);
    return file;
  }

  fileAt(offset: number): SourceFile {
    const found = this.#files.findLast(({ base }) => base <= offset);
    if (found === undefined) throw new RangeError(`offset ${offset} is in no file`);
    return found;
  }

  text(start: number, end: number): string {
    const { base, text } = this.fileAt(start);
    return text.slice(start - base, end - base);
  }

  place(offset: number): Place {
    const file = this.fileAt(offset);
    const local = offset - file.base;
    const starts = this.#lineStarts(file);
    const line = lineOf(starts, local);
    return { file, line: line + 1, column: characters(file.text, starts[line]!, local) + 1 };
  }

  /** A diagnostic with its place and an excerpt. */
  describe({ code, severity, message, hint, start, end }: Diagnostic): QasmDiagnostic {
    const { file, line, column } = this.place(start);
    const from = this.#lineStarts(file)[line - 1]!;
    const shown = excerpt(file.text, from, start - file.base, end - file.base);
    return { code, severity, file: file.name, line, column, message, hint, excerpt: shown };
  }

  #lineStarts(file: SourceFile): readonly number[] {
    const known = this.#lines.get(file);
    if (known !== undefined) return known;
    const starts = [file.text.startsWith('\uFEFF') ? 1 : 0];
    for (const end of file.text.matchAll(LINE_END)) starts.push(end.index + end[0].length);
    this.#lines.set(file, starts);
    return starts;
  }
}

/** The last line that starts at or before `offset`. */
const lineOf = (starts: readonly number[], offset: number): number => {
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (starts[middle]! <= offset) low = middle;
    else high = middle;
  }
  return low;
};

/** Code points between two offsets. */
const characters = (text: string, start: number, end: number): number => {
  let count = 0;
  for (let k = start; k < end; count++) k += text.codePointAt(k)! > 0xffff ? 2 : 1;
  return count;
};

const excerpt = (text: string, lineStart: number, start: number, end: number): string => {
  // a long line is shown from shortly before the place
  const from = start - lineStart < EXCERPT_MAX ? lineStart : start - EXCERPT_MAX / 2;
  const shown = text.slice(from, from + EXCERPT_MAX).split(LINE_END, 1)[0]!;
  const before = [...text.slice(from, start)].map((c) => (c === '\t' ? c : ' ')).join('');
  const within = Math.min(end, from + shown.length) - start;
  const carets = '^'.repeat(Math.max(1, characters(text, start, start + Math.max(0, within))));
  return `${shown.trimEnd()}\n${before}${carets}`;
};
