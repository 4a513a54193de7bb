import { describe, expect, it } from 'vitest';
import { haarUnitary, largestDifference, unitarityDeviation } from '../../src/photonics/index.ts';
import { entry, meanOf } from './support.ts';

/** One entry of each of 4000 matrices of three modes. */
const drawn = Array.from({ length: 4000 }, (_, seed) => haarUnitary(3, seed));
const [ROOT, N] = [Math.sqrt(drawn.length), 3];

describe('Haar-random unitaries', () => {
  it.each([1, 2, 3, 16, 64, 128])('of %d modes are unitary to 5e-15', (modes) => {
    expect(unitarityDeviation(haarUnitary(modes, 11))).toBeLessThan(5e-15);
  });

  it('have the moments of the Haar measure: E|u|² = 1/N, E|u|⁴ = 2/(N(N+1))', () => {
    for (const [row, column] of [[0, 0], [1, 2], [2, 1]] as const) {
      const power = drawn.map((u) => Math.hypot(...entry(u, row, column)) ** 2);
      // |u|² has the variance 1/18 and |u|⁴ a variance below 1/15; five standard errors
      expect(Math.abs(meanOf(power) - 1 / N)).toBeLessThan(5 * (Math.sqrt(1 / 18) / ROOT));
      const fourth = meanOf(power.map((p) => p * p));
      expect(Math.abs(fourth - 2 / (N * (N + 1)))).toBeLessThan(5 * (Math.sqrt(1 / 15) / ROOT));
    }
  });

  it('have phases without a preferred direction, unlike Q of a plain decomposition', () => {
    for (const k of [0, 1, 2]) {
      expect(Math.abs(meanOf(drawn.map((u) => entry(u, k, k)[0])))).toBeLessThan(3 / ROOT);
      expect(Math.abs(meanOf(drawn.map((u) => entry(u, k, k)[1])))).toBeLessThan(3 / ROOT);
    }
  });

  it('follow from their seed, bit for bit', () => {
    expect(haarUnitary(5, 9)).toEqual(haarUnitary(5, 9));
    expect(largestDifference(haarUnitary(5, 9), haarUnitary(5, 10))).toBeGreaterThan(0.1);
    expect([...haarUnitary(2, 1).data]).toMatchInlineSnapshot(`
      [
        -0.03914123047523325,
        0.405357051333942,
        0.401294746949089,
        -0.8204365612780816,
        0.6249612911618183,
        0.6660157727562386,
        0.15669543148903417,
        0.3758895007043012,
      ]
    `);
  });

  it.each([0.5, NaN, 2 ** 53])('the seed %d is a RangeError', (seed) => {
    expect(() => haarUnitary(2, seed)).toThrow(RangeError);
  });
});
