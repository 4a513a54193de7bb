import { invariant } from '@xdv/domain-model';
import type { ScalarType } from '../types/type.ts';
import { asBigint, asComplex, asNumber } from './guard.ts';
import type { Value } from './value.ts';

/** Bits that a value of the type takes; null for times, which have no binary form. */
export const widthOf = (type: ScalarType): number | null => {
  switch (type.kind) {
    case 'bit':
      return type.size ?? 1;
    case 'bool':
      return 1;
    case 'complex':
      return 2 * type.width;
    case 'duration':
    case 'stretch':
      return null;
    default:
      return type.width;
  }
};

/** The bits of a float in IEEE 754, as an unsigned integer. */
const floatBits = (x: number, width: 32 | 64): bigint => {
  const view = new DataView(new ArrayBuffer(8));
  if (width === 64) {
    view.setFloat64(0, x);
    return view.getBigUint64(0);
  }
  view.setFloat32(0, x);
  return BigInt(view.getUint32(0));
};

const floatFrom = (bits: bigint, width: 32 | 64): number => {
  const view = new DataView(new ArrayBuffer(8));
  if (width === 64) {
    view.setBigUint64(0, bits);
    return view.getFloat64(0);
  }
  view.setUint32(0, Number(bits));
  return view.getFloat32(0);
};

/**
 * A value as the bits that hold it, bit 0 lowest: two's complement for `int`, IEEE 754 for floats
 * (every NaN alike), the real part below the imaginary one for complex numbers.
 */
export const toBits = (value: Value, type: ScalarType): bigint => {
  if (type.kind === 'float') return floatBits(asNumber(value), type.width);
  if (type.kind === 'complex') {
    const { re, im } = asComplex(value);
    return floatBits(re, type.width) | (floatBits(im, type.width) << BigInt(type.width));
  }
  const width = widthOf(type);
  invariant(width !== null, 'a time has no bits');
  return BigInt.asUintN(width, asBigint(value));
};

/** The value that `bits` hold: the inverse of {@link toBits}. Bits beyond the width are ignored. */
export const fromBits = (bits: bigint, type: ScalarType): Value => {
  const width = widthOf(type);
  invariant(width !== null, 'a time has no bits');
  if (type.kind === 'float') return floatFrom(BigInt.asUintN(width, bits), type.width);
  if (type.kind === 'complex') {
    const half = type.width;
    const im = BigInt.asUintN(half, bits >> BigInt(half));
    return { re: floatFrom(BigInt.asUintN(half, bits), half), im: floatFrom(im, half) };
  }
  return type.kind === 'int' ? BigInt.asIntN(width, bits) : BigInt.asUintN(width, bits);
};
