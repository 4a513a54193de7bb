import { invariant } from '@xdv/domain-model';
import type { Expression, Index, Range, Selector } from '../syntax/ast.ts';
import type { Type } from '../types/type.ts';
import { countOf } from '../values/select.ts';
import type { Pass, Run } from './pass.ts';

/** The places that a range selects. */
export interface Stride {
  readonly first: number;
  readonly step: number;
  readonly count: number;
}

/** The place that an index means among `size`: negative ones count from the end; null if none. */
export const placeAt = (index: bigint, size: number): number | null => {
  // a number too large to be exact is out of range all the same
  const at = Number(index);
  const place = at < 0 ? at + size : at;
  return place >= 0 && place < size ? place : null;
};

const known = (pass: Pass, part: Expression | null, otherwise: bigint): bigint | null => {
  if (part === null) return otherwise;
  const value = pass.constants[part.id];
  return typeof value === 'bigint' ? value : null;
};

/** What a checked range selects of `size` places; null if that is not known or not possible. */
export const strideOf = (pass: Pass, range: Range, size: number): Stride | null => {
  const step = known(pass, range.step, 1n);
  if (step === null || step === 0n) return null;
  const from = known(pass, range.from, step > 0n ? 0n : -1n);
  const to = known(pass, range.to, step > 0n ? -1n : 0n);
  if (from === null || to === null) return null;
  const first = placeAt(from, size);
  const last = placeAt(to, size);
  if (first === null || last === null) return null;
  const count = countOf({ from: BigInt(first), step, to: BigInt(last) });
  // a step beyond the register is never taken
  return { first, step: count > 1n ? Number(step) : 1, count: Number(count) };
};

const positionAt = (pass: Pass, index: Expression, size: number): number | null => {
  const value = pass.constants[index.id];
  return typeof value === 'bigint' ? placeAt(value, size) : null;
};

/** Bits or qubits that a value of a type has in a row; null if it has none. */
export const placesIn = (type: Type | undefined): number | null => {
  if (type?.kind === 'bit' || type?.kind === 'qubit') return type.size;
  if (type?.kind === 'int' || type?.kind === 'uint' || type?.kind === 'angle') return type.width;
  return null;
};

const positions = (
  pass: Pass,
  items: readonly Expression[],
  size: number,
): readonly number[] | null => {
  const places: number[] = [];
  for (const item of items) {
    const place = positionAt(pass, item, size);
    if (place === null) return null;
    places.push(place);
  }
  return places;
};

const strided = ({ first, step, count }: Stride): readonly number[] =>
  Array.from({ length: count }, (_, k) => first + k * step);

/** The places that a checked selector selects of `size`, in order; null if not known. */
export const selectedPlaces = (
  pass: Pass,
  selector: Selector,
  size: number,
): readonly number[] | null => {
  if (selector.kind === 'set') return positions(pass, selector.items, size);
  const [item] = selector.items;
  if (item === undefined) return null;
  if (item.kind !== 'range') return positions(pass, [item], size);
  const stride = strideOf(pass, item, size);
  return stride === null ? null : strided(stride);
};

const total = (runs: readonly Run[]): number => runs.reduce((sum, { count }) => sum + count, 0);

/** Each place of some runs on its own. */
const flat = (runs: readonly Run[]): readonly Run[] =>
  runs.flatMap(({ root, first, step, count }) =>
    Array.from({ length: count }, (_, k) => ({ root, first: first + k * step, step: 1, count: 1 })),
  );

/** Part of one run, without going through its places. */
const partOf = ({ root, first, step }: Run, stride: Stride): Run => ({
  root,
  first: first + stride.first * step,
  step: stride.step * step,
  count: stride.count,
});

/** Places up to which a walk through the runs to each is cheaper than listing all of them. */
const WALKS_MAX = 4;

const runAt = (runs: readonly Run[], place: number): Run => {
  let left = place;
  const found = runs.find((run) => {
    if (left < run.count) return true;
    left -= run.count;
    return false;
  });
  invariant(found !== undefined, 'a place beyond its register', place);
  return partOf(found, { first: left, step: 1, count: 1 });
};

const reversed = ({ root, first, step, count }: Run): Run => ({
  root,
  first: first + (count - 1) * step,
  step: -step,
  count,
});

/** Part of several runs, without going through their places. */
const slice = (runs: readonly Run[], { first, step, count }: Stride): readonly Run[] => {
  if (step < 0) {
    const upward = { first: first + (count - 1) * step, step: -step, count };
    return slice(runs, upward).map(reversed).toReversed();
  }
  const parts: Run[] = [];
  let [at, left] = [first, count];
  for (const run of runs) {
    if (left > 0 && at < run.count) {
      const here = Math.min(left, Math.ceil((run.count - at) / step));
      parts.push(partOf(run, { first: at, step, count: here }));
      at += here * step;
      left -= here;
    }
    at -= run.count;
  }
  return parts;
};

