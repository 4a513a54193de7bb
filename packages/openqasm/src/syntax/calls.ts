import type { Assignment, Expression, Modifier, Name, Statement } from './ast.ts';
import type { Cursor } from './cursor.ts';
import {
  callArguments,
  designator,
  expression,
  expressionFrom,
  indexed,
  operands,
  place,
} from './expressions.ts';
import { notInVersion2 } from './literals.ts';
import { optionalOperands } from './operations.ts';
import { endStatement } from './recovery.ts';
import { SPELLINGS, T } from './tokens.ts';
import { assignedValue } from './values.ts';

const NONE: readonly Modifier[] = [];

type Arguments = readonly Expression[] | null;

/** A statement that starts with a name: a gate call, an assignment or an expression. */
export const nameStatement = (c: Cursor): Statement => {
  const { start, end, word } = c;
  const name = { start, end, id: c.id(), text: word };
  c.advance();
  if (startsOperand(c)) return gateCall(c, name, null, null);
  const args = c.kind === T.lparen ? callArguments(c) : null;
  if (startsOperand(c) && !c.panic) return gateCall(c, name, args, null);
  if (c.quiet) return unfinished(c, start);
  if (args === null) {
    const identifier = { start, end, id: c.id(), name: word };
    return indexedStatement(c, name, null, { kind: 'identifier', ...identifier });
  }
  const call = { start, end: c.previousEnd, id: c.id(), callee: name, args };
  return indexedStatement(c, name, args, { kind: 'call', ...call });
};

/** What is wrong in its arguments hides whether it is a gate or a function. */
const unfinished = (c: Cursor, start: number): Statement => {
  endStatement(c);
  return { kind: 'broken', start, end: Math.max(start, c.previousEnd) };
};

/** After a name or call that no operand follows: indices, or the duration of a gate. */
const indexedStatement = (
  c: Cursor,
  name: Name,
  args: Arguments,
  called: Expression,
): Statement => {
  let found = called;
  while (c.kind === T.lbracket && !c.panic) {
    const duration = found === called;
    found = indexed(c, found);
    const only = duration && startsOperand(c) ? singleIndex(found) : undefined;
    if (only !== undefined) return gateCall(c, name, args, only);
  }
  const assigns = c.kind === T.equals || (c.kind >= T.setOr && c.kind <= T.setPower);
  if (assigns && !c.panic) return assignment(c, found);
  return expressionStatement(c, c.panic ? found : expressionFrom(c, found));
};

const startsOperand = ({ kind }: Cursor): boolean => kind === T.name || kind === T.hardware;

const singleIndex = (found: Expression): Expression | undefined => {
  if (found.kind !== 'index' || found.selector.kind !== 'list') return undefined;
  const [item, second] = found.selector.items;
  return item === undefined || item.kind === 'range' || second !== undefined ? undefined : item;
};

const gateCall = (
  c: Cursor,
  name: Name,
  args: Arguments,
  duration: Expression | null,
): Statement => {
  const found = operands(c);
  const { start } = name;
  if (c.kind === T.arrow && !c.panic) return callArrow(c, name, args, found);
  if (c.kind !== T.semicolon && name.text === 'opaque') opaqueOf2(c, name);
  endStatement(c);
  const node = { modifiers: NONE, name, args, duration, operands: found };
  return { kind: 'gatecall', start, end: c.previousEnd, ...node };
};

const opaqueOf2 = (c: Cursor, name: Name): void => {
  const hint = 'Declare the gate with defcal, or write OPENQASM 2.0; at the start';
  c.fail('NOT_IN_VERSION', name, 'opaque gates belong to version 2', hint);
};

/** `iq(pi) q -> c;` is `c = iq(pi) q;`. */
const callArrow = (
  c: Cursor,
  callee: Name,
  args: Arguments,
  found: readonly Expression[],
): Assignment => {
  const { start } = callee;
  if (c.version === 2) notInVersion2(c, 'calls that return a value', "Write 'measure q -> c;'");
  const call = { start, end: c.previousEnd, id: c.id(), callee, args, operands: found };
  c.advance();
  const target = place(c);
  endStatement(c);
  const value: Expression = { kind: 'quantumcall', ...call };
  return { kind: 'assign', start, end: c.previousEnd, target, operator: null, value };
};

const assignment = (c: Cursor, target: Expression): Statement => {
  const { kind } = c;
  if (target.kind === 'call' || isCallElement(target)) {
    const hint = 'Write the name of a variable, with or without an index, before the sign';
    c.complain('NOT_ASSIGNABLE', target, 'a call cannot be assigned to', hint);
  }
  if (c.version === 2) notInVersion2(c, 'assignments', "Write 'measure q -> c;'");
  c.advance();
  const value = assignedValue(c);
  endStatement(c);
  const operator = kind === T.equals ? null : OPERATOR_BEFORE_EQUALS[kind - T.setOr]!;
  return { kind: 'assign', start: target.start, end: c.previousEnd, target, operator, value };
};

const isCallElement = (target: Expression): boolean =>
  target.kind === 'index' && (target.target.kind === 'call' || isCallElement(target.target));

const OPERATOR_BEFORE_EQUALS = SPELLINGS.slice(T.setOr, T.setPower + 1).map((spelling) =>
  spelling.slice(0, -1),
) as readonly NonNullable<Assignment['operator']>[];

const expressionStatement = (c: Cursor, found: Expression): Statement => {
  if (c.version === 2) notInVersion2(c, 'expressions as statements', 'Name the qubits of a gate');
  endStatement(c);
  return { kind: 'expression', start: found.start, end: c.previousEnd, expression: found };
};

/** An expression alone, where its first word is no name. */
export const valueStatement = (c: Cursor): Statement => expressionStatement(c, expression(c));

/** `inv @ ctrl(2) @ x q, r;`, or `gphase(x);` with or without modifiers. */
export const modifiedCall = (c: Cursor): Statement => {
  const { start } = c;
  const modifiers: Modifier[] = [];
  while (isModifier(c.kind) && !c.panic) modifiers.push(modifier(c));
  const phase = c.kind === T.gphase;
  const name = phase ? phaseName(c) : c.name('the name of a gate');
  const args = c.kind === T.lparen && !c.panic ? callArguments(c) : null;
  const duration = c.panic ? null : designator(c);
  const found = phase ? optionalOperands(c) : c.panic ? [] : operands(c);
  endStatement(c);
  const node = { modifiers, name, args, duration, operands: found };
  return { kind: 'gatecall', start, end: c.previousEnd, ...node };
};

const phaseName = (c: Cursor): Name => {
  const { start, end, word } = c;
  c.advance();
  return { start, end, id: c.id(), text: word };
};

const isModifier = (kind: number): boolean => kind >= T.inv && kind <= T.negctrl;

const modifier = (c: Cursor): Modifier => {
  const { start } = c;
  const kind: number = c.kind;
  c.advance();
  const open = c.start;
  let value: Expression | null = null;
  if (kind !== T.inv && c.accept(T.lparen)) {
    value = expression(c);
    c.close(T.rparen, open);
  } else if (kind === T.pow) {
    c.expect(T.lparen);
  }
  if (!c.panic) c.expect(T.at);
  const span = { start, end: c.previousEnd };
  if (kind === T.inv) return { kind: 'inv', ...span };
  if (kind === T.pow) return { kind: 'pow', ...span, exponent: value ?? c.missing() };
  return { kind: kind === T.ctrl ? 'ctrl' : 'negctrl', ...span, count: value };
};
