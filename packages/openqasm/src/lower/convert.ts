import { invariant, type Classical } from '@xdv/domain-model';
import type { ScalarType, Type } from '../types/type.ts';
import { showType } from '../types/show.ts';
import { cast } from '../values/cast.ts';
import type { Value } from '../values/value.ts';
import { classicalType, itemsOf, known, running, type Abstract } from './abstract.ts';
import { BIT, castTo, FLOAT, not, operation, zeroOf } from './classical.ts';
import type { Lowering } from './lowering.ts';
import { Stop } from './stop.ts';
import { constantsOf } from './variable.ts';

/** The parts of a scalar as expressions of the circuit: one, or two of a complex number. */
export const expressionsOf = (value: Abstract): readonly Classical[] => {
  if (value.kind === 'running') return [value.of];
  if (value.kind === 'complex') return [value.re, value.im];
  invariant(value.kind === 'known', 'a scalar', value.kind);
  return constantsOf(value.type as ScalarType, value.value);
};

/** A real scalar as an expression of the circuit. */
export const expressionOf = (value: Abstract): Classical => expressionsOf(value)[0]!;

/** `value` as a value of type `to`, by the rules of the language for conversions. */
export const convert = (low: Lowering, value: Abstract, to: Type): Abstract => {
  if (value.kind === 'known') return convertKnown(low, value.type, value.value, to);
  if (value.kind === 'items' || to.kind === 'array') {
    invariant(to.kind === 'array' && value.type.kind === 'array', 'an array stays one');
    const items = itemsOf(value).map((item) => convert(low, item, to.base));
    return { kind: 'items', type: { ...to, dimensions: value.type.dimensions }, items };
  }
  return convertScalar(low, value, to as ScalarType);
};

const convertKnown = (low: Lowering, from: Type, value: Value, to: Type): Abstract => {
  if (from.kind === 'array' && to.kind === 'array') {
    const items = itemsOf(known(from, value)).map((item) => convert(low, item, to.base));
    const values = items.map((item) => (item as { value: Value }).value);
    return known({ ...to, dimensions: from.dimensions }, { items: values });
  }
  const result = cast(value, from, to);
  if (result !== null) return known(to, result);
  const message = `a ${showType(from)} that is not finite has no value as ${showType(to)}`;
  throw new Stop('CONSTANT_INVALID', low.out.here, message, 'Use a finite number');
};

const convertScalar = (
  low: Lowering,
  value: Exclude<Abstract, { kind: 'known' | 'items' }>,
  to: ScalarType,
): Abstract => {
  if (to.kind === 'bool') return running(to, truthOf(value));
  if (to.kind === 'complex') return toComplex(low, value, to.width);
  invariant(value.kind === 'running', 'a complex number stays one');
  return running(to, low.settled(toReal(value.of, to)));
};

const toComplex = (
  low: Lowering,
  value: Exclude<Abstract, { kind: 'known' | 'items' }>,
  width: 32 | 64,
): Abstract => {
  const part = { kind: 'float', width } as const;
  const [re, im] = value.kind === 'complex' ? [value.re, value.im] : [value.of, zeroOf(part)];
  return {
    kind: 'complex',
    type: { kind: 'complex', width },
    re: low.settled(toReal(re, part)),
    im: low.settled(toReal(im, part)),
  };
};

const nonZero = (of: Classical): Classical =>
  of.type.kind !== 'float' && of.type.width === 1
    ? castTo(BIT, of)
    : not(operation('eq', BIT, of, zeroOf(of.type)));

/** 1 where the value is not zero. */
const truthOf = (value: Exclude<Abstract, { kind: 'known' | 'items' }>): Classical => {
  if (value.kind === 'running') return nonZero(value.of);
  return operation('or', BIT, nonZero(value.re), nonZero(value.im));
};

/** Between bits, integers, angles and floats. */
const toReal = (of: Classical, to: ScalarType): Classical => {
  const type = classicalType(to);
  // whole numbers become angles only as bits of the same width or as known radians
  const widened = of.type.kind !== 'angle' && of.type.kind !== 'float' && type.kind === 'angle';
  if (widened && of.type.width !== type.width) return castTo(type, castTo(FLOAT, of));
  return castTo(type, of);
};
