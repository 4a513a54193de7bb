import { grown } from './grown.ts';

/** Entries of a node. */
export const STEP_ENTRIES = 32;

const NODES_MIN = 2;

/**
 * A B+ tree (Comer 1979) of the steps of a function of time. An entry of a leaf (level 0) is a
 * step: the tick where it begins and its value. An entry of a node above is a child: the tick where
 * it begins, the least and the greatest value below, and what is still to be added to all below;
 * the least and the greatest include that.
 */
export class StepTree {
  root: number;
  height = 0;
  ticks = new Float64Array(NODES_MIN * STEP_ENTRIES);
  /** Of a leaf: the values. */
  lows = new Float64Array(NODES_MIN * STEP_ENTRIES);
  highs = new Float64Array(NODES_MIN * STEP_ENTRIES);
  adds = new Float64Array(NODES_MIN * STEP_ENTRIES);
  children = new Int32Array(NODES_MIN * STEP_ENTRIES);
  counts = new Int32Array(NODES_MIN);
  #used = 0;
  #free: number[] = [];

  /** A function that is `value` from tick 0 on. */
  constructor(value: number) {
    this.root = this.#create();
    this.counts[this.root] = 1;
    this.ticks[0] = 0;
    this.lows[0] = value;
  }

  /** Offset of the last entry of a node that begins at `tick` or before; else of its first. */
  entryFor(node: number, tick: number): number {
    const { ticks } = this;
    let low = node * STEP_ENTRIES;
    let high = low + this.counts[node]! - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (ticks[middle]! <= tick) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** Splits the step that holds `tick`, behind its beginning, in two of one value. */
  insert(tick: number): void {
    if (this.counts[this.root] === STEP_ENTRIES) this.#growRoot();
    let node = this.root;
    for (let level = this.height; level > 0; level--) {
      let at = this.entryFor(node, tick);
      if (this.counts[this.children[at]!] === STEP_ENTRIES) {
        this.#split(node, at, level - 1);
        if (this.ticks[at + 1]! <= tick) at++;
      }
      node = this.children[at]!;
    }
    const at = this.entryFor(node, tick);
    this.#open(node, at + 1, 0);
    this.ticks[at + 1] = tick;
    this.lows[at + 1] = this.lows[at]!;
  }

  /** Joins the step that begins at `tick` to the one before it. */
  remove(tick: number): void {
    this.#removeBelow(this.root, this.height, tick);
    this.#collapse();
  }

  /** Drops what lies before `tick`, where the first step then begins; returns how many steps. */
  dropBefore(tick: number): number {
    const dropped = this.#dropBelow(this.root, this.height, tick);
    this.#collapse();
    return dropped;
  }

  /** Adds to an entry at `level` and all below it; returns its greatest value. */
  raise(at: number, by: number, level: number): number {
    this.lows[at]! += by;
    if (level === 0) return this.lows[at]!;
    this.adds[at]! += by;
    this.highs[at]! += by;
    return this.highs[at]!;
  }

  /** Reads the least and greatest value of a child at `level` again. */
  renew(at: number, level: number): void {
    const { lows } = this;
    const highs = level === 0 ? lows : this.highs;
    const child = this.children[at]!;
    const first = child * STEP_ENTRIES;
    const end = first + this.counts[child]!;
    let low = Infinity;
    let high = -Infinity;
    for (let i = first; i < end; i++) {
      if (lows[i]! < low) low = lows[i]!;
      if (highs[i]! > high) high = highs[i]!;
    }
    lows[at] = low + this.adds[at]!;
    this.highs[at] = high + this.adds[at]!;
  }

  fork(): StepTree {
    const copy = new StepTree(0);
    copy.root = this.root;
    copy.height = this.height;
    copy.ticks = this.ticks.slice();
    copy.lows = this.lows.slice();
    copy.highs = this.highs.slice();
    copy.adds = this.adds.slice();
    copy.children = this.children.slice();
    copy.counts = this.counts.slice();
    copy.#used = this.#used;
    copy.#free = [...this.#free];
    return copy;
  }

  /** Returns true if the node's first step went: otherwise its least and greatest stay. */
  #removeBelow(node: number, level: number, tick: number): boolean {
    const at = this.entryFor(node, tick);
    const first = node * STEP_ENTRIES;
    if (level === 0) {
      this.#close(node, at, 1, 0);
      return at === first;
    }
    const child = this.children[at]!;
    const changed = this.#removeBelow(child, level - 1, tick);
    if (this.counts[child] === 0) this.#dropChild(node, at, level);
    else {
      if (changed) {
        this.ticks[at] = this.ticks[child * STEP_ENTRIES]!;
        this.renew(at, level - 1);
      }
      this.#join(node, at, level);
    }
    return changed;
  }

