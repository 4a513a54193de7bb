import type { NumberLiteral } from '../syntax/ast.ts';
import type { Type } from '../types/type.ts';
import { literal, type Literal } from '../values/literal.ts';
import type { Value } from '../values/value.ts';
import { UNKNOWN } from './names.ts';
import type { Pass } from './pass.ts';

const INT: Type = { kind: 'int', width: 64 };
const DOUBLE: Type = { kind: 'float', width: 64 };

/** Most indices and sizes are these, and need no new objects. */
const SMALL: readonly bigint[] = Array.from({ length: 1024 }, (_, value) => BigInt(value));

/** Digits up to which a decimal integer is one as a number too. */
const DIGITS_MAX = 15;

/** The value of a plain decimal integer; -1 for other ones. */
const decimal = (text: string): number => {
  if (text.length > DIGITS_MAX) return -1;
  let value = 0;
  for (let k = 0; k < text.length; k++) {
    const digit = text.charCodeAt(k) - 0x30;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
};

const integerType = (pass: Pass, e: NumberLiteral): Type => {
  const value = decimal(e.text);
  if (value < 0) return pass.real ? realType(pass, e) : otherType(pass, e);
  if (pass.real) {
    pass.constants[e.id] = value;
    return DOUBLE;
  }
  pass.constants[e.id] = SMALL[value] ?? BigInt(value);
  return INT;
};

/** An integer among real numbers. */
const realType = (pass: Pass, e: NumberLiteral): Type => {
  pass.constants[e.id] = Number(literal(e).value);
  return DOUBLE;
};

const isFinite = (value: Value): boolean => {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value === 'bigint' || 'items' in value) return true;
  return 're' in value ? Number.isFinite(value.im) : Number.isFinite(value.ns + value.dt);
};

const otherType = (pass: Pass, e: Literal): Type => {
  const { type, value } = literal(e);
  if (!isFinite(value)) {
    pass.error('VALUE_RANGE', e, 'a number larger than any float', 'Use at most 1.7e308');
    return UNKNOWN;
  }
  pass.constants[e.id] = value;
  return type;
};

/** The type of a literal, whose value it keeps. */
export const literalType = (pass: Pass, e: Literal): Type =>
  e.kind === 'integer' ? integerType(pass, e) : otherType(pass, e);
