import { invariant, type Classical } from '@xdv/domain-model';
import type { Expression, Index, Range, Selector, Span } from '../syntax/ast.ts';
import type { BitType, ScalarType } from '../types/type.ts';
import { asBigint } from '../values/guard.ts';
import { placesOf, positionOf } from '../values/select.ts';
import { dimensionsOf, type Abstract } from './abstract.ts';
import { readPlace, writePlace } from './access.ts';
import { BIT, castTo, constant, INDEX, operation } from './classical.ts';
import { convert, expressionOf } from './convert.ts';
import type { Lowering } from './lowering.ts';
import {
  bitsOfCell,
  offsetBy,
  placeOf,
  type BitRef,
  type Cell,
  type ElementRef,
  type Part,
  type Place,
  type View,
} from './place.ts';
import { Stop } from './stop.ts';
import { createVariable } from './variable.ts';

/** Which of several things an index means. */
export type Choice =
  | { readonly kind: 'one'; readonly place: number }
  | { readonly kind: 'many'; readonly places: readonly number[] }
  | { readonly kind: 'running'; readonly by: Classical };

const INT = { kind: 'int', width: 64 } as const;

const outside = (at: Span, size: number): Stop =>
  new Stop('INDEX_RANGE', at, `an index outside of 0 to ${size - 1}`, 'Use one within');

/** A number that has to be known for this. */
export const knownInteger = (low: Lowering, expression: Expression): bigint => {
  const value = convert(low, low.rules.evaluate(low, expression), INT);
  if (value.kind === 'known') return asBigint(value.value);
  const message = 'this depends on outcomes, and has to be known before the program runs';
  throw new Stop('RUNTIME_UNSUPPORTED', expression, message, 'Use a value that is known');
};

/** A number from the start for a number that may count from the end. */
const fromStart = (of: Classical, size: number): Classical => {
  if (of.type.kind !== 'int') return castTo(INDEX, of);
  const x = castTo(INT, of);
  const negative = castTo(INT, operation('lt', BIT, x, constant(INT, 0n)));
  const back = operation('mul', INT, negative, constant(INT, BigInt(size)));
  return castTo(INDEX, operation('add', INT, x, back));
};

const chooseOne = (low: Lowering, expression: Expression, size: number): Choice => {
  const value = low.rules.evaluate(low, expression);
  if (value.kind !== 'known') {
    return { kind: 'running', by: low.settled(fromStart(expressionOf(value), size)) };
  }
  const place = positionOf(asBigint((convert(low, value, INT) as { value: bigint }).value), size);
  if (place === null) throw outside(expression, size);
  return { kind: 'one', place };
};

const chooseRange = (low: Lowering, range: Range, size: number): Choice => {
  const bound = (part: Expression | null): bigint | null =>
    part === null ? null : knownInteger(low, part);
  const slice = { from: bound(range.from), step: bound(range.step), to: bound(range.to) };
  const places = placesOf(slice, size);
  if (places === null) throw outside(range, size);
  return { kind: 'many', places };
};

const chooseItem = (low: Lowering, item: Expression | Range, size: number): Choice =>
  item.kind === 'range' ? chooseRange(low, item, size) : chooseOne(low, item, size);

/** What a selector with one entry means among `size` things. */
export const choose = (low: Lowering, selector: Selector, size: number): Choice => {
  if (selector.kind === 'list') return chooseItem(low, selector.items[0]!, size);
  const places = selector.items.map((item) => {
    const place = positionOf(knownInteger(low, item), size);
    if (place === null) throw outside(item, size);
    return place;
  });
  return { kind: 'many', places };
};

const register = (size: number | null): BitType => ({ kind: 'bit', size });

const chooseBits = (bits: readonly BitRef[], choice: Choice): Place => {
  if (choice.kind === 'running') return { kind: 'any', type: register(null), bits, by: choice.by };
  if (choice.kind === 'one') {
    return { kind: 'bits', type: register(null), bits: [bits[choice.place]!] };
  }
  const chosen = choice.places.map((place) => bits[place]!);
  return { kind: 'bits', type: register(chosen.length), bits: chosen };
};

/** Bits of a scalar whose bits have no place of their own until the circuit runs. */
const partOf = (low: Lowering, whole: Cell, choice: Choice): Place => {
  const copy = createVariable(low, whole.variable.name, whole.type);
  writePlace(low, placeOf(copy), readPlace(low, whole));
  const inner = chooseBits(bitsOfCell(copy, 0, upTo(copy.width!)), choice) as Part['inner'];
  return { kind: 'part', type: inner.type, whole, copy, inner };
};

const upTo = (size: number): readonly number[] => Array.from({ length: size }, (_, k) => k);

const bitsIn = (type: ScalarType): number => {
  if (type.kind === 'bit') return type.size ?? 1;
  invariant(type.kind === 'int' || type.kind === 'uint' || type.kind === 'angle', 'no bits');
  return type.width;
};

const selectInCell = (low: Lowering, cell: Cell, selector: Selector): Place => {
  const { variable, element, type } = cell;
  const choice = choose(low, selector, bitsIn(type));
  if (typeof element !== 'number') return partOf(low, cell, choice);
  if (choice.kind === 'one') {
    const bits = bitsOfCell(variable, element, [choice.place]);
    return { kind: 'bits', type: register(null), bits };
  }
  return chooseBits(bitsOfCell(variable, element, upTo(bitsIn(type))), choice);
};

