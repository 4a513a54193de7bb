import { NODE_CHILDREN } from './rank-nodes.ts';

/** The components of a vector lie this far apart: vectors of the children of a node are columns. */
export const NEXT_COMPONENT = NODE_CHILDREN;

/** Classes of length per node, shared by the resources. */
const CLASSES_MAX = 8;
/** Lengths of 2^48 and more are one class. */
const LENGTH_BITS = 48;

/**
 * Vectors of minima over requests, by which a search knows that none of them fits: the least amount
 * of each resource among those no longer than each of some powers of 2, and the least length. The
 * least amount and the least length alone would not do: a short request for much beside a long one
 * for little would look like a short request for little.
 */
export class FitMinima {
  readonly rankWidth: number;
  readonly resources: number;
  /** Numbers in a vector: `classes` times `resources`, and the least length. */
  readonly width: number;
  readonly #classes: number;
  /** Class of the lengths from 2^b to 2^(b + 1). */
  readonly #classOfBits = new Uint8Array(LENGTH_BITS);

  constructor(rankWidth: number, resources: number) {
    this.rankWidth = rankWidth;
    this.resources = resources;
    this.#classes = Math.max(1, Math.floor(CLASSES_MAX / resources));
    for (let b = 0; b < LENGTH_BITS; b++) {
      this.#classOfBits[b] = Math.floor((b * this.#classes) / LENGTH_BITS);
    }
    this.width = this.#classes * resources + 1;
  }

  /** Lowers a vector to what a row holds. False if it is that low already. */
  lower(minima: Float64Array, at: number, rows: Float64Array, row: number): boolean {
    const { resources } = this;
    const amounts = row + this.rankWidth;
    const length = rows[amounts + resources]!;
    const first = at + this.#classOf(length) * resources * NEXT_COMPONENT;
    const last = at + (this.width - 1) * NEXT_COMPONENT;
    let lowered = length < minima[last]!;
    if (lowered) minima[last] = length;
    for (let r = 0; r < resources; r++) {
      const amount = rows[amounts + r]!;
      // minima only fall from class to class: the first that is low enough ends it
      let c = first + r * NEXT_COMPONENT;
      for (; c < last && amount < minima[c]!; c += resources * NEXT_COMPONENT) {
        minima[c] = amount;
        lowered = true;
      }
    }
    return lowered;
  }

  /** Offset in a vector of the least amounts of all whose length may be up to `window`. */
  offsetFor(window: number): number {
    return this.#classOf(window) * this.resources * NEXT_COMPONENT;
  }

  #classOf(length: number): number {
    if (length < 1) return 0;
    if (length < 2 ** 32) return this.#classOfBits[31 - Math.clz32(length)]!;
    return length < 2 ** LENGTH_BITS
      ? this.#classOfBits[63 - Math.clz32(length / 2 ** 32)]!
      : this.#classes - 1;
  }
}
