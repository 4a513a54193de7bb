import { invariant } from '@xdv/domain-model';
import { showType } from '../types/show.ts';
import type { ArrayType, ScalarType, Type } from '../types/type.ts';
import { cast } from '../values/cast.ts';
import { widthOf } from '../values/pack.ts';
import type { Value } from '../values/value.ts';
import { dimensionsOf, REAL } from './abstract.ts';

/** A whole number that was given; null if it is none. */
const wholeOf = (given: unknown): bigint | null => {
  if (typeof given === 'bigint') return given;
  if (typeof given === 'boolean') return given ? 1n : 0n;
  return Number.isSafeInteger(given) ? BigInt(given as number) : null;
};

const within = (value: bigint | null, least: bigint, most: bigint): bigint | null =>
  value !== null && value >= least && value <= most ? value : null;

const registerFrom = (given: unknown, width: number): bigint | null => {
  if (typeof given !== 'string') return within(wholeOf(given), 0n, (1n << BigInt(width)) - 1n);
  return given.length === width && /^[01]+$/.test(given) ? BigInt(`0b${given}`) : null;
};

const integerFrom = (given: unknown, kind: 'int' | 'uint', width: number): bigint | null => {
  const half = 1n << BigInt(width - 1);
  const value = wholeOf(given);
  return kind === 'int' ? within(value, -half, half - 1n) : within(value, 0n, 2n * half - 1n);
};

const numberFrom = (given: unknown): number | null => {
  if (typeof given === 'number') return given;
  return typeof given === 'bigint' ? Number(given) : null;
};

const realFrom = (given: unknown, type: ScalarType): Value | null => {
  // bits of an angle are given as a bigint, radians as a number
  if (type.kind === 'angle' && typeof given === 'bigint') return registerFrom(given, type.width);
  const real = numberFrom(given);
  return real === null ? null : cast(real, REAL, type);
};

const complexFrom = (given: unknown, type: ScalarType): Value | null => {
  if (typeof given !== 'object' || given === null) return realFrom(given, type);
  const { re, im } = given as { re?: unknown; im?: unknown };
  if (typeof re !== 'number' || typeof im !== 'number') return null;
  return cast({ re, im }, { kind: 'complex', width: 64 }, type);
};

const timeFrom = (given: unknown): Value | null => {
  if (typeof given !== 'number' || !Number.isFinite(given)) return null;
  return { ns: given, dt: 0, stretches: null };
};

const scalarFrom = (given: unknown, type: ScalarType): Value | null => {
  switch (type.kind) {
    case 'bit':
    case 'bool':
      return registerFrom(given, widthOf(type)!);
    case 'int':
    case 'uint':
      return integerFrom(given, type.kind, type.width);
    case 'float':
    case 'angle':
      return realFrom(given, type);
    case 'complex':
      return complexFrom(given, type);
    default:
      return timeFrom(given);
  }
};

/** The scalars of a nested list of the right shape, row by row; null if its shape is another. */
const flattened = (given: unknown, dimensions: readonly number[]): readonly unknown[] | null => {
  let level: readonly unknown[] = [given];
  for (const size of dimensions) {
    if (!level.every((part) => Array.isArray(part) && part.length === size)) return null;
    level = (level as readonly unknown[][]).flat();
  }
  return level;
};

const arrayFrom = (given: unknown, type: ArrayType): Value | null => {
  const items = flattened(given, dimensionsOf(type))?.map((item) => scalarFrom(item, type.base));
  if (items === undefined || items.includes(null)) return null;
  return { items: items as readonly Value[] };
};

/** What a caller gave as a value of `type`; null if it is none. */
export const valueFrom = (given: unknown, type: Type): Value | null => {
  if (type.kind === 'array') return arrayFrom(given, type);
  invariant('width' in type || widthOf(type as ScalarType) !== undefined, 'no type', type.kind);
  return scalarFrom(given, type as ScalarType);
};

/** What {@link valueFrom} takes, for a message. */
export const describeInput = (type: Type): string => {
  if (type.kind === 'bit' && type.size !== null) return `a string of ${type.size} digits 0 and 1`;
  if (type.kind === 'angle') return `a finite number of radians, for ${showType(type)}`;
  return `a value of type ${showType(type)}`;
};
