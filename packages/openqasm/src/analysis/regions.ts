import type { Expression } from '../syntax/ast.ts';
import type { Pass } from './pass.ts';
import { placeAt, strideOf, type Stride } from './places.ts';
import type { QasmSymbol } from './symbol.ts';

/** Part of an array, dimension by dimension; null where it is not known before the program runs. */
interface Region {
  readonly root: QasmSymbol;
  readonly strides: readonly (Stride | null)[];
}

const strideAt = (
  pass: Pass,
  e: Expression & { kind: 'index' },
  k: number,
  size: number,
): Stride | null => {
  const item = e.selector.items[k];
  if (item === undefined) return { first: 0, step: 1, count: size };
  if (item.kind === 'range') return strideOf(pass, item, size);
  const value = pass.constants[item.id];
  const first = typeof value === 'bigint' ? placeAt(value, size) : null;
  return first === null ? null : { first, step: 1, count: 1 };
};

const regionOf = (pass: Pass, e: Expression): Region | null => {
  const name = e.kind === 'index' ? e.target : e;
  if (name.kind !== 'identifier') return null;
  const root = pass.symbols[name.id];
  if (root === undefined || root.type.kind !== 'array') return null;
  const { dimensions } = root.type;
  const strides = dimensions.map((size, k) => {
    if (e.kind !== 'index') return { first: 0, step: 1, count: size ?? 1 };
    return size === null ? null : strideAt(pass, e, k, size);
  });
  return { root, strides };
};

const meet = (a: Stride, b: Stride): boolean => {
  for (let k = 0; k < a.count; k++) {
    const steps = (a.first + k * a.step - b.first) / b.step;
    if (Number.isInteger(steps) && steps >= 0 && steps < b.count) return true;
  }
  return false;
};

/**
 * Two checked arguments have items of one array in common, for certain. Indices that only the
 * running program knows leave it open. Linear in the longest dimension.
 */
export const areSurelyShared = (pass: Pass, left: Expression, right: Expression): boolean => {
  const a = regionOf(pass, left);
  const b = a && regionOf(pass, right);
  if (a === null || b === null || a.root !== b.root) return false;
  return a.strides.every((stride, k) => {
    const other = b.strides[k];
    if (stride === null || other === null || other === undefined) return false;
    return meet(stride, other);
  });
};
