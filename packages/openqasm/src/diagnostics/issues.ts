import type { Span } from '../syntax/ast.ts';
import type { QasmCode } from './codes.ts';
import type { Diagnostic } from './diagnostic.ts';

/** Errors reported of one program; what is wrong beyond that is not told apart any more. */
export const ERRORS_MAX = 200;

/** Collects what is wrong with a program. */
export class Issues {
  readonly #found: Diagnostic[] = [];
  readonly #seen = new Set<string>();
  #errors = 0;

  /** In the order in which they were found. */
  get list(): readonly Diagnostic[] {
    return this.#found;
  }

  get errors(): number {
    return this.#errors;
  }

  /** There are so many errors that going on is useless. */
  get full(): boolean {
    return this.#errors >= ERRORS_MAX;
  }

  error(code: QasmCode, { start, end }: Span, message: string, hint: string): void {
    this.#add({ code, severity: 'error', message, hint, start, end });
  }

  warn(code: QasmCode, { start, end }: Span, message: string, hint: string): void {
    this.#add({ code, severity: 'warning', message, hint, start, end });
  }

  #add(diagnostic: Diagnostic): void {
    if (this.full) return;
    // one error for one place: what follows from it is not news
    const key = `${diagnostic.start} ${diagnostic.code}`;
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    this.#found.push(diagnostic);
    if (diagnostic.severity === 'error') this.#errors++;
  }
}
