import { CIRCUIT_LIMITS, invariant, type Classical, type ClassicalIndex } from '@xdv/domain-model';
import type { ComplexType, ScalarType } from '../types/type.ts';
import { fromBits, toBits } from '../values/pack.ts';
import { replaceBits } from '../values/select.ts';
import type { Value } from '../values/value.ts';
import { classicalType, itemsOf, known, ONE_BIT, running, type Abstract } from './abstract.ts';
import { castTo, constant, operation, partsOf as operandsOf, read } from './classical.ts';
import { convert, expressionsOf } from './convert.ts';
import type { Slot } from './emitter.ts';
import type { Lowering } from './lowering.ts';
import { elementsOf, placeOf, type AnyBit, type BitRef, type Cell, type Place } from './place.ts';
import { Stop } from './stop.ts';
import { createVariable, partsOf, store, storedAt, type Variable } from './variable.ts';

/** What a place holds now. */
export const readPlace = (low: Lowering, place: Place): Abstract => {
  switch (place.kind) {
    case 'cell':
      return readCell(low, place);
    case 'bits':
      return readBits(low, place.bits, place.type);
    case 'any':
      return running(ONE_BIT, { ...read({ kind: 'uint', width: 1 }, 0), ...bitAt(low, place) });
    case 'part':
      return readPlace(low, place.inner);
    case 'view': {
      const { type, variable } = place;
      const items = elementsOf(place).map((element) =>
        readCell(low, { kind: 'cell', type: type.base, variable, element }),
      );
      const values = items.filter((item) => item.kind === 'known').map(({ value }) => value);
      if (values.length === items.length) return known(type, { items: values });
      return { kind: 'items', type, items };
    }
  }
};

/** Has what is written or read at a running index in bits, without changing what others see. */
const indexable = (low: Lowering, variable: Variable): Variable => {
  if (variable.items === null || variable.birth >= low.bound) {
    store(low, variable);
    return variable;
  }
  const copy = createVariable(low, variable.name, variable.type);
  copy.items = [...variable.items];
  store(low, copy);
  return copy;
};

const assertWidth = (low: Lowering, width: number): void => {
  const { widthMax } = CIRCUIT_LIMITS;
  if (width <= widthMax) return;
  const message = `${width} bits that depend on outcomes are used as one value`;
  throw new Stop('TOO_LARGE', low.out.here, message, `Use at most ${widthMax} bits at once`);
};

const complexOf = (type: ComplexType, [re, im]: readonly Classical[]): Abstract => ({
  kind: 'complex',
  type,
  re: re!,
  im: im!,
});

const readCell = (low: Lowering, { type, variable, element }: Cell): Abstract => {
  low.out.step();
  if (typeof element === 'number' && variable.items !== null) {
    return known(type, variable.items[element]!);
  }
  const source = typeof element === 'number' ? variable : indexable(low, variable);
  const width = source.width!;
  assertWidth(low, width);
  const { at, index } = bitsOfElement(source, element);
  const parts = partsOf(type).map((part): Classical => ({
    op: 'read',
    type: part.type,
    at: at + part.offset,
    ...index,
  }));
  return type.kind === 'complex' ? complexOf(type, parts) : running(type, parts[0]!);
};

interface ElementBits {
  readonly at: number;
  readonly index: { readonly index?: ClassicalIndex };
}

const bitsOfElement = (variable: Variable, element: Cell['element']): ElementBits => {
  const width = variable.width!;
  const start = storedAt(variable);
  if (typeof element === 'number') return { at: start + element * width, index: {} };
  const { base, by, count, stride } = element;
  return { at: start + base * width, index: { index: { by, count, stride: stride * width } } };
};

const isKnown = ({ variable }: BitRef): boolean => variable.items !== null;

const knownBit = ({ variable, element, bit }: BitRef): bigint =>
  (toBits(variable.items![element]!, variable.scalar) >> BigInt(bit)) & 1n;

const bitPosition = ({ variable, element, bit }: BitRef): number =>
  storedAt(variable) + element * variable.width! + bit;

/** Bits that lie next to each other. */
interface Segment {
  readonly at: number;
  readonly from: number;
  readonly width: number;
}

