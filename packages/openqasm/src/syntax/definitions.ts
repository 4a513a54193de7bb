import type { Block, Name, Statement } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { scalarType } from './expressions.ts';
import { list } from './lists.ts';
import { declaredName, nameList } from './names.ts';
import { endStatement, resumeAtBody } from './recovery.ts';
import { isWordOf3, T } from './tokens.ts';
import { parameter, parameterType } from './type-nodes.ts';

/** `gate g(a) q, r { … }`, or `opaque g(a) q, r;` of version 2. */
export const gate = (c: Cursor): Statement => {
  const { start, kind } = c;
  c.advance();
  if (c.version === 2 && isWordOf3(c.wordKind)) c.ownGates.add(c.word);
  const name = declaredName(c, 'the name of the gate');
  const params = gateParameters(c);
  const closer = kind === T.gate ? T.lbrace : T.semicolon;
  const names = c.panic ? [] : nameList(c, closer, 'the name of a qubit');
  const body = kind === T.gate ? scopeAfterHeader(c) : null;
  if (body === null) endStatement(c);
  return { kind: 'gate', start, end: c.previousEnd, name, params, qubits: names, body };
};

const gateParameters = (c: Cursor): Name[] => {
  const { start } = c;
  if (c.panic || !c.accept(T.lparen)) return [];
  const names = (c.kind as number) === T.rparen ? [] : nameList(c, T.rparen, 'a parameter');
  c.close(T.rparen, start);
  return names;
};

/** The body of a definition, also after an error in what comes before it. */
export const scopeAfterHeader = (c: Cursor): Block => {
  resumeAtBody(c);
  return c.blocks.scope(c);
};

/** `-> bit`, or null. */
export const returnType = (c: Cursor): ReturnType<typeof scalarType> | null =>
  !c.panic && c.accept(T.arrow) ? scalarType(c) : null;

const parenthesized = <Item>(c: Cursor, read: (cursor: Cursor) => Item): Item[] => {
  const { start } = c;
  if (c.panic || !c.expect(T.lparen)) return [];
  const items = c.kind === T.rparen ? [] : list(c, T.rparen, read);
  c.close(T.rparen, start);
  return items;
};

/** `def f(int[8] n, qubit q) -> bit { … }` */
export const subroutine = (c: Cursor): Statement => {
  const { start } = c;
  c.advance();
  const name = declaredName(c, 'the name of the subroutine');
  const params = parenthesized(c, parameter);
  const returns = returnType(c);
  const body = scopeAfterHeader(c);
  return { kind: 'def', start, end: c.previousEnd, name, params, returns, body };
};

/** `extern f(int[8]) -> bit;` */
export const extern = (c: Cursor): Statement => {
  const { start } = c;
  c.advance();
  const name = declaredName(c, 'the name of the function');
  const params = parenthesized(c, parameterType);
  const returns = returnType(c);
  endStatement(c);
  return { kind: 'extern', start, end: c.previousEnd, name, params, returns };
};
