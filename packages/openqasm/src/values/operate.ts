import type { BinaryOperator, UnaryOperator } from '../syntax/ast.ts';
import type { Promotion, UnaryPromotion } from '../types/promote.ts';
import type { Type } from '../types/type.ts';
import { rounded, wrapped } from './cast.ts';
import {
  addComplex,
  divideComplex,
  multiplyComplex,
  powComplex,
  subtractComplex,
} from './complex.ts';
import { asArray, asBigint, asComplex, asNumber, asSpan } from './guard.ts';
import { type Outcome, gives, lacks } from './outcome.ts';
import { addSpans, divideSpans, mapSpan, onSpans } from './span.ts';
import type { Complex, Value } from './value.ts';

const truth = (holds: boolean): Outcome => gives(holds ? 1n : 0n);

/** An integer, an angle or bits, kept within the width of its type. */
const within = (value: bigint, type: Type): bigint => {
  if (type.kind === 'int' || type.kind === 'uint') return wrapped(value, type.kind, type.width);
  if (type.kind === 'angle') return BigInt.asUintN(type.width, value);
  return BigInt.asUintN(type.kind === 'bit' ? (type.size ?? 1) : 1, value);
};

/**
 * `base ** exponent` modulo 2^width by repeated squaring: the numbers stay as wide as the type, so
 * the cost grows with the digits of the exponent only.
 */
const power = (base: bigint, exponent: bigint, type: Type): bigint => {
  let result = 1n;
  let square = base;
  for (let left = exponent; left > 0n; left >>= 1n) {
    if ((left & 1n) === 1n) result = within(result * square, type);
    square = within(square * square, type);
  }
  return within(result, type);
};

const integerPower = (base: bigint, exponent: bigint, type: Type): Outcome =>
  // as at run time: a reciprocal is no integer
  exponent < 0n ? lacks('an integer to a negative power') : gives(power(base, exponent, type));

/** Division and remainder of integers truncate toward zero, as in C99: `-7 % 2` is -1. */
const divided = (operator: '/' | '%', a: bigint, b: bigint): Outcome => {
  if (b === 0n) return lacks('division by zero');
  return gives(operator === '/' ? a / b : a % b);
};

const onIntegers = (operator: BinaryOperator, a: bigint, b: bigint, type: Type): Outcome => {
  switch (operator) {
    case '+':
      return gives(a + b);
    case '-':
      return gives(a - b);
    case '*':
      return gives(a * b);
    case '/':
    case '%':
      return divided(operator, a, b);
    case '**':
      return integerPower(a, b, type);
    case '&':
      return gives(a & b);
    case '|':
      return gives(a | b);
    default:
      return gives(a ^ b);
  }
};

/**
 * Bits shifted off the end are lost; a right shift of an `int` repeats its sign. A shift by the
 * width or more is a shift by the width.
 */
const shifted = (operator: '<<' | '>>', a: bigint, by: bigint, width: number): Outcome => {
  if (by < 0n) return lacks('shift by a negative number');
  const distance = by > BigInt(width) ? BigInt(width) : by;
  return gives(operator === '<<' ? a << distance : a >> distance);
};

const widthOf = (type: Type): number => {
  if (type.kind === 'bit') return type.size ?? 1;
  return 'width' in type ? type.width : 1;
};

const onFloats = (operator: BinaryOperator, a: number, b: number): Outcome => {
  switch (operator) {
    case '+':
      return gives(a + b);
    case '-':
      return gives(a - b);
    case '*':
      return gives(a * b);
    case '/':
      return gives(a / b);
    default:
      return gives(a ** b);
  }
};

const onComplex = (operator: BinaryOperator, a: Complex, b: Complex): Outcome => {
  switch (operator) {
    case '+':
      return gives(addComplex(a, b));
    case '-':
      return gives(subtractComplex(a, b));
    case '*':
      return gives(multiplyComplex(a, b));
    case '/':
      return b.re === 0 && b.im === 0 ? lacks('division by zero') : gives(divideComplex(a, b));
    default: {
      const result = powComplex(a, b);
      return result === null ? lacks('zero to a power without a value') : gives(result);
    }
  }
};

type Comparable = bigint | number;

const compared = (operator: BinaryOperator, a: Comparable, b: Comparable): Outcome => {
  switch (operator) {
    case '==':
      return truth(a === b);
    case '!=':
      return truth(a !== b);
    case '<':
      return truth(a < b);
    case '<=':
      return truth(a <= b);
    case '>':
      return truth(a > b);
    default:
      return truth(a >= b);
  }
};

