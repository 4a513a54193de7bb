import { invariant, TICK_MAX } from '@xdv/domain-model';
import { STEP_ENTRIES, StepTree } from './step-tree.ts';

/**
 * Free units of one resource over logical time: a step function of ticks from 0 on. Neighbouring
 * steps differ, so that its size follows what is ahead, not what has happened. What lies before the
 * last tick given to `forget` is gone: a span that begins there counts from that tick on. Time ends
 * at TICK_MAX.
 *
 * Every operation is O(log n) in breakpoints; `earliest` is so for each hole that it passes, and
 * `forget` for each breakpoint that it drops, which somebody has put there.
 */
export class Profile {
  readonly capacity: number;
  #tree: StepTree;
  #first = 0;
  #size = 1;

  constructor(capacity: number) {
    const counts = Number.isSafeInteger(capacity) && capacity >= 1;
    invariant(counts, 'a capacity is at least 1', capacity);
    this.capacity = capacity;
    this.#tree = new StepTree(capacity);
  }

  /** Breakpoints, at least 1. */
  get size(): number {
    return this.#size;
  }

  freeAt(tick: number): number {
    const tree = this.#tree;
    let node = tree.root;
    let added = 0;
    for (let level = tree.height; level > 0; level--) {
      const at = tree.entryFor(node, tick);
      added += tree.adds[at]!;
      node = tree.children[at]!;
    }
    return tree.lows[tree.entryFor(node, tick)]! + added;
  }

  /** The least that is free within [from, to); the capacity if that is empty. */
  minFree(from: number, to: number): number {
    const start = Math.max(from, this.#first);
    if (to <= start) return this.capacity;
    return this.#least(this.#tree.root, this.#tree.height, start, to);
  }

  /**
   * The first start in [from, latest] with `amount` free throughout [start, start + length), which
   * ends by TICK_MAX; -1 if there is none. A length of 0 counts as 1.
   */
  earliest(from: number, length: number, amount: number, latest = TICK_MAX): number {
    if (amount > this.capacity) return -1;
    const ticks = Math.max(length, 1);
    const last = Math.min(latest, TICK_MAX - ticks);
    let start = Math.max(from, this.#first);
    while (start <= last) {
      const blocked = this.#seek(start, start + ticks, amount, true);
      if (blocked < 0) return start;
      start = this.#seek(blocked, last + 1, amount, false);
      if (start < 0) return -1;
    }
    return -1;
  }

  /** Takes units within [from, to); they must be free. */
  take(from: number, to: number, amount: number): void {
    this.#change(from, to, -amount);
  }

  /** Gives units within [from, to) back; they must be taken. */
  give(from: number, to: number, amount: number): void {
    this.#change(from, to, amount);
  }

  /** Drops what lies before `tick`. */
  forget(tick: number): void {
    if (tick <= this.#first) return;
    this.#first = tick;
    this.#size -= this.#tree.dropBefore(tick);
  }

  /** The breakpoints in order: from `tick` on, `free` units are free. */
  *steps(): Iterable<{ readonly tick: number; readonly free: number }> {
    let tick = this.#first;
    for (let i = 0; i < this.#size; i++) {
      const free = this.freeAt(tick);
      yield { tick, free };
      tick = this.#nextChange(tick, free);
    }
  }

  fork(): Profile {
    const copy = new Profile(this.capacity);
    copy.#tree = this.#tree.fork();
    copy.#first = this.#first;
    copy.#size = this.#size;
    return copy;
  }

  /** Tick at which the step that holds `tick` ends. */
  #nextChange(tick: number, free: number): number {
    const lower = this.#seek(tick, Infinity, free, true);
    const higher = this.#seek(tick, Infinity, free + 1, false);
    return Math.min(lower < 0 ? Infinity : lower, higher < 0 ? Infinity : higher);
  }

  #change(from: number, to: number, by: number): void {
    invariant(Number.isSafeInteger(by), 'an amount is an integer', by);
    const start = Math.max(from, this.#first);
    const end = Math.min(to, TICK_MAX);
    if (end <= start || by === 0) return;
    const joins = this.#open(start, by);
    const joinsEnd = this.#open(end, -by);
    this.#add(this.#tree.root, this.#tree.height, start, end, by, 0, Infinity);
    if (joinsEnd) this.#join(end);
    if (joins) this.#join(start);
  }

  /** Makes a breakpoint at `tick` for a jump of `by`. True if one that is there is undone by it. */
  #open(tick: number, by: number): boolean {
    if (tick === this.#first) return false;
    const jump = this.#jumpAt(tick);
    if (jump === 0) {
      this.#tree.insert(tick);
      this.#size++;
    }
    return jump + by === 0;
  }

  /** Joins two steps that have become alike. */
  #join(tick: number): void {
    this.#tree.remove(tick);
    this.#size--;
  }

  /** By how much more is free from `tick` on than just before it. */
  #jumpAt(tick: number): number {
    const tree = this.#tree;
    let node = tree.root;
    let added = 0;
    for (let level = tree.height; level > 0; level--) {
      const at = tree.entryFor(node, tick);
      added += tree.adds[at]!;
      node = tree.children[at]!;
    }
    const at = tree.entryFor(node, tick);
    if (tree.ticks[at] !== tick) return 0;
    if (at > node * STEP_ENTRIES) return tree.lows[at]! - tree.lows[at - 1]!;
    return tree.lows[at]! + added - this.freeAt(tick - 1);
  }