/** Stored bits of a register as runs of neighbours; `from` is the first one's place in it. */
const segmentsOf = (bits: readonly BitRef[]): readonly Segment[] => {
  const segments: Segment[] = [];
  for (const [from, ref] of bits.entries()) {
    if (isKnown(ref)) continue;
    const at = bitPosition(ref);
    const last = segments.at(-1);
    if (last !== undefined && last.at + last.width === at && last.from + last.width === from) {
      segments[segments.length - 1] = { ...last, width: last.width + 1 };
    } else segments.push({ at, from, width: 1 });
  }
  return segments;
};

const knownPart = (bits: readonly BitRef[]): bigint => {
  let digits = '0';
  for (const ref of bits.toReversed()) digits += isKnown(ref) ? knownBit(ref).toString() : '0';
  return BigInt(`0b${digits}`);
};

const readBits = (low: Lowering, bits: readonly BitRef[], type: ScalarType): Abstract => {
  low.out.step(bits.length);
  const constants = knownPart(bits);
  if (bits.every(isKnown)) return known(type, constants);
  assertWidth(low, bits.length);
  const whole = classicalType(type);
  const parts = segmentsOf(bits).map(({ at, from, width }): Classical => {
    const value = castTo(whole, read({ kind: 'uint', width }, at));
    if (from === 0) return value;
    const distance = constant({ kind: 'uint', width: 64 }, BigInt(from));
    return operation('shl', whole, value, distance);
  });
  if (constants !== 0n) parts.push(constant(whole, constants));
  return running(type, parts.reduce((a, b) => low.settled(operation('or', whole, a, b))));
};

/** Where one of several bits is that lie at equal distances. */
const bitAt = (low: Lowering, { bits, by }: AnyBit): { at: number; index: ClassicalIndex } => {
  const sources = new Map<Variable, Variable>();
  for (const { variable } of bits) {
    if (!sources.has(variable)) sources.set(variable, indexable(low, variable));
  }
  const places = bits.map((ref) => bitPosition({ ...ref, variable: sources.get(ref.variable)! }));
  const at = places[0]!;
  const stride = places.length > 1 ? places[1]! - at : 1;
  const even = stride > 0 && places.every((place, k) => place === at + k * stride);
  if (even) return { at, index: { by, count: places.length, stride } };
  const message = 'an index that depends on outcomes into bits that are not evenly spaced';
  throw new Stop('RUNTIME_UNSUPPORTED', low.out.here, message, 'Copy them into a register first');
};

/** Puts a value into a place, converted to its type. */
export const writePlace = (low: Lowering, place: Place, given: Abstract): void => {
  const value = convert(low, given, place.type);
  switch (place.kind) {
    case 'cell':
      return writeCell(low, place, value);
    case 'bits':
      return writeBits(low, place.bits, value);
    case 'any': {
      for (const { variable } of place.bits) storeForWrite(low, variable);
      const { at, index } = bitAt(low, place);
      return low.out.emit({ kind: 'set', at, index, value: expressionsOf(value)[0]! });
    }
    case 'part':
      writePlace(low, place.inner, value);
      return writeCell(low, place.whole, readPlace(low, placeOf(place.copy)));
    case 'view': {
      const { type, variable } = place;
      const items = itemsOf(value).map((item) => keptFrom(low, variable, item));
      for (const [k, element] of elementsOf(place).entries()) {
        writeCell(low, { kind: 'cell', type: type.base, variable, element }, items[k]!);
      }
    }
  }
};

/** What is written while only the circuit knows whether has been stored before. */
const assertStored = (low: Lowering, { birth, items, name }: Variable): void =>
  invariant(items === null || birth >= low.bound, 'a variable changes in a branch', name);

const storeForWrite = (low: Lowering, variable: Variable, overwritten = false): void => {
  assertStored(low, variable);
  store(low, variable, overwritten);
};

/** Whether an expression reads bits of a variable. */
const readsFrom = (of: Classical, slot: Slot): boolean => {
  if (of.op === 'read') {
    const { at, type, index } = of;
    const reach = index === undefined ? 0 : (index.count - 1) * index.stride;
    if (at < slot.at + slot.width && slot.at < at + reach + type.width) return true;
  }
  return operandsOf(of).some((part) => readsFrom(part, slot));
};

