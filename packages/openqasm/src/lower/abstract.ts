import type { Classical, ClassicalType } from '@xdv/domain-model';
import { invariant } from '@xdv/domain-model';
import type { ArrayType, BitType, ComplexType, ScalarType, Type } from '../types/type.ts';
import { widthOf } from '../values/pack.ts';
import type { ArrayValue, Value } from '../values/value.ts';

/** What an expression gives at lowering: a value, or what computes it while the circuit runs. */
export type Abstract = Known | Running | RunningComplex | Items;

export interface Known {
  readonly kind: 'known';
  readonly type: Type;
  readonly value: Value;
}

/** A real scalar. */
interface Running {
  readonly kind: 'running';
  readonly type: ScalarType;
  readonly of: Classical;
}

interface RunningComplex {
  readonly kind: 'complex';
  readonly type: ComplexType;
  readonly re: Classical;
  readonly im: Classical;
}

/** An array some of whose scalars, in row-major order, may be running. */
export interface Items {
  readonly kind: 'items';
  readonly type: ArrayType;
  readonly items: readonly Abstract[];
}

export const known = (type: Type, value: Value): Known => ({ kind: 'known', type, value });

export const running = (type: ScalarType, of: Classical): Running => ({
  kind: 'running',
  type,
  of,
});

export const BOOL: ScalarType = { kind: 'bool' };
export const ONE_BIT: BitType = { kind: 'bit', size: null };
export const REAL: ScalarType = { kind: 'float', width: 64 };

/** Bits of a type that can be stored; null for times. */
export const storedWidth = (type: ScalarType | ArrayType): number | null =>
  widthOf(type.kind === 'array' ? type.base : type);

/** The type of a circuit that holds a real scalar. */
export const classicalType = (type: ScalarType): ClassicalType => {
  const { kind } = type;
  if (kind === 'int' || kind === 'uint' || kind === 'angle' || kind === 'float') return type;
  const width = widthOf(type);
  invariant(width !== null && kind !== 'complex', 'no real scalar', kind);
  return { kind: 'uint', width };
};

/** Dimensions of an array that exists. */
export const dimensionsOf = (type: ArrayType): readonly number[] =>
  type.dimensions.map((size) => {
    invariant(size !== null, 'an array without a size');
    return size;
  });

export const countOf = (type: ScalarType | ArrayType): number =>
  type.kind === 'array' ? dimensionsOf(type).reduce((product, size) => product * size, 1) : 1;

export const scalarOf = (type: ScalarType | ArrayType): ScalarType =>
  type.kind === 'array' ? type.base : type;

/** What a variable holds that was given no value. */
export const initialOf = (type: ScalarType): Value => {
  if (type.kind === 'float') return 0;
  if (type.kind === 'complex') return { re: 0, im: 0 };
  if (type.kind === 'duration' || type.kind === 'stretch') return NO_TIME;
  return 0n;
};

const NO_TIME = { ns: 0, dt: 0, stretches: null } as const;

/** The scalars of an array, each as an abstract value. */
export const itemsOf = (value: Abstract): readonly Abstract[] => {
  if (value.kind === 'items') return value.items;
  invariant(value.kind === 'known' && value.type.kind === 'array', 'an array');
  const { base } = value.type;
  return (value.value as ArrayValue).items.map((item) => known(base, item));
};
