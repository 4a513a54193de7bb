import type { ArrayTypeNode, ScalarTypeNode, Statement } from './ast.ts';
import type { Cursor } from './cursor.ts';
import {
  cast,
  designator,
  expression,
  expressionFrom,
  scalarType,
  typeOfValue,
} from './expressions.ts';
import { endStatement } from './recovery.ts';
import { declaredName } from './names.ts';
import { T } from './tokens.ts';
import { initialValue, joined } from './values.ts';

/** `qubit[4] q;` */
export const qubits = (c: Cursor): Statement => {
  const { start } = c;
  c.advance();
  const size = designator(c);
  const name = declaredName(c, 'the name of the qubits');
  endStatement(c);
  return { kind: 'qubits', start, end: c.previousEnd, name, size, old: false };
};

/** `qreg q[4];` or `creg c[4];` */
export const oldRegister = (c: Cursor): Statement => {
  const { start, kind } = c;
  c.advance();
  const name = declaredName(c, 'the name of the register');
  const size = designator(c);
  const { previousEnd } = c;
  endStatement(c);
  const span = { start, end: c.previousEnd };
  if (kind === T.qreg) return { kind: 'qubits', ...span, name, size, old: true };
  const bits = { start, end: previousEnd, name: 'bit', width: size, of: null } as const;
  const type: ScalarTypeNode = { kind: 'scalar', ...bits };
  return { kind: 'variable', ...span, constant: false, old: true, type, name, initial: null };
};

/** `int[8] x = 1;`, or a cast where a value is expected to stand alone. */
export const variable = (c: Cursor): Statement => {
  const { start } = c;
  const type = typeOfValue(c);
  if (c.kind === T.lparen && !c.panic) return castStatement(c, type);
  return declared(c, start, type, false);
};

const castStatement = (c: Cursor, type: ScalarTypeNode | ArrayTypeNode): Statement => {
  const found = expressionFrom(c, cast(c, type));
  endStatement(c);
  return { kind: 'expression', start: type.start, end: c.previousEnd, expression: found };
};

const declared = (
  c: Cursor,
  start: number,
  type: ScalarTypeNode | ArrayTypeNode,
  constant: boolean,
): Statement => {
  const name = declaredName(c, 'the name of the variable');
  const initial = !c.panic && c.accept(T.equals) ? initialValue(c) : null;
  if (constant && initial === null && !c.panic) c.expect(T.equals);
  endStatement(c);
  const end = c.previousEnd;
  return { kind: 'variable', start, end, constant, old: false, type, name, initial };
};

/** `const float pi_2 = pi / 2;` */
export const constant = (c: Cursor): Statement => {
  const { start } = c;
  c.advance();
  if (c.kind === T.array) {
    const hint = "Remove 'const', or declare a constant for each element";
    c.complain('SYNTAX', c, 'an array cannot be a constant', hint);
    return declared(c, start, typeOfValue(c), true);
  }
  return declared(c, start, scalarType(c), true);
};

/** `input angle[20] theta;` */
export const inputOrOutput = (c: Cursor): Statement => {
  const { start, kind } = c;
  c.advance();
  const type = typeOfValue(c);
  const name = declaredName(c, 'the name of the variable');
  endStatement(c);
  const direction = kind === T.input ? 'input' : 'output';
  return { kind: 'io', start, end: c.previousEnd, direction, type, name };
};

/** `let a = q[0:1] ++ r;` */
export const alias = (c: Cursor): Statement => {
  const { start } = c;
  c.advance();
  const name = declaredName(c, 'the name of the alias');
  if (!c.panic) c.expect(T.equals);
  const value = c.panic ? c.missing() : joined(c, expression(c));
  endStatement(c);
  return { kind: 'alias', start, end: c.previousEnd, name, value };
};
