import type { FitMinima } from './fit-minima.ts';
import { IdTable } from './id-table.ts';
import { LEAF_BITS, LEAF_ROWS, NONE, RankLeaves } from './rank-leaves.ts';
import { NODE_CHILDREN, RankNodes } from './rank-nodes.ts';

/** Each level takes 16 times the insertions of the one below: enough for 2^52 of them. */
const HEIGHT_MAX = 13;

/** A bit for each component of a vector; one for all behind the 31st. */
const ALL = -1;
const bitOf = (component: number): number => 1 << Math.min(component, 31);

/**
 * A B+ tree of requests by rank (Comer 1979) whose inner nodes hold minima of what lies below each
 * child. A leaf or node is given up when it is empty, not merged before (Johnson and Shasha 1993).
 * Minima never exceed what they stand for; what goes leaves them too low until a search that they
 * led astray has them gathered anew, so that a removal touches one leaf.
 */
export class RankTree {
  readonly fit: FitMinima;
  readonly ids: IdTable;
  readonly leaves: RankLeaves;
  readonly nodes: RankNodes;
  /** A leaf if `height` is 0, else a node. */
  root: number;
  height = 0;
  /** Offsets of the vectors of minima on the way down to a leaf, by level. */
  readonly #path = new Int32Array(HEIGHT_MAX + 1);
  /** A vector, laid out as in a node. */
  readonly #found: Float64Array;

  constructor(
    fit: FitMinima,
    ids = new IdTable(),
    leaves = new RankLeaves(fit.rankWidth, fit.rankWidth + fit.resources + 2),
    nodes = new RankNodes(fit.rankWidth, fit.width),
    root = leaves.create(NONE),
  ) {
    this.fit = fit;
    this.ids = ids;
    this.leaves = leaves;
    this.nodes = nodes;
    this.root = root;
    this.#found = new Float64Array(fit.width * NODE_CHILDREN);
  }

  /** Adds a row that begins with its rank and ends with its id. */
  insert(row: Float64Array): void {
    const { leaves, fit, nodes } = this;
    let leaf = this.#leafFor(row);
    while (leaves.count(leaf) === LEAF_ROWS) {
      this.#split(leaf, row);
      leaf = this.#leafFor(row);
    }
    const place = leaves.add(leaf);
    const { rows, stride } = leaves;
    const at = place * stride;
    for (let k = 0; k < stride; k++) rows[at + k] = row[k]!;
    this.ids.set(row[stride - 1]!, place);
    // where it lowers nothing, it lowers nothing above either
    for (let level = 1; level <= this.height; level++) {
      if (!fit.lower(nodes.minima, this.#path[level]!, row, 0)) return;
    }
  }

  /** Takes the row with an id out, which is at a place. */
  remove(id: number, place: number): void {
    this.ids.delete(id);
    this.leaves.remove(place);
    const leaf = place >> LEAF_BITS;
    if (this.height > 0 && this.leaves.count(leaf) === 0) this.#detach(leaf);
  }

  /** Makes the minima over a leaf (level 0) or node as high as those below it allow. */
  refresh(child: number, level: number): void {
    const { nodes, leaves } = this;
    const stale = level === 0 ? leaves.takeStale(child) : nodes.takeStale(child);
    if (stale === 0) return;
    const node = this.#parentOf(child, level);
    const vector = nodes.vector(node, nodes.indexOf(node, child));
    const risen =
      level === 0 ? this.#gatherLeaf(child, vector) : this.#gatherNode(child, vector, stale);
    nodes.markStale(node, risen);
  }

  fork(): RankTree {
    const { fit, ids, leaves, nodes, root } = this;
    const copy = new RankTree(fit, ids.fork(), leaves.fork(), nodes.fork(), root);
    copy.height = this.height;
    return copy;
  }

  /** The leaf where a rank belongs; notes the way. */
  #leafFor(rank: Float64Array): number {
    const { nodes } = this;
    let at = this.root;
    for (let level = this.height; level > 0; level--) {
      const index = nodes.indexFor(at, rank);
      this.#path[level] = nodes.vector(at, index);
      at = nodes.child(at, index);
    }
    return at;
  }

  #parentOf(child: number, level: number): number {
    return level === 0 ? this.leaves.parent(child) : this.nodes.parent(child);
  }

