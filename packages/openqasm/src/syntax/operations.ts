import { standsAlone } from './alone.ts';
import type { Expression, Statement } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { expression, measure, operand, operands, place } from './expressions.ts';
import { endStatement } from './recovery.ts';
import { notInVersion2 } from './literals.ts';
import { T } from './tokens.ts';

/** `measure q -> c;`, or without a target. */
export const measureStatement = (c: Cursor): Statement => {
  const { start } = c;
  const measured = measure(c);
  if (c.panic || c.kind !== T.arrow) {
    const hint = "Write 'measure q -> c;'";
    if (c.version === 2) notInVersion2(c, 'measurements without a target', hint);
    endStatement(c);
    return { kind: 'expression', start, end: c.previousEnd, expression: measured };
  }
  c.advance();
  const target = place(c);
  endStatement(c);
  return { kind: 'measure', start, end: c.previousEnd, source: measured.operand, target };
};

/** `reset q;` */
export const reset = (c: Cursor): Statement => {
  const { start } = c;
  c.advance();
  const found = operand(c);
  endStatement(c);
  return { kind: 'reset', start, end: c.previousEnd, operand: found };
};

/** `barrier q;`, `nop q;` */
export const barrierOrNop = (c: Cursor): Statement => {
  const { start, kind } = c;
  c.advance();
  if (c.version === 2 && c.kind === T.semicolon) {
    notInVersion2(c, 'a barrier without qubits', 'Name the qubits');
  }
  const found = optionalOperands(c);
  endStatement(c);
  const node = { start, end: c.previousEnd, operands: found };
  return kind === T.nop ? { kind: 'nop', ...node } : { kind: 'barrier', ...node };
};

/** Qubits up to the end of the statement, or none. */
export const optionalOperands = (c: Cursor): Expression[] =>
  c.panic || c.kind === T.semicolon || (c.endsStatement() && standsAlone(c)) ? [] : operands(c);

/** `delay[10ns] q;` */
export const delay = (c: Cursor): Statement => {
  const { start } = c;
  c.advance();
  const open = c.start;
  const bracket = c.expect(T.lbracket);
  const duration = bracket ? expression(c) : c.missing();
  if (bracket) c.close(T.rbracket, open);
  const found = optionalOperands(c);
  endStatement(c);
  return { kind: 'delay', start, end: c.previousEnd, duration, operands: found };
};
