import { arctangent2 } from '../math/arctangent.ts';
import { arrange, type Mesh } from './mesh.ts';
import type { Rotations } from './rotations.ts';

/** The diagonal of a matrix as unit complex numbers; 1 where it is 0. */
export const unitDiagonal = (data: Float64Array, size: number): Float64Array => {
  const turns = new Float64Array(2 * size);
  for (let k = 0; k < size; k++) {
    const re = data[2 * k * (size + 1)]!;
    const im = data[2 * k * (size + 1) + 1]!;
    const length = Math.sqrt(re * re + im * im);
    turns[2 * k] = length === 0 ? 1 : re / length;
    turns[2 * k + 1] = length === 0 ? 0 : im / length;
  }
  return turns;
};

/**
 * How far a matrix is from a diagonal of unit numbers: the largest entry of the difference; NaN if
 * any is.
 */
export const diagonalDeviation = (data: Float64Array, size: number): number => {
  let largest = 0;
  for (let at = 0; at < data.length; at += 2) {
    const length = Math.sqrt(data[at]! * data[at]! + data[at + 1]! * data[at + 1]!);
    largest = Math.max(largest, at % (2 * size + 2) === 0 ? Math.abs(length - 1) : length);
  }
  return largest;
};

/**
 * The mesh whose light passes the interferometers `before` in their order, then `behind` from the
 * last to the first, then shifters of the phases `turns`.
 */
export const settle = (
  size: number,
  before: Rotations,
  behind: Rotations,
  turns: Float64Array,
): Mesh => {
  const count = before.count + behind.count;
  const mode = new Int32Array(count);
  const theta = new Float64Array(count);
  const phi = new Float64Array(count);
  const take = ({ mode: modes, values }: Rotations, from: number, to: number): void => {
    mode[to] = modes[from]!;
    theta[to] = arctangent2(values[4 * from + 1]!, values[4 * from]!);
    phi[to] = arctangent2(values[4 * from + 3]!, values[4 * from + 2]!);
  };
  for (let k = 0; k < before.count; k++) take(before, k, k);
  for (let k = 0; k < behind.count; k++) take(behind, behind.count - 1 - k, before.count + k);
  const output = new Float64Array(size);
  for (let k = 0; k < size; k++) output[k] = arctangent2(turns[2 * k + 1]!, turns[2 * k]!);
  return arrange(size, { mode, theta, phi, output });
};
