import { settle, unitDiagonal } from './diagonal.ts';
import type { Mesh } from './mesh.ts';
import { createRotations, pushNull, sweepRight } from './rotations.ts';

/**
 * The triangular decomposition (Reck et al., Phys. Rev. Lett. 73, 58 (1994)): `data` of `size` rows
 * becomes diagonal by interferometers before the matrix, row after row from the bottom. Cubic in
 * the size.
 */
export const decomposeTriangle = (data: Float64Array, size: number): Mesh => {
  const found = createRotations((size * (size - 1)) / 2);
  for (let target = size - 1; target >= 1; target--) {
    const first = found.count;
    const start = 2 * size * target;
    for (let column = 0; column < target; column++) {
      const at = start + 2 * column;
      pushNull(found, column, 1, data[at]!, data[at + 1]!, data[at + 2]!, data[at + 3]!);
      sweepRight(data, start, column, found, found.count - 1, found.count);
      data[at] = 0;
      data[at + 1] = 0;
    }
    for (let row = target - 1; row >= 0; row--) {
      sweepRight(data, 2 * size * row, 0, found, first, found.count);
    }
  }
  return settle(size, found, createRotations(0), unitDiagonal(data, size));
};
