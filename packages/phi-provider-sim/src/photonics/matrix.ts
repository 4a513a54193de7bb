import { fail, ok, show, unwrap, type Result } from '@xdv/domain-model';
import { cosine, sine } from '../math/sine.ts';

/**
 * A square complex matrix: entry (row, column) is `data[2 k] + i data[2 k + 1]` with
 * k = size * row + column. As a transfer matrix it takes the amplitudes of the input modes, a
 * column, to those of the output modes.
 */
export interface ComplexMatrix {
  readonly size: number;
  readonly data: Float64Array;
}

/** Most modes of a matrix or mesh. The time of a decomposition grows with their cube. */
export const MODES_MAX = 1024;

const HINT = 'A matrix is { size, data } with re, im of all entries in a Float64Array by rows';

/** Throws RangeError unless `modes` is 1 to {@link MODES_MAX}. */
export const checkModes = (modes: number): void => {
  if (Number.isInteger(modes) && modes >= 1 && modes <= MODES_MAX) return;
  throw new RangeError(`modes must be 1 to ${MODES_MAX}, got ${show(modes)}`);
};

/** The row and column of a number of `data`, in words. */
export const placeOf = (size: number, at: number): string =>
  `(${Math.floor(at / (2 * size))}, ${(at >> 1) % size})`;

/** Index of the first number of a size above `limit`, or NaN; -1 if none is. */
export const firstAbove = (data: Float64Array, limit: number): number => {
  for (let k = 0; k < data.length; k++) if (!(Math.abs(data[k]!) <= limit)) return k;
  return -1;
};

/** Accepts `value` as a matrix of finite numbers. Fails with PROBLEM_INVALID. */
export const validateMatrix = (value: unknown): Result<ComplexMatrix> => {
  const no = (why: string): Result<ComplexMatrix> => fail('PROBLEM_INVALID', why, HINT);
  if (value === null || typeof value !== 'object') {
    return no(`expected a matrix, got ${show(value)}`);
  }
  const { size, data } = value as ComplexMatrix;
  if (!Number.isInteger(size) || size < 1 || size > MODES_MAX) {
    return no(`a matrix has 1 to ${MODES_MAX} rows, got ${show(size)}`);
  }
  if (!(data instanceof Float64Array)) return no('the data of a matrix must be a Float64Array');
  if (data.length !== 2 * size * size) {
    return no(`${size} rows need ${2 * size * size} numbers, got ${data.length}`);
  }
  const bad = firstAbove(data, Number.MAX_VALUE);
  return bad < 0
    ? ok(value as ComplexMatrix)
    : no(`entry ${placeOf(size, bad)} is not finite: ${data[bad]}`);
};

export const zeroMatrix = (size: number): ComplexMatrix => ({
  size,
  data: new Float64Array(2 * size * size),
});

/** The matrix that leaves amplitudes as they are. Throws RangeError for a size out of range. */
export const identityMatrix = (size: number): ComplexMatrix => {
  checkModes(size);
  const matrix = zeroMatrix(size);
  for (let k = 0; k < size; k++) matrix.data[2 * k * (size + 1)] = 1;
  return matrix;
};

/**
 * The unitary discrete Fourier transform: entry (j, k) is exp(2πi jk / size) / √size. Throws
 * RangeError for a size out of range.
 */
export const fourierMatrix = (size: number): ComplexMatrix => {
  checkModes(size);
  const matrix = zeroMatrix(size);
  const scale = 1 / Math.sqrt(size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const turn = 2 * Math.PI * (((row * column) % size) / size);
      matrix.data[2 * (size * row + column)] = scale * cosine(turn);
      matrix.data[2 * (size * row + column) + 1] = scale * sine(turn);
    }
  }
  return matrix;
};

/**
 * The matrix that takes mode `k` to mode `order[k]`. Throws RangeError if `order` is no permutation
 * of 0 to its length - 1.
 */
export const permutationMatrix = (order: readonly number[]): ComplexMatrix => {
  checkModes(order.length);
  const size = order.length;
  const whole = new Set(order.filter((k) => Number.isInteger(k) && k >= 0 && k < size));
  if (whole.size !== size) throw new RangeError(`order must list 0 to ${size - 1} once each`);
  const matrix = zeroMatrix(size);
  order.forEach((to, from) => (matrix.data[2 * (size * to + from)] = 1));
  return matrix;
};

const commonSize = (a: ComplexMatrix, b: ComplexMatrix): number => {
  const { size } = unwrap(validateMatrix(a));
  if (unwrap(validateMatrix(b)).size === size) return size;
  throw new RangeError(`sizes differ: ${size} and ${b.size}`);
};

/**
 * `after` times `before`: first light passes `before`. Throws RangeError for sizes that differ and
 * PROBLEM_INVALID for malformed matrices. Cubic in the size.
 */
export const multiplyMatrices = (after: ComplexMatrix, before: ComplexMatrix): ComplexMatrix => {
  const size = commonSize(after, before);
  const product = zeroMatrix(size);
  for (let row = 0; row < size; row++) {
    const into = product.data.subarray(2 * size * row, 2 * size * (row + 1));
    for (let k = 0; k < size; k++) {
      const re = after.data[2 * (size * row + k)]!;
      const im = after.data[2 * (size * row + k) + 1]!;
      const from = 2 * size * k;
      for (let at = 0; at < 2 * size; at += 2) {
        const x = before.data[from + at]!;
        const y = before.data[from + at + 1]!;
        into[at] = into[at]! + re * x - im * y;
        into[at + 1] = into[at + 1]! + re * y + im * x;
      }
    }
  }
  return product;
};

/** The adjoint: the inverse of a unitary matrix. Throws PROBLEM_INVALID for a malformed one. */
export const adjointMatrix = (matrix: ComplexMatrix): ComplexMatrix => {
  const { size, data } = unwrap(validateMatrix(matrix));
  const adjoint = zeroMatrix(size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const from = 2 * (size * row + column);
      const to = 2 * (size * column + row);
      adjoint.data[to] = data[from]!;
      adjoint.data[to + 1] = -data[from + 1]!;
    }
  }
  return adjoint;
};

/**
 * Largest |a - b| over all entries. Throws RangeError for sizes that differ and PROBLEM_INVALID for
 * malformed matrices.
 */
export const largestDifference = (a: ComplexMatrix, b: ComplexMatrix): number => {
  commonSize(a, b);
  let largest = 0;
  for (let at = 0; at < a.data.length; at += 2) {
    const re = a.data[at]! - b.data[at]!;
    const im = a.data[at + 1]! - b.data[at + 1]!;
    largest = Math.max(largest, re * re + im * im);
  }
  return Math.sqrt(largest);
};

/**
 * How far a matrix is from unitary: the largest entry of |U†U - 1|. Throws PROBLEM_INVALID for a
 * malformed one. Cubic in the size.
 */
export const unitarityDeviation = (matrix: ComplexMatrix): number =>
  largestDifference(multiplyMatrices(adjointMatrix(matrix), matrix), identityMatrix(matrix.size));