  #dropBelow(node: number, level: number, tick: number): number {
    const first = node * STEP_ENTRIES;
    const at = this.entryFor(node, tick);
    let dropped = at - first;
    if (level > 0) {
      dropped = 0;
      for (let i = first; i < at; i++) dropped += this.#release(this.children[i]!, level - 1);
    }
    this.#close(node, first, at - first, level);
    this.ticks[first] = tick;
    if (level === 0) return dropped;
    dropped += this.#dropBelow(this.children[first]!, level - 1, tick);
    this.renew(first, level - 1);
    this.#join(node, first, level);
    return dropped;
  }

  /** Gives a node and what lies below up; returns how many steps that were. */
  #release(node: number, level: number): number {
    let steps = level === 0 ? this.counts[node]! : 0;
    for (let i = 0; level > 0 && i < this.counts[node]!; i++) {
      steps += this.#release(this.children[node * STEP_ENTRIES + i]!, level - 1);
    }
    this.#free.push(node);
    return steps;
  }

  #dropChild(node: number, at: number, level: number): void {
    this.#free.push(this.children[at]!);
    this.#close(node, at, 1, level);
  }

  /** Merges a child of a node at `level` with a neighbour if half a node holds both. */
  #join(node: number, at: number, level: number): void {
    const last = node * STEP_ENTRIES + this.counts[node]! - 1;
    const left = at < last ? at : at - 1;
    if (left < node * STEP_ENTRIES) return;
    const into = this.children[left]!;
    const from = this.children[left + 1]!;
    const count = this.counts[into]!;
    const more = this.counts[from]!;
    if (count + more > STEP_ENTRIES / 2) return;
    const end = into * STEP_ENTRIES + count;
    this.#copy(from * STEP_ENTRIES, end, more, level - 1);
    this.counts[into] = count + more;
    this.#shift(end, more, this.adds[left + 1]! - this.adds[left]!, level - 1);
    this.#dropChild(node, left + 1, level);
    this.renew(left, level - 1);
  }

  /** Adds to entries and all below them. */
  #shift(first: number, count: number, by: number, level: number): void {
    for (let i = first; i < first + count; i++) this.raise(i, by, level);
  }

  /** Gives up roots with one child. */
  #collapse(): void {
    while (this.height > 0 && this.counts[this.root] === 1) {
      const at = this.root * STEP_ENTRIES;
      const child = this.children[at]!;
      this.height--;
      this.#shift(child * STEP_ENTRIES, this.counts[child]!, this.adds[at]!, this.height);
      this.#free.push(this.root);
      this.root = child;
    }
  }

  #growRoot(): void {
    const above = this.#create();
    const at = above * STEP_ENTRIES;
    this.counts[above] = 1;
    this.ticks[at] = this.ticks[this.root * STEP_ENTRIES]!;
    this.adds[at] = 0;
    this.children[at] = this.root;
    this.#split(above, at, this.height);
    this.root = above;
    this.height++;
  }

  /** Splits the full child, at `level`, of an entry; its right half becomes the next entry. */
  #split(node: number, at: number, level: number): void {
    const right = this.#create();
    const child = this.children[at]!;
    const half = STEP_ENTRIES / 2;
    this.#copy(child * STEP_ENTRIES + half, right * STEP_ENTRIES, half, level);
    this.counts[child] = half;
    this.counts[right] = half;
    this.#open(node, at + 1, level + 1);
    this.ticks[at + 1] = this.ticks[right * STEP_ENTRIES]!;
    this.adds[at + 1] = this.adds[at]!;
    this.children[at + 1] = right;
    this.renew(at, level);
    this.renew(at + 1, level);
  }

  /** Makes room for an entry of a node at `level`. */
  #open(node: number, at: number, level: number): void {
    this.#copy(at, at + 1, node * STEP_ENTRIES + this.counts[node]! - at, level);
    this.counts[node]!++;
  }

  /** Takes entries of a node at `level` out. */
  #close(node: number, at: number, count: number, level: number): void {
    const end = node * STEP_ENTRIES + this.counts[node]!;
    this.#copy(at + count, at, end - at - count, level);
    this.counts[node]! -= count;
  }

  /** Moves entries; what lies behind them is not in the way. */
  #copy(from: number, to: number, count: number, level: number): void {
    move(this.ticks, from, to, count);
    move(this.lows, from, to, count);
    if (level === 0) return;
    move(this.highs, from, to, count);
    move(this.adds, from, to, count);
    move(this.children, from, to, count);
  }

  #create(): number {
    const free = this.#free.pop();
    if (free !== undefined) return free;
    if (this.#used === this.counts.length) this.#grow();
    return this.#used++;
  }

  #grow(): void {
    const length = this.ticks.length * 2;
    this.ticks = grown(this.ticks, new Float64Array(length));
    this.lows = grown(this.lows, new Float64Array(length));
    this.highs = grown(this.highs, new Float64Array(length));
    this.adds = grown(this.adds, new Float64Array(length));
    this.children = grown(this.children, new Int32Array(length));
    this.counts = grown(this.counts, new Int32Array(this.counts.length * 2));
  }
}

/** `copyWithin`, faster for so few. */
const move = (
  array: Float64Array | Int32Array,
  from: number,
  to: number,
  count: number,
): void => {
  if (from < to) for (let i = count - 1; i >= 0; i--) array[to + i] = array[from + i]!;
  else for (let i = 0; i < count; i++) array[to + i] = array[from + i]!;
};
