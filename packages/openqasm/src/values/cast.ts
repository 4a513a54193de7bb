import { angleOfRadians, radiansOfAngle } from '@xdv/domain-model';
import type { BitType, ComplexType, FloatType, IntegerType, Type } from '../types/type.ts';
import { asBigint, asComplex, asNumber } from './guard.ts';
import type { Complex, Value } from './value.ts';

/** A number as a float of that width holds it. */
export const rounded = (x: number, width: 32 | 64): number => (width === 32 ? Math.fround(x) : x);

/** An integer modulo 2^width: in two's complement for `int`. */
export const wrapped = (x: bigint, kind: 'int' | 'uint', width: number): bigint =>
  kind === 'int' ? BigInt.asIntN(width, x) : BigInt.asUintN(width, x);

const sizeOf = ({ size }: BitType): number => size ?? 1;

const isTrue = (value: Value): boolean => {
  if (typeof value === 'bigint') return value !== 0n;
  // NaN is not zero, so it is true, as in C99
  if (typeof value === 'number') return value !== 0;
  const { re, im } = asComplex(value);
  return re !== 0 || im !== 0;
};

/** What a number is as an integer before it wraps: without its fraction, or its bits. */
const wholeOf = (value: Value, from: Type): bigint | null => {
  if (from.kind === 'float') {
    const whole = Math.trunc(asNumber(value));
    return Number.isFinite(whole) ? BigInt(whole) : null;
  }
  return asBigint(value);
};

const realOf = (value: Value, from: Type): number => {
  if (from.kind === 'angle') return radiansOfAngle(asBigint(value), from.width);
  return typeof value === 'number' ? value : Number(asBigint(value));
};

/** An angle of another width: padded with zeros below, or with its lowest bits cut off. */
const resized = (bits: bigint, from: number, to: number): bigint =>
  to >= from ? bits << BigInt(to - from) : bits >> BigInt(from - to);

const toAngle = (value: Value, from: Type, width: number): bigint | null => {
  if (from.kind === 'angle') return resized(asBigint(value), from.width, width);
  if (from.kind === 'bit') return BigInt.asUintN(width, asBigint(value));
  return angleOfRadians(realOf(value, from), from.kind === 'float' ? from.width : 64, width);
};

const toFloat = (value: Value, from: Type, { width }: FloatType): number =>
  rounded(realOf(value, from), width);

const toComplex = (value: Value, from: Type, { width }: ComplexType): Complex => {
  if (from.kind !== 'complex') return { re: rounded(realOf(value, from), width), im: 0 };
  const { re, im } = asComplex(value);
  return { re: rounded(re, width), im: rounded(im, width) };
};

const toInteger = (value: Value, from: Type, { kind, width }: IntegerType): bigint | null => {
  const whole = wholeOf(value, from);
  return whole === null ? null : wrapped(whole, kind, width);
};

/**
 * `value`, of type `from`, as a value of type `to`; null if it has none: a float that is not finite
 * as an integer or an angle. It converts whatever the language converts, asked or unasked: whether
 * it may is for `castable`, `assignable` and `promote` to say.
 *
 * Integers wrap modulo 2^width; a float loses its fraction and then wraps; floats round to nearest;
 * a float as an angle is rounded to nearest, ties to even; an angle gains zeros or loses its lowest
 * bits when its width changes; between bits and numbers the bits stay, bit 0 lowest. Source:
 * OpenQASM 3, "Casting specifics".
 */
export const cast = (value: Value, from: Type, to: Type): Value | null => {
  switch (to.kind) {
    case 'bool':
      return isTrue(value) ? 1n : 0n;
    case 'int':
    case 'uint':
      return toInteger(value, from, to);
    case 'bit':
      return BigInt.asUintN(sizeOf(to), asBigint(value));
    case 'angle':
      return toAngle(value, from, to.width);
    case 'float':
      return toFloat(value, from, to);
    case 'complex':
      return toComplex(value, from, to);
    default:
      // times, arrays and what stands for an error are passed on as they are
      return value;
  }
};
