import { createRandom, unwrap } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import {
  decompose,
  fourierMatrix,
  haarUnitary,
  identityMatrix,
  largestDifference,
  meshDepth,
  multiplyMatrices,
  permutationMatrix,
  rebuild,
  validateMesh,
  type ComplexMatrix,
  type MeshShape,
} from '../../src/photonics/index.ts';
import { diagonal, faultOf, matrix } from './support.ts';

const SHAPES: readonly MeshShape[] = ['rectangle', 'triangle'];

const rebuildError = (target: ComplexMatrix, shape: MeshShape): number =>
  largestDifference(rebuild(unwrap(decompose(target, { shape }))), target);

/** Two blocks that share no light: many zeros that no rotation may divide by. */
const blocks = (a: ComplexMatrix, b: ComplexMatrix): ComplexMatrix => {
  const size = a.size + b.size;
  const data = new Float64Array(2 * size * size);
  const put = (block: ComplexMatrix, at: number): void => {
    for (let row = 0; row < block.size; row++) {
      const from = 2 * block.size * row;
      const into = 2 * (size * (at + row) + at);
      data.set(block.data.subarray(from, from + 2 * block.size), into);
    }
  };
  put(a, 0);
  put(b, a.size);
  return { size, data };
};

const shuffled = (size: number, seed: number): number[] => {
  const random = createRandom(seed);
  const order = Array.from({ length: size }, (_, k) => k);
  for (let k = size - 1; k > 0; k--) {
    const other = random.below(k + 1);
    [order[k], order[other]] = [order[other]!, order[k]!];
  }
  return order;
};

const HAAR = Array.from({ length: 100 }, (_, seed) => haarUnitary(64, seed));

describe.each(SHAPES)('a mesh of shape %s', (shape) => {
  it('rebuilds 100 Haar-random unitaries of 64 modes to 2e-15', () => {
    const errors = HAAR.map((target) => rebuildError(target, shape));
    expect(Math.max(...errors)).toBeLessThan(2e-15);
  });

  it.each([1, 2, 3, 4, 5, 8, 17, 128, 256])('rebuilds %d modes to 3e-15', (modes) => {
    expect(rebuildError(haarUnitary(modes, modes), shape)).toBeLessThan(3e-15);
  });

  it.each([1, 2, 3, 6, 7])('of %d modes has N(N-1)/2 interferometers in few columns', (modes) => {
    const mesh = unwrap(decompose(haarUnitary(modes, 3), { shape }));
    expect(mesh.mode).toHaveLength((modes * (modes - 1)) / 2);
    const full = { rectangle: modes, triangle: 2 * modes - 3 }[shape];
    expect(meshDepth(mesh)).toBe([0, 0, 1][modes] ?? full);
    expect(validateMesh(mesh).ok).toBe(true);
  });

  it('has angles of 0 ≤ θ ≤ π/2 and |φ| ≤ π', () => {
    const { theta, phi, output } = unwrap(decompose(haarUnitary(20, 8), { shape }));
    expect(theta.every((angle) => angle >= 0 && angle <= Math.PI / 2)).toBe(true);
    expect([...phi, ...output].every((angle) => Math.abs(angle) <= Math.PI)).toBe(true);
  });

  it.each([1, 2, 5, 8])('needs no phase at all for the identity of %d modes', (modes) => {
    const { theta, phi, output } = unwrap(decompose(identityMatrix(modes), { shape }));
    expect([...theta, ...phi, ...output].every((angle) => angle === 0)).toBe(true);
  });

  it('needs outputs only for a diagonal matrix', () => {
    const angles = [0.3, -2, 3, 1e-9, Math.PI / 2];
    const { theta, phi, output } = unwrap(decompose(diagonal(angles), { shape }));
    expect([...theta, ...phi].every((angle) => angle === 0)).toBe(true);
    angles.forEach((angle, k) => expect(output[k]).toBeCloseTo(angle, 14));
  });

  it('only switches for a permutation: every θ is 0 or π/2', () => {
    for (let seed = 0; seed < 20; seed++) {
      const target = permutationMatrix(shuffled(9, seed));
      const mesh = unwrap(decompose(target, { shape }));
      expect(mesh.theta.every((angle) => angle === 0 || angle === Math.PI / 2)).toBe(true);
      expect(largestDifference(rebuild(mesh), target)).toBeLessThan(2e-15);
    }
  });

  it('performs degenerate matrices: Fourier, blocks, reversed, signs, tiny couplings', () => {
    const tiny = (angle: number): ComplexMatrix =>
      matrix(
        [[Math.cos(angle), 0], [-Math.sin(angle), 0]],
        [[Math.sin(angle), 0], [Math.cos(angle), 0]],
      );
    const cases = [
      fourierMatrix(8),
      fourierMatrix(12),
      blocks(haarUnitary(3, 1), haarUnitary(5, 2)),
      blocks(identityMatrix(4), haarUnitary(4, 2)),
      blocks(fourierMatrix(4), permutationMatrix([3, 2, 1, 0])),
      permutationMatrix([7, 6, 5, 4, 3, 2, 1, 0]),
      diagonal([Math.PI, 0, Math.PI, 0]),
      tiny(1e-8),
      tiny(1e-160),
      tiny(1e-310),
      blocks(tiny(1e-155), tiny(Math.PI / 2 - 1e-9)),
      multiplyMatrices(blocks(tiny(1e-120), tiny(1e-170)), diagonal([0, 1, 2, 3])),
    ];
    for (const target of cases) expect(rebuildError(target, shape)).toBeLessThan(2e-15);
  });

  it('takes the matrix as it is and leaves it so', () => {
    const target = haarUnitary(6, 1);
    const copy = target.data.slice();
    unwrap(decompose(target, { shape }));
    expect(target.data).toEqual(copy);
  });
});

