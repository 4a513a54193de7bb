import { WORKLOAD_LIMITS } from './limits.ts';
import { numberAt, type Place } from './text.ts';

const FIELDS_MAX = 32;
const NEWLINE = 10;
const SEMICOLON = 59;
/** A remark may come after the number. */
const HEADER = /^;\s*(MaxProcs|MaxNodes):\s*(\d{1,10})(?![\d.])/;

/** What is read of a comment. */
const HEADER_MAX = 200;

const isSpace = (code: number): boolean => code === 32 || code === 9 || code === 13;

/** Walks the jobs of a text in the Standard Workload Format without splitting it. */
export class SwfLines {
  readonly #text: string;
  #at: number;
  #line = 0;
  #lineStart = 0;
  #lineEnd = 0;
  #count = 0;
  readonly #starts = new Float64Array(FIELDS_MAX);
  readonly #ends = new Float64Array(FIELDS_MAX);
  readonly #headers = new Map<string, number>();

  constructor(text: string) {
    this.#text = text;
    // a byte order mark is no field
    this.#at = text.startsWith('\uFEFF') ? 1 : 0;
  }

  /** Fields on this line, counted up to 32. */
  get count(): number {
    return this.#count;
  }

  /** Moves to the next line with a job; false at the end of the text. */
  next(): boolean {
    while (this.#at < this.#text.length) {
      this.#line++;
      this.#lineStart = this.#at;
      this.#count = 0;
      if (this.#text.charCodeAt(this.#at) === SEMICOLON) this.#passComment();
      else this.#scan();
      if (this.#count > 0) return true;
    }
    return false;
  }

  /** The number in a field; NaN if there is none. */
  value(field: number): number {
    if (field >= this.#count) return NaN;
    return numberAt(this.#text, this.#starts[field]!, this.#ends[field]!);
  }

  word(field: number): string {
    return field < this.#count ? this.#text.slice(this.#starts[field]!, this.#ends[field]!) : '';
  }

  /** Where the field starts, or the line ends if there is none. */
  place(field: number): Place {
    const from = field < this.#count ? this.#starts[field]! : this.#lineEnd;
    return { line: this.#line, column: from - this.#lineStart + 1 };
  }

  /** A number of units that a header comment stated, if one was passed. */
  header(label: 'MaxProcs' | 'MaxNodes'): number | undefined {
    return this.#headers.get(label);
  }

  /** Passes a comment; the first header of its label counts. */
  #passComment(): void {
    const end = this.#text.indexOf('\n', this.#at);
    this.#lineEnd = end < 0 ? this.#text.length : end;
    this.#at = this.#lineEnd + 1;
    const read = Math.min(this.#lineEnd, this.#lineStart + HEADER_MAX);
    const found = HEADER.exec(this.#text.slice(this.#lineStart, read));
    if (found === null || this.#headers.has(found[1]!)) return;
    const units = Number(found[2]);
    if (units >= 1 && units <= WORKLOAD_LIMITS.unitsMax) this.#headers.set(found[1]!, units);
  }

  /** Finds the fields of the line and moves past its end. */
  #scan(): void {
    const text = this.#text;
    let at = this.#at;
    let code = text.charCodeAt(at);
    while (at < text.length && code !== NEWLINE) {
      const start = at;
      while (at < text.length && code !== NEWLINE && !isSpace(code)) code = text.charCodeAt(++at);
      if (at > start && this.#count < FIELDS_MAX) {
        this.#starts[this.#count] = start;
        this.#ends[this.#count++] = at;
      }
      while (at < text.length && isSpace(code)) code = text.charCodeAt(++at);
    }
    this.#lineEnd = at;
    this.#at = at + 1;
  }
}
