// Every tolerance of these tests is five standard errors, computed from the number of shots.
import { hits, parityOf, type Counts } from './counts.ts';

/** A result further than this from theory fails: chance does so once in 1.7 million. */
export const SIGMAS = 5;

/** A measured value with its standard error. */
export interface Estimate {
  readonly value: number;
  readonly error: number;
}

/** Standard errors between two numbers; where theory leaves no room, none or infinitely many. */
const standardErrors = (difference: number, error: number): number => {
  if (error > 0) return Math.abs(difference) / error;
  return Math.abs(difference) < 1e-9 ? 0 : Infinity;
};

/** How many standard errors of a binomial lie between `count` of `shots` and `probability`. */
export const deviation = (count: number, shots: number, probability: number): number =>
  standardErrors(
    count - shots * probability,
    Math.sqrt(shots * Math.max(0, probability * (1 - probability))),
  );

/** How far the share of outcomes that `accept` holds of is from `probability`. */
export const shareDeviation = (
  counts: Counts,
  accept: (outcome: number) => boolean,
  probability: number,
): number => deviation(hits(counts, accept), counts.shots, probability);

/**
 * How far the mean of the product of ±1 outcomes of the bits of `mask` is from `expectation`:
 * the eigenvalue +1 stands for bit 0.
 */
export const correlationDeviation = (counts: Counts, mask: number, expectation: number): number =>
  shareDeviation(counts, (outcome) => parityOf(outcome, mask) === 0, (1 + expectation) / 2);

export const distance = ({ value, error }: Estimate, truth: number): number =>
  standardErrors(value - truth, error);

/** The mean of a function of the outcome. */
export const mean = (counts: Counts, of: (outcome: number) => number): Estimate => {
  let sum = 0;
  let squares = 0;
  for (const [outcome, times] of counts.rows) {
    sum += times * of(outcome);
    squares += times * of(outcome) ** 2;
  }
  const value = sum / counts.shots;
  const variance = Math.max(0, squares / counts.shots - value ** 2);
  return { value, error: Math.sqrt(variance / counts.shots) };
};

/** The mean of the product of ±1 outcomes of the bits of `mask`. */
export const correlation = (counts: Counts, mask: number): Estimate =>
  mean(counts, (outcome) => 1 - 2 * parityOf(outcome, mask));

/** A weighted sum of independent estimates. */
export const combine = (
  ...terms: readonly (readonly [weight: number, estimate: Estimate])[]
): Estimate => ({
  value: terms.reduce((sum, [weight, { value }]) => sum + weight * value, 0),
  error: Math.sqrt(terms.reduce((sum, [weight, { error }]) => sum + (weight * error) ** 2, 0)),
});

/** The mean of measured values with its standard error from their scatter. */
export const scatter = (values: readonly number[]): Estimate => {
  const value = values.reduce((sum, x) => sum + x, 0) / values.length;
  const squares = values.reduce((sum, x) => sum + (x - value) ** 2, 0);
  return { value, error: Math.sqrt(squares / (values.length - 1) / values.length) };
};

/**
 * A value of χ² with `freedom` degrees as a standard normal variable (Wilson and Hilferty 1931),
 * good also for few degrees and far out, where (χ² - k)/√2k is not.
 */
export const chiSquareDeviation = (statistic: number, freedom: number): number => {
  const spread = 2 / (9 * freedom);
  return (Math.cbrt(statistic / freedom) - (1 - spread)) / Math.sqrt(spread);
};

/**
 * Pearson's test of a whole distribution over outcomes 0, 1, …, in standard errors. Outcomes
 * expected fewer than 8 times are taken together; one that theory excludes fails it.
 */
export const distributionDeviation = (
  counts: Counts,
  probabilities: readonly number[],
): number => {
  const times = new Map(counts.rows);
  if (counts.rows.some(([outcome]) => (probabilities[outcome] ?? 0) < 1e-12)) return Infinity;
  const rare = { expected: 0, found: 0 };
  let statistic = 0;
  let classes = 0;
  const add = (expected: number, found: number): void => {
    statistic += (found - expected) ** 2 / expected;
    classes++;
  };
  for (const [outcome, probability] of probabilities.entries()) {
    const expected = counts.shots * probability;
    const found = times.get(outcome) ?? 0;
    if (expected >= 8) {
      add(expected, found);
    } else {
      rare.expected += expected;
      rare.found += found;
    }
  }
  if (rare.expected >= 8) add(rare.expected, rare.found);
  return classes < 2 ? 0 : chiSquareDeviation(statistic, classes - 1);
};
