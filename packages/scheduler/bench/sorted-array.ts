/** The obvious structures that the benchmarks compare with: sorted arrays. */

interface Entry {
  readonly id: number;
  readonly rank: readonly number[];
  readonly amount: number;
  readonly length: number;
}

const sortsBefore = (a: readonly number[], b: readonly number[]): boolean => {
  let k = 0;
  while (k < a.length - 1 && a[k] === b[k]) k++;
  return a[k]! < b[k]!;
};

/** A queue by rank in a sorted array: found by binary search, moved by splice, searched in line. */
export class SortedQueue {
  readonly #entries: Entry[] = [];
  readonly #byId = new Map<number, Entry>();

  insert(id: number, rank: ArrayLike<number>, amounts: ArrayLike<number>, length: number): void {
    const entry = { id, rank: Array.from(rank), amount: amounts[0]!, length };
    this.#byId.set(id, entry);
    this.#entries.splice(this.#find(entry.rank), 0, entry);
  }

  remove(id: number): void {
    this.#entries.splice(this.#find(this.#byId.get(id)!.rank), 1);
    this.#byId.delete(id);
  }

  first(): number {
    return this.#entries[0]?.id ?? -1;
  }

  firstFit(free: ArrayLike<number>, window: number, extra: ArrayLike<number>): number {
    for (const { id, amount, length } of this.#entries) {
      if (amount <= free[0]! && (length <= window || amount <= extra[0]!)) return id;
    }
    return -1;
  }

  #find(rank: readonly number[]): number {
    let low = 0;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sortsBefore(this.#entries[middle]!.rank, rank)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** A profile in two sorted arrays. */
export class SortedProfile {
  readonly #ticks = [0];
  readonly #free: number[];

  constructor(capacity: number) {
    this.#free = [capacity];
  }

  earliest(from: number, length: number, amount: number): number {
    let start = from;
    for (let i = this.#find(start); i < this.#ticks.length; i++) {
      if (this.#ticks[i]! >= start + length) break;
      if (this.#free[i]! < amount) start = this.#ticks[i + 1] ?? Infinity;
    }
    return start;
  }

  take(from: number, to: number, amount: number): void {
    this.#change(from, to, -amount);
  }

  give(from: number, to: number, amount: number): void {
    this.#change(from, to, amount);
  }

  #change(from: number, to: number, by: number): void {
    const first = this.#split(from);
    const end = this.#split(to);
    for (let i = first; i < end; i++) this.#free[i]! += by;
    this.#join(end);
    this.#join(first);
  }

  #find(tick: number): number {
    let low = 0;
    let high = this.#ticks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#ticks[middle]! <= tick) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #split(tick: number): number {
    const at = this.#find(tick);
    if (this.#ticks[at] === tick) return at;
    this.#ticks.splice(at + 1, 0, tick);
    this.#free.splice(at + 1, 0, this.#free[at]!);
    return at + 1;
  }

  #join(at: number): void {
    if (at === 0 || at >= this.#ticks.length || this.#free[at] !== this.#free[at - 1]) return;
    this.#ticks.splice(at, 1);
    this.#free.splice(at, 1);
  }
}
