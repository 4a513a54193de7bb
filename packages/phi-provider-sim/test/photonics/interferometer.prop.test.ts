import { createRandom, XdvError } from '@xdv/domain-model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createInterferometer,
  emptyMesh,
  imperfect,
  largestDifference,
  multiplyMatrices,
  haarUnitary,
  rebuild,
  totalPower,
  unitarityDeviation,
  validateMesh,
  type Mesh,
  type MeshShape,
} from '../../src/photonics/index.ts';
import { amplitudesOf, faultOf, timesVector } from './support.ts';

/** A mesh with arbitrary angles. */
const randomMesh = (modes: number, shape: MeshShape, seed: number): Mesh => {
  const random = createRandom(seed);
  const mesh = emptyMesh(modes, shape);
  for (const angles of [mesh.theta, mesh.phi, mesh.output]) {
    for (let k = 0; k < angles.length; k++) angles[k] = 20 * random.float() - 10;
  }
  return mesh;
};

const meshes = fc
  .tuple(
    fc.integer({ min: 1, max: 16 }),
    fc.constantFrom<MeshShape>('rectangle', 'triangle'),
    fc.nat(),
  )
  .map(([modes, shape, seed]) => randomMesh(modes, shape, seed));

const distance = (a: Float64Array, b: Float64Array): number =>
  Math.max(...a.map((x, k) => Math.abs(x - b[k]!)));

describe('any settings of a mesh', () => {
  it('are unitary to 5e-15 and conserve the power of light', () => {
    fc.assert(
      fc.property(meshes, fc.nat(), (mesh, seed) => {
        const light = amplitudesOf(mesh.modes, seed);
        const before = totalPower(light);
        createInterferometer(mesh).apply(light);
        expect(Math.abs(totalPower(light) / before - 1)).toBeLessThan(1e-14);
        expect(unitarityDeviation(rebuild(mesh))).toBeLessThan(5e-15);
      }),
    );
  });

  it('do to amplitudes and to matrices what their transfer matrix does', () => {
    fc.assert(
      fc.property(meshes, fc.nat(), (mesh, seed) => {
        const interferometer = createInterferometer(mesh);
        const transfer = interferometer.transfer();
        const light = amplitudesOf(mesh.modes, seed);
        const expected = timesVector(transfer, light);
        interferometer.apply(light);
        expect(distance(light, expected)).toBeLessThan(1e-14);
        const other = haarUnitary(mesh.modes, seed);
        const product = multiplyMatrices(transfer, other);
        interferometer.applyTo(other);
        expect(largestDifference(other, product)).toBeLessThan(1e-14);
      }),
    );
  });

  it('do the same in perfect parts that are described as flaws of size 0', () => {
    fc.assert(
      fc.property(meshes, (mesh) => {
        const none = imperfect(mesh, {});
        expect(none.mesh).toEqual(mesh);
        const transfer = createInterferometer(none.mesh, none.flaws).transfer();
        expect(largestDifference(transfer, rebuild(mesh))).toBeLessThan(5e-15);
      }),
    );
  });
});

describe('a single interferometer', () => {
  const one = (theta: number, phi: number): Mesh => {
    const mesh = emptyMesh(2);
    mesh.theta[0] = theta;
    mesh.phi[0] = phi;
    return mesh;
  };

  it.each([
    [0, [1, 0]],
    [Math.PI / 2, [0, 1]],
    [Math.PI / 4, [0.5, 0.5]],
    [Math.PI / 6, [0.75, 0.25]],
  ])('is a switch: with θ = %d, light of mode 0 comes out as %o', (theta, [stay, cross]) => {
    const light = Float64Array.of(1, 0, 0, 0);
    createInterferometer(one(theta, 0)).apply(light);
    expect(light[0]! ** 2).toBeCloseTo(stay!, 15);
    expect(light[2]! ** 2).toBeCloseTo(cross!, 15);
  });

  it('lets interfere by its outer phase: equal light goes all to one side or the other', () => {
    for (const [phi, mode] of [[0, 1], [Math.PI, 0]] as const) {
      const light = Float64Array.of(1, 0, 1, 0);
      createInterferometer(one(Math.PI / 4, phi)).apply(light);
      expect(light[2 * mode]! ** 2).toBeCloseTo(2, 15);
      expect(light[2 - 2 * mode]!).toBeCloseTo(0, 15);
    }
  });

  it('keeps the settings it was made with', () => {
    const mesh = one(0, 0);
    const interferometer = createInterferometer(mesh);
    mesh.theta[0] = 1;
    mesh.mode[0] = 7;
    const light = Float64Array.of(1, 0, 0, 0);
    interferometer.apply(light);
    expect([...light]).toEqual([1, 0, 0, 0]);
  });
});