it('settings come out the same on every platform, bit for bit', () => {
  const { theta, phi, output } = unwrap(decompose(haarUnitary(3, 7)));
  expect([...theta, ...phi, ...output]).toMatchInlineSnapshot(`
    [
      0.6555611007209684,
      1.134049348947397,
      0.6444431543451626,
      1.3258602198998908,
      1.2196813527742103,
      -2.2179270829393487,
      -2.563370983910548,
      2.3998871288361574,
      0.5274754280023566,
    ]
  `);
});

describe('what is not unitary is refused with PROBLEM_INVALID', () => {
  const scaled = (by: number): ComplexMatrix => {
    const { size, data } = haarUnitary(4, 3);
    return { size, data: data.map((x) => by * x) };
  };

  it.each(SHAPES)('%s: loss and gain, with the deviation', (shape) => {
    for (const by of [0.5, 0.999, 1.001]) {
      const fault = faultOf(decompose(scaled(by), { shape }));
      expect(fault.code).toBe('PROBLEM_INVALID');
      const deviation = Number(/deviates by (\S+)/.exec(fault.message)?.[1]);
      expect(deviation).toBeCloseTo(Math.abs(1 - by), 4);
    }
  });

  it('a column twice, all zeros, all ones, a huge entry', () => {
    const zeros = { size: 3, data: new Float64Array(18) };
    const ones = { size: 3, data: new Float64Array(18).fill(1) };
    const twice = matrix([[1, 0], [1, 0]], [[0, 0], [0, 0]]);
    const huge = { size: 1, data: Float64Array.of(1e300, 0) };
    for (const bad of [zeros, ones, twice, huge]) {
      const fault = faultOf(decompose(bad));
      expect(fault.code).toBe('PROBLEM_INVALID');
      expect(fault.message).toContain('not unitary');
    }
    expect(faultOf(decompose(huge)).message).toContain('entry (0, 0) holds 1e+300');
  });

  it('by the tolerance: 1e-10 unless another is given', () => {
    expect(decompose(scaled(1 + 5e-11)).ok).toBe(true);
    expect(decompose(scaled(1 + 2e-10)).ok).toBe(false);
    expect(decompose(scaled(1 + 2e-10), { tolerance: 1e-9 }).ok).toBe(true);
    expect(decompose(scaled(1 + 5e-11), { tolerance: 1e-12 }).ok).toBe(false);
  });

  it('wrong sizes and NaN', () => {
    const { size, data } = haarUnitary(3, 1);
    const shapes = [{ size: 2, data }, { size, data: data.with(4, NaN) }];
    for (const bad of shapes) expect(faultOf(decompose(bad)).code).toBe('PROBLEM_INVALID');
  });

  it('wrong options are a RangeError', () => {
    const one = identityMatrix(1);
    for (const tolerance of [0, -1, NaN, 0.2]) {
      expect(() => decompose(one, { tolerance })).toThrow(RangeError);
    }
    expect(() => decompose(one, { shape: 'circle' as MeshShape })).toThrow(RangeError);
  });
});
