/** Figures of a set of values; all NaN if there are none. */
export interface Distribution {
  readonly mean: number;
  readonly median: number;
  /** The least value that 95 % of all do not exceed (nearest rank). */
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/** The value of nearest rank at `share` of sorted values. */
const quantile = (sorted: Float64Array, share: number): number =>
  sorted.length === 0 ? NaN : sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!;

/** Mean of values; NaN if there are none. */
export const meanOf = (values: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return values.length === 0 ? NaN : sum / values.length;
};

/** Time O(n log n). The values need no order: their sum is taken in sorted order. */
export const distributionOf = (values: Float64Array): Distribution => {
  const sorted = values.toSorted();
  return {
    mean: meanOf(sorted),
    median: quantile(sorted, 0.5),
    p95: quantile(sorted, 0.95),
    p99: quantile(sorted, 0.99),
    max: quantile(sorted, 1),
  };
};

/**
 * Jain's index of values above 0: 1 if all are equal, 1/n if one has everything; NaN without
 * values (Jain, Chiu and Hawe 1984).
 */
export const jainIndex = (values: ArrayLike<number>): number => {
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    sum += values[i]!;
    squares += values[i]! * values[i]!;
  }
  return values.length === 0 ? NaN : Math.min(1, (sum * sum) / (values.length * squares));
};
