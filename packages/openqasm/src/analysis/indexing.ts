import type { Expression, Index, IndexSet, Range } from '../syntax/ast.ts';
import { showType } from '../types/show.ts';
import type { ArrayType, Type } from '../types/type.ts';
import { isWhole } from './constants.ts';
import { UNKNOWN } from './names.ts';
import type { Pass } from './pass.ts';
import { placeAt, placesIn, selectedPlaces, strideOf } from './places.ts';

/** What a selector selects: one place, several, a number only known at run time, or nothing. */
type Picked = number;
const ONE: Picked = -1;
const RUNNING: Picked = -2;
/** Something about it was reported. */
const FAILED: Picked = -3;

const QUBIT: Type = { kind: 'qubit', size: null };
const BIT: Type = { kind: 'bit', size: null };

const isIndex = (pass: Pass, e: Expression): boolean => {
  const type = pass.typeOf(e);
  if (type.kind === 'unknown') return false;
  if (isWhole(type.kind)) return true;
  const message = `an index of type ${showType(type)}`;
  pass.error('TYPE_MISMATCH', e, message, 'Indices are integers: convert it with int(…)');
  return false;
};

const outOfRange = (pass: Pass, e: Expression, index: bigint, size: number): Picked => {
  const range = size === 0 ? 'there is nothing to index' : `from ${-size} to ${size - 1}`;
  pass.error('INDEX_RANGE', e, `index ${index} of ${size}`, `Indices are ${range}`);
  return FAILED;
};

/** One index among `size` places; null is a size that only a running program knows. */
const pickOne = (pass: Pass, e: Expression, size: number | null): Picked => {
  if (!isIndex(pass, e)) return FAILED;
  const value = pass.constants[e.id];
  if (size === null || typeof value !== 'bigint') return ONE;
  return placeAt(value, size) === null ? outOfRange(pass, e, value, size) : ONE;
};

const isStep = (pass: Pass, step: Expression | null): boolean => {
  if (step === null || pass.constants[step.id] !== 0n) return true;
  pass.error('VALUE_RANGE', step, 'a range with a step of 0', 'Use a step of 1, or below 0');
  return false;
};

const pickRange = (pass: Pass, range: Range, size: number | null, least: number): Picked => {
  const { from, step, to } = range;
  let fine = true;
  for (const end of [from, to]) {
    if (end === null) continue;
    // one error is enough for one range
    if (!fine) pass.silently(() => pass.typeOf(end));
    else if (pickOne(pass, end, size) === FAILED) fine = false;
  }
  if (step !== null && !isIndex(pass, step)) fine = false;
  if (!fine || !isStep(pass, step)) return FAILED;
  const stride = size === null ? null : strideOf(pass, range, size);
  if (stride === null || stride.count >= least) return stride?.count ?? RUNNING;
  pass.error('INDEX_RANGE', range, 'a range without any index', 'Let it end after it starts');
  return FAILED;
};

/** Two items of a set that select the same of `size` places. */
const repeats = (pass: Pass, { items }: IndexSet, size: number): Expression | undefined => {
  const seen = new Set<number>();
  return items.find((item) => {
    const value = pass.constants[item.id];
    const place = typeof value === 'bigint' ? placeAt(value, size) : null;
    if (place === null) return false;
    if (seen.has(place)) return true;
    seen.add(place);
    return false;
  });
};

const pickSet = (pass: Pass, set: IndexSet, target: Type, size: number): Picked => {
  let fine = true;
  for (const item of set.items) if (pickOne(pass, item, size) === FAILED) fine = false;
  if (!fine) return FAILED;
  const repeated = target.kind === 'qubit' ? repeats(pass, set, size) : undefined;
  if (repeated === undefined) return set.items.length;
  const message = 'the same qubit twice in one register';
  pass.error('QUBIT_REPEATED', repeated, message, 'Name each qubit once');
  return FAILED;
};

