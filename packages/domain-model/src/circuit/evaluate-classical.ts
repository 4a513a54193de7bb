import { fail, ok, type Result } from '../fault.ts';
import { angleOfRadians, radiansOfAngle } from './angle.ts';
import type {
  Classical,
  ClassicalCast,
  ClassicalIndex,
  ClassicalOperation,
  ClassicalOperator,
  ClassicalRead,
  ClassicalType,
} from './classical.ts';

/** A number for a float; for other types an integer: signed for `int`, else from 0. */
export type ClassicalValue = bigint | number;

/** Reads one classical bit: 0 or 1. */
export type ReadBit = (at: number) => number;

class NoValue extends Error {}

const noValue = (why: string): never => {
  throw new NoValue(why);
};

const FLOAT = new DataView(new ArrayBuffer(8));

/** The bits of a value as an integer from 0, lowest bit first in memory. */
export const classicalBits = (value: ClassicalValue, { width }: ClassicalType): bigint => {
  if (typeof value === 'bigint') return BigInt.asUintN(width, value);
  if (width === 32) {
    FLOAT.setFloat32(0, value);
    return BigInt(FLOAT.getUint32(0));
  }
  FLOAT.setFloat64(0, value);
  return FLOAT.getBigUint64(0);
};

const valueOf = (bits: bigint, { kind, width }: ClassicalType): ClassicalValue => {
  if (kind === 'int') return BigInt.asIntN(width, bits);
  if (kind !== 'float') return bits;
  if (width === 32) {
    FLOAT.setUint32(0, Number(bits));
    return FLOAT.getFloat32(0);
  }
  FLOAT.setBigUint64(0, bits);
  return FLOAT.getFloat64(0);
};

/** Bits that fit a number without a sign. */
const WORD = 30;

const readBits = (read: ReadBit, at: number, width: number): bigint => {
  let bits = 0n;
  for (let top = width; top > 0; ) {
    const low = Math.max(0, top - WORD);
    let word = 0;
    for (let k = top - 1; k >= low; k--) word = 2 * word + read(at + k);
    bits = (bits << BigInt(top - low)) | BigInt(word);
    top = low;
  }
  return bits;
};

const offsetOf = ({ by, count, stride }: ClassicalIndex, read: ReadBit): number => {
  const index = evaluate(by, read) as bigint;
  if (index < 0n || index >= BigInt(count)) noValue(`element ${index} of ${count}`);
  return Number(index) * stride;
};

const readAt = ({ at, type, index }: ClassicalRead, read: ReadBit): ClassicalValue => {
  const offset = index === undefined ? 0 : offsetOf(index, read);
  return valueOf(readBits(read, at + offset, type.width), type);
};

/** An integer, or a float, made to fit its type. */
const fit = (value: ClassicalValue, { kind, width }: ClassicalType): ClassicalValue => {
  if (typeof value === 'number') return width === 32 ? Math.fround(value) : value;
  return kind === 'int' ? BigInt.asIntN(width, value) : BigInt.asUintN(width, value);
};

const castFloat = (value: number, from: number, type: ClassicalType): ClassicalValue => {
  if (type.kind === 'float') return fit(value, type);
  if (type.kind === 'angle') {
    const bits = angleOfRadians(value, from === 32 ? 32 : 64, type.width);
    return bits ?? noValue(`${value} as an angle`);
  }
  if (!Number.isFinite(value)) noValue(`${value} as an integer`);
  return fit(BigInt(Math.trunc(value)), type);
};

const castAngle = (bits: bigint, from: number, type: ClassicalType): ClassicalValue => {
  if (type.kind === 'float') return fit(radiansOfAngle(bits, from), type);
  if (type.kind !== 'angle') return fit(bits, type);
  const more = type.width - from;
  return more >= 0 ? bits << BigInt(more) : bits >> BigInt(-more);
};

const cast = ({ type, of }: ClassicalCast, read: ReadBit): ClassicalValue => {
  const value = evaluate(of, read);
  if (typeof value === 'number') return castFloat(value, of.type.width, type);
  if (of.type.kind === 'angle') return castAngle(value, of.type.width, type);
  return type.kind === 'float' ? fit(Number(value), type) : fit(value, type);
};

