import { unwrap, XdvError } from '@xdv/domain-model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createInterferometer,
  decompose,
  emptyMesh,
  haarUnitary,
  imperfect,
  largestDifference,
  machZehnder,
  totalPower,
  unitarityDeviation,
  type ComplexMatrix,
  type Imperfections,
} from '../../src/photonics/index.ts';
import { amplitudesOf, entry, meanOf, varianceOf } from './support.ts';

const target = haarUnitary(8, 4);
const mesh = unwrap(decompose(target));

const transferOf = (imperfections: Imperfections): ComplexMatrix => {
  const real = imperfect(mesh, imperfections);
  return createInterferometer(real.mesh, real.flaws).transfer();
};

const shift = (after: Float64Array, before: Float64Array): number[] =>
  Array.from(after, (x, k) => x - before[k]!);

/** The largest singular value, by power iteration on U†U through its action on light. */
const largestSingular = (transfer: ComplexMatrix): number => {
  const { size, data } = transfer;
  let light = amplitudesOf(size, 1);
  let value = 0;
  for (let round = 0; round < 200; round++) {
    const scale = Math.sqrt(totalPower(light));
    light = light.map((x) => x / scale);
    const out = new Float64Array(2 * size);
    for (let row = 0; row < size; row++) {
      for (let k = 0; k < size; k++) {
        const [re, im] = entry(transfer, row, k);
        out[2 * row]! += re * light[2 * k]! - im * light[2 * k + 1]!;
        out[2 * row + 1]! += re * light[2 * k + 1]! + im * light[2 * k]!;
      }
    }
    value = Math.sqrt(totalPower(out));
    const back = new Float64Array(2 * size);
    for (let k = 0; k < size * size; k++) {
      const [row, column] = [Math.floor(k / size), k % size];
      const [re, im] = [data[2 * k]!, data[2 * k + 1]!];
      back[2 * column]! += re * out[2 * row]! + im * out[2 * row + 1]!;
      back[2 * column + 1]! += re * out[2 * row + 1]! - im * out[2 * row]!;
    }
    light = back;
  }
  return value;
};

describe('insertion loss', () => {
  it('of shares per part leaves no singular value above 1, whatever the shares', () => {
    const share = fc.double({ min: 0.3, max: 1, noNaN: true });
    fc.assert(
      fc.property(share, share, (couplerTransmittance, shifterTransmittance) => {
        const transfer = transferOf({ couplerTransmittance, shifterTransmittance });
        expect(largestSingular(transfer)).toBeLessThan(1 + 1e-14);
      }),
      { numRuns: 25 },
    );
  });

  it('takes power from all light', () => {
    const real = imperfect(mesh, { couplerTransmittance: 0.98, shifterTransmittance: 0.99 });
    const light = amplitudesOf(8, 3);
    const before = totalPower(light);
    createInterferometer(real.mesh, real.flaws).apply(light);
    // at most 8 columns of two couplers and two shifters, and one more shifter
    expect(totalPower(light)).toBeLessThan(0.99 * before);
    expect(totalPower(light)).toBeGreaterThan((0.98 * 0.99) ** 16 * 0.99 * before);
  });

  it('of a coupler counts twice per interferometer, of shifters once on each arm', () => {
    const real = imperfect(emptyMesh(2), { couplerTransmittance: 0.9, shifterTransmittance: 0.8 });
    const transfer = createInterferometer(real.mesh, real.flaws).transfer();
    expect(entry(transfer, 0, 0)[0] ** 2).toBeCloseTo(0.9 ** 2 * 0.8 ** 3, 14);
    expect(entry(transfer, 1, 1)[0] ** 2).toBeCloseTo(0.9 ** 2 * 0.8 ** 2, 14);
  });
});

describe('imbalance of couplers', () => {
  it('leaks: no setting of θ sends all light across', () => {
    const crossed = machZehnder(Math.PI / 2, 0, { first: 0.05, second: 0.05 });
    expect(crossed[0]! ** 2 + crossed[1]! ** 2).toBeCloseTo(Math.sin(0.1) ** 2, 15);
  });

  it('keeps a mesh unitary but not on target', () => {
    const transfer = transferOf({ imbalanceRad: 0.02, imbalanceSpreadRad: 0.01, seed: 3 });
    expect(unitarityDeviation(transfer)).toBeLessThan(5e-15);
    expect(largestDifference(transfer, target)).toBeGreaterThan(1e-3);
  });

  it('has the declared mean and spread', () => {
    const { flaws } = imperfect(emptyMesh(64), { imbalanceRad: 0.1, imbalanceSpreadRad: 0.02 });
    const couplers = [...flaws.couplers];
    const count = couplers.length;
    expect(Math.abs(meanOf(couplers) - 0.1)).toBeLessThan((5 * 0.02) / Math.sqrt(count));
    const spread = Math.sqrt(varianceOf(couplers));
    expect(Math.abs(spread / 0.02 - 1)).toBeLessThan(5 / Math.sqrt(2 * count));
  });
});

