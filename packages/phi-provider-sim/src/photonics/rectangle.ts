import { settle, unitDiagonal } from './diagonal.ts';
import type { Mesh } from './mesh.ts';
import { createRotations, pushNull, rotateRows, sweepLeft, type Rotations } from './rotations.ts';

/** Nulls a diagonal with interferometers before the matrix: from the bottom row upwards. */
const nullFromInput = (data: Float64Array, size: number, last: number, found: Rotations): void => {
  const first = found.count;
  for (let row = size - 1; row >= 0; row--) {
    const start = 2 * size * row;
    sweepLeft(data, start, last, found, first, found.count);
    const column = last - (size - 1 - row);
    if (column < 0) continue;
    const at = start + 2 * column;
    pushNull(found, column, 1, data[at]!, data[at + 1]!, data[at + 2]!, data[at + 3]!);
    sweepLeft(data, start, column, found, found.count - 1, found.count);
    data[at] = 0;
    data[at + 1] = 0;
  }
};

/** Nulls a diagonal with interferometers behind the matrix: from the first column on. */
const nullFromOutput = (data: Float64Array, size: number, last: number, found: Rotations): void => {
  const stride = 2 * size;
  for (let column = 0; column <= last; column++) {
    const row = size - 1 - last + column;
    const upper = stride * (row - 1);
    const at = upper + 2 * column;
    const below = at + stride;
    pushNull(found, row - 1, -1, data[below]!, data[below + 1]!, data[at]!, data[at + 1]!);
    rotateRows(data, upper, stride, found, found.count - 1, 2 * column, stride);
    data[below] = 0;
    data[below + 1] = 0;
  }
};

/**
 * Moves the phases `turns` (a unit complex number per mode) from before the inverse of
 * interferometer k to behind an interferometer of the same θ, which takes its place:
 * T†(θ, φ) D = D' T(θ, φ') with φ' = π + arg d₁ - arg d₂, d₁' = -e^{-iφ} d₂, d₂' = d₂.
 * Without coupling (θ = 0), φ' = 0 and d₁' = e^{-iφ} d₁.
 */
const passPhases = ({ mode, values }: Rotations, k: number, turns: Float64Array): void => {
  const at = 2 * mode[k]!;
  const [ar, ai, br, bi] = [turns[at]!, turns[at + 1]!, turns[at + 2]!, turns[at + 3]!];
  const cosPhi = values[4 * k + 2]!;
  const sinPhi = values[4 * k + 3]!;
  const off = values[4 * k + 1] === 0;
  const [re, im] = off ? [ar, ai] : [-br, -bi];
  turns[at] = cosPhi * re + sinPhi * im;
  turns[at + 1] = cosPhi * im - sinPhi * re;
  values[4 * k + 2] = off ? 1 : -(ar * br + ai * bi);
  values[4 * k + 3] = off ? 0 : ar * bi - ai * br;
};

/**
 * The rectangular decomposition (Clements et al. 2016): `data` of `size` rows becomes diagonal, by
 * turns from both sides along the diagonals from the lower left corner on; then the phases of the
 * diagonal move to the output. Cubic in the size.
 */
export const decomposeRectangle = (data: Float64Array, size: number): Mesh => {
  const count = (size * (size - 1)) / 2;
  const before = createRotations(count);
  const behind = createRotations(count);
  for (let last = 0; last < size - 1; last++) {
    if (last % 2 === 0) nullFromInput(data, size, last, before);
    else nullFromOutput(data, size, last, behind);
  }
  const turns = unitDiagonal(data, size);
  for (let k = behind.count - 1; k >= 0; k--) passPhases(behind, k, turns);
  return settle(size, before, behind, turns);
};
