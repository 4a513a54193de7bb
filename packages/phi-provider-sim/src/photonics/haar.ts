import { createRandom, namedSeed, show } from '@xdv/domain-model';
import { checkModes, zeroMatrix, type ComplexMatrix } from './matrix.ts';
import { normalSource } from './noise.ts';

/** Takes from row `row` its part along row `other`, which has length 1. */
const takeOut = (data: Float64Array, length: number, row: number, other: number): void => {
  const at = length * row;
  const from = length * other;
  let re = 0;
  let im = 0;
  for (let k = 0; k < length; k += 2) {
    re += data[from + k]! * data[at + k]! + data[from + k + 1]! * data[at + k + 1]!;
    im += data[from + k]! * data[at + k + 1]! - data[from + k + 1]! * data[at + k]!;
  }
  for (let k = 0; k < length; k += 2) {
    data[at + k] = data[at + k]! - re * data[from + k]! + im * data[from + k + 1]!;
    data[at + k + 1] = data[at + k + 1]! - re * data[from + k + 1]! - im * data[from + k]!;
  }
};

const normalize = (row: Float64Array): void => {
  let sum = 0;
  for (const x of row) sum += x * x;
  const scale = 1 / Math.sqrt(sum);
  for (let k = 0; k < row.length; k++) row[k] = row[k]! * scale;
};

/**
 * A random unitary matrix, evenly distributed (Haar measure): rows of complex normal numbers made
 * orthogonal one after another. Mezzadri, Notices of the AMS 54, 592 (2007), shows that the factor
 * Q of a normal matrix is Haar-distributed if R has a positive diagonal, which Gram and Schmidt's
 * method gives at once; done twice, rows are orthogonal to the last bits. Equal seeds (safe
 * integers) give equal bits on every platform. Throws RangeError for modes or seed out of range.
 * Cubic in the modes.
 */
export const haarUnitary = (modes: number, seed: number): ComplexMatrix => {
  checkModes(modes);
  if (!Number.isSafeInteger(seed)) {
    throw new RangeError(`seed must be a safe integer, got ${show(seed)}`);
  }
  const matrix = zeroMatrix(modes);
  const { data } = matrix;
  const normal = normalSource(createRandom(namedSeed(seed, 'haar')));
  for (let k = 0; k < data.length; k++) data[k] = normal();
  const length = 2 * modes;
  for (let row = 0; row < modes; row++) {
    const entries = data.subarray(length * row, length * (row + 1));
    for (let pass = 0; pass < 2; pass++) {
      normalize(entries);
      for (let other = 0; other < row; other++) takeOut(data, length, row, other);
    }
    normalize(entries);
  }
  return matrix;
};
