import { describe, expect, test } from 'vitest';
import { CIRCUITS } from '../../bench/circuits.ts';
import {
  digits,
  fittedExponent,
  geometricMean,
  median,
  ratio,
  spread,
  table,
} from '../../bench/figures.ts';
import { peerToPrototype } from '../../bench/published.ts';

describe('figures of a bench', () => {
  test('the geometric mean of ratios is the ratio of geometric means', () => {
    expect(geometricMean([2, 8])).toBeCloseTo(4, 12);
    expect(geometricMean([0.5, 2])).toBeCloseTo(1, 12);
    expect(geometricMean([])).toBeNaN();
  });

  test('the median of an even number of values lies between the middle two', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 3, 2])).toBe(2.5);
  });

  test('the spread is how far the median lies above the minimum', () => {
    expect(spread([10, 12, 11])).toBeCloseTo(0.1, 12);
  });

  test('the fitted exponent of a power law is its exponent', () => {
    const points = [1, 10, 1000].map((x) => [x, 3 * x ** 1.5] as const);
    expect(fittedExponent(points)).toBeCloseTo(1.5, 12);
  });

  test('three significant digits without exponent, a dash for what was not measured', () => {
    expect([0.001234, 0.9999, 12.35, 2240.4, 123456, 0].map(digits)).toEqual([
      '0.00123', '1.00', '12.3', '2240', '123000', '0',
    ]);
    expect([null, undefined, Infinity, NaN].map(digits)).toEqual(['-', '-', '-', '-']);
  });

  test('a ratio to what was not measured is not measured', () => {
    expect([ratio(6, 3), ratio(null, 3), ratio(3, undefined)]).toEqual([2, null, null]);
  });

  test('columns line up: the first to the left, the others to the right', () => {
    expect(table([['name', 'x'], ['a', '10']])).toBe('name   x\na     10');
  });
});

describe('figures of other simulators', () => {
  test('are divided by the prototype of the same run in the precision asked', () => {
    expect(peerToPrototype('qsim', 'rqc', 24, 'c64', 1)).toBeCloseTo(1.47 / 0.834, 12);
    expect(peerToPrototype('qsim', 'rqc', 24, 'c128', 1)).toBeCloseTo(1.47 / 1.71, 12);
    expect(peerToPrototype('qulacs', 'qft', 24, 'c128', 1)).toBeCloseTo(7.75 / 0.48, 12);
    expect(peerToPrototype('qsim', 'vqe', 24, 'c64', 2)).toBeCloseTo(0.356 / 0.21, 12);
  });

  test('are there for every circuit at 22 and 24 qubits and null where nobody measured', () => {
    for (const name of CIRCUITS) {
      expect(peerToPrototype('qsim', name, 22, 'c64', 1), name).toBeGreaterThan(0);
      expect(peerToPrototype('qulacs', name, 24, 'c128', 1), name).toBeGreaterThan(0);
    }
    expect(peerToPrototype('qulacs', 'rqc', 26, 'c128', 1)).toBeNull();
    expect(peerToPrototype('qsim', 'ghz', 16, 'c64', 1)).toBeNull();
  });
});
