import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  beamSplitter,
  largestDifference,
  machZehnder,
  multiplyMatrices,
  phaseShifter,
  unitarityDeviation,
} from '../../src/photonics/index.ts';
import { asMatrix, matrix } from './support.ts';

const angles = fc.double({ min: -7, max: 7, noNaN: true });
const product = (...parts: readonly Float64Array[]) =>
  parts.map(asMatrix).reduce((after, before) => multiplyMatrices(after, before));

/** A coupler backwards: the inverse of one. */
const reverse = (imbalance: number): Float64Array =>
  beamSplitter(imbalance).map((x, k) => (k === 3 || k === 5 ? -x : x));

/** Shifters +θ and -θ on the arms. */
const arms = (theta: number): Float64Array => {
  const [c, s] = [Math.cos(theta), Math.sin(theta)];
  return Float64Array.of(c, s, 0, 0, 0, 0, c, -s);
};

describe('elements', () => {
  it('a beam splitter is 50:50: [[1, i], [i, 1]] / √2', () => {
    const half = Math.SQRT1_2;
    const ideal = matrix([[half, 0], [0, half]], [[0, half], [half, 0]]);
    expect(largestDifference(asMatrix(beamSplitter()), ideal)).toBeLessThan(2e-16);
  });

  it('an imbalance moves the share that stays to cos²(π/4 + imbalance)', () => {
    expect(beamSplitter(0.1)[0]! ** 2).toBeCloseTo((1 - Math.sin(0.2)) / 2, 15);
  });

  it('a phase shifter turns the first mode and no other', () => {
    const shifter = phaseShifter(Math.PI / 3);
    const ideal = matrix([[0.5, Math.sqrt(0.75)], [0, 0]], [[0, 0], [1, 0]]);
    expect(largestDifference(asMatrix(shifter), ideal)).toBeLessThan(2e-16);
  });

  it('a Mach–Zehnder interferometer is T(θ, φ) of Clements et al., with the full angle', () => {
    fc.assert(
      fc.property(angles, angles, (theta, phi) => {
        const [c, s] = [Math.cos(theta), Math.sin(theta)];
        const [re, im] = [Math.cos(phi), Math.sin(phi)];
        const t = matrix([[re * c, im * c], [-s, 0]], [[re * s, im * s], [c, 0]]);
        expect(largestDifference(asMatrix(machZehnder(theta, phi)), t)).toBeLessThan(1e-15);
      }),
    );
  });

  it('it is shifter, coupler, arms, reverse coupler, imbalance included', () => {
    const tilt = fc.double({ min: -0.7, max: 0.7, noNaN: true });
    fc.assert(
      fc.property(angles, angles, tilt, tilt, (theta, phi, first, second) => {
        const parts = product(reverse(second), arms(theta), beamSplitter(first), phaseShifter(phi));
        const whole = asMatrix(machZehnder(theta, phi, { first, second }));
        expect(largestDifference(whole, parts)).toBeLessThan(2e-15);
        expect(unitarityDeviation(whole)).toBeLessThan(3e-15);
      }),
    );
  });

  it('losses leave √ of the share: of both modes inside, of the upper one outside', () => {
    const lossy = machZehnder(0, 0, { transmittance: 0.81, outerTransmittance: 0.25 });
    expect(lossy[0]).toBeCloseTo(0.45, 15);
    expect(lossy[6]).toBeCloseTo(0.9, 15);
  });

  it('angles and shares out of range are a RangeError', () => {
    expect(() => beamSplitter(NaN)).toThrow(RangeError);
    expect(() => phaseShifter(1e6)).toThrow(RangeError);
    expect(() => machZehnder(Infinity, 0)).toThrow(RangeError);
    expect(() => machZehnder(0, 0, { second: NaN })).toThrow(RangeError);
    expect(() => machZehnder(0, 0, { transmittance: 1.5 })).toThrow(RangeError);
    expect(() => machZehnder(0, 0, { outerTransmittance: -1 })).toThrow(RangeError);
  });
});