  /** Adds to the steps of a node that lie within [from, to); `end`: where the node's last ends. */
  #add(
    node: number,
    level: number,
    from: number,
    to: number,
    by: number,
    added: number,
    end: number,
  ): void {
    const tree = this.#tree;
    const last = node * STEP_ENTRIES + tree.counts[node]! - 1;
    for (let at = tree.entryFor(node, from); at <= last && tree.ticks[at]! < to; at++) {
      const next = at < last ? tree.ticks[at + 1]! : end;
      if (level === 0 || (from <= tree.ticks[at]! && next <= to)) {
        const high = tree.raise(at, by, level);
        this.#check(tree.lows[at]! + added, high + added);
      } else {
        this.#add(tree.children[at]!, level - 1, from, to, by, added + tree.adds[at]!, next);
        tree.renew(at, level - 1);
      }
    }
  }

  #check(low: number, high: number): void {
    const free = low < 0 ? low : high;
    invariant(free >= 0 && free <= this.capacity, 'free units stay within the capacity', free);
  }

  #least(node: number, level: number, from: number, to: number): number {
    const tree = this.#tree;
    const last = node * STEP_ENTRIES + tree.counts[node]! - 1;
    let least = Infinity;
    for (let at = tree.entryFor(node, from); at <= last && tree.ticks[at]! < to; at++) {
      if (tree.lows[at]! >= least) continue;
      const whole =
        level === 0 || (from <= tree.ticks[at]! && at < last && tree.ticks[at + 1]! <= to);
      const low = whole
        ? tree.lows[at]!
        : this.#least(tree.children[at]!, level - 1, from, to) + tree.adds[at]!;
      if (low < least) least = low;
    }
    return least;
  }

  /** First tick in [from, to) at which less than `amount` is free, or at least that; -1 if none. */
  #seek(from: number, to: number, amount: number, less: boolean): number {
    const found = this.#seekBelow(this.#tree.root, this.#tree.height, from, to, amount, less);
    return found < 0 ? -1 : Math.max(found, from);
  }

  #seekBelow(
    node: number,
    level: number,
    from: number,
    to: number,
    amount: number,
    less: boolean,
  ): number {
    const tree = this.#tree;
    const highs = level === 0 ? tree.lows : tree.highs;
    const last = node * STEP_ENTRIES + tree.counts[node]! - 1;
    for (let at = tree.entryFor(node, from); at <= last && tree.ticks[at]! < to; at++) {
      if (less ? tree.lows[at]! >= amount : highs[at]! < amount) continue;
      if (level === 0) return tree.ticks[at]!;
      const wanted = amount - tree.adds[at]!;
      const found = this.#seekBelow(tree.children[at]!, level - 1, from, to, wanted, less);
      if (found >= 0) return found;
    }
    return -1;
  }
}
