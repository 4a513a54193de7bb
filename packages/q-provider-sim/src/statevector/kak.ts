import { invariant } from '@xdv/domain-model';
import type { Matrix } from './complex.ts';
import { multiply4, transpose4, untensor, type Matrix4 } from './matrix4.ts';

/**
 * A two-qubit unitary as (high ⊗ low) · N · (high ⊗ low) with N = exp(i(x XX + y YY + z ZZ)) given
 * by its phases on the Bell states Φ+, Φ-, Ψ+, Ψ-. Global phase included.
 */
export interface Canonical {
  readonly before: { readonly high: Matrix; readonly low: Matrix };
  readonly angles: readonly [number, number, number, number];
  readonly after: { readonly high: Matrix; readonly low: Matrix };
}

const S = Math.SQRT1_2;

/**
 * Columns Φ+, iΦ-, iΨ+, Ψ-: in this basis tensor products of SU(2) are real rotations (Hill and
 * Wootters 1997; Makhlin 2002).
 */
const MAGIC: Matrix4 = Float64Array.of(
  S, 0, 0, S, 0, 0, 0, 0,
  0, 0, 0, 0, 0, S, S, 0,
  0, 0, 0, 0, 0, S, -S, 0,
  S, 0, 0, -S, 0, 0, 0, 0,
);
const MAGIC_ADJOINT = transpose4(MAGIC, -1);

/** Eigenvectors of a real symmetric 4×4 matrix as columns, by Jacobi rotations. */
const eigenvectors = (symmetric: Float64Array): Float64Array => {
  const a = symmetric.slice();
  const v = new Float64Array(16);
  for (let k = 0; k < 4; k++) v[5 * k] = 1;
  const rotate = (m: Float64Array, i: number, j: number, cos: number, sin: number): void => {
    const [x, y] = [m[i]!, m[j]!];
    m[i] = cos * x - sin * y;
    m[j] = sin * x + cos * y;
  };
  for (let sweep = 0; sweep < 40; sweep++) {
    let off = 0;
    for (let p = 0; p < 4; p++) for (let q = p + 1; q < 4; q++) off += a[4 * p + q]! ** 2;
    if (off < 1e-32) break;
    for (let p = 0; p < 4; p++) {
      for (let q = p + 1; q < 4; q++) {
        if (Math.abs(a[4 * p + q]!) < 1e-20) continue;
        const theta = (a[5 * q]! - a[5 * p]!) / (2 * a[4 * p + q]!);
        const tan = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        const cos = 1 / Math.sqrt(tan * tan + 1);
        const sin = tan * cos;
        for (let k = 0; k < 4; k++) rotate(a, 4 * k + p, 4 * k + q, cos, sin);
        for (let k = 0; k < 4; k++) rotate(a, 4 * p + k, 4 * q + k, cos, sin);
        for (let k = 0; k < 4; k++) rotate(v, 4 * k + p, 4 * k + q, cos, sin);
      }
    }
  }
  return v;
};

const determinant = (m: Float64Array): number => {
  const minor = (columns: readonly number[]): number => {
    const [a, b, c] = columns as [number, number, number];
    const at = (row: number, column: number): number => m[4 * row + column]!;
    return (
      at(1, a) * (at(2, b) * at(3, c) - at(2, c) * at(3, b)) -
      at(1, b) * (at(2, a) * at(3, c) - at(2, c) * at(3, a)) +
      at(1, c) * (at(2, a) * at(3, b) - at(2, b) * at(3, a))
    );
  };
  const rest = [0, 1, 2, 3];
  return rest.reduce((sum, k) => sum + (-1) ** k * m[k]! * minor(rest.toSpliced(k, 1)), 0);
};

const complexOf = (real: Float64Array): Matrix4 => {
  const out = new Float64Array(32);
  for (let k = 0; k < 16; k++) out[2 * k] = real[k]!;
  return out;
};

const realOf = (m: Matrix4): Float64Array => Float64Array.from({ length: 16 }, (_, k) => m[2 * k]!);

/** Multiplies column k by e^{-i angle k}. */
const turnColumns = (m: Matrix4, angles: readonly number[]): Matrix4 => {
  const out = new Float64Array(32);
  for (let k = 0; k < 16; k++) {
    const angle = -angles[k & 3]!;
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    out[2 * k] = m[2 * k]! * cos - m[2 * k + 1]! * sin;
    out[2 * k + 1] = m[2 * k]! * sin + m[2 * k + 1]! * cos;
  }
  return out;
};

const largestOff = (m: Matrix4): number => {
  let most = 0;
  for (let k = 0; k < 16; k++) {
    if (k % 5 !== 0) most = Math.max(most, Math.hypot(m[2 * k]!, m[2 * k + 1]!));
  }
  return most;
};

/** A rotation that makes a symmetric unitary diagonal: its real and imaginary part commute. */
const diagonalizing = (symmetric: Matrix4): { rotation: Matrix4; diagonal: Matrix4 } => {
  let best: { rotation: Matrix4; diagonal: Matrix4 } | null = null;
  let least = Infinity;
  // a mixture of both parts that keeps different eigenvalues apart; almost any will do
  for (let attempt = 0; attempt < 8 && least > 1e-14; attempt++) {
    const [a, b] = [Math.cos(1 + 1.7 * attempt), Math.sin(1 + 1.7 * attempt)];
    const mixture = Float64Array.from({ length: 16 }, (_, k) => {
      const t = 4 * (k & 3) + (k >> 2);
      const re = symmetric[2 * k]! + symmetric[2 * t]!;
      return (a * re + b * (symmetric[2 * k + 1]! + symmetric[2 * t + 1]!)) / 2;
    });
    const vectors = eigenvectors(mixture);
    if (determinant(vectors) < 0) for (let row = 0; row < 4; row++) vectors[4 * row]! *= -1;
    const rotation = complexOf(vectors);
    const diagonal = multiply4(multiply4(transpose4(rotation, 1), symmetric), rotation);
    const off = largestOff(diagonal);
    if (off >= least) continue;
    least = off;
    best = { rotation, diagonal };
  }
  invariant(best !== null && least < 1e-9, 'a unitary has no canonical form', least);
  return best;
};

/** The canonical form of a 4×4 unitary (Kraus and Cirac 2001). */
export const canonicalForm = (unitary: Matrix4): Canonical => {
  const inMagic = multiply4(multiply4(MAGIC_ADJOINT, unitary), MAGIC);
  const { rotation, diagonal } = diagonalizing(multiply4(transpose4(inMagic, 1), inMagic));
  const angles = [0, 1, 2, 3].map(
    (k) => Math.atan2(diagonal[10 * k + 1]!, diagonal[10 * k]!) / 2,
  ) as [number, number, number, number];
  const turned = multiply4(inMagic, rotation);
  let left = turnColumns(turned, angles);
  if (determinant(realOf(left)) < 0) {
    angles[0] += Math.PI;
    left = turnColumns(turned, angles);
  }
  const outer = multiply4(multiply4(MAGIC, left), MAGIC_ADJOINT);
  const inner = multiply4(multiply4(MAGIC, transpose4(rotation, 1)), MAGIC_ADJOINT);
  return { before: untensor(inner), angles, after: untensor(outer) };
};
