import { Heap } from '../structures/heap.ts';

/** Void entries that an agenda may always hold. */
const ENTRIES_MIN = 64;

/**
 * Ticks to come and the requests they concern, by tick, then id. An entry is void once what it
 * said of its request no longer holds; void entries are dropped when they surface, or all at once
 * when they may be the most, so the size follows what holds. O(log n) amortized.
 */
export class Agenda {
  readonly #holds: (tick: number, id: number) => boolean;
  #heap = new Heap(4);
  #limit = ENTRIES_MIN;

  /** `holds` says if an entry still does. */
  constructor(holds: (tick: number, id: number) => boolean) {
    this.#holds = holds;
  }

  add(tick: number, id: number): void {
    if (this.#heap.size === this.#limit) this.#sweep();
    this.#heap.push(tick, id, 0);
  }

  /** Tick of the first entry that holds, Infinity if there is none. */
  first(): number {
    const heap = this.#heap;
    while (heap.size > 0 && !this.#holds(heap.top(0), heap.top(1))) heap.pop();
    return heap.size > 0 ? heap.top(0) : Infinity;
  }

  /** Removes the first entry that holds if its tick is at most `tick`; its id, or -1. */
  take(tick: number): number {
    if (this.first() > tick) return -1;
    const id = this.#heap.top(1);
    this.#heap.pop();
    return id;
  }

  fork(holds: (tick: number, id: number) => boolean): Agenda {
    const copy = new Agenda(holds);
    copy.#heap = this.#heap.fork();
    copy.#limit = this.#limit;
    return copy;
  }

  #sweep(): void {
    const kept = new Heap(this.#heap.size);
    for (; this.first() < Infinity; this.#heap.pop()) {
      kept.push(this.#heap.top(0), this.#heap.top(1), 0);
    }
    this.#heap = kept;
    this.#limit = kept.size * 2 + ENTRIES_MIN;
  }
}
