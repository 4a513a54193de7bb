import type { ArrayReferenceNode, Expression, Parameter, ScalarTypeNode, TypeNode } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { designator, expression, scalarType } from './expressions.ts';
import { list } from './lists.ts';
import { T } from './tokens.ts';

/** `readonly array[int[8], #dim = 2]`, `mutable array[int[8], 2, 3]`. */
const arrayReference = (c: Cursor): ArrayReferenceNode => {
  const { start } = c;
  const access = c.kind === T.readonly ? 'readonly' : 'mutable';
  c.advance();
  c.expect(T.array);
  const open = c.start;
  const bracket = !c.panic && c.expect(T.lbracket);
  const base = scalarType(c);
  if (!c.panic) c.expect(T.comma);
  const { dimensions, rank } = extent(c);
  if (bracket) c.close(T.rbracket, open);
  return { kind: 'reference', start, end: c.previousEnd, access, base, dimensions, rank };
};

const extent = (c: Cursor): Pick<ArrayReferenceNode, 'dimensions' | 'rank'> => {
  if (c.panic || !c.accept(T.dim)) {
    return { dimensions: c.panic ? [] : list(c, T.rbracket, expression), rank: null };
  }
  c.expect(T.equals);
  return { dimensions: null, rank: c.panic ? c.missing() : expression(c) };
};

/** An array that is no reference has no meaning as a parameter. */
const plainArray = (c: Cursor): TypeNode => {
  const hint = "Write 'readonly array[…]' or 'mutable array[…]'";
  c.fail('SYNTAX', c, 'an array is passed by reference', hint);
  return bits(c.previousEnd, c.previousEnd, null);
};

const bits = (start: number, end: number, width: Expression | null): ScalarTypeNode => ({
  ...{ kind: 'scalar', start, end, name: 'bit', width, of: null },
});

/** A parameter of an extern: a type alone. */
export const parameterType = (c: Cursor): TypeNode => {
  const { start } = c;
  if (c.kind === T.readonly || c.kind === T.mutable) return arrayReference(c);
  if (c.kind === T.array) return plainArray(c);
  if (c.accept(T.creg)) {
    const width = designator(c);
    return bits(start, c.previousEnd, width);
  }
  return scalarType(c);
};

/** `int[8] n`, `qubit[2] q`, `creg c[2]`, `mutable array[int[8], 2] a`. */
export const parameter = (c: Cursor): Parameter => {
  const { start, kind } = c;
  if (kind === T.creg || kind === T.qreg) return oldParameter(c);
  if (kind !== T.qubit) return named(c, parameterType(c));
  c.advance();
  const size = designator(c);
  return named(c, { kind: 'qubit', start, end: c.previousEnd, size });
};

/** The name after a type. */
export const named = (c: Cursor, type: TypeNode): Parameter => {
  const name = c.name('the name of the parameter');
  return { start: type.start, end: c.previousEnd, type, name };
};

const oldParameter = (c: Cursor): Parameter => {
  const { start, kind } = c;
  c.advance();
  const name = c.name('the name of the parameter');
  const size = designator(c);
  const end = c.previousEnd;
  const type: TypeNode =
    kind === T.qreg ? { kind: 'qubit', start, end, size } : bits(start, end, size);
  return { start, end, type, name };
};
