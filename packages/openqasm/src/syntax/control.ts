import { standsAlone } from './alone.ts';
import type { Block, Expression, For, Statement, SwitchCase } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { scopeAfterHeader } from './definitions.ts';
import {
  designator,
  expression,
  indexSet,
  scalarType,
  selectorItem,
} from './expressions.ts';
import { list } from './lists.ts';
import { notInVersion2 } from './literals.ts';
import { declaredName } from './names.ts';
import { endStatement, resumeAtBody } from './recovery.ts';
import { T } from './tokens.ts';
import { assignedValue } from './values.ts';

/** `(expression)`. */
const condition = (c: Cursor): Expression => {
  const open = c.start;
  if (!c.expect(T.lparen)) return c.missing();
  const found = expression(c);
  c.close(T.rparen, open);
  return found;
};

/** The body of a statement, also after an error in what comes before it. */
const bodyAfterHeader = (c: Cursor): Block => {
  resumeAtBody(c);
  return c.blocks.body(c);
};

/** `if (c == 1) x q; else { … }`; version 2 has neither braces nor `else`. */
export const ifStatement = (c: Cursor): Statement => {
  const { start } = c;
  c.advance();
  const found = condition(c);
  if (c.version === 2) conditionOf2(c, found);
  const then = bodyAfterHeader(c);
  const otherwise = !c.panic && isElse(c) ? elseBody(c) : null;
  return { kind: 'if', start, end: c.previousEnd, condition: found, then, otherwise };
};

const isElse = (c: Cursor): boolean =>
  c.kind === T.else || (c.version === 2 && c.kind === T.name && c.wordKind === T.else);

const elseBody = (c: Cursor): Block => {
  if (c.version === 2) {
    c.quiet = false;
    notInVersion2(c, "'else'", 'Write a second if');
  }
  c.advance();
  return c.blocks.body(c);
};

/** `if (c == 3)`: a register and an integer. */
const conditionOf2 = (c: Cursor, found: Expression): void => {
  const plain =
    found.kind === 'missing' ||
    (found.kind === 'binary' &&
      found.operator === '==' &&
      found.left.kind === 'identifier' &&
      found.right.kind === 'integer');
  const hint = "Compare a whole register with an integer, such as 'if (c == 3)'";
  if (!plain) c.complain('NOT_IN_VERSION', found, 'version 2 does not have this condition', hint);
  else if (c.kind === T.lbrace) notInVersion2(c, 'blocks', "Write 'if' before each operation");
};

/** `for int i in [0:3] { … }` */
export const forStatement = (c: Cursor): Statement => {
  const { start } = c;
  c.advance();
  const type = scalarType(c);
  const name = declaredName(c, 'the name of the loop variable');
  if (!c.panic) c.expect(T.in);
  const over = c.panic ? c.missing() : loopValues(c);
  const body = bodyAfterHeader(c);
  return { kind: 'for', start, end: c.previousEnd, type, name, over, body };
};

const loopValues = (c: Cursor): For['over'] => {
  if (c.kind === T.lbrace) return indexSet(c);
  if (c.kind !== T.lbracket) return expression(c);
  const { start } = c;
  c.advance();
  const range = selectorItem(c);
  if (range.kind !== 'range' && !c.panic) {
    c.expected("':'", 'Write a range such as [0:3], a set such as {0, 1}, or an array');
  }
  c.close(T.rbracket, start);
  return range;
};

/** `while (x < 3) { … }` */
export const whileStatement = (c: Cursor): Statement => {
  const { start } = c;
  c.advance();
  const found = condition(c);
  const body = bodyAfterHeader(c);
  return { kind: 'while', start, end: c.previousEnd, condition: found, body };
};

/** `switch (x) { case 1, 2 { … } default { … } }` */
export const switchStatement = (c: Cursor): Statement => {
  const { start } = c;
  c.advance();
  const subject = condition(c);
  resumeAtBody(c);
  const open = c.start;
  const cases: SwitchCase[] = [];
  let otherwise: Block | null = null;
  if (!c.panic && c.expect(T.lbrace)) {
    while (c.kind === T.case || c.kind === T.default) {
      const repeated = otherwise !== null && c.kind === T.default;
      if (repeated) c.complain('SYNTAX', c, 'there are two defaults', 'Join or remove one of them');
      if (c.kind === T.case) cases.push(switchCase(c));
      else otherwise = defaultCase(c);
      c.panic = false;
    }
    closeSwitch(c, open);
  }
  return { kind: 'switch', start, end: c.previousEnd, subject, cases, otherwise };
};

const closeSwitch = (c: Cursor, open: number): void => {
  if (c.accept(T.rbrace)) return;
  if (c.kind === T.end) {
    c.reportUnclosed(open);
    return;
  }
  c.expected("'case', 'default' or '}'", 'Put statements into the block of a case');
  skipToBrace(c);
};

const skipToBrace = (c: Cursor): void => {
  for (let depth = 0; c.kind !== T.end; ) {
    const { kind } = c;
    c.advance();
    if (kind === T.lbrace) depth++;
    if (kind === T.rbrace && --depth < 0) break;
  }
  c.panic = false;
};

const switchCase = (c: Cursor): SwitchCase => {
  const { start } = c;
  c.statementStart = start;
  c.quiet = false;
  c.advance();
  const labels = list(c, T.lbrace, expression);
  const body = scopeAfterHeader(c);
  return { start, end: c.previousEnd, labels, body };
};

const defaultCase = (c: Cursor): Block => {
  c.advance();
  return scopeAfterHeader(c);
};

/** `box[100ns] { … }` */
export const box = (c: Cursor): Statement => {
  const { start } = c;
  c.advance();
  const duration = designator(c);
  const body = scopeAfterHeader(c);
  return { kind: 'box', start, end: c.previousEnd, duration, body };
};

/** `break;`, `continue;`, `end;` */
export const jump = (c: Cursor): Statement => {
  const { start, kind } = c;
  c.advance();
  endStatement(c);
  const name = kind === T.break ? 'break' : kind === T.continue ? 'continue' : 'end';
  return { kind: name, start, end: c.previousEnd };
};

/** `return;`, `return x;`, `return measure q;` */
export const returnStatement = (c: Cursor): Statement => {
  const { start } = c;
  c.advance();
  const none = c.kind !== T.measure && c.endsStatement() && standsAlone(c);
  const value = none ? null : assignedValue(c);
  endStatement(c);
  return { kind: 'return', start, end: c.previousEnd, value };
};