/** Element `by` of `count`, counted from what `base` means already. */
const runningFrom = (
  low: Lowering,
  base: ElementRef,
  by: Classical,
  count: number,
  { stride, total }: { readonly stride: number; readonly total: number },
): ElementRef => {
  if (typeof base === 'number') return { base, by, count, stride };
  const scaled = (x: Classical, factor: number): Classical =>
    operation('mul', INDEX, x, constant(INDEX, BigInt(factor)));
  const beyond = (x: Classical, size: number): Classical =>
    castTo(INDEX, operation('le', BIT, constant(INDEX, BigInt(size)), x));
  // an index outside of its own dimension must not reach an element of another row
  const wrong = operation('or', INDEX, beyond(base.by, base.count), beyond(by, count));
  const sum = operation('add', INDEX, scaled(base.by, base.stride), scaled(by, stride));
  const all = low.settled(operation('add', INDEX, sum, scaled(wrong, total)));
  return { base: base.base, by: all, count: total - base.base, stride: 1 };
};

/** A view with its first dimension chosen. */
const narrowed = (low: Lowering, view: View, choice: Choice, size: number): View => {
  const { type, strides, base, variable } = view;
  const [stride = 1, ...others] = strides;
  const rest = type.dimensions.slice(1);
  if (choice.kind === 'many') {
    const [first = 0, second = first + 1] = choice.places;
    const dimensions = [choice.places.length, ...rest];
    return {
      ...view,
      type: { ...type, dimensions },
      base: offsetBy(base, first * stride),
      strides: [(second - first) * stride, ...others],
    };
  }
  const total = dimensionsOf(variable.type as View['type']).reduce((a, b) => a * b, 1);
  const chosen =
    choice.kind === 'one'
      ? offsetBy(base, choice.place * stride)
      : runningFrom(low, base, choice.by, size, { stride, total });
  return { ...view, type: { ...type, dimensions: rest }, base: chosen, strides: others };
};

/** Chooses in one dimension after the other; what is left of the selector is for bits. */
const selectInView = (low: Lowering, view: View, selector: Selector, at: Span): Place => {
  if (selector.kind === 'set') {
    throw new Stop('INDEX_TYPE', at, 'an array is not indexed by a set', 'Use a range');
  }
  let place = view;
  // dimensions before this one were chosen as ranges and stay
  let kept = 0;
  for (const [k, item] of selector.items.entries()) {
    const size = dimensionsOf(place.type)[kept];
    if (size === undefined) return restInCell(low, place, selector, k);
    const choice = chooseItem(low, item, size);
    place = atDimension(place, kept, (inner) => narrowed(low, inner, choice, size));
    if (choice.kind === 'many') kept++;
  }
  return place.type.dimensions.length === 0 ? cellOf(place) : place;
};

const cellOf = ({ variable, type, base }: View): Cell => ({
  kind: 'cell',
  type: type.base,
  variable,
  element: base,
});

const restInCell = (low: Lowering, view: View, selector: Selector, from: number): Place => {
  const items = (selector.items as readonly (Expression | Range)[]).slice(from);
  return selectInCell(low, cellOf(view), { ...selector, kind: 'list', items });
};

/** Applies `change` to the dimensions of a view from `kept` on. */
const atDimension = (view: View, kept: number, change: (inner: View) => View): View => {
  const { type, strides } = view;
  const inner = change({
    ...view,
    type: { ...type, dimensions: type.dimensions.slice(kept) },
    strides: strides.slice(kept),
  });
  return {
    ...inner,
    type: { ...type, dimensions: [...type.dimensions.slice(0, kept), ...inner.type.dimensions] },
    strides: [...strides.slice(0, kept), ...inner.strides],
  };
};

/** The part of a place that a selector means. */
const selectPlace = (low: Lowering, place: Place, { selector, ...at }: Index): Place => {
  switch (place.kind) {
    case 'cell':
      return selectInCell(low, place, selector);
    case 'view':
      return selectInView(low, place, selector, at);
    case 'bits':
      return chooseBits(place.bits, choose(low, selector, place.bits.length));
    case 'part': {
      const inner = selectPlace(low, place.inner, { selector, ...at }) as Part['inner'];
      return { ...place, inner, type: inner.type };
    }
    case 'any':
      throw new Stop('INDEX_TYPE', at, 'a single bit is not indexed', 'Index the register');
  }
};

/** What an expression means as a place; a value that has none gets one of its own. */
export const placeFor = (low: Lowering, expression: Expression): Place => {
  if (expression.kind === 'group') return placeFor(low, expression.inner);
  if (expression.kind === 'index') {
    return selectPlace(low, placeFor(low, expression.target), expression);
  }
  if (expression.kind === 'identifier') {
    const binding = low.bindings.get(low.symbol(expression.id));
    if (binding?.kind === 'place') return binding.place;
  }
  return placeHolding(low, low.rules.evaluate(low, expression), '');
};

/** A new variable with a value. */
export const placeHolding = (low: Lowering, value: Abstract, name: string): Place => {
  const variable = createVariable(low, name, value.type as ScalarType);
  const place = placeOf(variable);
  writePlace(low, place, value);
  return place;
};
