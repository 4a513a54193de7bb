import { Heap } from './heap.ts';

const RUN_MIN = 64;

/**
 * A priority queue of ranks, smallest first, for ranks that mostly arrive in order, as ready
 * processes do under a policy that weighs them alike. A rank is `width` numbers, compared number by
 * number; the last is what is queued, the process. What is not smaller than the last arrival goes
 * to the end of a sorted run at constant cost; anything else goes to a heap. The first entry is the
 * smaller of both fronts, so the order is that of one heap.
 */
export class ReadyQueue {
  readonly width: number;
  #heap: Heap;
  /** The ranks of the run, in a ring whose capacity is a power of two. */
  #run: Float64Array;
  #capacity = RUN_MIN;
  #first = 0;
  #count = 0;

  constructor(width = 3) {
    this.width = width;
    this.#heap = new Heap(RUN_MIN, width);
    this.#run = new Float64Array(RUN_MIN * width);
  }

  get size(): number {
    return this.#count + this.#heap.size;
  }

  /** The last number of the first rank; meaningless when the queue is empty. */
  first(): number {
    const last = this.width - 1;
    return this.#runIsFirst() ? this.#run[this.#first * this.width + last]! : this.#heap.top(last);
  }

  /** Adds the rank that `rank` holds from index `at` on. It is copied. */
  insert(rank: ArrayLike<number>, at = 0): void {
    if (this.#count > 0 && this.#beforeLast(rank, at)) {
      this.#heap.insert(rank, at);
      return;
    }
    if (this.#count === this.#capacity) this.#grow();
    const { width } = this;
    const run = this.#run;
    const to = this.#slot(this.#count++);
    for (let k = 0; k < width; k++) run[to + k] = rank[at + k]!;
  }

  /** Removes the first entry. */
  pop(): void {
    if (!this.#runIsFirst()) return this.#heap.pop();
    this.#first = (this.#first + 1) & (this.#capacity - 1);
    this.#count--;
  }

  /** Drops the entries whose last number `keep` does not keep: O(n log n). */
  retain(keep: (id: number) => boolean): void {
    const kept = new ReadyQueue(this.width);
    const rank = new Float64Array(this.width);
    for (; this.size > 0; this.pop()) {
      if (!keep(this.first())) continue;
      const fromRun = this.#runIsFirst();
      const at = this.#slot(0);
      for (let k = 0; k < rank.length; k++) {
        rank[k] = fromRun ? this.#run[at + k]! : this.#heap.top(k);
      }
      kept.insert(rank);
    }
    this.#assume(kept);
  }

  fork(): ReadyQueue {
    const copy = new ReadyQueue(this.width);
    copy.#assume(this);
    copy.#heap = this.#heap.fork();
    copy.#run = this.#run.slice();
    return copy;
  }

  #assume(other: ReadyQueue): void {
    this.#heap = other.#heap;
    this.#run = other.#run;
    this.#capacity = other.#capacity;
    this.#first = other.#first;
    this.#count = other.#count;
  }

  /** Offset in the ring of the entry `index` places behind the first. */
  #slot(index: number): number {
    return ((this.#first + index) & (this.#capacity - 1)) * this.width;
  }

  /** True if the rank sorts before the last of the run. */
  #beforeLast(rank: ArrayLike<number>, at: number): boolean {
    const last = this.#slot(this.#count - 1);
    const run = this.#run;
    if (rank[at]! !== run[last]!) return rank[at]! < run[last]!;
    for (let k = 1; k < this.width; k++) {
      if (rank[at + k]! !== run[last + k]!) return rank[at + k]! < run[last + k]!;
    }
    return false;
  }

  #runIsFirst(): boolean {
    if (this.#count === 0) return false;
    const heap = this.#heap;
    if (heap.size === 0) return true;
    const at = this.#slot(0);
    const run = this.#run;
    for (let k = 0; k < this.width; k++) {
      if (run[at + k]! !== heap.top(k)) return run[at + k]! < heap.top(k);
    }
    return false;
  }

  #grow(): void {
    const grown = new Float64Array(this.#run.length * 2);
    const head = this.#run.subarray(this.#first * this.width);
    grown.set(head);
    grown.set(this.#run.subarray(0, this.#first * this.width), head.length);
    this.#run = grown;
    this.#first = 0;
    this.#capacity *= 2;
  }
}
