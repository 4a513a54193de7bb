import type { Cursor } from './cursor.ts';
import { GLOBAL_WORDS, T } from './tokens.ts';

/**
 * Ends a statement. A missing semicolon where a line ends costs that diagnostic alone; what else
 * stands there makes the rest of the statement unreadable.
 */
export const endStatement = (c: Cursor): void => {
  if (c.kind === T.semicolon && !c.panic) {
    c.advance();
    return;
  }
  if (c.panic) return;
  const goesOn = c.kind === T.end || c.kind === T.rbrace || c.startsLine;
  if (!goesOn) {
    c.expected("';'", "End the statement with ';'");
    return;
  }
  const end = c.previousEnd;
  const span = { start: end, end };
  c.complain('SYNTAX', span, "expected ';' after this", "End the statement with ';'");
};

/** Goes on where the next statement seems to start. */
export const skipStatement = (c: Cursor): void => {
  let depth = 0;
  while (c.kind !== T.end) {
    if (startsNext(c, depth)) return;
    const { kind } = c;
    if (kind === T.rbrace && depth === 0) return;
    c.advance();
    if (kind === T.semicolon && depth === 0) return;
    if (kind === T.lbrace) depth++;
    if (kind === T.rbrace && --depth === 0 && !continuesAfterBlock(c)) return;
  }
};

/** In braces that were opened since, only a definition in the first column ends what is skipped. */
const startsNext = (c: Cursor, depth: number): boolean =>
  depth === 0
    ? c.startsStatement(c.kind)
    : GLOBAL_WORDS[c.kind] === 1 && c.startsLine && c.column(c.start) === 0;

/** After a closed brace the statement goes on, as in `= {1, 2};` or `} else {`. */
const continuesAfterBlock = ({ kind }: Cursor): boolean =>
  kind === T.else || (kind >= T.rparen && kind < T.openqasm && kind !== T.lbrace && kind !== T.at);

/** After an error in what comes before a body: goes on with the body if there is one. */
export const resumeAtBody = (c: Cursor): void => {
  if (!c.panic) return;
  while (!c.endsStatement()) c.advance();
  if (c.kind === T.lbrace) c.panic = false;
};

/** Goes to the comma, bracket or semicolon that ends the expression here. */
export const skipExpression = (c: Cursor): void => {
  let depth = 0;
  let braces = 0;
  for (; c.kind !== T.end; c.advance()) {
    const { kind } = c;
    const closes = kind === T.rparen || kind === T.rbracket || kind === T.rbrace;
    if (depth === 0 && (closes || kind === T.comma)) return;
    if (braces === 0 && kind === T.semicolon) return;
    if (closes) depth--;
    if (kind === T.lparen || kind === T.lbracket || kind === T.lbrace) depth++;
    if (kind === T.lbrace) braces++;
    if (kind === T.rbrace) braces--;
  }
};
