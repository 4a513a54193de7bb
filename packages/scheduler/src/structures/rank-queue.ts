import { invariant } from '@xdv/domain-model';
import { FitMinima, NEXT_COMPONENT } from './fit-minima.ts';
import { LEAF_BITS, NONE } from './rank-leaves.ts';
import { RankTree } from './rank-tree.ts';

/**
 * Requests that wait, in rank order (numbers compared one by one, smallest first; no two alike),
 * and searchable by fit. Each keeps the amounts it asks for of some resources, and its length.
 * Inserting and removing are O(log n); a search passes over whole branches of a tree in which
 * nobody can fit. Answers depend on what is queued, never on how it came there.
 */
export class RankQueue {
  readonly rankWidth: number;
  readonly resources: number;
  readonly #fit: FitMinima;
  #tree: RankTree;
  /** A request as the tree keeps it: rank, amounts, length, id. */
  readonly #row: Float64Array;
  /** What is searched for. */
  readonly #free: Float64Array;
  readonly #extra: Float64Array;
  #window = 0;
  /** Offset in a vector of minima of those that may be within the window. */
  #within = 0;

  /** `rankWidth` numbers in a rank and `resources` amounts per request, both at least 1. */
  constructor(rankWidth: number, resources: number) {
    invariant(rankWidth >= 1 && resources >= 1, 'a rank and amounts have numbers');
    this.rankWidth = rankWidth;
    this.resources = resources;
    this.#fit = new FitMinima(rankWidth, resources);
    this.#tree = new RankTree(this.#fit);
    this.#row = new Float64Array(rankWidth + resources + 2);
    this.#free = new Float64Array(resources);
    this.#extra = new Float64Array(resources);
  }

  get size(): number {
    return this.#tree.ids.size;
  }

  /** Adds a request; `id` is a positive safe integer that is not in the queue yet. */
  insert(id: number, rank: ArrayLike<number>, amounts: ArrayLike<number>, length: number): void {
    invariant(Number.isSafeInteger(id) && id > 0, 'an id is a positive integer', id);
    invariant(!this.has(id), 'a request waits once', id);
    const row = this.#row;
    const { rankWidth, resources } = this;
    for (let k = 0; k < rankWidth; k++) row[k] = rank[k]!;
    for (let r = 0; r < resources; r++) row[rankWidth + r] = amounts[r]!;
    row[rankWidth + resources] = length;
    row[rankWidth + resources + 1] = id;
    for (let k = 0; k < row.length; k++) invariant(row[k] === row[k], 'a number lacks', id);
    this.#tree.insert(row);
  }

  /** Takes a request out. True if it was there. */
  remove(id: number): boolean {
    const place = this.#tree.ids.get(id);
    if (place < 0) return false;
    this.#tree.remove(id, place);
    return true;
  }

  has(id: number): boolean {
    return this.#tree.ids.get(id) >= 0;
  }

  /** The id of the first, -1 if nobody waits. */
  first(): number {
    const { nodes, height, root } = this.#tree;
    let leaf = root;
    for (let level = height; level > 0; level--) leaf = nodes.child(leaf, 0);
    return this.#firstOf(leaf);
  }

  /** The id of the one behind `id`, -1 if it is the last or not here. */
  after(id: number): number {
    const { ids, leaves } = this.#tree;
    const place = ids.get(id);
    if (place < 0) return -1;
    const leaf = place >> LEAF_BITS;
    leaves.settle(leaf);
    const index = leaves.indexOf(place) + 1;
    if (index < leaves.count(leaf)) return this.#idAt(leaves.place(leaf, index));
    const next = leaves.next(leaf);
    return next === NONE ? -1 : this.#firstOf(next);
  }

  /** The ids in rank order. */
  all(): number[] {
    const ids: number[] = [];
    for (let id = this.first(); id >= 0; id = this.after(id)) ids.push(id);
    return ids;
  }

  /**
   * The first in rank order, behind `after` if that waits, that asks for no more than `free` of
   * each resource, and either is no longer than `window` or asks for no more than `extra` of each;
   * -1 if there is none.
   */
  firstFit(
    free: ArrayLike<number>,
    window: number,
    extra: ArrayLike<number>,
    after?: number,
  ): number {
    for (let r = 0; r < this.resources; r++) {
      this.#free[r] = free[r]!;
      this.#extra[r] = extra[r]!;
    }
    this.#window = window;
    this.#within = this.#fit.offsetFor(window);
    const place = after === undefined ? -1 : this.#tree.ids.get(after);
    if (place < 0) return this.#searchBelow(this.#tree.root, this.#tree.height);
    return this.#searchBehind(place);
  }