describe('phase bits', () => {
  it.each([1, 4, 8, 12])('%d of them move no phase by more than half a step', (phaseBits) => {
    const real = imperfect(mesh, { phaseBits }).mesh;
    const half = Math.PI / 2 ** phaseBits;
    const largest = (name: 'theta' | 'phi' | 'output'): number =>
      Math.max(...shift(real[name], mesh[name]).map(Math.abs));
    expect(largest('phi')).toBeLessThanOrEqual(half * (1 + 1e-12));
    expect(largest('output')).toBeLessThanOrEqual(half * (1 + 1e-12));
    expect(largest('theta')).toBeLessThanOrEqual((half / 2) * (1 + 1e-12));
    expect(largest('phi')).toBeGreaterThan(half / 2);
  });

  it('err in proportion to a step', () => {
    const errorAt = (phaseBits: number) => largestDifference(transferOf({ phaseBits }), target);
    // 28 interferometers of two angles and 8 outputs move an entry by at most the sum
    const bound = (28 * 1.5 + 8) * Math.PI;
    for (const bits of [6, 10, 14, 20]) expect(errorAt(bits)).toBeLessThan(bound / 2 ** bits);
    expect(errorAt(6) / errorAt(16)).toBeGreaterThan(100);
  });
});

describe('thermal crosstalk', () => {
  it('moves a phase by the declared share of its neighbours', () => {
    const given = emptyMesh(6);
    const first = given.mode.indexOf(2);
    expect(given.column[first]).toBe(0);
    given.phi[first] = 1;
    given.theta[first] = 0.5;
    given.output[3] = 2;
    const real = imperfect(given, { crosstalk: 0.1 }).mesh;
    const moved = shift(real.phi, given.phi);
    const next = [given.mode.indexOf(0), given.mode.indexOf(4)];
    moved.forEach((by, k) => expect(by).toBeCloseTo(next.includes(k) ? 0.1 : 0, 15));
    shift(real.theta, given.theta).forEach((by, k) =>
      expect(by).toBeCloseTo(next.includes(k) ? 0.05 : 0, 15),
    );
    expect(shift(real.output, given.output)).toEqual([0, 0, 0.2, 0, 0.2, 0]);
  });

  it('counts a negative phase as the heat of the positive one', () => {
    const given = emptyMesh(2);
    given.output[0] = -Math.PI / 2;
    const { output } = imperfect(given, { crosstalk: 0.5 }).mesh;
    expect(output[1]).toBeCloseTo(0.75 * Math.PI, 15);
    given.output[0] = -1e-15;
    expect(imperfect(given, { crosstalk: 0.5 }).mesh.output[1]).toBe(0);
  });

  it('adds up from both sides', () => {
    const given = emptyMesh(3);
    given.output.set([1, 0, 2]);
    expect(imperfect(given, { crosstalk: 0.2 }).mesh.output[1]).toBeCloseTo(0.6, 15);
  });
});

describe('fixed phase errors', () => {
  it('have the declared spread on every kind of shifter', () => {
    const given = emptyMesh(64);
    const real = imperfect(given, { phaseSpreadRad: 0.03, seed: 8 }).mesh;
    for (const errors of [real.theta, real.phi, real.output]) {
      const spread = Math.sqrt(varianceOf([...errors]));
      expect(Math.abs(spread / 0.03 - 1)).toBeLessThan(5 / Math.sqrt(2 * errors.length));
    }
  });

  it('belong to the parts: the same for other settings, others for another seed', () => {
    const other = unwrap(decompose(haarUnitary(8, 5)));
    const of = (seed: number, given = mesh) =>
      shift(imperfect(given, { phaseSpreadRad: 0.1, seed }).mesh.phi, given.phi);
    of(1).forEach((by, k) => expect(of(1, other)[k]).toBeCloseTo(by, 14));
    expect(of(2)[0]).not.toBeCloseTo(of(1)[0]!, 3);
  });

  it('do not shift when another imperfection is added', () => {
    const alone = imperfect(mesh, { phaseSpreadRad: 0.1, seed: 1 });
    const both = imperfect(mesh, { phaseSpreadRad: 0.1, imbalanceSpreadRad: 0.1, seed: 1 });
    expect(both.mesh).toEqual(alone.mesh);
  });
});

describe('wrong imperfections', () => {
  it.each([
    [{ couplerTransmittance: 0 }],
    [{ shifterTransmittance: 1.01 }],
    [{ imbalanceRad: 1 }],
    [{ imbalanceSpreadRad: -0.1 }],
    [{ phaseBits: 0 }],
    [{ phaseBits: 2.5 }],
    [{ phaseBits: 33 }],
    [{ crosstalk: 0.6 }],
    [{ phaseSpreadRad: NaN }],
    [{ seed: 0.5 }],
  ])('%o are a RangeError that names it', (imperfections) => {
    const [name] = Object.keys(imperfections);
    const build = () => imperfect(mesh, imperfections);
    expect(build).toThrow(RangeError);
    expect(build).toThrow(name!);
  });

  it('and a malformed mesh is PROBLEM_INVALID', () => {
    const bad = { ...mesh, output: new Float64Array(1) };
    expect(() => imperfect(bad, {})).toThrow(XdvError);
  });
});
