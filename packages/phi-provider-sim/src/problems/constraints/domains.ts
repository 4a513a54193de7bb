import type { Range } from './model.ts';

/** Up to this many numbers from least to greatest, a domain can have holes. */
const HOLES_MAX = 4096;

/**
 * What values are left to each variable, with everything undone on the way back. Only bounds of
 * wide domains are kept: a value inside one is not removed, which loses propagation but nothing
 * else.
 */
export interface Domains {
  readonly lo: Float64Array;
  readonly hi: Float64Array;
  readonly has: (v: number, value: number) => boolean;
  /** Each leaves out values and says whether any is left. */
  readonly atLeast: (v: number, value: number) => boolean;
  readonly atMost: (v: number, value: number) => boolean;
  readonly without: (v: number, value: number) => boolean;
  /** Whether single values can be left out. */
  readonly isFine: (v: number) => boolean;
  /** Values left; for wide domains the distance of the bounds. */
  readonly size: (v: number) => number;
  readonly mark: () => number;
  readonly undo: (mark: number) => void;
}

const LO = 0;
const HI = 1;
const HOLE = 2;

interface Cells {
  /** Of the cell of value 0 of each variable, or NaN for a wide one. */
  readonly base: Float64Array;
  readonly present: Uint8Array;
}

const createCells = (ranges: readonly Range[]): Cells => {
  const base = new Float64Array(ranges.length).fill(NaN);
  let cells = 0;
  ranges.forEach(({ min, max }, v) => {
    if (max - min >= HOLES_MAX) return;
    base[v] = cells - min;
    cells += max - min + 1;
  });
  const present = new Uint8Array(cells).fill(1);
  ranges.forEach(({ values, min, max }, v) => {
    if (values === undefined || Number.isNaN(base[v])) return;
    present.fill(0, base[v]! + min, base[v]! + max + 1);
    for (const value of values) present[base[v]! + value] = 1;
  });
  return { base, present };
};

interface Trail {
  readonly remember: (kind: number, place: number, old: number) => void;
  readonly mark: () => number;
  readonly undo: (mark: number) => void;
}

/** What was changed, to be put back in reverse. */
const createTrail = (lo: Float64Array, hi: Float64Array, present: Uint8Array): Trail => {
  const kinds: number[] = [];
  const places: number[] = [];
  const olds: number[] = [];
  const remember = (kind: number, place: number, old: number): void => {
    kinds.push(kind);
    places.push(place);
    olds.push(old);
  };
  const undo = (mark: number): void => {
    while (kinds.length > mark) {
      const kind = kinds.pop();
      const place = places.pop()!;
      const old = olds.pop()!;
      if (kind === LO) lo[place] = old;
      else if (kind === HI) hi[place] = old;
      else present[place] = old;
    }
  };
  return { remember, mark: () => kinds.length, undo };
};

/** All values of the ranges; `changed` hears of each variable that loses one. */
export const createDomains = (
  ranges: readonly Range[],
  changed: (v: number) => void,
): Domains => {
  const { base, present } = createCells(ranges);
  const lo = Float64Array.from(ranges, ({ min }) => min);
  const hi = Float64Array.from(ranges, ({ max }) => max);
  const { remember, mark, undo } = createTrail(lo, hi, present);
  const isFine = (v: number): boolean => !Number.isNaN(base[v]);
  const has = (v: number, value: number): boolean =>
    value >= lo[v]! && value <= hi[v]! && (!isFine(v) || present[base[v]! + value] === 1);
  const atLeast = (v: number, value: number): boolean => {
    if (value <= lo[v]!) return true;
    let low = value;
    if (isFine(v)) while (low <= hi[v]! && present[base[v]! + low] === 0) low++;
    if (low > hi[v]!) return false;
    remember(LO, v, lo[v]!);
    lo[v] = low;
    changed(v);
    return true;
  };
  const atMost = (v: number, value: number): boolean => {
    if (value >= hi[v]!) return true;
    let high = value;
    if (isFine(v)) while (high >= lo[v]! && present[base[v]! + high] === 0) high--;
    if (high < lo[v]!) return false;
    remember(HI, v, hi[v]!);
    hi[v] = high;
    changed(v);
    return true;
  };
  const without = (v: number, value: number): boolean => {
    if (!has(v, value)) return true;
    if (value === lo[v]) return atLeast(v, value + 1);
    if (value === hi[v]) return atMost(v, value - 1);
    if (!isFine(v)) return true;
    remember(HOLE, base[v]! + value, 1);
    present[base[v]! + value] = 0;
    changed(v);
    return true;
  };
  const size = (v: number): number => {
    const span = hi[v]! - lo[v]! + 1;
    if (!isFine(v) || span > 64) return span;
    let count = 0;
    for (let value = lo[v]!; value <= hi[v]!; value++) count += present[base[v]! + value]!;
    return count;
  };
  return { lo, hi, has, atLeast, atMost, without, isFine, size, mark, undo };
};
