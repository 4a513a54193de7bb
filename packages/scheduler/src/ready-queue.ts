import { Heap } from './heap.ts';

/**
 * A priority queue by (a, b, c), smallest first, for keys that mostly arrive in order, as ready
 * processes do under a policy that weighs them alike. What is not smaller than the last arrival
 * goes to the end of a sorted run at constant cost; anything else goes to a heap. The first entry
 * is the smaller of both fronts, so the order is that of one heap.
 */
export class ReadyQueue {
  #heap = new Heap();
  /** Three keys for each entry of the run, in a ring whose capacity is a power of two. */
  #run = new Float64Array(64 * 3);
  #capacity = 64;
  #first = 0;
  #count = 0;

  get size(): number {
    return this.#count + this.#heap.size;
  }

  /** The third key of the first entry; meaningless when the queue is empty. */
  first(): number {
    return this.#runIsFirst() ? this.#run[this.#first * 3 + 2]! : this.#heap.top(2);
  }

  push(a: number, b: number, c: number): void {
    if (this.#count > 0 && this.#beforeLast(a, b, c)) {
      this.#heap.push(a, b, c);
      return;
    }
    if (this.#count === this.#capacity) this.#grow();
    const at = ((this.#first + this.#count) & (this.#capacity - 1)) * 3;
    this.#run[at] = a;
    this.#run[at + 1] = b;
    this.#run[at + 2] = c;
    this.#count++;
  }

  /** Removes the first entry. */
  pop(): void {
    if (!this.#runIsFirst()) return this.#heap.pop();
    this.#first = (this.#first + 1) & (this.#capacity - 1);
    this.#count--;
  }

  fork(): ReadyQueue {
    const copy = new ReadyQueue();
    copy.#heap = this.#heap.fork();
    copy.#run = this.#run.slice();
    copy.#capacity = this.#capacity;
    copy.#first = this.#first;
    copy.#count = this.#count;
    return copy;
  }

  /** True if (a, b, c) sorts before the last entry of the run. */
  #beforeLast(a: number, b: number, c: number): boolean {
    const at = ((this.#first + this.#count - 1) & (this.#capacity - 1)) * 3;
    const run = this.#run;
    if (run[at]! !== a) return a < run[at]!;
    return run[at + 1]! !== b ? b < run[at + 1]! : c < run[at + 2]!;
  }

  #runIsFirst(): boolean {
    if (this.#count === 0) return false;
    const heap = this.#heap;
    if (heap.size === 0) return true;
    const at = this.#first * 3;
    const run = this.#run;
    if (run[at]! !== heap.top(0)) return run[at]! < heap.top(0);
    if (run[at + 1]! !== heap.top(1)) return run[at + 1]! < heap.top(1);
    return run[at + 2]! < heap.top(2);
  }

  #grow(): void {
    const grown = new Float64Array(this.#capacity * 6);
    const head = this.#run.subarray(this.#first * 3);
    grown.set(head);
    grown.set(this.#run.subarray(0, this.#first * 3), head.length);
    this.#run = grown;
    this.#first = 0;
    this.#capacity *= 2;
  }
}
