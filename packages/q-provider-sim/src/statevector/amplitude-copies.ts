import { countBits } from './loops.ts';

type Numbers = Float32Array | Float64Array;

/** Bits of an index within which everything is copied: a run shorter than this saves nothing. */
const RUN_BITS = 9;

/** Splits the bits of indices into those of a run and those by which runs differ. */
const runsOf = (free: number): readonly [length: number, outer: number] => {
  const run = (free + 1) & ~free; // the lowest bit that does not vary
  return [run, free & -run];
};

/**
 * Copies of the amplitudes that may not be zero, and zeros in their place. Where a mask `free` is
 * asked for, these are the amplitudes whose memory index has no other bits. Takes time for those
 * alone, in runs of 2^9 at least.
 */
export class AmplitudeCopies {
  readonly #values: Numbers;
  /** Bits in which amplitudes of one run differ. */
  readonly #least: number;

  constructor(values: Numbers) {
    this.#values = values;
    this.#least = Math.min(2 ** RUN_BITS, values.length / 2) - 1;
  }

  /** Numbers in a copy. */
  sizeOf(free: number): number {
    return 2 * 2 ** countBits(free | this.#least);
  }

  /** Copies to the start of `copy`, or to new memory. */
  save(free: number, copy: Numbers | null): Numbers {
    const [length, outer] = runsOf(free | this.#least);
    if (copy === null && outer === 0) return this.#values.slice(0, 2 * length);
    const size = this.sizeOf(free);
    const values = this.#values;
    const out =
      copy ?? (values instanceof Float32Array ? new Float32Array(size) : new Float64Array(size));
    let next = 0;
    let at = 0;
    do {
      out.set(values.subarray(2 * at, 2 * (at + length)), next);
      next += 2 * length;
      at = (at - outer) & outer;
    } while (at !== 0);
    return out;
  }

  /** Puts a copy of the amplitudes `free` back; those of `present` may not be zero before. */
  restore(free: number, copy: Numbers, present: number): void {
    const whole = free | this.#least;
    if ((present & ~whole) !== 0) this.clear(present);
    const [length, outer] = runsOf(whole);
    let next = 0;
    let at = 0;
    do {
      this.#values.set(copy.subarray(next, next + 2 * length), 2 * at);
      next += 2 * length;
      at = (at - outer) & outer;
    } while (at !== 0);
  }

  /** Sets the amplitudes `free` to zero. */
  clear(free: number): void {
    const [length, outer] = runsOf(free | this.#least);
    let at = 0;
    do {
      this.#values.fill(0, 2 * at, 2 * (at + length));
      at = (at - outer) & outer;
    } while (at !== 0);
  }
}
