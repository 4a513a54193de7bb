import { grown } from './grown.ts';

/** Rows of a leaf: a power of 2. */
export const LEAF_BITS = 5;
export const LEAF_ROWS = 1 << LEAF_BITS;
/** No leaf, no node. */
export const NONE = -1;

const LEAVES_MIN = 4;
/** What is known of a leaf lies on one cache line: these numbers, and a byte for each row. */
const HEAD = 16;
const COUNT = 0;
const SORTED = 1;
const NEXT = 2;
const PREVIOUS = 3;
const PARENT = 4;
const STALE = 5;
const HEAD_BYTES = HEAD * 4;
const ORDER_FIRST = HEAD_BYTES - LEAF_ROWS;

/**
 * The leaves of a rank queue: up to LEAF_ROWS rows each, linked. A row is the rank, the amounts,
 * the length and the id of a request, side by side. It stays in its place while others come and go,
 * until its leaf is split. Which place comes next by rank is kept for the first few; new rows come
 * behind them and are sorted in by `settle`, when somebody reads the leaf: most are never read.
 */
export class RankLeaves {
  readonly rankWidth: number;
  /** Numbers in a row. */
  readonly stride: number;
  rows: Float64Array;
  #heads: Int32Array;
  /** The same memory: places of a leaf's rows, then its free places. */
  #order: Uint8Array;
  #used = 0;
  /** The first free leaf; they are linked by NEXT. */
  #free = NONE;

  constructor(rankWidth: number, stride: number) {
    this.rankWidth = rankWidth;
    this.stride = stride;
    this.rows = new Float64Array(LEAVES_MIN * LEAF_ROWS * stride);
    this.#heads = new Int32Array(LEAVES_MIN * HEAD);
    this.#order = new Uint8Array(this.#heads.buffer);
  }

  count(leaf: number): number {
    return this.#heads[leaf * HEAD + COUNT]!;
  }

  /** The leaf behind, or NONE. */
  next(leaf: number): number {
    return this.#heads[leaf * HEAD + NEXT]!;
  }

  /** The inner node above, or NONE. */
  parent(leaf: number): number {
    return this.#heads[leaf * HEAD + PARENT]!;
  }

  setParent(leaf: number, node: number): void {
    this.#heads[leaf * HEAD + PARENT] = node;
  }

  /** 1, once, if rows have gone since the last call; else 0. */
  takeStale(leaf: number): number {
    const stale = this.#heads[leaf * HEAD + STALE]!;
    this.#heads[leaf * HEAD + STALE] = 0;
    return stale;
  }

  /** Place, among all leaves, of the row at `index` of a leaf: by rank, if it is settled. */
  place(leaf: number, index: number): number {
    return leaf * LEAF_ROWS + this.#order[orderOf(leaf) + index]!;
  }

  /** Index in its leaf of the row at a place. */
  indexOf(place: number): number {
    const order = this.#order;
    const base = orderOf(place >> LEAF_BITS);
    const row = place & (LEAF_ROWS - 1);
    let index = base;
    while (order[index] !== row) index++;
    return index - base;
  }

  /** An empty leaf, linked behind `before` unless that is NONE. */
  create(before: number): number {
    const leaf = this.#take();
    const heads = this.#heads;
    const head = leaf * HEAD;
    const after = before === NONE ? NONE : heads[before * HEAD + NEXT]!;
    heads[head + COUNT] = 0;
    heads[head + SORTED] = 0;
    heads[head + STALE] = 0;
    heads[head + NEXT] = after;
    heads[head + PREVIOUS] = before;
    heads[head + PARENT] = NONE;
    for (let i = 0; i < LEAF_ROWS; i++) this.#order[orderOf(leaf) + i] = i;
    if (before !== NONE) heads[before * HEAD + NEXT] = leaf;
    if (after !== NONE) heads[after * HEAD + PREVIOUS] = leaf;
    return leaf;
  }

  /** Takes an empty leaf out of the chain. */
  drop(leaf: number): void {
    const heads = this.#heads;
    const head = leaf * HEAD;
    const before = heads[head + PREVIOUS]!;
    const after = heads[head + NEXT]!;
    if (before !== NONE) heads[before * HEAD + NEXT] = after;
    if (after !== NONE) heads[after * HEAD + PREVIOUS] = before;
    heads[head + NEXT] = this.#free;
    this.#free = leaf;
  }

