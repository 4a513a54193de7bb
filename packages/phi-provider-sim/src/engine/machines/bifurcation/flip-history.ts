/** How many oscillators changed sign, step by step, in memory that does not grow. */
export interface FlipHistory {
  /** Adds the sign changes of one more step. */
  push(flips: number): void;
  /**
   * Sign changes per step from step `since` to now. Exact up to 2,048 steps; after that the window
   * may begin up to one part in 1,024 of all steps earlier.
   */
  rateSince(since: number): number;
}

const TOTALS_MAX = 2048;

export const createFlipHistory = (): FlipHistory => {
  /** totals[k] is the number of sign changes up to step (k + 1) * stride. */
  const totals = new Float64Array(TOTALS_MAX);
  let size = 0;
  let stride = 1;
  let steps = 0;
  let total = 0;

  const thin = (): void => {
    size = TOTALS_MAX / 2;
    stride *= 2;
    for (let k = 0; k < size; k++) totals[k] = totals[2 * k + 1]!;
  };

  const push = (flips: number): void => {
    steps++;
    total += flips;
    if (steps % stride !== 0) return;
    if (size === TOTALS_MAX) thin();
    if (steps % stride === 0) totals[size++] = total;
  };

  const rateSince = (since: number): number => {
    const at = Math.floor(since / stride);
    const before = at === 0 ? 0 : totals[at - 1]!;
    return steps === 0 ? 0 : (total - before) / (steps - at * stride);
  };

  return { push, rateSince };
};
