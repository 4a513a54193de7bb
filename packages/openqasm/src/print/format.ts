import type { Analysis } from '../analysis/analysis.ts';
import type { QasmCode } from '../diagnostics/codes.ts';
import { print } from './print.ts';

/** Errors after which part of the text is not in the tree. */
const UNREAD: ReadonlySet<QasmCode> = new Set<QasmCode>([
  'CHARACTER_UNKNOWN',
  'STRING_OPEN',
  'COMMENT_OPEN',
  'NUMBER_MALFORMED',
  'NAME_TOO_LONG',
  'SYNTAX',
  'BRACKET_OPEN',
  'VERSION_MISPLACED',
  'VERSION_UNSUPPORTED',
  'NOT_IN_VERSION',
  'TOO_DEEP',
  'TOO_LARGE',
]);

/**
 * A program in its canonical form: a statement a line, two blanks for each level; comments, single
 * blank lines and the way numbers are written stay. Null if part of it could not be read and would
 * be lost. Formatting the result gives the same text.
 */
export const format = ({ program, sources, diagnostics }: Analysis): string | null =>
  diagnostics.some(({ code }) => UNREAD.has(code)) ? null : print(program, sources);
