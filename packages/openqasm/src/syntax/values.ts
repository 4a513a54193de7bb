import type { Expression } from './ast.ts';
import type { Cursor } from './cursor.ts';
import {
  arrayLiteral,
  EXPRESSION_HEIGHT_MAX,
  expression,
  measure,
  operands,
  tooHigh,
} from './expressions.ts';
import { T } from './tokens.ts';

/** What a variable starts with or an alias names: `++` joins, braces make an array. */
export const initialValue = (c: Cursor): Expression =>
  c.kind === T.lbrace ? arrayLiteral(c) : assignedValue(c);

/** What is assigned: `++` joins, as in the specification's own example. */
export const assignedValue = (c: Cursor): Expression => {
  const found = singleValue(c);
  return found.kind === 'measure' || found.kind === 'quantumcall' ? found : joined(c, found);
};

/** `a ++ b ++ c`, grouped from the left. */
export const joined = (c: Cursor, first: Expression): Expression => {
  let left = first;
  let count = 0;
  while (c.kind === T.join && !c.panic) {
    c.advance();
    const right = expression(c);
    const { start } = left;
    left = { kind: 'binary', start, end: right.end, id: c.id(), operator: '++', left, right };
    if (++count > EXPRESSION_HEIGHT_MAX) return tooHigh(c);
  }
  return left;
};

/** An expression, a measurement, or a call of a calibration that returns a value. */
const singleValue = (c: Cursor): Expression => {
  if (c.kind === T.measure) return measure(c);
  const found = expression(c);
  const called = c.kind === T.name || c.kind === T.hardware;
  return called && !c.panic && !c.startsLine ? quantumCall(c, found) : found;
};

const quantumCall = (c: Cursor, called: Expression): Expression => {
  const { start } = called;
  if (called.kind !== 'identifier' && called.kind !== 'call') return called;
  const { end, id } = called;
  const callee = called.kind === 'call' ? called.callee : { start, end, id, text: called.name };
  const args = called.kind === 'call' ? called.args : null;
  const found = operands(c);
  const node = { start, end: c.previousEnd, id: c.id(), callee, args, operands: found };
  return { kind: 'quantumcall', ...node };
};
