import type { Annotation, Statement } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { notInVersion2 } from './literals.ts';
import { endStatement } from './recovery.ts';
import { isWordAt } from './characters.ts';
import { scanRestOfLine } from './lexer.ts';
import { T } from './tokens.ts';

/** `include "file";` or `defcalgrammar "openpulse";` */
export const includeOrGrammar = (c: Cursor): Statement => {
  const { start, kind } = c;
  c.advance();
  const text = quoted(c, kind === T.include ? 'a file name' : 'the name of a language');
  endStatement(c);
  const span = { start, end: c.previousEnd };
  if (kind === T.include) return { kind: 'include', ...span, file: text };
  return { kind: 'defcalgrammar', ...span, grammar: text };
};

const quoted = (c: Cursor, what: string): string => {
  const { start, end } = c;
  if (c.kind !== T.string) {
    c.expected(`${what} in quotes`, 'Put it between double quotes');
    return '';
  }
  c.advance();
  const closed = end - start > 1 && c.slice(start, start + 1) === c.slice(end - 1, end);
  const text = c.slice(start + 1, closed ? end - 1 : end);
  if (text !== '' || !closed) return text;
  c.complain('SYNTAX', { start, end }, `${what} is empty`, 'Write it between the quotes');
  return text;
};

/** `pragma …` or `#pragma …` to the end of the line. */
export const pragma = (c: Cursor): Statement => {
  const { start } = c;
  const word = c.end;
  if (c.version === 2) notInVersion2(c, 'pragmas', 'Make it a comment');
  const text = scanRestOfLine(c);
  if (text === '') {
    const hint = 'Write what it says on the same line';
    c.complain('SYNTAX', { start, end: word }, 'this pragma is empty', hint);
  }
  const end = text === '' ? word : c.base + c.at;
  c.end = end;
  c.advance();
  return { kind: 'pragma', start, end, text };
};

/** `@name the rest of the line`, as many as there are. */
export const annotations = (c: Cursor): Annotation[] => {
  const found: Annotation[] = [];
  while (c.kind === T.at) {
    if (c.version === 2) notInVersion2(c, 'annotations', 'Make it a comment');
    found.push(annotation(c));
  }
  return found;
};

const annotation = (c: Cursor): Annotation => {
  const { start, text, at } = c;
  const end = keywordEnd(text, at);
  const keyword = text.slice(at, end);
  if (keyword === '') {
    const hint = "Write a name right after '@', such as @reversible";
    c.complain('SYNTAX', c, 'an annotation has a name', hint);
  }
  c.at = end;
  const rest = scanRestOfLine(c);
  c.end = c.base + c.at;
  c.advance();
  return { start, end: c.previousEnd, keyword, text: rest };
};

/** After names with dots between them. */
const keywordEnd = (text: string, from: number): number => {
  let at = from;
  while (isWordAt(text, at) || (text[at] === '.' && at > from && isWordAt(text, at + 1))) at++;
  return at;
};
