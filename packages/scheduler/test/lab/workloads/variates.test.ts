import { createRandom } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import {
  exponentialVariate,
  gammaVariate,
  lognormalVariate,
  normalVariate,
  wholeTicks,
} from '../../../src/lab/workloads/variates.ts';

const COUNT = 20_000;

/** Mean and variance of a sample. */
const moments = (draw: () => number): readonly [mean: number, variance: number] => {
  const values = Array.from({ length: COUNT }, draw);
  const mean = values.reduce((sum, x) => sum + x, 0) / COUNT;
  return [mean, values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / COUNT];
};

/** The mean within four standard errors, the variance within a tenth (heavy tails spread it). */
const expectMoments = (draw: () => number, mean: number, variance: number): void => {
  const [gotMean, gotVariance] = moments(draw);
  expect(Math.abs(gotMean - mean)).toBeLessThan(4 * Math.sqrt(variance / COUNT));
  expect(Math.abs(gotVariance / variance - 1)).toBeLessThan(0.1);
};

describe('a random variable has the mean and variance of its law', () => {
  it('normal', () => {
    const random = createRandom(1);
    expectMoments(() => normalVariate(random), 0, 1);
  });

  it('exponential', () => {
    const random = createRandom(2);
    expectMoments(() => exponentialVariate(random), 1, 1);
  });

  it.each([0.3, 1, 4.2, 312])('gamma of shape %d: both are the shape', (shape) => {
    const random = createRandom(3);
    expectMoments(() => gammaVariate(random, shape), shape, shape);
  });

  it('lognormal', () => {
    const random = createRandom(4);
    expectMoments(() => lognormalVariate(random, 100, 30), 100, 900);
  });
});

describe('whole ticks', () => {
  it('are the nearest of 1 to the most', () => {
    expect([0, 0.4, 1.5, 7.4, 99].map((x) => wholeTicks(x, 10))).toStrictEqual([1, 1, 2, 7, 10]);
  });
});
