/** Thrown when numbers do not fit the code that was made for others. */
export class Mismatch extends Error {}

/**
 * What the shape of generated code depends on, in the order it was decided. The first trace of a
 * structure records; later ones, with other angles, must fit what was recorded.
 */
export class Decisions {
  readonly #list: number[];
  readonly #replaying: boolean;
  #next = 0;

  constructor(recorded: readonly number[] | null = null) {
    this.#list = recorded === null ? [] : [...recorded];
    this.#replaying = recorded !== null;
  }

  /** What was decided here before; `wanted` if this is the first time. */
  take(wanted: number, fits: (recorded: number) => boolean): number {
    if (!this.#replaying) {
      this.#list.push(wanted);
      return wanted;
    }
    const recorded = this.#list[this.#next++]!;
    if (recorded !== wanted && !fits(recorded)) throw new Mismatch();
    return recorded;
  }

  get list(): readonly number[] {
    return this.#list;
  }
}
