import type { BinaryOperator, UnaryOperator } from '../syntax/ast.ts';
import { assignable, isOneBit, isScalar, sameType } from './rules.ts';
import type {
  AngleType,
  ArrayType,
  BitType,
  IntegerType,
  QubitType,
  ScalarType,
  Type,
} from './type.ts';

/** What an operator converts its operands to, and what it gives. */
export interface Promotion {
  readonly left: Type;
  readonly right: Type;
  readonly result: Type;
}

export interface UnaryPromotion {
  readonly operand: Type;
  readonly result: Type;
}

export const BOOL: Type & ScalarType = { kind: 'bool' };
export const INT: IntegerType = { kind: 'int', width: 64 };
const DOUBLE: ScalarType = { kind: 'float', width: 64 };
const DURATION: ScalarType = { kind: 'duration' };

const isInteger = (type: Type): type is IntegerType => type.kind === 'int' || type.kind === 'uint';
const isTime = ({ kind }: Type): boolean => kind === 'duration' || kind === 'stretch';
const isReal = (type: Type): boolean =>
  type.kind === 'bool' || isOneBit(type) || isInteger(type) || type.kind === 'float';

/** A truth value or a bit among numbers is a number of one binary digit. */
const asNumber = (type: Type): Type =>
  type.kind === 'bool' || isOneBit(type) ? { kind: 'uint', width: 1 } : type;

/** C99's usual arithmetic conversions, with the width as the rank. */
const commonInteger = (a: IntegerType, b: IntegerType): IntegerType => {
  if (a.kind === b.kind) return a.width >= b.width ? a : b;
  const [signed, unsigned] = a.kind === 'int' ? [a, b] : [b, a];
  // a wider signed type has all values of the unsigned one
  return unsigned.width >= signed.width ? unsigned : signed;
};

const floatWidth = (type: Type): 32 | 64 =>
  type.kind === 'float' || type.kind === 'complex' ? type.width : 32;

/**
 * The type in which two numbers meet; null if they do not. Integers meet in the wider type, in the
 * unsigned one if both are as wide; with a float they become one, with a complex number complex.
 * Two truth values or bits meet in `int`, as in C99.
 */
export const commonNumber = (left: Type, right: Type): ScalarType | null => {
  const a = asNumber(left);
  const b = asNumber(right);
  if (isInteger(a) && isInteger(b)) {
    return a !== left && b !== right ? INT : commonInteger(a, b);
  }
  if (![a, b].every((type) => isReal(type) || type.kind === 'complex')) return null;
  const width = floatWidth(a) === 64 || floatWidth(b) === 64 ? 64 : 32;
  return { kind: a.kind === 'complex' || b.kind === 'complex' ? 'complex' : 'float', width };
};

const wider = (a: AngleType, b: AngleType): AngleType => (a.width >= b.width ? a : b);

/** Angles meet in the wider type; a real meets an angle in the angle's. */
const commonAngle = (a: Type, b: Type): AngleType | null => {
  if (a.kind === 'angle' && b.kind === 'angle') return wider(a, b);
  if (a.kind === 'angle' && b.kind === 'float') return a;
  return a.kind === 'float' && b.kind === 'angle' ? b : null;
};

const both = (type: Type | null, result: Type | null = type): Promotion | null =>
  type === null || result === null ? null : { left: type, right: type, result };

/** `+` and `-`: numbers, angles, times. */
const additive = (a: Type, b: Type): Promotion | null => {
  if (isTime(a) && isTime(b)) return both(DURATION);
  return both(commonAngle(a, b) ?? commonNumber(a, b));
};

const asFactor = ({ width }: AngleType): IntegerType => ({ kind: 'uint', width });

const multiplicative = (a: Type, b: Type): Promotion | null => {
  if (a.kind === 'angle' && isInteger(b)) return { left: a, right: asFactor(a), result: a };
  if (b.kind === 'angle' && isInteger(a)) return { left: asFactor(b), right: b, result: b };
  if (isTime(a) && isReal(b)) return { left: DURATION, right: DOUBLE, result: DURATION };
  if (isTime(b) && isReal(a)) return { left: DOUBLE, right: DURATION, result: DURATION };
  return both(commonNumber(a, b));
};

const dividing = (a: Type, b: Type): Promotion | null => {
  if (a.kind === 'angle' && b.kind === 'angle') return both(wider(a, b), asFactor(wider(a, b)));
  if (a.kind === 'angle' && isInteger(b)) {
    // a divisor beyond the angle's width keeps its value
    const width = Math.max(a.width, b.width);
    return { left: a, right: { kind: 'uint', width }, result: a };
  }
  if (isTime(a) && isTime(b)) return both(DURATION, DOUBLE);
  if (isTime(a) && isReal(b)) return { left: DURATION, right: DOUBLE, result: DURATION };
  return both(commonNumber(a, b));
};

const onIntegers = (a: Type, b: Type): Promotion | null => {
  const common = commonNumber(a, b);
  return both(common !== null && isInteger(common) ? common : null);
};

const sameSize = (a: BitType, b: BitType): boolean => (a.size ?? 1) === (b.size ?? 1);

