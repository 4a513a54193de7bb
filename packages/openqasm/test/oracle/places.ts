import type { Expression, Index, IndexSet, Range } from '../../src/syntax/ast.ts';
import {
  NoValue,
  bits,
  convert,
  fromBits,
  integerOf,
  packed,
  toBits,
  unexpected,
  whole,
  type Datum,
  type Kind,
} from './values.ts';
import type { Place, Scope, World } from './world.ts';

/** Places that an index selects: one, or a list of them. */
type Selected = number | readonly number[];

const placeIn = (index: bigint, size: number): number => {
  const place = index < 0n ? index + BigInt(size) : index;
  if (place < 0n || place >= BigInt(size)) throw new NoValue(`index ${index} of ${size}`);
  return Number(place);
};

const rangeIn = (world: World, scope: Scope, range: Range, size: number): readonly number[] => {
  const number = (e: Expression | null): bigint | null =>
    e === null ? null : integerOf(world.evaluate(scope, e));
  const step = Number(number(range.step) ?? 1n);
  const first = placeIn(number(range.from) ?? (step > 0 ? 0n : -1n), size);
  const last = placeIn(number(range.to) ?? (step > 0 ? -1n : 0n), size);
  const found: number[] = [];
  for (let k = first; step > 0 ? k <= last : k >= last; k += step) found.push(k);
  return found;
};

const selectedBy = (
  world: World,
  scope: Scope,
  item: Expression | Range | IndexSet,
  size: number,
): Selected => {
  if (item.kind === 'range') return rangeIn(world, scope, item, size);
  const one = (e: Expression): number => placeIn(integerOf(world.evaluate(scope, e)), size);
  return item.kind === 'set' ? item.items.map(one) : one(item);
};

const sizeOf = (d: Datum): number => {
  if (d.t === 'array') return d.items.length;
  if (d.t === 'qubits') return d.q.length;
  return d.t === 'bits' ? d.b.length : (d as { w: number }).w;
};

const bitsOf = (d: Datum): readonly number[] =>
  d.t === 'bits' ? d.b : toBits(integerOf(d), sizeOf(d));

/** Selected bits of a register, an integer or an angle, or qubits of a register. */
const elementPlace = (place: Place, selected: Selected): Place => {
  const list = typeof selected === 'number' ? [selected] : selected;
  const single = typeof selected === 'number';
  return {
    get: () => {
      const d = place.get();
      if (d.t === 'qubits') return { t: 'qubits', q: list.map((k) => d.q[k]!), single };
      const all = bitsOf(d);
      return bits(list.map((k) => all[k]!), single);
    },
    set: (value) => {
      const d = place.get();
      const all = [...bitsOf(d)];
      const given = packed(convert(value, { t: 'bits', w: single ? null : list.length }));
      for (const [k, at] of list.entries()) all[at] = given[k]!;
      if (d.t === 'bits') place.set(bits(all, d.w === null));
      else place.set(whole(d.t as 'int' | 'uint' | 'angle', sizeOf(d), fromBits(all)));
    },
  };
};

/** What the rest of the selectors makes of an array or of one of its elements. */
const picked = (d: Datum, selectors: readonly Selected[]): Datum => {
  const [first, ...rest] = selectors;
  if (first === undefined) return d;
  if (d.t !== 'array') return unexpected('an index too many');
  if (typeof first === 'number') return picked(d.items[first]!, rest);
  return { t: 'array', items: first.map((k) => picked(d.items[k]!, rest)) };
};

/** Writes `value` into the elements of an array, each as the type that is there. */
const written = (d: Datum, selectors: readonly Selected[], value: Datum): Datum => {
  const [first, ...rest] = selectors;
  if (first === undefined) return fitted(d, value);
  if (d.t !== 'array') return unexpected('an index too many');
  const items = [...d.items];
  for (const [k, at] of (typeof first === 'number' ? [first] : first).entries()) {
    const part = typeof first === 'number' ? value : (value as { items: Datum[] }).items[k]!;
    items[at] = written(items[at]!, rest, part);
  }
  return { t: 'array', items };
};

/** `value` with the types that `like` has. */
export const fitted = (like: Datum, value: Datum): Datum => {
  if (like.t !== 'array') return convert(value, like as Kind);
  if (value.t !== 'array') return unexpected('no array');
  return { t: 'array', items: like.items.map((item, k) => fitted(item, value.items[k]!)) };
};

const arrayPlace = (place: Place, selectors: readonly Selected[]): Place => ({
  get: () => picked(place.get(), selectors),
  set: (value) => place.set(written(place.get(), selectors, value)),
});

/** `a[i]`, `a[1:2, 3]`, `a[{0, 2}]`: read and written where it lies. Indices are computed once. */
export const indexPlace = (world: World, scope: Scope, { target, selector }: Index): Place => {
  const place = world.placeOf(scope, target);
  let whole = place.get();
  const items = selector.kind === 'set' ? [selector] : selector.items;
  if (whole.t !== 'array') {
    return elementPlace(place, selectedBy(world, scope, items[0]!, sizeOf(whole)));
  }
  const selectors: Selected[] = [];
  for (const item of items) {
    selectors.push(selectedBy(world, scope, item, sizeOf(whole)));
    whole = (whole as { items: Datum[] }).items[0]!;
  }
  return arrayPlace(place, selectors);
};

/** `let`: two places one behind the other. */
export const joinedPlace = (a: Place, b: Place): Place => {
  const size = (place: Place): number => sizeOf(place.get());
  return {
    get: () => {
      const [x, y] = [a.get(), b.get()];
      if (x.t === 'qubits' && y.t === 'qubits') {
        return { t: 'qubits', q: [...x.q, ...y.q], single: false };
      }
      return bits([...bitsOf(x), ...bitsOf(y)]);
    },
    set: (value) => {
      const all = bitsOf(value);
      a.set(bits(all.slice(0, size(a)), size(a) === 1));
      b.set(bits(all.slice(size(a)), size(b) === 1));
    },
  };
};
