/** Thrown when numbers do not fit the code that was made for others. */
export class Mismatch extends Error {}

/**
 * What the shape of generated code depends on, in the order it was decided: numbers below 256. The
 * first trace records; later ones, with other angles, must fit what was recorded.
 */
export class Decisions {
  /** Nothing is recorded: choices must fit those made before. */
  readonly replaying: boolean;
  readonly #lenient: boolean;
  #list: Uint8Array;
  #next = 0;

  /** `lenient` if a choice that covers the wanted one will do; else it must be the same. */
  constructor(recorded: Uint8Array | null = null, lenient = false) {
    this.#list = recorded ?? new Uint8Array(1024);
    this.replaying = recorded !== null;
    this.#lenient = lenient;
  }

  /** What was chosen here before; `wanted` if this is the first time. */
  next(wanted: number): number {
    const at = this.#next++;
    if (this.replaying) return this.#list[at]!;
    if (at === this.#list.length) {
      const grown = new Uint8Array(2 * at);
      grown.set(this.#list);
      this.#list = grown;
    }
    this.#list[at] = wanted;
    return wanted;
  }

  /** {@link next}, where the choices set in the mask `covering` would do as well as the wanted. */
  take(wanted: number, covering: number): number {
    const chosen = this.next(wanted);
    if (chosen !== wanted) this.require(((covering >> chosen) & 1) !== 0);
    return chosen;
  }

  /** Gives up unless a choice other than the wanted one does as well. */
  require(covers: boolean): void {
    if (!this.#lenient || !covers) throw new Mismatch();
  }

  /** What was recorded. */
  list(): Uint8Array {
    return this.#list.slice(0, this.#next);
  }
}
