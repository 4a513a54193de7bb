import { invariant, TIMER_KINDS, type TimerKind } from '@xdv/domain-model';
import { Heap } from '../structures/heap.ts';

const CODE = Object.fromEntries(TIMER_KINDS.map((kind, code) => [kind, code])) as Readonly<
  Record<TimerKind, number>
>;
/** A timer's kind and id share one key, so that (tick, kind, id) is the whole order. */
const ID_MAX = 2 ** 48;

/** Timers in total order: tick, kind, id. */
export class Timers {
  #heap = new Heap();

  get size(): number {
    return this.#heap.size;
  }

  /** Tick, kind and id of the first timer; meaningless if there is none. */
  get tick(): number {
    return this.#heap.top(0);
  }

  get kind(): TimerKind {
    return TIMER_KINDS[Math.floor(this.#heap.top(1) / ID_MAX)]!;
  }

  get id(): number {
    return this.#heap.top(1) % ID_MAX;
  }

  set(tick: number, kind: TimerKind, id: number): void {
    invariant(id >= 0 && id < ID_MAX, 'timer with a bad id', id);
    this.#heap.push(tick, CODE[kind] * ID_MAX + id, 0);
  }

  /** Removes the first timer. */
  pop(): void {
    this.#heap.pop();
  }

  fork(): Timers {
    const copy = new Timers();
    copy.#heap = this.#heap.fork();
    return copy;
  }
}
