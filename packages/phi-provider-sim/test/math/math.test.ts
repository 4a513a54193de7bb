import { createRandom } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { arcsine, arctangent, arctangent2 } from '../../src/math/arctangent.ts';
import { exponential, naturalLog } from '../../src/math/logarithm.ts';
import { normalQuantile } from '../../src/math/normal.ts';
import { cosine, sine, tangent, unitVectors } from '../../src/math/sine.ts';

const random = createRandom(1);
const draws = (count: number, low: number, high: number): number[] =>
  Array.from({ length: count }, () => low + (high - low) * random.float());

/** Largest difference to the host's function, which is itself within 1e-16 or so. */
const largestError = (
  own: (x: number) => number,
  host: (x: number) => number,
  points: readonly number[],
  relative = false,
): number =>
  points.reduce((most, x) => {
    const error = Math.abs(own(x) - host(x));
    return Math.max(most, relative ? error / Math.abs(host(x)) : error);
  }, 0);

describe('sine and its kin', () => {
  it('are within 3e-16 of the host, near 0 and up to 1.6 million', () => {
    const near = draws(5000, -10, 10);
    const far = draws(5000, -1.6e6, 1.6e6);
    for (const points of [near, far]) {
      expect(largestError(sine, Math.sin, points)).toBeLessThan(3e-16);
      expect(largestError(cosine, Math.cos, points)).toBeLessThan(3e-16);
    }
    expect(largestError(tangent, Math.tan, draws(5000, 0.1, 1.5), true)).toBeLessThan(6e-16);
  });

  it('keep the relative error small at the zeros of the sine', () => {
    // sin(double π) = 1.2246467991473532e-16, sin(double 100π) = 1.9643867237284e-15
    expect(sine(Math.PI) / 1.2246467991473532e-16).toBeCloseTo(1, 14);
    expect(sine(100 * Math.PI) / 1.964386723728472e-15).toBeCloseTo(1, 11);
    expect(cosine(Math.PI / 2) / 6.123233995736766e-17).toBeCloseTo(1, 14);
  });

  it('stay in [-1, 1] for any number and give NaN for what is not finite', () => {
    for (const x of [1e9, -1e15, 1e22, Number.MAX_VALUE]) {
      expect(Math.abs(sine(x))).toBeLessThanOrEqual(1);
      expect(sine(x) ** 2 + cosine(x) ** 2).toBeCloseTo(1, 14);
    }
    expect([sine(Infinity), cosine(-Infinity), sine(NaN)]).toEqual([NaN, NaN, NaN]);
  });

  it('come as unit vectors with the same bits', () => {
    const phases = Float64Array.from(draws(1000, -1e6, 1e6));
    const vectors = new Float64Array(2000);
    unitVectors(phases, vectors);
    const single = Array.from(phases, (phase) => [cosine(phase), sine(phase)]).flat();
    expect(Array.from(vectors)).toEqual(single);
  });

  it('have these bits on every platform', () => {
    expect([sine(1), cosine(1), tangent(1)]).toEqual([
      0.8414709848078965, 0.5403023058681398, 1.557407724654902,
    ]);
    expect([arctangent(0.7), naturalLog(3), exponential(1)]).toEqual([
      0.6107259643892086, 1.0986122886681098, 2.7182818284590455,
    ]);
  });
});

describe('the inverse functions', () => {
  it('are within 6e-16 of the host', () => {
    const points = [...draws(3000, -1, 1), ...draws(3000, -50, 50)];
    expect(largestError(arctangent, Math.atan, points)).toBeLessThan(6e-16);
    expect(largestError(arcsine, Math.asin, draws(3000, -1, 1))).toBeLessThan(6e-16);
  });

  it('give the angle of a point in all quadrants and on the axes, signed zeros included', () => {
    const sides = [-Infinity, -2, -1, -0, 0, 1, 3];
    for (const y of sides) {
      for (const x of sides) {
        if (Math.abs(y) === Infinity && Math.abs(x) === Infinity) continue;
        const angle = arctangent2(y, x);
        expect(angle).toBeCloseTo(Math.atan2(y, x), 15);
        expect(Object.is(angle, -0)).toBe(Object.is(Math.atan2(y, x), -0));
      }
    }
    expect([arcsine(1.01), arctangent2(NaN, 1), arctangent2(1, NaN)]).toEqual([NaN, NaN, NaN]);
  });
});

describe('logarithm and exponential', () => {
  it('are within 5e-16 of their size over the whole range', () => {
    const sizes = draws(3000, -1020, 1020).map((e) => 2 ** e);
    expect(largestError(naturalLog, Math.log, sizes, true)).toBeLessThan(5e-16);
    expect(largestError(exponential, Math.exp, draws(3000, -700, 709), true)).toBeLessThan(5e-16);
  });

  it('take the ends of the range', () => {
    expect(naturalLog(5e-324)).toBeCloseTo(-744.4400719213812, 12);
    expect([naturalLog(0), naturalLog(-1), naturalLog(Infinity)]).toEqual([
      -Infinity,
      NaN,
      Infinity,
    ]);
    expect([exponential(710), exponential(-709), exponential(NaN)]).toEqual([Infinity, 0, NaN]);
    expect([exponential(0), exponential(-Infinity)]).toEqual([1, 0]);
  });
});

describe('the normal quantile', () => {
  it('has the tabulated values', () => {
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 14);
    expect(normalQuantile(0.9)).toBeCloseTo(1.2815515655446004, 14);
    expect(normalQuantile(1e-10)).toBeCloseTo(-6.361340902404056, 13);
    expect(normalQuantile(1e-20)).toBeCloseTo(-9.262340089798409, 13);
    expect([normalQuantile(0.5), normalQuantile(0), normalQuantile(1)]).toEqual([
      0,
      -Infinity,
      Infinity,
    ]);
  });

  it('is odd about one half', () => {
    for (const p of [0.01, 0.0625, 0.25, 0.4375]) {
      expect(normalQuantile(1 - p)).toBeCloseTo(-normalQuantile(p), 13);
    }
  });
});