describe('malformed meshes are refused with PROBLEM_INVALID', () => {
  const good = emptyMesh(4);
  const twice = Int32Array.of(0, 1, 1, 2, 0, 2);
  it.each([
    [undefined, 'expected a mesh'],
    [{ ...good, modes: 0 }, '1 to 1024 modes'],
    [{ ...good, modes: 1e9 }, '1 to 1024 modes'],
    [{ ...good, mode: [...good.mode] }, 'must be Int32Array'],
    [{ ...good, phi: [...good.phi] }, 'must be Float64Array'],
    [{ ...good, theta: new Float64Array(5) }, 'differ in length'],
    [{ ...good, output: new Float64Array(3) }, 'differ in length'],
    [{ ...good, mode: good.mode.with(2, 3) }, 'interferometer 2 joins modes 3 and 4'],
    [{ ...good, mode: good.mode.with(2, -1) }, 'joins modes -1 and 0'],
    [{ ...good, mode: twice }, 'interferometer 1 shares a mode'],
    [{ ...good, column: good.column.with(5, 0) }, 'in column 0, after column'],
    [{ ...good, column: good.column.with(0, -1) }, 'in column -1'],
    [{ ...good, theta: good.theta.with(1, NaN) }, 'theta[1] must be an angle'],
    [{ ...good, output: good.output.with(3, 2e5) }, 'output[3] must be an angle'],
    [{ ...good, phi: good.phi.with(0, -Infinity) }, 'phi[0] must be an angle'],
  ])('%#', (value, message) => {
    const fault = faultOf(validateMesh(value));
    expect(fault.code).toBe('PROBLEM_INVALID');
    expect(fault.message).toContain(message);
    expect(() => createInterferometer(value as Mesh)).toThrow(XdvError);
  });

  it('and so are meshes larger than any need', () => {
    const count = 1024 * 1023 + 1;
    const angles = new Float64Array(count);
    const mode = new Int32Array(count);
    const huge = { modes: 2, mode, column: mode, theta: angles, phi: angles, output: angles };
    expect(faultOf(validateMesh(huge)).message).toContain('more than 1047552');
  });
});

describe('wrong use is a RangeError', () => {
  it('of modes, shapes and amplitudes', () => {
    expect(() => emptyMesh(0)).toThrow(RangeError);
    expect(() => emptyMesh(2, 'star' as MeshShape)).toThrow(RangeError);
    const interferometer = createInterferometer(emptyMesh(3));
    expect(() => interferometer.apply(new Float64Array(5))).toThrow(RangeError);
    expect(() => interferometer.apply(new Float64Array(6).fill(NaN))).toThrow(RangeError);
    expect(() => interferometer.apply([1, 0, 0, 0, 0, 0] as never)).toThrow(RangeError);
    expect(() => interferometer.applyTo(haarUnitary(2, 1))).toThrow(RangeError);
  });

  it('of flaws', () => {
    const { mesh, flaws } = imperfect(emptyMesh(3), {});
    for (const bad of [
      { ...flaws, couplers: new Float64Array(5) },
      { ...flaws, couplers: new Float64Array(6).fill(NaN) },
      { ...flaws, couplerTransmittance: 1.1 },
      { ...flaws, shifterTransmittance: NaN },
    ]) {
      expect(() => createInterferometer(mesh, bad)).toThrow(RangeError);
    }
  });
});
