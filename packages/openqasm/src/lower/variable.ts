import type { Classical, ClassicalType } from '@xdv/domain-model';
import { invariant } from '@xdv/domain-model';
import type { ArrayType, ScalarType } from '../types/type.ts';
import { asBigint, asComplex, asNumber } from '../values/guard.ts';
import type { Value } from '../values/value.ts';
import { classicalType, countOf, initialOf, scalarOf, storedWidth } from './abstract.ts';
import { constant } from './classical.ts';
import type { Slot } from './emitter.ts';
import type { Lowering } from './lowering.ts';
import { Stop } from './stop.ts';

/**
 * A classical variable. Its scalars (one, or those of an array in row-major order) are known at
 * lowering, or they are in bits of the circuit, one after another.
 */
export interface Variable {
  readonly name: string;
  readonly type: ScalarType | ArrayType;
  readonly scalar: ScalarType;
  /** Bits of one scalar; null for times. */
  readonly width: number | null;
  /** Counts declarations: who is born earlier lives longer. */
  readonly birth: number;
  /** Takes the bits when the block that declares the variable ends. */
  readonly home: Slot[];
  /** The value of each scalar; null while the bits have them. */
  items: Value[] | null;
  slot: Slot | null;
}

/** Outlives everything. */
const OUTPUT_BIRTH = -1;

export const createVariable = (
  low: Lowering,
  name: string,
  type: ScalarType | ArrayType,
  slot: Slot | null = null,
  home: Slot[] = low.home,
): Variable => {
  const scalar = scalarOf(type);
  const count = countOf(type);
  low.out.step(count);
  return {
    name,
    type,
    scalar,
    width: storedWidth(type),
    birth: slot === null ? low.birth() : OUTPUT_BIRTH,
    home,
    items: Array.from({ length: count }, () => initialOf(scalar)),
    slot,
  };
};

/** The real scalars that a scalar consists of, with their distance from its first bit. */
export const partsOf = (type: ScalarType): readonly { type: ClassicalType; offset: number }[] => {
  if (type.kind !== 'complex') return [{ type: classicalType(type), offset: 0 }];
  const part: ClassicalType = { kind: 'float', width: type.width };
  return [
    { type: part, offset: 0 },
    { type: part, offset: type.width },
  ];
};

/** A value as constants, one for each part of its type. */
export const constantsOf = (type: ScalarType, value: Value): readonly Classical[] => {
  if (type.kind === 'complex') {
    const part: ClassicalType = { kind: 'float', width: type.width };
    const { re, im } = asComplex(value);
    return [constant(part, re), constant(part, im)];
  }
  const real = classicalType(type);
  return [constant(real, real.kind === 'float' ? asNumber(value) : asBigint(value))];
};

const isZero = (value: Value): boolean => {
  if (typeof value !== 'object') return value === 0n || Object.is(value, 0);
  return 're' in value && Object.is(value.re, 0) && Object.is(value.im, 0);
};

/** Writes what is known to the bits; zeros only where the bits may be something else. */
const writeKnown = (low: Lowering, { scalar, width }: Variable, items: Value[], slot: Slot) => {
  const parts = partsOf(scalar);
  for (const [k, value] of items.entries()) {
    low.out.step();
    if (slot.fresh && isZero(value)) continue;
    const constants = constantsOf(scalar, value);
    for (const [p, { offset }] of parts.entries()) {
      const at = slot.at + k * width! + offset;
      low.out.emit({ kind: 'set', at, value: constants[p]! });
    }
  }
};

/**
 * Has the bits of the circuit hold the variable from here on. `overwritten`: all of it is written
 * next, so that what it holds does not matter.
 */
export const store = (low: Lowering, variable: Variable, overwritten = false): Slot => {
  const { items, name, type, width } = variable;
  if (width === null) {
    const message = `the time ${name} depends on outcomes`;
    throw new Stop('RUNTIME_UNSUPPORTED', low.out.here, message, 'Use times that are known');
  }
  variable.slot ??= low.allocate(width * countOf(type), variable.home);
  const { slot } = variable;
  if (items === null) return slot;
  variable.items = null;
  if (!overwritten) writeKnown(low, variable, items, slot);
  // only the first values of a fresh slot are zeros
  variable.slot = { ...slot, fresh: false };
  return slot;
};

/** The bits of a variable that is stored. */
export const storedAt = ({ slot, items }: Variable): number => {
  invariant(items === null && slot !== null, 'a variable without bits');
  return slot.at;
};