  clear(): void {
    this.#tree = new RankTree(this.#fit);
  }

  fork(): RankQueue {
    const copy = new RankQueue(this.rankWidth, this.resources);
    copy.#tree = this.#tree.fork();
    return copy;
  }

  #firstOf(leaf: number): number {
    const { leaves } = this.#tree;
    if (leaves.count(leaf) === 0) return -1;
    leaves.settle(leaf);
    return this.#idAt(leaves.place(leaf, 0));
  }

  #idAt(place: number): number {
    const { rows, stride } = this.#tree.leaves;
    return rows[(place + 1) * stride - 1]!;
  }

  #searchBehind(place: number): number {
    const { leaves, nodes, height } = this.#tree;
    let child = place >> LEAF_BITS;
    leaves.settle(child);
    const found = this.#searchLeaf(child, leaves.indexOf(place) + 1);
    if (found >= 0) return found;
    let node = leaves.parent(child);
    for (let level = 1; level <= height; level++) {
      const below = this.#searchNode(node, level, nodes.indexOf(node, child) + 1);
      if (below >= 0) return below;
      child = node;
      node = nodes.parent(node);
    }
    return -1;
  }

  #searchBelow(at: number, level: number): number {
    return level === 0 ? this.#searchLeaf(at, 0) : this.#searchNode(at, level, 0);
  }

  #searchNode(node: number, level: number, from: number): number {
    const { nodes } = this.#tree;
    const count = nodes.count(node);
    for (let i = this.#mayFit(node, from); i < count; i = this.#mayFit(node, i + 1)) {
      const child = nodes.child(node, i);
      const found = this.#searchBelow(child, level - 1);
      if (found >= 0) return found;
      // in vain: perhaps the minima stem from what has gone
      this.#tree.refresh(child, level - 1);
    }
    return -1;
  }

  #searchLeaf(leaf: number, from: number): number {
    const { leaves } = this.#tree;
    leaves.settle(leaf);
    const { rows, stride } = leaves;
    const count = leaves.count(leaf);
    const free = this.#free[0]!;
    for (let i = from; i < count; i++) {
      const row = leaves.place(leaf, i) * stride;
      // the first resource decides mostly
      if (rows[row + this.rankWidth]! > free) continue;
      if (this.#fits(rows, row + this.rankWidth)) return rows[row + stride - 1]!;
    }
    return -1;
  }

  /** Index of the first child from `from` on whose minima leave it open that somebody fits. */
  #mayFit(node: number, from: number): number {
    const { nodes } = this.#tree;
    const { minima } = nodes;
    const first = nodes.vector(node, 0);
    const least = first + (this.#fit.width - 1) * NEXT_COMPONENT;
    const all = least - this.resources * NEXT_COMPONENT;
    const within = first + this.#within;
    const count = nodes.count(node);
    const free = this.#free[0]!;
    const extra = this.#extra[0]!;
    const window = this.#window;
    for (let i = from; i < count; i++) {
      if (minima[all + i]! > free) continue;
      const inWindow = minima[least + i]! <= window && minima[within + i]! <= free;
      if (!inWindow && minima[all + i]! > extra) continue;
      if (this.resources === 1 || this.#othersMayFit(all + i, inWindow ? within + i : -1)) return i;
    }
    return count;
  }

  /** The same for all resources, by the least of everybody and of those within the window. */
  #othersMayFit(all: number, within: number): boolean {
    const { minima } = this.#tree.nodes;
    if (!below(minima, all, NEXT_COMPONENT, this.#free)) return false;
    if (within >= 0 && below(minima, within, NEXT_COMPONENT, this.#free)) return true;
    return below(minima, all, NEXT_COMPONENT, this.#extra);
  }

  #fits(rows: Float64Array, amounts: number): boolean {
    if (!below(rows, amounts, 1, this.#free)) return false;
    if (rows[amounts + this.resources]! <= this.#window) return true;
    return below(rows, amounts, 1, this.#extra);
  }
}

/** True if no number is above its limit: those from `at` on, `step` apart. */
const below = (
  array: Float64Array,
  at: number,
  step: number,
  limits: Float64Array,
): boolean => {
  for (let r = 0; r < limits.length; r++) if (array[at + r * step]! > limits[r]!) return false;
  return true;
};
