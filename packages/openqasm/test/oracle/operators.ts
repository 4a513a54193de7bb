import type { BinaryOperator, UnaryOperator } from '../../src/syntax/ast.ts';
import {
  NoValue,
  bits,
  bool,
  complex,
  convert,
  float,
  fromBits,
  integerOf,
  isTrue,
  realOf,
  toBits,
  unexpected,
  whole,
  type Datum,
} from './values.ts';

type Whole = Datum & { readonly t: 'int' | 'uint' | 'angle' };

const isOneBit = (d: Datum): boolean => d.t === 'bits' && d.b.length === 1;
const isSmall = (d: Datum): boolean => d.t === 'bool' || isOneBit(d);
const isInteger = (d: Datum): boolean => d.t === 'int' || d.t === 'uint' || isSmall(d);

const asInteger = (d: Datum): Whole =>
  (isSmall(d) ? whole('uint', 1, integerOf(d)) : d) as Whole;

/** Both as integers of one type, as C99 has it. */
const meetIntegers = (left: Datum, right: Datum): readonly [Whole, Whole] => {
  const [a, b] = [asInteger(left), asInteger(right)];
  const wide = Math.max(a.w, b.w);
  const unsigned = [a, b].some(({ t, w }) => t === 'uint' && w === wide);
  const t = unsigned ? 'uint' : 'int';
  if (isSmall(left) && isSmall(right)) return meetIntegers(whole('int', 64, a.v), b);
  return [whole(t, wide, a.v) as Whole, whole(t, wide, b.v) as Whole];
};

const narrow = (d: Datum): boolean => !((d.t === 'float' || d.t === 'complex') && d.w === 64);
const widthFor = (a: Datum, b: Datum): number => (narrow(a) && narrow(b) ? 32 : 64);

const power = (a: bigint, b: bigint): bigint => {
  if (b < 0n) throw new NoValue('an integer to a negative power');
  return a ** b;
};

const quotient = (a: bigint, b: bigint): bigint => {
  if (b === 0n) throw new NoValue('division by zero');
  return a / b;
};

const ON_INTEGERS: Readonly<Record<string, (a: bigint, b: bigint) => bigint>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': quotient,
  '%': (a, b) => a - b * quotient(a, b),
  '**': power,
  '&': (a, b) => a & b,
  '|': (a, b) => a | b,
  '^': (a, b) => a ^ b,
};

const ON_REALS: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '**': (a, b) => a ** b,
};

const onComplex = (op: string, left: Datum, right: Datum, w: number): Datum => {
  const x = convert(left, { t: 'complex', w }) as Datum & { t: 'complex' };
  const y = convert(right, { t: 'complex', w }) as Datum & { t: 'complex' };
  switch (op) {
    case '+':
      return complex(x.re + y.re, x.im + y.im, w);
    case '-':
      return complex(x.re - y.re, x.im - y.im, w);
    case '*':
      return complex(x.re * y.re - x.im * y.im, x.re * y.im + x.im * y.re, w);
    case '==':
      return bool(x.re === y.re && x.im === y.im);
    case '!=':
      return bool(x.re !== y.re || x.im !== y.im);
    default:
      return unexpected(`complex ${op}`);
  }
};

const compare = <T extends bigint | number>(op: string, a: T, b: T): boolean => {
  switch (op) {
    case '==':
      return a === b;
    case '!=':
      return a !== b;
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    default:
      return a >= b;
  }
};

const COMPARISONS: ReadonlySet<string> = new Set(['==', '!=', '<', '<=', '>', '>=']);
const BITWISE: ReadonlySet<string> = new Set(['&', '|', '^']);

const onTimes = (op: string, a: Datum, b: Datum): Datum => {
  const time = (v: number): Datum => ({ t: 'time', w: null, v });
  if (a.t === 'time' && b.t === 'time') {
    if (COMPARISONS.has(op)) return bool(compare(op, a.v, b.v));
    return op === '/' ? float(a.v / b.v) : time(ON_REALS[op]!(a.v, b.v));
  }
  const [x, y] = [a, b].map((d) => (d.t === 'time' ? d.v : realOf(d)));
  return time(ON_REALS[op]!(x!, y!));
};

