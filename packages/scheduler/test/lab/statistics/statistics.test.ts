import { createRandom } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { pairedDifference, summarize } from '../../../src/lab/index.ts';
import { studentQuantile } from '../../../src/lab/statistics.ts';

describe('quantiles of Student’s t', () => {
  // Fisher and Yates 1963, table III: two-sided 0.9, 0.95, 0.99, 0.999
  it.each([
    [1, 6.314, 12.706, 63.657, 636.619],
    [2, 2.92, 4.303, 9.925, 31.599],
    [3, 2.353, 3.182, 5.841, 12.924],
    [4, 2.132, 2.776, 4.604, 8.61],
    [5, 2.015, 2.571, 4.032, 6.869],
    [9, 1.833, 2.262, 3.25, 4.781],
    [10, 1.812, 2.228, 3.169, 4.587],
    [29, 1.699, 2.045, 2.756, 3.659],
    [30, 1.697, 2.042, 2.75, 3.646],
    [60, 1.671, 2.0, 2.66, 3.46],
    [120, 1.658, 1.98, 2.617, 3.373],
  ])('with %d degrees of freedom are those of the table', (freedom, ...expected) => {
    [0.9, 0.95, 0.99, 0.999].forEach((confidence, i) => {
      expect(studentQuantile(confidence, freedom)).toBeCloseTo(expected[i]!, 2.7);
    });
  });

  it('come near those of the normal law with many', () => {
    expect(studentQuantile(0.95, 100_000)).toBeCloseTo(1.959_987_4, 4);
  });

  it('have closed forms for one and two: tan(π/4) and √(2·0.9²/(1 − 0.9²))', () => {
    expect(studentQuantile(0.5, 1)).toBeCloseTo(1, 9);
    expect(studentQuantile(0.9, 2)).toBeCloseTo(Math.sqrt((2 * 0.81) / 0.19), 9);
  });

  it.each([
    [0.4, 5],
    [1, 5],
    [0.95, 0],
    [0.95, 1.5],
    [NaN, 3],
  ])('refuse confidence %d with %d degrees of freedom', (confidence, freedom) => {
    expect(() => studentQuantile(confidence, freedom)).toThrow(RangeError);
  });
});

describe('a summary', () => {
  it('is that worked out by hand', () => {
    // mean 5; squares 9 + 1 + 1 + 1 + 0 + 0 + 4 + 16 = 32, over 7; t = 2.3646 with 7
    const { count, mean, sd, low, high } = summarize([2, 4, 4, 4, 5, 5, 7, 9]);
    expect({ count, mean }).toStrictEqual({ count: 8, mean: 5 });
    expect(sd).toBeCloseTo(Math.sqrt(32 / 7), 12);
    const half = 2.364_624 * Math.sqrt(32 / 7 / 8);
    expect(low).toBeCloseTo(5 - half, 5);
    expect(high).toBeCloseTo(5 + half, 5);
  });

  it('of one value says nothing about the mean, of none nothing at all', () => {
    expect(summarize([3])).toStrictEqual({
      count: 1, mean: 3, sd: NaN, low: -Infinity, high: Infinity,
    });
    expect(summarize([]).mean).toBeNaN();
    expect(summarize([1, NaN]).low).toBeNaN();
  });

  const EIGHT = Array.from({ length: 8 });

  it('holds the true mean as often as it says', () => {
    const random = createRandom(9);
    const trials = 2000;
    let held = 0;
    for (let i = 0; i < trials; i++) {
      // the mean of eight uniform variables is nearly normal
      const draw = (): number => EIGHT.reduce<number>((sum) => sum + random.float(), 0);
      const { low, high } = summarize(Array.from({ length: 5 }, draw), 0.9);
      if (low <= 4 && 4 <= high) held++;
    }
    // 0.9 within four standard errors of 2,000 trials
    expect(Math.abs(held / trials - 0.9)).toBeLessThan(0.027);
  });
});

describe('a paired difference', () => {
  it('is narrow where the difference of means is not', () => {
    const baseline = [10, 200, 3000, 45];
    const values = baseline.map((value, i) => value + 5 + i / 10);
    const difference = pairedDifference(values, baseline);
    expect(difference.mean).toBeCloseTo(5.15, 9);
    expect(difference.low).toBeGreaterThan(4.9);
    expect(summarize(values).low).toBeLessThan(0);
  });

  it('needs as many values on both sides', () => {
    expect(() => pairedDifference([1, 2], [1])).toThrow(RangeError);
  });
});
