import type { QasmCode } from './codes.ts';

/** Something wrong with a program, at offsets of its source map. */
export interface Diagnostic {
  readonly code: QasmCode;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly hint: string;
  readonly start: number;
  readonly end: number;
}

/** A diagnostic as people and programs read it. */
export interface QasmDiagnostic {
  readonly code: QasmCode;
  readonly severity: 'error' | 'warning';
  readonly file: string;
  /** Line, from 1. */
  readonly line: number;
  /** Column in characters (code points), from 1. */
  readonly column: number;
  readonly message: string;
  readonly hint: string;
  /** The line of the program and, below it, carets at the place. */
  readonly excerpt: string;
}
