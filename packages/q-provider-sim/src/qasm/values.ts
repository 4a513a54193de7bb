import { Problem, quote } from './diagnostics.ts';
import { QASM_LIMITS } from './limits.ts';

/**
 * A classical value that is known while the program is read. Integers are exact; `width` is the
 * size of an unsigned type, which only `~` needs. Angles are floats in radians.
 */
export type Value =
  | { readonly kind: 'int'; readonly value: bigint; readonly width?: number }
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'bool'; readonly value: boolean };

export const int = (value: bigint): Value => ({ kind: 'int', value });
export const float = (value: number): Value => ({ kind: 'float', value });
export const bool = (value: boolean): Value => ({ kind: 'bool', value });

export const toNumber = (value: Value): number => Number(value.value);

export const toBoolean = (value: Value): boolean => Boolean(value.value);

/** The value as an integer; a float must be whole. */
export const toInteger = (value: Value, at: number): bigint => {
  if (value.kind === 'int') return value.value;
  if (value.kind === 'bool') return value.value ? 1n : 0n;
  if (Number.isSafeInteger(value.value)) return BigInt(value.value);
  throw new Problem(at, `expected an integer, got ${value.value}`, 'Use a whole number');
};

const tooLarge = (at: number): never => {
  const message = `an integer exceeds ${QASM_LIMITS.integerBitsMax} bits`;
  throw new Problem(at, message, 'Use smaller numbers');
};

const bounded = (value: bigint, at: number): Value => {
  const limit = 1n << BigInt(QASM_LIMITS.integerBitsMax);
  return value < limit && -value < limit ? int(value) : tooLarge(at);
};

/** Left or right shift; the distance is bounded before anything is computed. */
const shift = (operator: string, a: bigint, b: bigint, at: number): Value => {
  if (b < 0n || b > BigInt(QASM_LIMITS.integerBitsMax)) tooLarge(at);
  return bounded(operator === '<<' ? a << b : a >> b, at);
};

const power = (a: bigint, b: bigint, at: number): Value => {
  if (b < 0n) return float(Number(a) ** Number(b));
  if (a >= -1n && a <= 1n) return int(b === 0n ? 1n : b % 2n === 0n ? a * a : a);
  return b > BigInt(QASM_LIMITS.integerBitsMax) ? tooLarge(at) : bounded(a ** b, at);
};

const nonZero = (b: bigint, at: number): bigint => {
  if (b !== 0n) return b;
  throw new Problem(at, 'division by zero', 'The divisor must not be 0');
};

type IntegerRule = (a: bigint, b: bigint, at: number) => Value;
type FloatRule = (a: number, b: number) => Value;

/** As in C: division truncates and the remainder has the sign of the dividend. */
const INTEGER_RULES: Readonly<Record<string, IntegerRule>> = {
  '+': (a, b, at) => bounded(a + b, at),
  '-': (a, b, at) => bounded(a - b, at),
  '*': (a, b, at) => bounded(a * b, at),
  '/': (a, b, at) => int(a / nonZero(b, at)),
  '%': (a, b, at) => int(a % nonZero(b, at)),
  '**': power,
  '<<': (a, b, at) => shift('<<', a, b, at),
  '>>': (a, b, at) => shift('>>', a, b, at),
  '&': (a, b) => int(a & b),
  '|': (a, b) => int(a | b),
  '^': (a, b) => int(a ^ b),
  '==': (a, b) => bool(a === b),
  '!=': (a, b) => bool(a !== b),
  '<': (a, b) => bool(a < b),
  '>': (a, b) => bool(a > b),
  '<=': (a, b) => bool(a <= b),
  '>=': (a, b) => bool(a >= b),
};

const FLOAT_RULES: Readonly<Record<string, FloatRule>> = {
  '+': (a, b) => float(a + b),
  '-': (a, b) => float(a - b),
  '*': (a, b) => float(a * b),
  '/': (a, b) => float(a / b),
  '%': (a, b) => float(a % b),
  '**': (a, b) => float(a ** b),
  '==': (a, b) => bool(a === b),
  '!=': (a, b) => bool(a !== b),
  '<': (a, b) => bool(a < b),
  '>': (a, b) => bool(a > b),
  '<=': (a, b) => bool(a <= b),
  '>=': (a, b) => bool(a >= b),
};

