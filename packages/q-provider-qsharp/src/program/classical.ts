import type {
  Classical,
  ClassicalCast,
  ClassicalIndex,
  ClassicalOperation,
  ClassicalOperator,
  ClassicalType,
} from '@xdv/domain-model';
import { double } from './gates.ts';

// Integers and angles are BigInt of Q#, signed for `int`; floats of 64 bits are Double. A float
// cannot be stored, since Q# does not show its bits. U and I, which make an integer fit its width,
// and the functions for what Q# does otherwise are in the prelude.

/** Integers that a Double holds exactly. */
const EXACT_WIDTH = 53;

const FLOAT_FUNCTIONS: Partial<Readonly<Record<ClassicalOperator, string>>> = {
  sin: 'Sin',
  cos: 'Cos',
  tan: 'Tan',
  arcsin: 'ArcSin',
  arccos: 'ArcCos',
  arctan: 'ArcTan',
  sqrt: 'Sqrt',
};

const SIGNS: Partial<Readonly<Record<ClassicalOperator, string>>> = {
  add: '+',
  sub: '-',
  mul: '*',
  div: '/',
  mod: '%',
};

const COMPARISONS: Partial<Readonly<Record<ClassicalOperator, string>>> = {
  eq: '==',
  lt: '<',
  le: '<=',
};

const BITWISE: Partial<Readonly<Record<ClassicalOperator, string>>> = {
  and: '&&&',
  or: '|||',
  xor: '^^^',
};

const HELPERS: Partial<Readonly<Record<ClassicalOperator, string>>> = {
  pow: 'Pow',
  shl: 'Shl',
  shr: 'Shr',
  rotl: 'Rotl',
  rotr: 'Rotr',
};

const isFloat = ({ kind }: ClassicalType): boolean => kind === 'float';

const show = ({ kind, width }: ClassicalType): string => `${kind}[${width}]`;

const floatObstacle = ({ op, args }: ClassicalOperation): string | undefined => {
  if (op === 'neg' || op === 'add' || op === 'sub' || op === 'mul') return undefined;
  if (Object.hasOwn(FLOAT_FUNCTIONS, op)) return undefined;
  const by = args[1];
  // a quotient by 0 is infinite, but an error in Q#
  const safe = op === 'div' && by?.op === 'constant' && by.value !== 0;
  return safe ? undefined : `${op} of floats`;
};

const castObstacle = ({ type, of }: ClassicalCast): string | undefined => {
  if (isFloat(of.type) && !isFloat(type)) return `a float as ${show(type)}`;
  const wide = isFloat(type) && !isFloat(of.type) && of.type.width > EXACT_WIDTH;
  return wide ? `${show(of.type)} as a float` : undefined;
};

const ownObstacle = (value: Classical): string | undefined => {
  if (isFloat(value.type) && value.type.width !== 64) return show(value.type);
  switch (value.op) {
    case 'constant':
      return typeof value.value === 'number' && !Number.isFinite(value.value)
        ? String(value.value)
        : undefined;
    case 'read':
      return isFloat(value.type) ? 'a stored float' : undefined;
    case 'cast':
      return castObstacle(value);
    default:
      return isFloat(value.type) ? floatObstacle(value) : undefined;
  }
};

const partsOf = (value: Classical): readonly Classical[] => {
  if (value.op === 'constant') return [];
  if (value.op === 'cast') return [value.of];
  if (value.op === 'read') return value.index === undefined ? [] : [value.index.by];
  return value.args;
};

/** What in an expression Q# does not compute; undefined if it computes all of it. */
export const classicalObstacle = (value: Classical): string | undefined => {
  let found = ownObstacle(value);
  for (const part of partsOf(value)) found ??= classicalObstacle(part);
  return found;
};

/** Digits of a constant that count as one part. */
const PART_DIGITS = 20;

/** Number of parts of an expression: how long it is when it is written. */
export const classicalSize = (value: Classical): number => {
  const digits = value.op === 'constant' ? String(value.value).length : 0;
  const own = 1 + Math.floor(digits / PART_DIGITS);
  return partsOf(value).reduce((sum, part) => sum + classicalSize(part), own);
};

const fit = ({ kind, width }: ClassicalType, integer: string): string =>
  `${kind === 'int' ? 'I' : 'U'}(${integer}, ${width})`;

/** Number of the first bit of what lies at `at`, or of the element that an index points to. */
export const place = (at: number, index: ClassicalIndex | undefined): string => {
  if (index === undefined) return String(at);
  return `${at} + ${index.stride} * Element(${express(index.by)}, ${index.count})`;
};

const castOf = ({ type, of }: ClassicalCast): string => {
  const value = express(of);
  const from = of.type;
  if (isFloat(type)) {
    if (isFloat(from)) return value;
    const number = `IntAsDouble(BigIntAsInt(${value}))`;
    if (from.kind !== 'angle') return number;
    return `(${number} * ${double((2 * Math.PI) / 2 ** from.width)})`;
  }
  if (type.kind !== 'angle' || from.kind !== 'angle') return fit(type, value);
  const more = type.width - from.width;
  return more >= 0 ? `(${value} * 2L ^ ${more})` : `(${value} / 2L ^ ${-more})`;
};

const floatOf = ({ op, args }: ClassicalOperation): string => {
  const [a, b] = args.map(express);
  if (op === 'neg') return `(-${a})`;
  if (Object.hasOwn(FLOAT_FUNCTIONS, op)) return `${FLOAT_FUNCTIONS[op]}(${a})`;
  return `(${a} ${SIGNS[op]} ${b})`;
};

const integerOf = ({ op, type, args }: ClassicalOperation): string => {
  const [a = '', b = ''] = args.map(express);
  const { width } = type;
  if (op === 'neg') return fit(type, `-${a}`);
  if (op === 'not') return fit(type, `-1L - ${a}`);
  if (op === 'popcount') return fit(type, `Popcount(${a})`);
  if (Object.hasOwn(SIGNS, op)) return fit(type, `${a} ${SIGNS[op]} ${b}`);
  if (Object.hasOwn(BITWISE, op)) {
    // of two's complements, which have no sign of their own
    return fit(type, `U(${a}, ${width}) ${BITWISE[op]} U(${b}, ${width})`);
  }
  return fit(type, `${HELPERS[op]}(${a}, ${b}, ${width})`);
};

/** An expression without obstacles as an expression of Q#, over the bits `b`. */
export const express = (value: Classical): string => {
  switch (value.op) {
    case 'constant':
      return typeof value.value === 'number' ? `(${double(value.value)})` : `(${value.value}L)`;
    case 'read': {
      const { at, index, type } = value;
      return fit(type, `Read(b, ${place(at, index)}, ${type.width})`);
    }
    case 'cast':
      return castOf(value);
    default: {
      const { op, type, args } = value;
      if (Object.hasOwn(COMPARISONS, op)) {
        return `(${express(args[0]!)} ${COMPARISONS[op]} ${express(args[1]!)} ? 1L | 0L)`;
      }
      return isFloat(type) ? floatOf(value) : integerOf(value);
    }
  }
};