const comparison = (operator: BinaryOperator, type: Type, a: Value, b: Value): Outcome => {
  if (type.kind === 'complex') {
    const [x, y] = [asComplex(a), asComplex(b)];
    return truth((x.re === y.re && x.im === y.im) === (operator === '=='));
  }
  if (type.kind === 'duration') {
    return onSpans(asSpan(a), asSpan(b), (x, y) => compared(operator, x, y));
  }
  if (type.kind === 'float') return compared(operator, asNumber(a), asNumber(b));
  return compared(operator, asBigint(a), asBigint(b));
};

/** Times: the other operand of a product is a float, on either side. */
const onTimes = (
  operator: BinaryOperator,
  { left, right, result }: Promotion,
  a: Value,
  b: Value,
): Outcome => {
  if (left.kind !== 'duration') return onTimes('*', { left: right, right: left, result }, b, a);
  if (right.kind === 'duration') {
    if (operator === '/') return divideSpans(asSpan(a), asSpan(b));
    return gives(addSpans(asSpan(a), asSpan(b), operator === '-' ? -1 : 1));
  }
  const factor = asNumber(b);
  if (operator === '*') return gives(mapSpan(asSpan(a), (x) => x * factor));
  return factor === 0 ? lacks('division by zero') : gives(mapSpan(asSpan(a), (x) => x / factor));
};

const joined = ({ left }: Promotion, a: Value, b: Value): Outcome => {
  if (left.kind !== 'bit') return gives({ items: [...asArray(a).items, ...asArray(b).items] });
  return gives(asBigint(a) | (asBigint(b) << BigInt(left.size ?? 1)));
};

const settled = (outcome: Outcome, type: Type): Outcome => {
  const { value } = outcome;
  if (value === undefined) return outcome;
  if (type.kind === 'float') return gives(rounded(asNumber(value), type.width));
  if (type.kind === 'complex') {
    const { re, im } = asComplex(value);
    return gives({ re: rounded(re, type.width), im: rounded(im, type.width) });
  }
  return gives(within(asBigint(value), type));
};

const arithmetic = (
  operator: BinaryOperator,
  { left, result }: Promotion,
  a: Value,
  b: Value,
): Outcome => {
  if (left.kind === 'float') return onFloats(operator, asNumber(a), asNumber(b));
  if (left.kind === 'complex') return onComplex(operator, asComplex(a), asComplex(b));
  return onIntegers(operator, asBigint(a), asBigint(b), result);
};

/**
 * `a operator b` for operands that were converted as `promotion` says; or why it has no value.
 * Integers, angles and bits are exact modulo 2^width, floats and complex numbers are rounded to
 * their width. Both operands of `&&` and `||` have values: that the second is looked at only if
 * needed is for the caller.
 * Source: OpenQASM 3, "Classical instructions".
 */
export const operate = (
  operator: BinaryOperator,
  promotion: Promotion,
  a: Value,
  b: Value,
): Outcome => {
  const { left, right, result } = promotion;
  switch (operator) {
    case '++':
      return joined(promotion, a, b);
    case '&&':
      return truth(a !== 0n && b !== 0n);
    case '||':
      return truth(a !== 0n || b !== 0n);
    case '<<':
    case '>>':
      return settled(shifted(operator, asBigint(a), asBigint(b), widthOf(left)), result);
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return comparison(operator, left, a, b);
    default:
      if (left.kind === 'duration' || right.kind === 'duration') {
        return onTimes(operator, promotion, a, b);
      }
      return settled(arithmetic(operator, promotion, a, b), result);
  }
};

const negated = (value: Value, type: Type): Value => {
  if (type.kind === 'float') return -asNumber(value);
  if (type.kind === 'duration') return mapSpan(asSpan(value), (x) => -x);
  if (type.kind !== 'complex') return within(-asBigint(value), type);
  const { re, im } = asComplex(value);
  return { re: -re, im: -im };
};

/** `operator a` for an operand that was converted as `promotion` says. It always has a value. */
export const operateUnary = (
  operator: UnaryOperator,
  { operand }: UnaryPromotion,
  a: Value,
): Value => {
  if (operator === '!') return a === 0n ? 1n : 0n;
  if (operator === '~') return within(~asBigint(a), operand);
  return negated(a, operand);
};
