import { XdvError } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import {
  adjointMatrix,
  fourierMatrix,
  identityMatrix,
  largestDifference,
  MODES_MAX,
  multiplyMatrices,
  permutationMatrix,
  unitarityDeviation,
  validateMatrix,
} from '../../src/photonics/index.ts';
import { amplitudesOf, entry, faultOf, matrix, timesVector } from './support.ts';

describe('matrices', () => {
  it('the discrete Fourier transform of four modes has the powers of i over 2', () => {
    const powers = [[1, 0], [0, 1], [-1, 0], [0, -1]] as const;
    const rows = [0, 1, 2, 3].map((j) =>
      [0, 1, 2, 3].map((k) => powers[(j * k) % 4]!.map((x) => x / 2) as [number, number]),
    );
    expect(largestDifference(fourierMatrix(4), matrix(...rows))).toBeLessThan(1e-16);
  });

  it.each([1, 2, 3, 7, 64])('the Fourier transform of %d modes is unitary', (size) => {
    expect(unitarityDeviation(fourierMatrix(size))).toBeLessThan(2e-15);
  });

  it('a permutation takes mode k to mode order[k]', () => {
    const out = timesVector(permutationMatrix([2, 0, 1]), Float64Array.of(1, 0, 2, 0, 3, 0));
    expect([...out]).toEqual([2, 0, 3, 0, 1, 0]);
  });

  it('a product sends light through its right factor first', () => {
    const [a, b] = [permutationMatrix([1, 0, 2]), permutationMatrix([0, 2, 1])];
    const light = amplitudesOf(3, 5);
    const both = timesVector(multiplyMatrices(a, b), light);
    expect(both).toEqual(timesVector(a, timesVector(b, light)));
  });

  it('the adjoint of (1 + 2i) is its conjugate', () => {
    const adjoint = adjointMatrix(matrix([[1, 2], [3, 4]], [[5, 6], [7, 8]]));
    expect(entry(adjoint, 0, 1)).toEqual([5, -6]);
    expect(entry(adjoint, 1, 0)).toEqual([3, -4]);
  });

  it('twice the identity deviates from unitary by 3', () => {
    const twice = { size: 2, data: identityMatrix(2).data.map((x) => 2 * x) };
    expect(unitarityDeviation(twice)).toBe(3);
  });
});

describe('malformed matrices are refused with PROBLEM_INVALID', () => {
  const data = new Float64Array(8);
  it.each([
    [undefined, 'expected a matrix'],
    [null, 'expected a matrix'],
    [{ size: 0, data }, '1 to 1024 rows, got 0'],
    [{ size: 1.5, data }, 'got 1.5'],
    [{ size: MODES_MAX + 1, data }, 'got 1025'],
    [{ size: 2, data: [...data] }, 'must be a Float64Array'],
    [{ size: 2, data: new Float64Array(7) }, '2 rows need 8 numbers, got 7'],
    [{ size: 2, data: data.with(5, NaN) }, 'entry (1, 0) is not finite: NaN'],
    [{ size: 2, data: data.with(3, -Infinity) }, 'entry (0, 1) is not finite: -Infinity'],
  ])('%#: %o', (value, message) => {
    const fault = faultOf(validateMatrix(value));
    expect(fault.code).toBe('PROBLEM_INVALID');
    expect(fault.message).toContain(message);
  });

  it('arithmetic throws it', () => {
    const bad = { size: 2, data: data.with(0, NaN) };
    expect(() => adjointMatrix(bad)).toThrow(XdvError);
    expect(() => unitarityDeviation(bad)).toThrow(XdvError);
    expect(() => largestDifference(bad, identityMatrix(2))).toThrow(XdvError);
  });
});

describe('wrong options are a RangeError', () => {
  it.each([0, -1, 1.5, NaN, MODES_MAX + 1])('%d modes', (modes) => {
    expect(() => identityMatrix(modes)).toThrow(RangeError);
    expect(() => fourierMatrix(modes)).toThrow(RangeError);
  });

  it.each([[[0, 0]], [[0, 2]], [[-1, 0]], [[0.5, 1]], [[]]])('the order %o', (order) => {
    expect(() => permutationMatrix(order)).toThrow(RangeError);
  });

  it('sizes that differ', () => {
    const [two, three] = [identityMatrix(2), identityMatrix(3)];
    expect(() => multiplyMatrices(two, three)).toThrow(RangeError);
    expect(() => largestDifference(two, three)).toThrow(RangeError);
  });
});