/** An item of an array, computed before what it reads is overwritten: `a[0:1] = a[1:-1:0]`. */
const keptFrom = (low: Lowering, { slot }: Variable, item: Abstract): Abstract => {
  const keep = (of: Classical): Classical =>
    slot !== null && readsFrom(of, slot) ? low.kept(of) : of;
  if (item.kind === 'running') return { ...item, of: keep(item.of) };
  return item.kind === 'complex' ? { ...item, re: keep(item.re), im: keep(item.im) } : item;
};

/** It may become known again: it is written wherever the program goes on. */
const canBeKnown = (low: Lowering, { birth }: Variable): boolean => birth >= low.bound;

const writeCell = (low: Lowering, { variable, element }: Cell, value: Abstract): void => {
  low.out.step();
  const single = variable.type.kind !== 'array';
  if (value.kind === 'known' && typeof element === 'number' && canBeKnown(low, variable)) {
    if (single) variable.items = [value.value];
    else if (variable.items !== null) variable.items[element] = value.value;
    if (variable.items !== null) return;
  }
  const parts = expressionsOf(value);
  // both parts of a complex number may read what the first one overwrites
  const settled = parts.length > 1 ? parts.map((part) => low.kept(part)) : parts;
  storeForWrite(low, variable, single);
  const { at, index } = bitsOfElement(variable, element);
  for (const [k, { offset }] of partsOf(variable.scalar).entries()) {
    low.out.emit({ kind: 'set', at: at + offset, ...index, value: settled[k]! });
  }
};

const writeBits = (low: Lowering, bits: readonly BitRef[], value: Abstract): void => {
  low.out.step(bits.length);
  const variables = new Set(bits.map(({ variable }) => variable));
  const stays = (variable: Variable): boolean =>
    variable.items !== null && canBeKnown(low, variable);
  if (value.kind === 'known' && [...variables].every(stays)) {
    for (const variable of variables) replaceKnown(variable, bits, value.value as bigint);
    return;
  }
  const parts = expressionsOf(value);
  for (const variable of variables) storeForWrite(low, variable);
  const segments = segmentsOf(bits);
  const whole = segments.length > 1 ? low.kept(parts[0]!) : parts[0]!;
  for (const { at, from, width } of segments) {
    low.out.emit({ kind: 'set', at, value: bitsFrom(whole, from, width) });
  }
};

/** `width` bits of a value from bit `from` on. */
const bitsFrom = (of: Classical, from: number, width: number): Classical => {
  const part = { kind: 'uint', width } as const;
  if (from === 0) return castTo(part, of);
  const distance = constant({ kind: 'uint', width: 64 }, BigInt(from));
  return castTo(part, operation('shr', of.type, of, distance));
};

const replaceKnown = (variable: Variable, bits: readonly BitRef[], value: bigint): void => {
  const { items, scalar } = variable;
  const touched = new Map<number, { places: number[]; by: string }>();
  for (const [k, ref] of bits.entries()) {
    if (ref.variable !== variable) continue;
    const entry = touched.get(ref.element) ?? { places: [], by: '' };
    entry.places.push(ref.bit);
    entry.by = ((value >> BigInt(k)) & 1n).toString() + entry.by;
    touched.set(ref.element, entry);
  }
  for (const [element, { places, by }] of touched) {
    const before = toBits(items![element]!, scalar);
    items![element] = fromBits(replaceBits(before, places, BigInt(`0b${by}`)), scalar) as Value;
  }
};

/** Where the circuit can measure into: the bits of a place one after another, if it has such. */
export const measurable = (low: Lowering, place: Place): readonly number[] | null => {
  if (place.kind === 'cell' && (place.type.kind === 'bit' || place.type.kind === 'bool')) {
    if (typeof place.element !== 'number') return null;
    const { variable, element } = place;
    storeForWrite(low, variable, variable.type.kind !== 'array');
    const { at } = bitsOfElement(variable, element);
    return Array.from({ length: variable.width! }, (_, k) => at + k);
  }
  if (place.kind !== 'bits') return null;
  for (const { variable } of place.bits) storeForWrite(low, variable);
  return place.bits.map(bitPosition);
};
