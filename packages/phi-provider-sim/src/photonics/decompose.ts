import { fail, ok, show, type Result } from '@xdv/domain-model';
import { diagonalDeviation } from './diagonal.ts';
import { firstAbove, placeOf, validateMatrix, type ComplexMatrix } from './matrix.ts';
import { MESH_SHAPES, type Mesh, type MeshShape } from './mesh.ts';
import { decomposeRectangle } from './rectangle.ts';
import { decomposeTriangle } from './triangle.ts';

export interface DecomposeOptions {
  /** Rectangle by default: half the depth, so losses are smaller and more even. */
  readonly shape?: MeshShape;
  /** How far from unitary the matrix may be; 1e-10 by default, above 0 and at most 0.1. */
  readonly tolerance?: number;
}

const checkOptions = (shape: MeshShape, tolerance: number): void => {
  if (!MESH_SHAPES.includes(shape)) {
    throw new RangeError(`shape must be ${MESH_SHAPES.join(' or ')}, got ${show(shape)}`);
  }
  if (!(tolerance > 0 && tolerance <= 0.1)) {
    throw new RangeError(`tolerance must be above 0 and at most 0.1, got ${show(tolerance)}`);
  }
};

const HINT = 'Only unitary matrices have a mesh; scale or orthogonalize the matrix first';

/** An entry that no unitary matrix has: also what would overflow later. */
const largeEntry = ({ size, data }: ComplexMatrix, tolerance: number): string | undefined => {
  const bad = firstAbove(data, 1 + tolerance);
  return bad < 0 ? undefined : `entry ${placeOf(size, bad)} holds ${data[bad]}`;
};

/**
 * The settings of a mesh that performs a unitary matrix: N(N - 1)/2 interferometers, 0 ≤ θ ≤ π/2,
 * -π ≤ φ ≤ π. What a matrix does not need stays 0: the identity gives a mesh of zeros. Rebuilt, a
 * 64-mode matrix differs by some 1e-15 per entry. Equal bits on every platform. Time grows with
 * the cube of the modes.
 *
 * Fails with PROBLEM_INVALID if the matrix is malformed, or is not unitary: rotations from both
 * sides leave a diagonal of unit numbers of a unitary matrix, and what they leave besides is how
 * far it is from the nearest one that a mesh performs. Throws RangeError for options out of range.
 */
export const decompose = (matrix: ComplexMatrix, options: DecomposeOptions = {}): Result<Mesh> => {
  const { shape = 'rectangle', tolerance = 1e-10 } = options;
  checkOptions(shape, tolerance);
  const valid = validateMatrix(matrix);
  if (!valid.ok) return valid;
  const no = (why: string): Result<Mesh> =>
    fail('PROBLEM_INVALID', `the matrix is not unitary to ${tolerance}: ${why}`, HINT);
  const large = largeEntry(matrix, tolerance);
  if (large !== undefined) return no(large);
  const data = matrix.data.slice();
  const of = shape === 'rectangle' ? decomposeRectangle : decomposeTriangle;
  const mesh = of(data, matrix.size);
  const deviation = diagonalDeviation(data, matrix.size);
  return deviation <= tolerance ? ok(mesh) : no(`it deviates by ${deviation.toPrecision(3)}`);
};
