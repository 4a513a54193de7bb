import type { QasmCode } from '../diagnostics/codes.ts';
import type { Issues } from '../diagnostics/issues.ts';
import type { Span } from './ast.ts';
import type { Words } from './words.ts';

/** Where reading stands in one text, and the token there. Offsets of tokens are global. */
export interface Scan {
  readonly text: string;
  readonly base: number;
  readonly words: Words;
  readonly issues: Issues;
  readonly comments: Span[];
  version: 2 | 3;
  /** Local offset after the token. */
  at: number;
  kind: number;
  start: number;
  end: number;
  /** Of a word. */
  word: string;
  /** Of a word, whatever the version. */
  wordKind: number;
  /** Of a number with a unit: local offset after its digits. */
  digitsEnd: number;
  /** Where a character or number was reported last: what else is wrong near it follows from it. */
  reported: number;
  /** An error was reported, and what follows is skipped: what is wrong there is not reported. */
  panic: boolean;
  /** A comment goes on to the end of the text, so what is not there may be in it. */
  commentOpen: boolean;
}

/** Makes the text between two local offsets the token. */
export const emit = (s: Scan, kind: number, from: number, to: number): void => {
  s.kind = kind;
  s.start = s.base + from;
  s.end = s.base + to;
  s.at = to;
};

interface Wrong {
  readonly code: QasmCode;
  /** Local offsets. */
  readonly from: number;
  readonly to: number;
  readonly message: string;
  readonly hint: string;
}

/** Reports characters that make no token. */
export const report = (s: Scan, { code, from, to, message, hint }: Wrong): void => {
  s.reported = s.base + from;
  if (s.panic && code !== 'COMMENT_OPEN') return;
  s.issues.error(code, { start: s.base + from, end: s.base + to }, message, hint);
};

/** The first line end at or after `from`, or the end of the text. */
export const lineEnd = (text: string, from: number): number => {
  let at = from;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x0a || code === 0x0d) break;
  }
  return at;
};
