/** One envelope on a timeline: [start, end) for a contract. */
interface Slot {
  readonly contract: number;
  readonly start: number;
  readonly end: number;
}

/**
 * The envelopes of one exclusive resource in order of time; no two overlap (XDV-023.3). Finding a
 * gap is linear in the envelopes that end after the earliest start.
 */
export class Timeline {
  #slots: Slot[] = [];

  /** Envelopes that have not ended, in order. */
  get slots(): readonly Slot[] {
    return this.#slots;
  }

  /**
   * Reserves the earliest [start, start + length) with `earliest` ≤ start ≤ `latest` that overlaps
   * nothing; returns its start, or -1 if there is none.
   */
  place(contract: number, earliest: number, length: number, latest: number): number {
    let start = earliest;
    let index = 0;
    for (const slot of this.#slots) {
      if (slot.start >= start + length) break;
      start = Math.max(start, slot.end);
      index++;
    }
    if (start > latest) return -1;
    this.#slots.splice(index, 0, { contract, start, end: start + length });
    return start;
  }

  /** Ends a contract's envelope at `tick`: what lies after is free again. */
  release(contract: number, tick: number): void {
    this.#slots = this.#slots.flatMap((slot) => {
      if (slot.contract !== contract) return [slot];
      return tick > slot.start ? [{ ...slot, end: Math.min(slot.end, tick) }] : [];
    });
  }

  /** Forgets envelopes that ended at or before `tick`. */
  forget(tick: number): void {
    while (this.#slots.length > 0 && this.#slots[0]!.end <= tick) this.#slots.shift();
  }

  fork(): Timeline {
    const copy = new Timeline();
    copy.#slots = [...this.#slots];
    return copy;
  }
}
