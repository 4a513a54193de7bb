/**
 * A binary heap of ranks, smallest first: `width` numbers each, compared number by number. Ranks
 * that tie throughout are the caller's mistake: their order would depend on the heap's layout.
 * Insert and pop are O(log n) on one flat array.
 */
export class Heap {
  readonly width: number;
  /** The ranks in heap order, and room for one more behind them. */
  #keys: Float64Array;
  #size = 0;

  constructor(capacity = 64, width = 3) {
    this.width = width;
    this.#keys = new Float64Array((capacity + 2) * width);
  }

  get size(): number {
    return this.#size;
  }

  /** Number `k` of the first rank; meaningless when the heap is empty. */
  top(k: number): number {
    return this.#keys[k]!;
  }

  /** Adds the rank that `rank` holds from index `at` on. */
  insert(rank: ArrayLike<number>, at = 0): void {
    const { width } = this;
    // the rank is read once, into the room behind the heap; the sift compares within one array
    const spare = this.#spare();
    const keys = this.#keys;
    for (let k = 0; k < width; k++) keys[spare + k] = rank[at + k]!;
    this.#rise(spare, this.#size++);
  }

  /** Adds the rank (a, b, c) to a heap of width 3. */
  push(a: number, b: number, c: number): void {
    const spare = this.#spare();
    const keys = this.#keys;
    keys[spare] = a;
    keys[spare + 1] = b;
    keys[spare + 2] = c;
    this.#rise(spare, this.#size++);
  }

  /** Removes the first rank; read it with `top` before. */
  pop(): void {
    const { width } = this;
    const keys = this.#keys;
    const last = --this.#size * width;
    let hole = 0;
    for (;;) {
      // from here on all are offsets: of the children of entry i, 2 · i + 1 and + 2
      let child = hole * 2 + width;
      if (child >= last) break;
      if (child + width < last && before(keys, child + width, child, width)) child += width;
      if (!before(keys, child, last, width)) break;
      move(keys, child, hole, width);
      hole = child;
    }
    move(keys, last, hole, width);
  }

  fork(): Heap {
    const copy = new Heap(0, this.width);
    copy.#keys = this.#keys.slice();
    copy.#size = this.#size;
    return copy;
  }

  /** Offset of the room behind the heap and the place that its size will take. */
  #spare(): number {
    const spare = (this.#size + 1) * this.width;
    if (spare + this.width > this.#keys.length) {
      const grown = new Float64Array(Math.max(66 * this.width, this.#keys.length * 2));
      grown.set(this.#keys);
      this.#keys = grown;
    }
    return spare;
  }

  /** Moves the rank at offset `from` into the hole at entry `to`, or as far above as it belongs. */
  #rise(from: number, to: number): void {
    const { width } = this;
    const keys = this.#keys;
    let hole = to;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      if (!before(keys, from, parent * width, width)) break;
      move(keys, parent * width, hole * width, width);
      hole = parent;
    }
    move(keys, from, hole * width, width);
  }
}

/** True if the rank at `a` sorts before the one at `b`. */
const before = (keys: Float64Array, a: number, b: number, width: number): boolean => {
  if (keys[a]! !== keys[b]!) return keys[a]! < keys[b]!;
  for (let k = 1; k < width; k++) {
    if (keys[a + k]! !== keys[b + k]!) return keys[a + k]! < keys[b + k]!;
  }
  return false;
};

/** Copies a rank. Most have up to three numbers: a loop for those costs a tenth of the heap. */
const move = (keys: Float64Array, from: number, to: number, width: number): void => {
  keys[to] = keys[from]!;
  if (width > 1) keys[to + 1] = keys[from + 1]!;
  if (width > 2) keys[to + 2] = keys[from + 2]!;
  for (let k = 3; k < width; k++) keys[to + k] = keys[from + k]!;
};