/** Angles among themselves, and with numbers where the language has that. */
const onAngles = (op: string, a: Datum, b: Datum): Datum => {
  if (a.t === 'angle' && b.t === 'angle') {
    const w = Math.max(a.w, b.w);
    const x = integerOf(convert(a, { t: 'angle', w }));
    const y = integerOf(convert(b, { t: 'angle', w }));
    if (COMPARISONS.has(op)) return bool(compare(op, x, y));
    return whole(op === '/' ? 'uint' : 'angle', w, ON_INTEGERS[op]!(x, y));
  }
  if (a.t === 'float' || b.t === 'float') {
    const { w } = (a.t === 'angle' ? a : b) as Whole;
    return onAngles(op, convert(a, { t: 'angle', w }), convert(b, { t: 'angle', w }));
  }
  const w = a.t === 'angle' ? a.w : (b as Whole).w;
  if (op === '*') return whole('angle', w, integerOf(a) * integerOf(b));
  const divisor = whole('uint', Math.max(w, (b as Whole).w), integerOf(b));
  return whole('angle', w, quotient(integerOf(a), integerOf(divisor)));
};

const onRegisters = (op: string, a: Datum & { t: 'bits' }, b: Datum & { t: 'bits' }): Datum => {
  if (COMPARISONS.has(op)) return bool(compare(op, fromBits(a.b), fromBits(b.b)));
  const result = ON_INTEGERS[op]!(fromBits(a.b), fromBits(b.b));
  return bits(toBits(result, a.b.length), a.w === null);
};

const shifted = (op: string, left: Datum, right: Datum): Datum => {
  const a = left.t === 'bool' ? whole('int', 64, integerOf(left)) : left;
  const by = integerOf(right);
  if (by < 0n) throw new NoValue('a negative shift');
  const v = op === '<<' ? integerOf(a) * 2n ** by : integerOf(a) >> by;
  if (a.t === 'bits') return bits(toBits(v, a.b.length), a.w === null);
  return whole((a as Whole).t, (a as Whole).w, v);
};

const joined = (a: Datum, b: Datum): Datum => {
  if (a.t === 'bits' && b.t === 'bits') return bits([...a.b, ...b.b]);
  if (a.t === 'array' && b.t === 'array') return { t: 'array', items: [...a.items, ...b.items] };
  if (a.t === 'qubits' && b.t === 'qubits') {
    return { t: 'qubits', q: [...a.q, ...b.q], single: false };
  }
  return unexpected(`${a.t} ++ ${b.t}`);
};

/** A register of bits beside an integer is the number that it writes. */
const asNumberBeside = (d: Datum, other: Datum): Datum =>
  d.t === 'bits' && d.b.length > 1 && other.t !== 'bits'
    ? whole('uint', d.b.length, fromBits(d.b))
    : d;

const onNumbers = (op: string, left: Datum, right: Datum): Datum => {
  const w = widthFor(left, right);
  if (left.t === 'complex' || right.t === 'complex') return onComplex(op, left, right, w);
  if (isInteger(left) && isInteger(right)) {
    const [x, y] = meetIntegers(left, right);
    if (COMPARISONS.has(op)) return bool(compare(op, x.v, y.v));
    return whole(x.t, x.w, ON_INTEGERS[op]!(x.v, y.v));
  }
  const [x, y] = [left, right].map((d) => realOf(convert(d, { t: 'float', w })));
  return COMPARISONS.has(op) ? bool(compare(op, x!, y!)) : float(ON_REALS[op]!(x!, y!), w);
};

/** `left op right`, except for `&&` and `||`, whose second operand may not be looked at. */
export const binary = (op: BinaryOperator, left: Datum, right: Datum): Datum => {
  if (op === '++') return joined(left, right);
  if (op === '<<' || op === '>>') return shifted(op, left, right);
  if (left.t === 'time' || right.t === 'time') return onTimes(op, left, right);
  if (left.t === 'angle' || right.t === 'angle') return onAngles(op, left, right);
  const onBits = COMPARISONS.has(op) || BITWISE.has(op);
  if (left.t === 'bits' && right.t === 'bits' && onBits) return onRegisters(op, left, right);
  return onNumbers(op, asNumberBeside(left, right), asNumberBeside(right, left));
};

const negated = (d: Datum): Datum => {
  switch (d.t) {
    case 'float':
      return float(-d.v, d.w);
    case 'complex':
      return complex(-d.re, -d.im, d.w);
    case 'time':
      return { ...d, v: -d.v };
    case 'int':
    case 'uint':
    case 'angle':
      return whole(d.t, d.w, -d.v);
    default:
      return whole('int', 64, -integerOf(d));
  }
};

export const unary = (op: UnaryOperator, d: Datum): Datum => {
  if (op === '!') return bool(!isTrue(d));
  if (op === '-') return negated(d);
  if (d.t === 'bits') return bits(d.b.map((bit) => 1 - bit), d.w === null);
  return whole((d as Whole).t, (d as Whole).w, -1n - integerOf(d));
};