  /** Makes room for a row in a leaf that is not full; returns its place. */
  add(leaf: number): number {
    const index = this.#heads[leaf * HEAD + COUNT]!++;
    return this.place(leaf, index);
  }

  /** Gives the row at a place up. */
  remove(place: number): void {
    const leaf = place >> LEAF_BITS;
    const index = this.indexOf(place);
    const order = this.#order;
    const heads = this.#heads;
    const head = leaf * HEAD;
    const last = orderOf(leaf) + --heads[head + COUNT]!;
    for (let i = orderOf(leaf) + index; i < last; i++) order[i] = order[i + 1]!;
    order[last] = place & (LEAF_ROWS - 1);
    if (index < heads[head + SORTED]!) heads[head + SORTED]!--;
    heads[head + STALE] = 1;
  }

  /** Sorts the rows of a leaf by rank. */
  settle(leaf: number): void {
    const heads = this.#heads;
    const count = heads[leaf * HEAD + COUNT]!;
    const sorted = heads[leaf * HEAD + SORTED]!;
    if (sorted === count) return;
    for (let i = sorted; i < count; i++) this.#sortIn(leaf, i);
    heads[leaf * HEAD + SORTED] = count;
  }

  /** Moves the rows of a settled leaf from `index` on to the empty leaf `to`. */
  moveRows(leaf: number, index: number, to: number): void {
    const { rows, stride } = this;
    const count = this.count(leaf);
    for (let i = index; i < count; i++) {
      const from = this.place(leaf, i) * stride;
      rows.copyWithin(this.add(to) * stride, from, from + stride);
    }
    this.#heads[to * HEAD + SORTED] = count - index;
    this.#heads[leaf * HEAD + COUNT] = index;
    this.#heads[leaf * HEAD + SORTED] = index;
  }

  /** True if the row at a place sorts before `rank`. */
  sortsBefore(place: number, rank: Float64Array): boolean {
    return sortsBefore(this.rows, place * this.stride, rank, 0, this.rankWidth);
  }

  fork(): RankLeaves {
    const copy = new RankLeaves(this.rankWidth, this.stride);
    copy.rows = this.rows.slice();
    copy.#heads = this.#heads.slice();
    copy.#order = new Uint8Array(copy.#heads.buffer);
    copy.#used = this.#used;
    copy.#free = this.#free;
    return copy;
  }

  /** Moves the row at `index` ahead to where it belongs among those before it, which are sorted. */
  #sortIn(leaf: number, index: number): void {
    const { rows, stride, rankWidth } = this;
    const order = this.#order;
    const base = orderOf(leaf);
    const first = leaf * LEAF_ROWS;
    const row = order[base + index]!;
    const at = (first + row) * stride;
    let to = base + index;
    for (; to > base; to--) {
      const before = (first + order[to - 1]!) * stride;
      if (!sortsBefore(rows, at, rows, before, rankWidth)) break;
      order[to] = order[to - 1]!;
    }
    order[to] = row;
  }

  #take(): number {
    const leaf = this.#free;
    if (leaf === NONE) {
      if (this.#used * HEAD === this.#heads.length) this.#grow();
      return this.#used++;
    }
    this.#free = this.next(leaf);
    return leaf;
  }

  #grow(): void {
    this.rows = grown(this.rows, new Float64Array(this.rows.length * 2));
    this.#heads = grown(this.#heads, new Int32Array(this.#heads.length * 2));
    this.#order = new Uint8Array(this.#heads.buffer);
  }
}

/** Where the order of a leaf begins. */
const orderOf = (leaf: number): number => leaf * HEAD_BYTES + ORDER_FIRST;

/** True if the rank at `a` in one array sorts before the rank at `b` in another. */
export const sortsBefore = (
  left: Float64Array,
  a: number,
  right: Float64Array,
  b: number,
  width: number,
): boolean => {
  for (let k = 0; k < width; k++) {
    if (left[a + k]! !== right[b + k]!) return left[a + k]! < right[b + k]!;
  }
  return false;
};
