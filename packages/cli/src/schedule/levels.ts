import type { Span } from './holds.ts';

/** A quantity over time, gathered from spans in which each adds to it. */
export interface Levels {
  add(from: number, to: number, amount: number): void;
  /** The mean of the quantity in each of the bins. */
  means(): Float64Array;
}

/** Levels over a span in equal bins. Each `add` takes the same time, however long its span. */
export const createLevels = ({ from, to }: Span, bins: number): Levels => {
  const width = (to - from) / bins;
  // what is added within a bin, and what changes at its start for all that follow
  const within = new Float64Array(bins + 1);
  const change = new Float64Array(bins + 2);
  /** Adds `amount` from a moment on, up to the end. */
  const since = (moment: number, amount: number): void => {
    const at = Math.min(bins, Math.max(0, (moment - from) / width));
    const bin = Math.floor(at);
    within[bin]! += amount * (bin + 1 - at);
    change[bin + 1]! += amount;
  };
  return {
    add(start, end, amount) {
      if (end <= from || start >= to || end <= start) return;
      since(start, amount);
      since(end, -amount);
    },
    means() {
      let level = 0;
      return Float64Array.from({ length: bins }, (_, bin) => {
        level += change[bin]!;
        // sums of fractions leave dust behind
        return Math.max(0, level + within[bin]!);
      });
    },
  };
};