/** `&`, `|` and `^`: registers of one size, integers, angles. */
const bitwise = (a: Type, b: Type): Promotion | null => {
  if (a.kind === 'bit' && b.kind === 'bit') return both(sameSize(a, b) ? a : null);
  if (a.kind === 'angle' && b.kind === 'angle') return both(wider(a, b));
  return onIntegers(a, b);
};

/** A shift keeps the type of what is shifted. */
const shifting = (a: Type, b: Type): Promotion | null => {
  if (!isInteger(b) && b.kind !== 'bool' && !isOneBit(b)) return null;
  const left = a.kind === 'bool' ? INT : a;
  if (left.kind !== 'bit' && left.kind !== 'angle' && !isInteger(left)) return null;
  return { left, right: asNumber(b), result: left };
};

/** A register is compared with an integer as the unsigned number that its bits are. */
const asCompared = (type: Type, other: Type): Type =>
  type.kind === 'bit' && type.size !== null && isInteger(other)
    ? { kind: 'uint', width: type.size }
    : type;

const comparing = (a: Type, b: Type): Promotion | null => {
  if (a.kind === 'bit' && b.kind === 'bit') return both(sameSize(a, b) ? a : null, BOOL);
  const truths = [a, b].every((type) => type.kind === 'bool' || isOneBit(type));
  if (truths) return both(BOOL);
  if (isTime(a) && isTime(b)) return both(DURATION, BOOL);
  const common = commonAngle(a, b) ?? commonNumber(asCompared(a, b), asCompared(b, a));
  return both(common, BOOL);
};

const ordering = (a: Type, b: Type): Promotion | null => {
  const found = comparing(a, b);
  // complex numbers have no order
  return found?.left.kind === 'complex' ? null : found;
};

const logical = (a: Type, b: Type): Promotion | null =>
  both(assignable(a, BOOL) && assignable(b, BOOL) ? BOOL : null);

const joinedRegisters = <T extends BitType | QubitType>(a: T, b: T): Promotion => ({
  left: a,
  right: b,
  result: { ...a, size: (a.size ?? 1) + (b.size ?? 1) },
});

const joinedArrays = (a: ArrayType, b: ArrayType): Promotion | null => {
  const [first, ...rest] = a.dimensions;
  const [second, ...others] = b.dimensions;
  const fits = rest.length === others.length && rest.every((size, k) => size === others[k]);
  if (!fits || !sameType(a.base, b.base)) return null;
  if (typeof first !== 'number' || typeof second !== 'number') return null;
  const result: ArrayType = { ...a, dimensions: [first + second, ...rest], access: null };
  return { left: a, right: b, result };
};

/** `++`: registers of one kind, or arrays that differ in their first dimension at most. */
const joining = (a: Type, b: Type): Promotion | null => {
  if (a.kind === 'bit' && b.kind === 'bit') return joinedRegisters(a, b);
  if (a.kind === 'qubit' && b.kind === 'qubit') return joinedRegisters(a, b);
  return a.kind === 'array' && b.kind === 'array' ? joinedArrays(a, b) : null;
};

type Rule = (left: Type, right: Type) => Promotion | null;

const RULES: Readonly<Record<BinaryOperator, Rule>> = {
  '++': joining,
  '||': logical,
  '&&': logical,
  '|': bitwise,
  '^': bitwise,
  '&': bitwise,
  '==': comparing,
  '!=': comparing,
  '<': ordering,
  '<=': ordering,
  '>': ordering,
  '>=': ordering,
  '<<': shifting,
  '>>': shifting,
  '+': additive,
  '-': additive,
  '*': multiplicative,
  '/': dividing,
  '%': onIntegers,
  '**': (a, b) => both(commonNumber(a, b)),
};

const UNKNOWN: Type = { kind: 'unknown' };

/**
 * How `left operator right` is computed: what to convert each side to and what it gives; null if
 * these types do not have the operator. Source: OpenQASM 3, "Classical instructions" and "Casting
 * specifics".
 */
export const promote = (operator: BinaryOperator, left: Type, right: Type): Promotion | null => {
  if (left.kind === 'unknown' || right.kind === 'unknown') {
    return { left, right, result: UNKNOWN };
  }
  return RULES[operator](left, right);
};

const one = (operand: Type, result: Type = operand): UnaryPromotion => ({ operand, result });

const negating = (type: Type): UnaryPromotion | null => {
  if (type.kind === 'bool' || isOneBit(type)) return one(INT);
  if (isTime(type)) return one(DURATION);
  return isScalar(type) && type.kind !== 'bit' ? one(type) : null;
};

const inverting = (type: Type): UnaryPromotion | null =>
  type.kind === 'bit' || type.kind === 'angle' || isInteger(type) ? one(type) : null;

/** The same for an operator with one operand. */
export const promoteUnary = (operator: UnaryOperator, type: Type): UnaryPromotion | null => {
  if (type.kind === 'unknown') return one(type);
  if (operator === '-') return negating(type);
  if (operator === '~') return inverting(type);
  return assignable(type, BOOL) ? one(BOOL) : null;
};
