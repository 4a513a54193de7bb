import type { ArrayLiteral, Expression } from '../syntax/ast.ts';
import { assignable } from '../types/rules.ts';
import { showType } from '../types/show.ts';
import type { ArrayType, Type } from '../types/type.ts';
import { cast } from '../values/cast.ts';
import { UNKNOWN } from './names.ts';
import type { Pass } from './pass.ts';

const isInteger = ({ kind }: Type): boolean => kind === 'int' || kind === 'uint';

/** Says where a known integer changes on its way into a narrower one. */
const warnIfCut = (pass: Pass, value: Expression, from: Type, to: Type): void => {
  const known = pass.constants[value.id];
  if (typeof known !== 'bigint' || !isInteger(from) || !isInteger(to)) return;
  const kept = cast(known, from, to);
  // the same bits with another sign are no loss: -1 stands for all of them
  if (kept !== null && cast(kept, to, from) === known) return;
  const message = `${known} does not fit ${showType(to)} and loses its highest bits`;
  pass.warn('VALUE_RANGE', value, message, 'Choose a wider type');
};

const isRegister = (type: Type): boolean => type.kind === 'bit' && type.size !== null;

/** Reports a value that does not convert unasked to what its place needs. */
export const accept = (pass: Pass, value: Expression, from: Type, to: Type): void => {
  if (assignable(from, to, pass.constants[value.id])) {
    warnIfCut(pass, value, from, to);
    return;
  }
  if (value.kind === 'measure' && isRegister(from) && isRegister(to)) {
    const message = `measures ${showType(from)} into ${showType(to)}`;
    pass.error('BROADCAST_SIZES', value, message, 'Measure as many qubits as there are bits');
    return;
  }
  const message = `${showType(from)} where ${showType(to)} is needed`;
  pass.error('TYPE_MISMATCH', value, message, 'Convert it with a cast if one exists');
};

const refuseShape = (pass: Pass, literal: ArrayLiteral, to: Type): Type => {
  const message = `${literal.items.length} items in braces where ${showType(to)} is needed`;
  pass.error('TYPE_MISMATCH', literal, message, 'Give each dimension as many items as it has');
  pass.silently(() => {
    for (const item of literal.items) pass.typeOf(item);
  });
  return UNKNOWN;
};

/** What one item of an array is: a scalar, or an array with the rest of the dimensions. */
const itemType = ({ base, dimensions }: ArrayType): Type =>
  dimensions.length === 1
    ? base
    : { kind: 'array', base, dimensions: dimensions.slice(1), access: null };

const literalType = (pass: Pass, literal: ArrayLiteral, to: ArrayType): Type => {
  const [size] = to.dimensions;
  if (size !== null && size !== literal.items.length) return refuseShape(pass, literal, to);
  const item = itemType(to);
  for (const value of literal.items) checkAgainst(pass, value, item);
  const dimensions = [literal.items.length, ...to.dimensions.slice(1)];
  return { kind: 'array', base: to.base, dimensions, access: null };
};

/** Finds the type of a value and reports it if it does not fit where `to` is needed. */
export const checkAgainst = (pass: Pass, value: Expression, to: Type): void => {
  if (value.kind !== 'array') {
    accept(pass, value, pass.typeOf(value), to);
    return;
  }
  if (to.kind === 'unknown') {
    pass.silently(() => pass.typeOf(value));
    return;
  }
  const fits = to.kind === 'array';
  pass.types[value.id] = fits ? literalType(pass, value, to) : refuseShape(pass, value, to);
};