/** Fills the tables for a selector that is of no use. */
const typeParts = (pass: Pass, { selector }: Index): Type => {
  for (const item of selector.items) {
    const parts = item.kind === 'range' ? [item.from, item.step, item.to] : [item];
    for (const part of parts) if (part !== null) pass.typeOf(part);
  }
  return UNKNOWN;
};

const refuse = (pass: Pass, e: Index, message: string, hint: string): Type => {
  pass.error('INDEX_TYPE', e, message, hint);
  pass.silently(() => typeParts(pass, e));
  return UNKNOWN;
};

const pickPlaces = (pass: Pass, { selector }: Index, target: Type, size: number): Picked => {
  if (selector.kind === 'set') return pickSet(pass, selector, target, size);
  const item = selector.items[0]!;
  return item.kind === 'range' ? pickRange(pass, item, size, 1) : pickOne(pass, item, size);
};

/** The bits of a constant that are selected, if all is known. */
const keepBits = (pass: Pass, e: Index, size: number): void => {
  const value = pass.constants[e.target.id];
  if (typeof value !== 'bigint') return;
  const places = selectedPlaces(pass, e.selector, size);
  if (places === null) return;
  if (places.length === 1) {
    pass.constants[e.id] = (value >> BigInt(places[0]!)) & 1n;
    return;
  }
  // digits, because taking single bits out of a long register again and again is not linear
  const digits = BigInt.asUintN(size, value).toString(2).padStart(size, '0');
  const picked = places.map((place) => digits[size - 1 - place]).toReversed();
  pass.constants[e.id] = BigInt(`0b${picked.join('')}`);
};

/** Qubits or bits of a register, or bits of a number. */
const placeType = (pass: Pass, e: Index, target: Type, size: number): Type => {
  if (e.selector.items.length !== 1 && e.selector.kind === 'list') {
    return refuse(pass, e, 'several indices into one dimension', 'Use a set such as {0, 2}');
  }
  const picked = pickPlaces(pass, e, target, size);
  // how many are selected is known to the running program alone
  if (picked === FAILED || picked === RUNNING) return UNKNOWN;
  const quantum = target.kind === 'qubit';
  if (!quantum) keepBits(pass, e, size);
  if (picked === ONE) return quantum ? QUBIT : BIT;
  return { kind: quantum ? 'qubit' : 'bit', size: picked };
};

const elementType = (pass: Pass, e: Index, target: ArrayType): Type => {
  const { selector } = e;
  if (selector.kind === 'set') {
    return refuse(pass, e, 'a set of indices into an array', 'Use a range, or one index at a time');
  }
  if (selector.items.length > target.dimensions.length) {
    const message = `${selector.items.length} indices into ${showType(target)}`;
    return refuse(pass, e, message, 'Index bits of an item with brackets of their own');
  }
  const left: (number | null)[] = [];
  let fine = true;
  for (const [k, size] of target.dimensions.entries()) {
    const item = selector.items[k];
    const picked = item === undefined ? (size ?? RUNNING) : pickItem(pass, item, size);
    if (picked === FAILED) fine = false;
    else if (picked !== ONE) left.push(picked === RUNNING ? null : picked);
  }
  if (!fine) return UNKNOWN;
  const { base, access } = target;
  return left.length === 0 ? base : { kind: 'array', base, dimensions: left, access };
};

const pickItem = (pass: Pass, item: Expression | Range, size: number | null): Picked =>
  item.kind === 'range' ? pickRange(pass, item, size, 0) : pickOne(pass, item, size);

/** The type of `a[…]`. Source: OpenQASM 3, "Index sets and slicing". */
export const indexType = (pass: Pass, e: Index): Type => {
  const target = pass.typeOf(e.target);
  if (target.kind === 'unknown') return typeParts(pass, e);
  if (target.kind === 'array') return elementType(pass, e, target);
  const size = placesIn(target);
  if (size !== null) return placeType(pass, e, target, size);
  const single = target.kind === 'qubit' || target.kind === 'bit';
  const hint = single ? 'Use it without an index' : 'Index a register, an array or an integer';
  return refuse(pass, e, `${single ? 'a single ' : ''}${showType(target)} has no parts`, hint);
};