/** `a operator b`. Fails where the operator does not apply to such values. */
export const binary = (operator: string, a: Value, b: Value, at: number): Value => {
  if (operator === '&&') return bool(toBoolean(a) && toBoolean(b));
  if (operator === '||') return bool(toBoolean(a) || toBoolean(b));
  if (a.kind !== 'float' && b.kind !== 'float') {
    const rule = INTEGER_RULES[operator];
    if (rule !== undefined) return rule(toInteger(a, at), toInteger(b, at), at);
  }
  const rule = FLOAT_RULES[operator];
  if (rule !== undefined) return rule(toNumber(a), toNumber(b));
  const message = `${quote(operator)} does not apply to ${a.kind} and ${b.kind}`;
  throw new Problem(at, message, 'Convert the operands or use another operator');
};

/** `-a`, `+a`, `!a`, `~a`. */
export const unary = (operator: string, a: Value, at: number): Value => {
  if (operator === '!') return bool(!toBoolean(a));
  if (operator === '~') {
    const bits = ~toInteger(a, at);
    const width = a.kind === 'int' ? a.width : undefined;
    return width === undefined ? int(bits) : unsigned(bits, width);
  }
  if (operator === '+') return a;
  return a.kind === 'float' ? float(-a.value) : int(-toInteger(a, at));
};

/** An unsigned integer of `width` bits: higher bits are dropped. */
export const unsigned = (value: bigint, width: number): Value => ({
  kind: 'int',
  value: BigInt.asUintN(width, value),
  width,
});

const TAU = 2 * Math.PI;

/** An angle in [0, 2π); with a width below 53 it is rounded to that many bits of a turn. */
export const angle = (radians: number, width: number | undefined): Value => {
  const turns = radians / TAU;
  if (width !== undefined && width < 53) {
    const steps = 2 ** width;
    const whole = Math.round(turns * steps) % steps;
    return float((((whole + steps) % steps) / steps) * TAU);
  }
  return float(radians >= 0 && radians < TAU ? radians : (turns - Math.floor(turns)) * TAU);
};

const unaryFloat =
  (rule: (x: number) => number) =>
  ([x]: readonly Value[]): Value =>
    float(rule(toNumber(x!)));

interface Builtin {
  readonly args: number;
  readonly rule: (args: readonly Value[], at: number) => Value;
}

const real = (rule: (x: number) => number): Builtin => ({ args: 1, rule: unaryFloat(rule) });

const popcount = (value: bigint): bigint => {
  let count = 0n;
  for (let rest = value; rest > 0n; rest >>= 1n) count += rest & 1n;
  return count;
};

/** The functions of constant expressions, both versions' names. Angles are in radians. */
export const BUILTINS: Readonly<Record<string, Builtin>> = {
  sin: real(Math.sin),
  cos: real(Math.cos),
  tan: real(Math.tan),
  arcsin: real(Math.asin),
  arccos: real(Math.acos),
  arctan: real(Math.atan),
  exp: real(Math.exp),
  ln: real(Math.log),
  log: real(Math.log),
  sqrt: real(Math.sqrt),
  floor: real(Math.floor),
  ceiling: real(Math.ceil),
  mod: { args: 2, rule: ([a, b], at) => binary('%', a!, b!, at) },
  pow: { args: 2, rule: ([a, b], at) => binary('**', a!, b!, at) },
  popcount: {
    args: 1,
    rule: ([a], at) => {
      const value = toInteger(a!, at);
      if (value >= 0n) return int(popcount(value));
      throw new Problem(at, 'popcount needs an unsigned value', 'Cast it to uint[n] first');
    },
  },
};

export const CONSTANTS: Readonly<Record<string, number>> = {
  pi: Math.PI,
  π: Math.PI,
  tau: TAU,
  τ: TAU,
  euler: Math.E,
  ℇ: Math.E,
};