const indexedRuns = (pass: Pass, { target, selector }: Index): readonly Run[] | null => {
  const runs = runsOf(pass, target);
  if (runs === null || placesIn(pass.types[target.id]) === null) return null;
  const size = total(runs);
  const item = selector.kind === 'list' ? selector.items[0] : undefined;
  if (item?.kind === 'range') {
    const stride = strideOf(pass, item, size);
    return stride && slice(runs, stride);
  }
  const places = selectedPlaces(pass, selector, size);
  if (places === null) return null;
  if (runs.length === 1 || places.length <= WALKS_MAX) {
    return places.map((place) => runAt(runs, place));
  }
  const each = flat(runs);
  return places.map((place) => each[place]!);
};

/**
 * The qubits or bits that a checked expression names, in order; null if that is not known before
 * the program runs. Linear in what it selects, constant for whole registers and their ranges.
 */
export const runsOf = (pass: Pass, e: Expression): readonly Run[] | null => {
  switch (e.kind) {
    case 'identifier': {
      const symbol = pass.symbols[e.id];
      if (symbol === undefined || symbol.type.kind === 'unknown') return null;
      if (symbol.kind === 'alias') return pass.aliases.get(symbol) ?? null;
      return [{ root: symbol, first: 0, step: 1, count: placesIn(symbol.type) ?? 1 }];
    }
    case 'hardware':
      return [{ root: e.index, first: 0, step: 1, count: 1 }];
    case 'index':
      return indexedRuns(pass, e);
    case 'group':
      return runsOf(pass, e.inner);
    case 'binary': {
      if (e.operator !== '++') return null;
      const left = runsOf(pass, e.left);
      const right = left && runsOf(pass, e.right);
      return left && right && [...left, ...right];
    }
    default:
      return null;
  }
};

const has = ({ first, step, count }: Run, place: number): boolean => {
  const steps = (place - first) / step;
  return Number.isInteger(steps) && steps >= 0 && steps < count;
};

const lastOf = ({ first, step, count }: Run): number => first + (count - 1) * step;

const lowest = (run: Run): number => Math.min(run.first, lastOf(run));
const highest = (run: Run): number => Math.max(run.first, lastOf(run));

/** Two runs of one register have a place in common. */
const meet = (a: Run, b: Run): boolean => {
  if (lowest(a) > highest(b) || lowest(b) > highest(a)) return false;
  if (Math.abs(a.step) === 1 && Math.abs(b.step) === 1) return true;
  const [few, many] = a.count < b.count ? [a, b] : [b, a];
  for (let k = 0; k < few.count; k++) if (has(many, few.first + k * few.step)) return true;
  return false;
};

/** Runs up to which they are compared pair by pair. */
const PAIRS_MAX = 16;

/** Two selections have a qubit or bit in common. Linear in what they select. */
export const overlap = (a: readonly Run[], b: readonly Run[]): boolean => {
  if (a.length * b.length <= PAIRS_MAX) {
    return a.some((x) => b.some((y) => x.root === y.root && meet(x, y)));
  }
  const seen = new Map<Run['root'], Set<number>>();
  for (const { root, first, step, count } of a) {
    const places = seen.get(root) ?? new Set();
    seen.set(root, places);
    for (let k = 0; k < count; k++) places.add(first + k * step);
  }
  return flat(b).some(({ root, first }) => seen.get(root)?.has(first) === true);
};

/** From these positions on, `count` places of two runs of one register coincide somewhere. */
const coincide = (a: Run, from: number, b: Run, other: number, count: number): boolean => {
  const ahead = b.first + other * b.step - (a.first + from * a.step);
  const gain = a.step - b.step;
  if (gain === 0 || count === 1) return ahead === 0;
  const at = ahead / gain;
  return Number.isInteger(at) && at >= 0 && at < count;
};

/** Two selections of one length have the same place at the same position. */
const coincideAnywhere = (a: readonly Run[], b: readonly Run[]): boolean => {
  let from = 0;
  let other = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const x = a[i]!;
    const y = b[j]!;
    const count = Math.min(x.count - from, y.count - other);
    if (x.root === y.root && coincide(x, from, y, other, count)) return true;
    from += count;
    other += count;
    if (from === x.count) {
      from = 0;
      i++;
    }
    if (other === y.count) {
      other = 0;
      j++;
    }
  }
  return false;
};

/**
 * Broadcast together, two operands name one qubit in one of the operations that result: at the same
 * position, or anywhere where one of them is a single qubit. Linear in their runs.
 */
export const collide = (a: readonly Run[], b: readonly Run[]): boolean =>
  total(a) === 1 || total(b) === 1 ? overlap(a, b) : coincideAnywhere(a, b);
