/**
 * A binary heap of entries ordered by three keys, smallest first: (a, b, c), lexicographically.
 * Keys that can tie all three are the caller's mistake: order would depend on the heap's layout.
 * Push and pop are O(log n) on flat arrays.
 */
export class Heap {
  #keys: Float64Array;
  #size = 0;

  constructor(capacity = 64) {
    this.#keys = new Float64Array(capacity * 3);
  }

  get size(): number {
    return this.#size;
  }

  /** Key `k` (0 to 2) of the first entry; meaningless when the heap is empty. */
  top(k: 0 | 1 | 2): number {
    return this.#keys[k]!;
  }

  push(a: number, b: number, c: number): void {
    if ((this.#size + 1) * 3 > this.#keys.length) this.#grow();
    const keys = this.#keys;
    let child = this.#size++;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if (!before(keys, parent * 3, a, b, c)) {
        move(keys, parent, child);
        child = parent;
      } else break;
    }
    put(keys, child, a, b, c);
  }

  /** Removes the first entry; read it with `top` before. */
  pop(): void {
    const keys = this.#keys;
    const last = --this.#size * 3;
    const a = keys[last]!;
    const b = keys[last + 1]!;
    const c = keys[last + 2]!;
    let hole = 0;
    for (;;) {
      let child = hole * 2 + 1;
      if (child >= this.#size) break;
      const right = (child + 1) * 3;
      if (
        child + 1 < this.#size &&
        before(keys, right, keys[child * 3]!, keys[child * 3 + 1]!, keys[child * 3 + 2]!)
      ) {
        child++;
      }
      if (!before(keys, child * 3, a, b, c)) break;
      move(keys, child, hole);
      hole = child;
    }
    if (this.#size > 0) put(keys, hole, a, b, c);
  }

  fork(): Heap {
    const copy = new Heap(0);
    copy.#keys = this.#keys.slice();
    copy.#size = this.#size;
    return copy;
  }

  #grow(): void {
    const grown = new Float64Array(Math.max(192, this.#keys.length * 2));
    grown.set(this.#keys);
    this.#keys = grown;
  }
}

/** True if the entry at `at` sorts before (a, b, c). */
const before = (keys: Float64Array, at: number, a: number, b: number, c: number): boolean => {
  const first = keys[at]!;
  if (first !== a) return first < a;
  const second = keys[at + 1]!;
  return second !== b ? second < b : keys[at + 2]! < c;
};

const move = (keys: Float64Array, from: number, to: number): void => {
  keys[to * 3] = keys[from * 3]!;
  keys[to * 3 + 1] = keys[from * 3 + 1]!;
  keys[to * 3 + 2] = keys[from * 3 + 2]!;
};

const put = (keys: Float64Array, entry: number, a: number, b: number, c: number): void => {
  keys[entry * 3] = a;
  keys[entry * 3 + 1] = b;
  keys[entry * 3 + 2] = c;
};
