import { grown } from './grown.ts';
import { NONE, sortsBefore } from './rank-leaves.ts';

/** Children of an inner node. */
export const NODE_CHILDREN = 32;

const NODES_MIN = 2;

/**
 * The inner nodes of a rank queue. For each child a node holds the least rank that may lie below it
 * (of the first child it is never looked at), and a vector of minima over what does lie below.
 */
export class RankNodes {
  readonly rankWidth: number;
  /** Numbers in a vector of minima. */
  readonly width: number;
  #ranks: Float64Array;
  minima: Float64Array;
  #children: Int32Array;
  #count: Uint8Array;
  /** 1: the children are leaves. */
  #level: Uint8Array;
  /** The node above, or NONE; of free nodes, the next free one. */
  #parent: Int32Array;
  /** Components that have risen in vectors of children since those of a node were gathered. */
  #stale: Int32Array;
  #used = 0;
  #free = NONE;

  constructor(rankWidth: number, width: number) {
    this.rankWidth = rankWidth;
    this.width = width;
    this.#ranks = new Float64Array(NODES_MIN * NODE_CHILDREN * rankWidth);
    this.minima = new Float64Array(NODES_MIN * NODE_CHILDREN * width);
    this.#children = new Int32Array(NODES_MIN * NODE_CHILDREN);
    this.#count = new Uint8Array(NODES_MIN);
    this.#level = new Uint8Array(NODES_MIN);
    this.#parent = new Int32Array(NODES_MIN);
    this.#stale = new Int32Array(NODES_MIN);
  }

  count(node: number): number {
    return this.#count[node]!;
  }

  level(node: number): number {
    return this.#level[node]!;
  }

  parent(node: number): number {
    return this.#parent[node]!;
  }

  setParent(node: number, above: number): void {
    this.#parent[node] = above;
  }

  /** Notes that some components of vectors of children, a bit each, have risen. */
  markStale(node: number, risen: number): void {
    this.#stale[node]! |= risen;
  }

  /** What was noted since the last call. */
  takeStale(node: number): number {
    const risen = this.#stale[node]!;
    this.#stale[node] = 0;
    return risen;
  }

  child(node: number, index: number): number {
    return this.#children[node * NODE_CHILDREN + index]!;
  }

  indexOf(node: number, child: number): number {
    const base = node * NODE_CHILDREN;
    const children = this.#children;
    let at = base;
    while (children[at] !== child) at++;
    return at - base;
  }

  /**
   * Offset in `minima` of a child's vector, whose components lie NODE_CHILDREN apart: a search
   * reads the same few of many children.
   */
  vector(node: number, index: number): number {
    return node * NODE_CHILDREN * this.width + index;
  }

  /** Index of the child below which `rank` belongs. */
  indexFor(node: number, rank: Float64Array): number {
    const { rankWidth } = this;
    const ranks = this.#ranks;
    const base = node * NODE_CHILDREN;
    let low = 1;
    let high = this.#count[node]!;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sortsBefore(ranks, (base + middle) * rankWidth, rank, 0, rankWidth)) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  /** A node without children. */
  create(level: number): number {
    const node = this.#take();
    this.#count[node] = 0;
    this.#level[node] = level;
    this.#parent[node] = NONE;
    this.#stale[node] = 0;
    return node;
  }

  drop(node: number): void {
    this.#parent[node] = this.#free;
    this.#free = node;
  }

  /** Adds a child at `index` of a node that is not full; its minima are not set. */
  insert(node: number, index: number, child: number, rank: Float64Array, at: number): void {
    this.#shift(node, index, 1);
    const place = node * NODE_CHILDREN + index;
    this.#children[place] = child;
    const to = place * this.rankWidth;
    for (let k = 0; k < this.rankWidth; k++) this.#ranks[to + k] = rank[at + k]!;
  }

  remove(node: number, index: number): void {
    this.#shift(node, index + 1, -1);
  }

  /** Moves the children from `index` on to the empty node `to`. */
  moveChildren(node: number, index: number, to: number): void {
    const count = this.#count[node]! - index;
    this.#copy(node, index, to, 0, count);
    this.#count[to] = count;
    this.#count[node] = index;
  }

  /** The least of a component over all children. */
  leastOf(node: number, component: number): number {
    const { minima } = this;
    const first = this.vector(node, 0) + component * NODE_CHILDREN;
    const end = first + this.#count[node]!;
    let least = Infinity;
    for (let at = first; at < end; at++) if (minima[at]! < least) least = minima[at]!;
    return least;
  }

  /** The rank from which on what lies below a child begins: the array, from the offset on. */
  get ranks(): Float64Array {
    return this.#ranks;
  }

  rankOffset(node: number, index: number): number {
    return (node * NODE_CHILDREN + index) * this.rankWidth;
  }

  fork(): RankNodes {
    const copy = new RankNodes(this.rankWidth, this.width);
    copy.#ranks = this.#ranks.slice();
    copy.minima = this.minima.slice();
    copy.#children = this.#children.slice();
    copy.#count = this.#count.slice();
    copy.#level = this.#level.slice();
    copy.#parent = this.#parent.slice();
    copy.#stale = this.#stale.slice();
    copy.#used = this.#used;
    copy.#free = this.#free;
    return copy;
  }

  /** Moves the children from `index` on by so many places. */
  #shift(node: number, index: number, by: number): void {
    this.#copy(node, index, node, index + by, this.#count[node]! - index);
    this.#count[node]! += by;
  }

  #copy(node: number, index: number, to: number, at: number, count: number): void {
    const { rankWidth, width } = this;
    const from = node * NODE_CHILDREN + index;
    const into = to * NODE_CHILDREN + at;
    this.#children.copyWithin(into, from, from + count);
    this.#ranks.copyWithin(into * rankWidth, from * rankWidth, (from + count) * rankWidth);
    for (let c = 0; c < width; c++) {
      const column = this.vector(node, index) + c * NODE_CHILDREN;
      const column2 = this.vector(to, at) + c * NODE_CHILDREN;
      this.minima.copyWithin(column2, column, column + count);
    }
  }

  #take(): number {
    const node = this.#free;
    if (node === NONE) {
      if (this.#used === this.#count.length) this.#grow();
      return this.#used++;
    }
    this.#free = this.#parent[node]!;
    return node;
  }

  #grow(): void {
    this.#ranks = grown(this.#ranks, new Float64Array(this.#ranks.length * 2));
    this.minima = grown(this.minima, new Float64Array(this.minima.length * 2));
    this.#children = grown(this.#children, new Int32Array(this.#children.length * 2));
    this.#count = grown(this.#count, new Uint8Array(this.#count.length * 2));
    this.#level = grown(this.#level, new Uint8Array(this.#level.length * 2));
    this.#parent = grown(this.#parent, new Int32Array(this.#parent.length * 2));
    this.#stale = grown(this.#stale, new Int32Array(this.#stale.length * 2));
  }
}
