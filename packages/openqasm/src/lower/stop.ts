import type { QasmCode } from '../diagnostics/codes.ts';
import type { Span } from '../syntax/ast.ts';

/** Unwinds to the entry of lowering: the program cannot become a circuit. Never leaves it. */
export class Stop extends Error {
  readonly code: QasmCode;
  readonly at: Span;
  readonly hint: string;

  constructor(code: QasmCode, at: Span, message: string, hint: string) {
    super(message);
    this.code = code;
    this.at = at;
    this.hint = hint;
  }
}