  #setParent(child: number, level: number, node: number): void {
    if (level === 0) this.leaves.setParent(child, node);
    else this.nodes.setParent(child, node);
  }

  /** Splits a full leaf so that `rank` has a place on either side. */
  #split(leaf: number, rank: Float64Array): void {
    const { leaves } = this;
    leaves.settle(leaf);
    const right = leaves.create(leaf);
    const last = leaves.place(leaf, LEAF_ROWS - 1);
    if (leaves.next(right) === NONE && leaves.sortsBefore(last, rank)) {
      // who comes last of all, as most do under first come, first served, leaves full leaves behind
      this.#attach(leaf, right, 0, rank, 0);
    } else {
      leaves.moveRows(leaf, LEAF_ROWS / 2, right);
      for (let i = 0; i < leaves.count(right); i++) {
        const place = leaves.place(right, i);
        this.ids.set(leaves.rows[(place + 1) * leaves.stride - 1]!, place);
      }
      this.#attach(leaf, right, 0, leaves.rows, leaves.place(right, 0) * leaves.stride);
    }
    this.#gather(leaf, 0);
    this.#gather(right, 0);
  }

  /** Puts `right` behind its sibling `left` in the node above, which is made where it lacks. */
  #attach(left: number, right: number, level: number, rank: Float64Array, at: number): void {
    const { nodes } = this;
    if (this.#parentOf(left, level) === NONE) {
      this.root = nodes.create(level + 1);
      this.height = level + 1;
      nodes.insert(this.root, 0, left, rank, at);
      this.#setParent(left, level, this.root);
    } else if (nodes.count(this.#parentOf(left, level)) === NODE_CHILDREN) {
      this.#splitNode(this.#parentOf(left, level));
    }
    const above = this.#parentOf(left, level);
    nodes.insert(above, nodes.indexOf(above, left) + 1, right, rank, at);
    this.#setParent(right, level, above);
  }

  #splitNode(node: number): void {
    const { nodes } = this;
    const level = nodes.level(node);
    const right = nodes.create(level);
    nodes.moveChildren(node, NODE_CHILDREN / 2, right);
    for (let i = 0; i < nodes.count(right); i++) {
      this.#setParent(nodes.child(right, i), level - 1, right);
    }
    this.#attach(node, right, level, nodes.ranks, nodes.rankOffset(right, 0));
    this.#gather(node, level);
    this.#gather(right, level);
  }

  /** Takes an empty leaf out, and the nodes that become empty with it. */
  #detach(leaf: number): void {
    const { nodes, leaves } = this;
    let node = leaves.parent(leaf);
    nodes.remove(node, nodes.indexOf(node, leaf));
    leaves.drop(leaf);
    while (nodes.count(node) === 0) {
      const above = nodes.parent(node);
      nodes.remove(above, nodes.indexOf(above, node));
      nodes.drop(node);
      node = above;
    }
    nodes.markStale(node, ALL);
    this.#collapse();
  }

  /** Gives up roots with one child. */
  #collapse(): void {
    const { nodes } = this;
    while (this.height > 0 && nodes.count(this.root) === 1) {
      const child = nodes.child(this.root, 0);
      nodes.drop(this.root);
      this.root = child;
      this.height--;
      this.#setParent(child, this.height, NONE);
    }
  }

  /** Writes the minima over a leaf (level 0) or node into the node above. */
  #gather(child: number, level: number): void {
    const node = this.#parentOf(child, level);
    const vector = this.nodes.vector(node, this.nodes.indexOf(node, child));
    if (level === 0) this.#gatherLeaf(child, vector);
    else this.#gatherNode(child, vector, ALL);
    this.nodes.markStale(node, ALL);
  }

  /** Writes the minima over a leaf into a vector; returns which have risen. */
  #gatherLeaf(leaf: number, vector: number): number {
    const { leaves, fit } = this;
    const { minima } = this.nodes;
    const found = this.#found;
    for (let c = 0; c < fit.width; c++) found[c * NODE_CHILDREN] = Infinity;
    for (let i = 0; i < leaves.count(leaf); i++) {
      fit.lower(found, 0, leaves.rows, leaves.place(leaf, i) * leaves.stride);
    }
    let risen = 0;
    for (let c = 0; c < fit.width; c++) {
      const at = vector + c * NODE_CHILDREN;
      if (found[c * NODE_CHILDREN]! > minima[at]!) risen |= bitOf(c);
      minima[at] = found[c * NODE_CHILDREN]!;
    }
    return risen;
  }

  /** Writes some minima over the children of a node into a vector; returns which have risen. */
  #gatherNode(node: number, vector: number, components: number): number {
    const { nodes, fit } = this;
    let risen = 0;
    for (let c = 0; c < fit.width; c++) {
      if ((components & bitOf(c)) === 0) continue;
      const at = vector + c * NODE_CHILDREN;
      const least = nodes.leastOf(node, c);
      if (least > nodes.minima[at]!) risen |= bitOf(c);
      nodes.minima[at] = least;
    }
    return risen;
  }
}
