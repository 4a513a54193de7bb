import { binary } from './operators.ts';
import {
  NoValue,
  bits,
  complex,
  convert,
  float,
  integerOf,
  realOf,
  toBits,
  unexpected,
  whole,
  type Datum,
} from './values.ts';

const REAL: Readonly<Record<string, (x: number) => number>> = {
  arccos: Math.acos,
  arcsin: Math.asin,
  arctan: Math.atan,
  ceiling: Math.ceil,
  cos: Math.cos,
  exp: Math.exp,
  floor: Math.floor,
  log: Math.log,
  // as version 2 calls it
  ln: Math.log,
  sin: Math.sin,
  sqrt: Math.sqrt,
  tan: Math.tan,
};

const isInteger = ({ t }: Datum): boolean => t === 'int' || t === 'uint' || t === 'bool';

const integerRemainder = (a: Datum, b: Datum): Datum => {
  const least = whole('int', 64, 0n);
  return binary('%', binary('+', least, a), binary('+', least, b));
};

/** `pow` of integers needs an exponent that is unsigned by its type or known not to be negative. */
const power = (a: Datum, b: Datum, known: boolean): Datum => {
  const natural = b.t === 'uint' || (b.t === 'int' && known && b.v >= 0n);
  if (isInteger(a) && natural) {
    const { t, w } = binary('+', whole('int', 64, 0n), a) as Datum & { t: 'int'; w: number };
    return whole(t, w, integerOf(a) ** integerOf(b));
  }
  return float(realOf(a) ** realOf(b));
};

/** Turned left by `by` places, one at a time. */
const rotated = (d: Datum, by: bigint): Datum => {
  const places = d.t === 'bits' ? [...d.b] : toBits(integerOf(d), (d as { w: number }).w);
  const size = BigInt(places.length);
  const steps = Number(((by % size) + size) % size);
  for (let k = 0; k < steps; k++) places.unshift(places.pop()!);
  if (d.t === 'bits') return bits(places, d.w === null);
  const v = integerOf(bits(places));
  return whole(d.t as 'uint' | 'angle', (d as { w: number }).w, v);
};

const ones = (d: Datum): Datum => {
  const places = d.t === 'bits' ? d.b : toBits(integerOf(d), (d as { w: number }).w);
  return whole('uint', 64, BigInt(places.reduce((sum, bit) => sum + bit, 0)));
};

const realFunction = (name: string, d: Datum): Datum => {
  if (d.t === 'complex') {
    if (name !== 'exp') return unexpected(`${name} of a complex number`);
    const size = Math.exp(d.re);
    return complex(size * Math.cos(d.im), size * Math.sin(d.im));
  }
  const result = REAL[name]!(realOf(convert(d, { t: 'float', w: 64 })));
  if (Number.isNaN(result)) throw new NoValue(`${name} has no value there`);
  return float(result);
};

const part = (name: string, d: Datum): Datum => {
  if (d.t !== 'complex') return float(name === 'real' ? realOf(d) : 0);
  return float(name === 'real' ? d.re : d.im, d.w);
};

/** A function of the language. `known` says whether the second argument is a constant. */
export const builtIn = (name: string, args: readonly Datum[], known: boolean): Datum => {
  const [a, b] = [args[0]!, args[1]!];
  switch (name) {
    case 'mod':
      if (isInteger(a) && isInteger(b)) return integerRemainder(a, b);
      return float(realOf(a) % realOf(b));
    case 'pow':
      return power(a, b, known);
    case 'rotl':
      return rotated(a, integerOf(b));
    case 'rotr':
      return rotated(a, -integerOf(b));
    case 'popcount':
      return ones(a);
    case 'real':
    case 'imag':
      return part(name, a);
    default:
      return realFunction(name, a);
  }
};

export const isBuiltIn = (name: string): boolean =>
  Object.hasOwn(REAL, name) ||
  ['mod', 'pow', 'rotl', 'rotr', 'popcount', 'real', 'imag'].includes(name);
