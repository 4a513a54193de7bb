import { createRandom, type Fault, type Result } from '@xdv/domain-model';
import type { ComplexMatrix, Element } from '../../src/photonics/index.ts';

/** The fault of a result that must be one. */
export const faultOf = (result: Result<unknown>): Fault => {
  if (result.ok) throw new Error('expected a fault');
  return result.fault;
};

/** A matrix from rows of [re, im] pairs. */
export const matrix = (...rows: readonly (readonly (readonly [number, number])[])[]) => ({
  size: rows.length,
  data: Float64Array.from(rows.flat(2)),
});

export const entry = ({ size, data }: ComplexMatrix, row: number, column: number) =>
  [data[2 * (size * row + column)]!, data[2 * (size * row + column) + 1]!] as const;

/** An element as the matrix of two modes. */
export const asMatrix = (element: Element): ComplexMatrix => ({ size: 2, data: element.slice() });

export const amplitudesOf = (modes: number, seed: number): Float64Array => {
  const random = createRandom(seed);
  return Float64Array.from({ length: 2 * modes }, () => 2 * random.float() - 1);
};

/** U a, entry by entry. */
export const timesVector = ({ size, data }: ComplexMatrix, a: Float64Array): Float64Array => {
  const out = new Float64Array(2 * size);
  for (let k = 0; k < size * size; k++) {
    const [row, column] = [Math.floor(k / size), k % size];
    const [re, im, x, y] = [data[2 * k]!, data[2 * k + 1]!, a[2 * column]!, a[2 * column + 1]!];
    out[2 * row]! += re * x - im * y;
    out[2 * row + 1]! += re * y + im * x;
  }
  return out;
};

export const diagonal = (angles: readonly number[]): ComplexMatrix => {
  const size = angles.length;
  const data = new Float64Array(2 * size * size);
  angles.forEach((angle, k) => {
    data[2 * k * (size + 1)] = Math.cos(angle);
    data[2 * k * (size + 1) + 1] = Math.sin(angle);
  });
  return { size, data };
};

export const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

export const varianceOf = (values: readonly number[]): number => {
  const mean = meanOf(values);
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
};
