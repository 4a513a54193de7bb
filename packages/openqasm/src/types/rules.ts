import type { Value } from '../values/value.ts';
import type { ArrayType, BitType, ScalarType, Type } from './type.ts';

/** The types that C has too: they convert to one another as there. */
const STANDARD: ReadonlySet<string> = new Set(['bool', 'int', 'uint', 'float', 'complex']);
const SCALAR: ReadonlySet<string> = new Set([...STANDARD, 'bit', 'angle', 'duration', 'stretch']);

export const isScalar = (type: Type): type is ScalarType => SCALAR.has(type.kind);

/** `bit` and `bit[1]`: both hold one bit and stand for each other. */
export const isOneBit = (type: Type): boolean => type.kind === 'bit' && sizeOf(type) === 1;

const sizeOf = ({ size }: BitType): number => size ?? 1;

const isInteger = ({ kind }: Type): boolean => kind === 'int' || kind === 'uint';

const sameShape = (a: ArrayType, b: ArrayType): boolean =>
  sameType(a.base, b.base) &&
  a.dimensions.length === b.dimensions.length &&
  a.dimensions.every((dimension, k) => dimension === b.dimensions[k]);

/** Two types are the same: of one kind, width, size, shape and access. */
export const sameType = (a: Type, b: Type): boolean => {
  if (a.kind === 'array' && b.kind === 'array') {
    return a.access === b.access && sameShape(a, b);
  }
  if (a.kind !== b.kind) return false;
  if ('width' in a && 'width' in b) return a.width === b.width;
  return !('size' in a && 'size' in b) || a.size === b.size;
};

/** Bits of a register or of a number; null for types whose bits a program cannot take. */
const bitsOf = (type: Type): number | null => {
  if (type.kind === 'bit') return sizeOf(type);
  if (type.kind === 'bool') return 1;
  return isInteger(type) || type.kind === 'angle' ? (type as { width: number }).width : null;
};

const standardCast = (from: Type, to: Type): boolean =>
  // a complex number has no place on the real line
  from.kind !== 'complex' || to.kind === 'complex';

/**
 * There is an explicit cast `to(x)` of an `x` of type `from`: the table of "Allowed casts". Bits
 * change into numbers and back only at the same width, times into nothing else, and complex numbers
 * into complex numbers. Source: OpenQASM 3, "Casting specifics".
 */
export const castable = (from: Type, to: Type): boolean => {
  if (from.kind === 'unknown' || to.kind === 'unknown' || sameType(from, to)) return true;
  if (STANDARD.has(from.kind) && STANDARD.has(to.kind)) return standardCast(from, to);
  if (from.kind === 'angle' && to.kind === 'angle') return true;
  if (from.kind === 'float' && to.kind === 'angle') return true;
  if (to.kind === 'bool') return from.kind === 'bit' || from.kind === 'angle';
  if (from.kind === 'stretch' && to.kind === 'duration') return true;
  if (from.kind !== 'bit' && to.kind !== 'bit') return false;
  const width = bitsOf(from);
  return width !== null && width === bitsOf(to);
};

/** An array or a reference of the same shape; what may be written to is no matter of types. */
const passable = (from: ArrayType, to: ArrayType): boolean => {
  if (!sameType(from.base, to.base) || from.dimensions.length !== to.dimensions.length) {
    return false;
  }
  return to.dimensions.every((dimension, k) => {
    const given = from.dimensions[k]!;
    return dimension === null || given === null || given === dimension;
  });
};

const standardAssignable = (from: Type, to: Type): boolean => {
  if (to.kind === 'complex') return true;
  if (from.kind === 'complex') return false;
  // a fraction is not dropped unasked: `const int[64] i = f;` is invalid
  return from.kind !== 'float' || to.kind === 'float' || to.kind === 'bool';
};

/** A bit stands for a truth value or a number, as in `if (c)` and `count += c`. */
const bitAssignable = (from: Type, to: Type): boolean =>
  from.kind === 'bit' ? to.kind === 'bool' || isInteger(to) : from.kind === 'bool';

/** A known whole number is an angle in radians (`angle a = 0;`), and 0 and 1 are bits. */
const constantAssignable = (value: bigint, to: Type): boolean => {
  if (to.kind === 'angle') return true;
  return isOneBit(to) && (value === 0n || value === 1n);
};

/**
 * A value of type `from` fits where `to` is needed, converted without being asked to. Standard
 * types convert as in C99, except that nothing loses its fraction or its imaginary part; reals
 * become angles, angles change their width, one bit stands for a truth value or a number, a stretch
 * is a duration. `value` is given for integers known before the program runs: those may also be an
 * angle or a single bit. Source: OpenQASM 3, "Casting specifics" and the examples of "Classical
 * instructions".
 */
export const assignable = (from: Type, to: Type, value?: Value): boolean => {
  if (from.kind === 'unknown' || to.kind === 'unknown' || sameType(from, to)) return true;
  if (from.kind === 'array' && to.kind === 'array') return passable(from, to);
  if (STANDARD.has(from.kind) && STANDARD.has(to.kind)) return standardAssignable(from, to);
  if (to.kind === 'angle' && (from.kind === 'angle' || from.kind === 'float')) return true;
  if (from.kind === 'stretch' && to.kind === 'duration') return true;
  if (isOneBit(from) && isOneBit(to)) return true;
  if (isOneBit(from) && bitAssignable(from, to)) return true;
  if (isOneBit(to) && bitAssignable(from, to)) return true;
  return isInteger(from) && typeof value === 'bigint' && constantAssignable(value, to);
};
