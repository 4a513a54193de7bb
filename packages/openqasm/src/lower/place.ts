import type { Classical } from '@xdv/domain-model';
import type { ArrayType, BitType, ScalarType, Type } from '../types/type.ts';
import { dimensionsOf } from './abstract.ts';
import type { Variable } from './variable.ts';

/** Element `base`, or that plus `by` times `stride`, for a `by` that the circuit computes. */
export type ElementRef = number | RunningElement;

interface RunningElement {
  readonly base: number;
  readonly by: Classical;
  /** Values that `by` may have, from 0. */
  readonly count: number;
  readonly stride: number;
}

/** One bit of a variable, or of an element of it. */
export interface BitRef {
  readonly variable: Variable;
  readonly element: number;
  readonly bit: number;
}

/** Something that can be read, and written where the language allows it. */
export type Place = Cell | Bits | AnyBit | View | Part;

/** A scalar: a variable, or an element of an array. */
export interface Cell {
  readonly kind: 'cell';
  readonly type: ScalarType;
  readonly variable: Variable;
  readonly element: ElementRef;
}

/** Bits of variables as a register, the first one lowest. */
export interface Bits {
  readonly kind: 'bits';
  readonly type: BitType;
  readonly bits: readonly BitRef[];
}

/** One of these bits: which one, the circuit computes. */
export interface AnyBit {
  readonly kind: 'any';
  readonly type: BitType;
  readonly bits: readonly BitRef[];
  readonly by: Classical;
}

/** An array or a part of one: the element at `base` plus each index times its stride. */
export interface View {
  readonly kind: 'view';
  readonly type: ArrayType;
  readonly variable: Variable;
  readonly base: ElementRef;
  readonly strides: readonly number[];
}

/** A part of a scalar that cannot be reached by itself: `inner` is a place in `copy`. */
export interface Part {
  readonly kind: 'part';
  readonly type: Type;
  readonly whole: Cell;
  readonly copy: Variable;
  readonly inner: Bits | AnyBit;
}

/** All of a variable. */
export const placeOf = (variable: Variable): Cell | View => {
  const { type } = variable;
  if (type.kind !== 'array') return { kind: 'cell', type, variable, element: 0 };
  const dimensions = dimensionsOf(type);
  const strides = dimensions.map((_, k) => dimensions.slice(k + 1).reduce((a, b) => a * b, 1));
  return { kind: 'view', type, variable, base: 0, strides };
};

export const offsetBy = (element: ElementRef, distance: number): ElementRef =>
  typeof element === 'number'
    ? element + distance
    : { ...element, base: element.base + distance };

/** The elements of a view in row-major order. Linear in them. */
export const elementsOf = ({ base, type, strides }: View): readonly ElementRef[] => {
  let elements: readonly ElementRef[] = [base];
  for (const [k, size] of dimensionsOf(type).entries()) {
    elements = elements.flatMap((element) =>
      Array.from({ length: size }, (_, index) => offsetBy(element, index * strides[k]!)),
    );
  }
  return elements;
};

/** Bits of one scalar as a register. */
export const bitsOfCell = (
  variable: Variable,
  element: number,
  positions: readonly number[],
): readonly BitRef[] => positions.map((bit) => ({ variable, element, bit }));
