import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exponential, naturalLog } from '../../../src/lab/workloads/elementary.ts';

const relative = (a: number, b: number): number => Math.abs(a - b) / Math.max(Math.abs(b), 1e-300);

describe('the elementary functions', () => {
  it('the logarithm is within 1e-15 of the host’s, or of its size near 1', () => {
    const positive = fc.double({ min: Number.MIN_VALUE, max: Number.MAX_VALUE, noNaN: true });
    const nearOne = fc.double({ min: 0.5, max: 2, noNaN: true });
    fc.assert(
      fc.property(fc.oneof(positive, nearOne), (x) => {
        const error = Math.abs(naturalLog(x) - Math.log(x));
        expect(error).toBeLessThanOrEqual(1e-15 * Math.abs(Math.log(x)));
      }),
    );
  });

  it('the exponential is within 1e-15 of the host’s', () => {
    fc.assert(
      fc.property(fc.double({ min: -700, max: 700, noNaN: true }), (x) => {
        expect(relative(exponential(x), Math.exp(x))).toBeLessThanOrEqual(1e-15);
      }),
    );
  });

  it('agree with published values to the last digits', () => {
    // ln 2, ln 10 and e (Abramowitz and Stegun 1964, table 1.1)
    expect(naturalLog(1)).toBe(0);
    expect(naturalLog(2)).toBe(0.6931471805599453);
    expect(naturalLog(10)).toBe(2.302585092994046);
    expect(exponential(0)).toBe(1);
    expect(relative(exponential(1), Math.E)).toBeLessThanOrEqual(2 ** -52);
  });

  it('the exponential stays finite beyond its range', () => {
    expect(exponential(1e9)).toBe(exponential(700));
    expect(exponential(-1e9)).toBe(exponential(-700));
  });
});