/** base ** exponent modulo 2^width, by squaring. */
const power = (base: bigint, exponent: bigint, width: number): bigint => {
  if (exponent < 0n) noValue(`${base} ** ${exponent}`);
  let result = 1n;
  let square = base;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = BigInt.asUintN(width, result * square);
    square = BigInt.asUintN(width, square * square);
  }
  return result;
};

const shift = (bits: bigint, by: bigint, width: number): bigint => {
  if (by >= BigInt(width)) return 0n;
  return BigInt.asUintN(width, bits << by);
};

const rotate = (value: bigint, by: bigint, width: number): bigint => {
  const turn = by % BigInt(width);
  const bits = BigInt.asUintN(width, value);
  return shift(bits, turn, width) | (bits >> (BigInt(width) - turn));
};

const popcount = (bits: bigint): bigint => {
  let count = 0n;
  for (let rest = bits; rest > 0n; rest &= rest - 1n) count++;
  return count;
};

const truth = (value: boolean): bigint => (value ? 1n : 0n);

type Operators<Value> = Partial<
  Readonly<Record<ClassicalOperator, (a: Value, b: Value, width: number) => Value>>
>;

/** What operators do to integers, before the result is made to fit its width. */
const ON_INTEGERS: Operators<bigint> = {
  neg: (a) => -a,
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => (b === 0n ? noValue(`${a} / 0`) : a / b),
  mod: (a, b) => (b === 0n ? noValue(`${a} % 0`) : a % b),
  pow: power,
  not: (a) => ~a,
  and: (a, b) => a & b,
  or: (a, b) => a | b,
  xor: (a, b) => a ^ b,
  shl: shift,
  shr: (a, b, width) => a >> (b < BigInt(width) ? b : BigInt(width)),
  rotl: rotate,
  rotr: (a, b, width) => rotate(a, BigInt(width) - (b % BigInt(width)), width),
  popcount,
};

const ON_FLOATS: Operators<number> = {
  neg: (a) => -a,
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  mod: (a, b) => a % b,
  pow: (a, b) => a ** b,
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  arcsin: Math.asin,
  arccos: Math.acos,
  arctan: Math.atan,
  exp: Math.exp,
  log: Math.log,
  sqrt: Math.sqrt,
  floor: Math.floor,
  ceiling: Math.ceil,
};

const operate = (operation: ClassicalOperation, read: ReadBit): ClassicalValue => {
  const { op, type, args } = operation;
  const a = evaluate(args[0]!, read);
  const b = args.length > 1 ? evaluate(args[1]!, read) : a;
  if (op === 'eq') return truth(a === b);
  if (op === 'lt') return truth(a < b);
  if (op === 'le') return truth(a <= b);
  if (typeof a === 'bigint') return fit(ON_INTEGERS[op]!(a, b as bigint, type.width), type);
  return fit(ON_FLOATS[op]!(a, b as number, type.width), type);
};

const evaluate = (expression: Classical, read: ReadBit): ClassicalValue => {
  switch (expression.op) {
    case 'constant': {
      const { type, value } = expression;
      return typeof value === 'number' ? fit(value, type) : BigInt(value);
    }
    case 'read':
      return readAt(expression, read);
    case 'cast':
      return cast(expression, read);
    default:
      return operate(expression, read);
  }
};

const stopped = (error: unknown, what: string): Result<never> => {
  if (!(error instanceof NoValue)) throw error;
  const hint = 'Guard it with a condition, or use values for which it is defined';
  return fail('CIRCUIT_STOPPED', `${what} has no value: ${error.message}`, hint);
};

/**
 * The value of an expression of a valid circuit over the bits that `read` gives. Division by zero
 * of integers, integers to negative powers, floats that are no number as integers, and elements
 * outside of their array fail with CIRCUIT_STOPPED. Linear in the expression, times its widths.
 */
export const evaluateClassical = (
  expression: Classical,
  read: ReadBit,
): Result<ClassicalValue> => {
  try {
    return ok(evaluate(expression, read));
  } catch (error) {
    return stopped(error, 'an expression');
  }
};

/** Where a write to an element goes: its distance from the array's first bit, in bits. */
export const classicalOffset = (
  index: ClassicalIndex | undefined,
  read: ReadBit,
): Result<number> => {
  try {
    return ok(index === undefined ? 0 : offsetOf(index, read));
  } catch (error) {
    return stopped(error, 'an assignment');
  }
};
