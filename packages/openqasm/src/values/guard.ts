import { invariant } from '@xdv/domain-model';
import type { ArrayValue, Complex, Span, Value } from './value.ts';

/** The value of an integer, an angle, bits or a truth value. */
export const asBigint = (value: Value): bigint => {
  invariant(typeof value === 'bigint', 'a value of another type than its type says', value);
  return value;
};

/** The value of a float. */
export const asNumber = (value: Value): number => {
  invariant(typeof value === 'number', 'a value of another type than its type says', value);
  return value;
};

export const asComplex = (value: Value): Complex => {
  invariant(typeof value === 'object' && 're' in value, 'not a complex number', value);
  return value;
};

export const asSpan = (value: Value): Span => {
  invariant(typeof value === 'object' && 'ns' in value, 'not a duration', value);
  return value;
};

export const asArray = (value: Value): ArrayValue => {
  invariant(typeof value === 'object' && 'items' in value, 'not an array', value);
  return value;
};
