const PAGES_MIN = 16;
/** Ids of a page: consecutive ones, which mostly come and go together, share it. */
const PAGE_BITS = 3;
const PAGE_IDS = 1 << PAGE_BITS;
/** A page: low and high half of its number, how many of its ids are here, their values. */
const STRIDE = 3 + PAGE_IDS;
const HIGH = 1;
const COUNT = 2;
const VALUES = 3;
/** 2^32 over the golden ratio (Knuth, The Art of Computer Programming 3, 6.4). */
const GOLDEN = 0x9e3779b1;

/**
 * A table from ids (positive safe integers) to integers from 0 to 2^31 - 2. Pages of consecutive
 * ids lie in an open-addressed table with linear probing, at most half full; a page that empties
 * closes its gap, so that cost does not depend on what was there before.
 */
export class IdTable {
  /** Values are kept plus 1; 0: none. */
  #pages = new Int32Array(PAGES_MIN * STRIDE);
  #mask = PAGES_MIN - 1;
  #used = 0;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** The value of an id, -1 if it has none. */
  get(id: number): number {
    return this.#pages[this.#find(lowOf(id), highOf(id)) + VALUES + (id & (PAGE_IDS - 1))]! - 1;
  }

  set(id: number, value: number): void {
    const low = lowOf(id);
    const high = highOf(id);
    let page = this.#find(low, high);
    if (this.#pages[page + COUNT] === 0) {
      if (this.#used * 2 > this.#mask) {
        this.#grow();
        page = this.#find(low, high);
      }
      this.#used++;
      this.#pages[page] = low;
      this.#pages[page + HIGH] = high;
    }
    const at = page + VALUES + (id & (PAGE_IDS - 1));
    if (this.#pages[at] === 0) {
      this.#pages[page + COUNT]!++;
      this.#size++;
    }
    this.#pages[at] = value + 1;
  }

  delete(id: number): void {
    const pages = this.#pages;
    const page = this.#find(lowOf(id), highOf(id));
    const at = page + VALUES + (id & (PAGE_IDS - 1));
    if (pages[at] === 0) return;
    pages[at] = 0;
    this.#size--;
    if (--pages[page + COUNT]! === 0) this.#close(page);
  }

  fork(): IdTable {
    const copy = new IdTable();
    copy.#pages = this.#pages.slice();
    copy.#mask = this.#mask;
    copy.#used = this.#used;
    copy.#size = this.#size;
    return copy;
  }

  /** Offset of a page, or of the free one where it belongs. */
  #find(low: number, high: number): number {
    const pages = this.#pages;
    const mask = this.#mask;
    let index = homeOf(low, high) & mask;
    for (;;) {
      const page = index * STRIDE;
      if (pages[page + COUNT] === 0) return page;
      if (pages[page] === low && pages[page + HIGH] === high) return page;
      index = (index + 1) & mask;
    }
  }

  /** Closes the gap that an empty page leaves: whoever probed past it moves into it. */
  #close(page: number): void {
    const pages = this.#pages;
    const mask = this.#mask;
    this.#used--;
    let hole = page / STRIDE;
    for (let at = (hole + 1) & mask; pages[at * STRIDE + COUNT] !== 0; at = (at + 1) & mask) {
      const from = at * STRIDE;
      const home = homeOf(pages[from]!, pages[from + HIGH]!);
      if (((at - home) & mask) < ((at - hole) & mask)) continue;
      pages.copyWithin(hole * STRIDE, from, from + STRIDE);
      hole = at;
    }
    pages.fill(0, hole * STRIDE, (hole + 1) * STRIDE);
  }

  #grow(): void {
    const old = this.#pages;
    this.#pages = new Int32Array(old.length * 2);
    this.#mask = this.#mask * 2 + 1;
    for (let page = 0; page < old.length; page += STRIDE) {
      if (old[page + COUNT] === 0) continue;
      const to = this.#find(old[page]!, old[page + HIGH]!);
      for (let k = 0; k < STRIDE; k++) this.#pages[to + k] = old[page + k]!;
    }
  }
}

/** The low 32 bits, signed, of the number of the page that holds an id. */
const lowOf = (id: number): number =>
  id <= 0x7fff_ffff ? id >> PAGE_BITS : Math.floor(id / PAGE_IDS) | 0;

const highOf = (id: number): number =>
  id <= 0x7fff_ffff ? 0 : Math.floor(id / (PAGE_IDS * 2 ** 32));

/** Where probing for a page begins, before it is cut to the size of the table. */
const homeOf = (low: number, high: number): number => {
  const product = Math.imul(low ^ Math.imul(high, 0x85ebca6b), GOLDEN);
  return product ^ (product >>> 15);
};
