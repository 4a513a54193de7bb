import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  attenuate,
  createDetector,
  createHomodyne,
  powers,
  totalPower,
  type DetectorOptions,
  type HomodyneOptions,
  type Reader,
} from '../../src/photonics/index.ts';
import { amplitudesOf, meanOf, varianceOf } from './support.ts';

const READINGS = 20_000;

/** Mean and variance of many readings of one mode agree with what is declared: five errors. */
const expectMoments = (reader: Reader, light: Float64Array, mean: number, variance: number) => {
  const values = Array.from({ length: READINGS }, () => reader(light)[0]!);
  expect(Math.abs(meanOf(values) - mean)).toBeLessThan(5 * Math.sqrt(variance / READINGS));
  const error = Math.sqrt((2 + 1 / Math.max(mean, 0.1)) / READINGS);
  expect(Math.abs(varianceOf(values) / variance - 1)).toBeLessThan(5 * error);
  return values;
};

describe('homodyne readout in shot-noise units', () => {
  const light = Float64Array.of(3, 4);

  it('of the vacuum has mean 0 and variance 1', () => {
    expectMoments(createHomodyne({ seed: 1 }), new Float64Array(2), 0, 1);
  });

  it.each([
    [0, 6],
    [Math.PI / 2, 8],
    [Math.PI, -6],
    [Math.atan2(4, 3), 10],
  ])('at the phase %d has the mean %d and the noise of the vacuum', (phaseRad, mean) => {
    expectMoments(createHomodyne({ seed: 2, phaseRad }), light, mean, 1);
  });

  it('with loss: the mean falls by √efficiency, the vacuum keeps the variance at 1', () => {
    expectMoments(createHomodyne({ seed: 3, efficiency: 0.25 }), light, 3, 1);
  });

  it('loses as the loss channel does', () => {
    const weak = light.slice();
    attenuate(weak, 0.25);
    const lossy = createHomodyne({ seed: 3, efficiency: 0.25 })(light)[0]!;
    expect(createHomodyne({ seed: 3 })(weak)[0]).toBeCloseTo(lossy, 14);
  });

  it('thermal photons count twice, after loss, and electronics once', () => {
    const noise = { efficiency: 0.5, thermalPhotons: 3, electronicVariance: 0.5 };
    expectMoments(createHomodyne({ seed: 4, ...noise }), new Float64Array(2), 0, 4.5);
  });

  it('is normal: 4.55 % of readings lie beyond two deviations', () => {
    const reader = createHomodyne({ seed: 5 });
    const values = Array.from({ length: READINGS }, () => reader(new Float64Array(2))[0]!);
    const beyond = values.filter((x) => Math.abs(x) > 2).length / READINGS;
    expect(Math.abs(beyond - 0.0455)).toBeLessThan(5 * Math.sqrt(0.0455 / READINGS));
  });

  it('draws every mode and reading afresh, and all of them from the seed', () => {
    const [a, b] = [createHomodyne({ seed: 6 }), createHomodyne({ seed: 6 })];
    const dark = new Float64Array(8);
    const first = a(dark);
    expect(new Set([...first, ...a(dark)]).size).toBe(8);
    expect(b(dark)).toEqual(first);
  });

  it.each<HomodyneOptions>([
    { seed: 0.5 },
    { seed: 1, phaseRad: NaN },
    { seed: 1, efficiency: 1.1 },
    { seed: 1, thermalPhotons: -1 },
    { seed: 1, electronicVariance: Infinity },
  ])('%o is a RangeError', (options) => {
    expect(() => createHomodyne(options)).toThrow(RangeError);
  });
});

describe('photodetectors', () => {
  it('without noise read efficiency |a|² + dark counts, whatever the phase', () => {
    const read = createDetector({ seed: 1, noise: 'none', efficiency: 0.5, darkCounts: 2 });
    expect([...read(Float64Array.of(3, 4, 0, -2))]).toEqual([14.5, 4]);
  });

  it.each([0.3, 7, 12, 900, 1e6, 4e9])('count Poisson photons of mean and variance %d', (mean) => {
    const light = Float64Array.of(Math.sqrt(mean), 0);
    const values = expectMoments(createDetector({ seed: 2 }), light, mean, mean);
    expect(values.every((count) => Number.isInteger(count) && count >= 0)).toBe(true);
  });

  it('count nothing in the dark', () => {
    expect([...createDetector({ seed: 3 })(new Float64Array(6))]).toEqual([0, 0, 0]);
  });

  it('see no photon with the probability e^-mean', () => {
    const read = createDetector({ seed: 4 });
    const light = Float64Array.of(1, 0);
    const dark = Array.from({ length: READINGS }, () => read(light)[0]).filter((n) => n === 0);
    const share = Math.exp(-1);
    const error = Math.sqrt((share * (1 - share)) / READINGS);
    expect(Math.abs(dark.length / READINGS - share)).toBeLessThan(5 * error);
  });

  it.each([6, 14])('are Poissonian in every count at the mean %d', (mean) => {
    const read = createDetector({ seed: 8 });
    const tally = new Map<number, number>();
    for (let k = 0; k < READINGS; k++) {
      const [count] = read(Float64Array.of(0, Math.sqrt(mean)));
      tally.set(count!, (tally.get(count!) ?? 0) + 1);
    }
    let chance = Math.exp(-mean);
    for (let count = 0; count < 3 * mean; chance *= mean / ++count) {
      const error = Math.sqrt((chance * (1 - chance)) / READINGS) + 1 / READINGS;
      expect(Math.abs((tally.get(count) ?? 0) / READINGS - chance)).toBeLessThan(5 * error);
    }
  });

  it('read a current with the variance of photons and electronics', () => {
    const read = createDetector({ seed: 5, noise: 'gaussian', electronicVariance: 20 });
    expectMoments(read, Float64Array.of(3, 1), 10, 30);
  });

  it.each<DetectorOptions>([
    { seed: NaN },
    { seed: 1, noise: 'pink' as 'none' },
    { seed: 1, efficiency: -0.1 },
    { seed: 1, darkCounts: 1e7 },
    { seed: 1, noise: 'poisson', electronicVariance: 1 },
  ])('%o is a RangeError', (options) => {
    expect(() => createDetector(options)).toThrow(RangeError);
  });
});

describe('light', () => {
  it('loses the share of power that the loss channel takes', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(share, fc.nat(), (transmittance, seed) => {
        const light = amplitudesOf(5, seed);
        const before = totalPower(light);
        attenuate(light, transmittance);
        expect(totalPower(light)).toBeCloseTo(transmittance * before, 13);
      }),
    );
  });

  it('has the power |a|² per mode', () => {
    expect([...powers(Float64Array.of(3, 4, 0, 1))]).toEqual([25, 1]);
  });

  it.each([
    [new Float64Array(3)],
    [Float64Array.of(NaN, 0)],
    [Float64Array.of(0, 1.1e7)],
    [[1, 0] as unknown as Float64Array],
  ])('%#: malformed amplitudes are a RangeError everywhere', (light) => {
    expect(() => powers(light)).toThrow(RangeError);
    expect(() => attenuate(light, 1)).toThrow(RangeError);
    expect(() => createHomodyne({ seed: 1 })(light)).toThrow(RangeError);
    expect(() => createDetector({ seed: 1 })(light)).toThrow(RangeError);
  });

  it.each([-0.1, 1.1, NaN])('a transmittance of %d is a RangeError', (transmittance) => {
    expect(() => attenuate(new Float64Array(2), transmittance)).toThrow(RangeError);
  });
});
