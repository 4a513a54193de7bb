import type {
  BitstringLiteral,
  BooleanLiteral,
  DurationLiteral,
  DurationUnit,
  NumberLiteral,
} from '../syntax/ast.ts';
import type { ScalarType } from '../types/type.ts';
import type { Value } from './value.ts';

export type Literal = NumberLiteral | BooleanLiteral | BitstringLiteral | DurationLiteral;

/** What a literal stands for, known before the program runs. */
export interface TypedValue {
  readonly type: ScalarType;
  readonly value: Value;
}

const DOUBLE: ScalarType = { kind: 'float', width: 64 };
const COMPLEX: ScalarType = { kind: 'complex', width: 64 };

const plain = (text: string): string => text.replaceAll('_', '');

/** A literal that `int` does not hold is unsigned, and as wide as it needs to be. */
const integer = (text: string): TypedValue => {
  const value = BigInt(plain(text).toLowerCase());
  if (value < 2n ** 63n) return { type: { kind: 'int', width: 64 }, value };
  const width = Math.max(64, value.toString(2).length);
  return { type: { kind: 'uint', width }, value };
};

/** Powers of ten from a unit to nanoseconds. */
const EXPONENTS: Readonly<Record<Exclude<DurationUnit, 'dt'>, number>> = {
  ns: 0,
  us: 3,
  ms: 6,
  s: 9,
};

/** Shifts the decimal point of the text, so that `4.35us` is 4350 without rounding twice. */
const scaled = (text: string, exponent: number): number => {
  const [digits = '', own = '0'] = plain(text).toLowerCase().split('e');
  return Number(`${digits}e${Number(own) + exponent}`);
};

const duration = ({ text, unit }: DurationLiteral): TypedValue => {
  const value =
    unit === 'dt'
      ? { ns: 0, dt: Number(plain(text)), stretches: null }
      : { ns: scaled(text, EXPONENTS[unit]), dt: 0, stretches: null };
  return { type: { kind: 'duration' }, value };
};

const bits = (text: string): TypedValue => {
  const digits = plain(text);
  return { type: { kind: 'bit', size: digits.length }, value: BigInt(`0b${digits}`) };
};

/**
 * Type and value of a literal as the parser gives it: integers are `int`, floats and imaginary
 * numbers have the precision of a double, a bit string is as long as its digits with the last one
 * as bit 0. Source: OpenQASM 3, "Literals".
 */
export const literal = (node: Literal): TypedValue => {
  switch (node.kind) {
    case 'integer':
      return integer(node.text);
    case 'float':
      return { type: DOUBLE, value: Number(plain(node.text)) };
    case 'imaginary':
      return { type: COMPLEX, value: { re: 0, im: Number(plain(node.text)) } };
    case 'boolean':
      return { type: { kind: 'bool' }, value: node.value ? 1n : 0n };
    case 'bitstring':
      return bits(node.text);
    case 'duration':
      return duration(node);
  }
};
