import { createRandom } from '@xdv/domain-model';

/** A symmetric sparse matrix with zero diagonal, both triangles stored row by row (CSR). */
export interface SparseRows {
  /** Row i occupies entries rowStart[i] to rowStart[i + 1]. */
  readonly rowStart: Int32Array;
  readonly neighbor: Int32Array;
  readonly weight: Float64Array;
}

/** Krylov dimension: the outermost eigenvalue is then within about 1 % on the G-set graphs. */
const LANCZOS_STEPS = 40;

const multiply = ({ rowStart, neighbor, weight }: SparseRows, v: Float64Array): Float64Array => {
  const product = new Float64Array(v.length);
  for (let i = 0; i < v.length; i++) {
    let sum = 0;
    const end = rowStart[i + 1]!;
    for (let e = rowStart[i]!; e < end; e++) sum += weight[e]! * v[neighbor[e]!]!;
    product[i] = sum;
  }
  return product;
};

const dot = (a: Float64Array, b: Float64Array): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
};

const startVector = (length: number): Float64Array => {
  const random = createRandom(1);
  const v = Float64Array.from({ length }, () => random.float() - 0.5);
  const norm = Math.sqrt(dot(v, v));
  return v.map((value) => value / norm);
};

/** Whether the tridiagonal matrix has an eigenvalue below `shift` (Sturm sequence). */
const hasBelow = (alpha: readonly number[], beta: readonly number[], shift: number): boolean => {
  let pivot = 1;
  for (let k = 0; k < alpha.length; k++) {
    const b = k === 0 ? 0 : beta[k - 1]!;
    pivot = alpha[k]! - shift - (b * b) / pivot;
    if (pivot <= 0) return true;
  }
  return false;
};

/** Least eigenvalue of the tridiagonal matrix, by bisection. */
const leastOf = (alpha: readonly number[], beta: readonly number[]): number => {
  const bound = alpha.reduce((most, a, k) => {
    const radius = Math.abs(a) + (beta[k] ?? 0) + (beta[k - 1] ?? 0);
    return radius > most ? radius : most;
  }, 0);
  let low = -bound;
  let high = bound;
  // 50 halvings: to the last bits of a double
  for (let k = 0; k < 50; k++) {
    const middle = (low + high) / 2;
    if (hasBelow(alpha, beta, middle)) high = middle;
    else low = middle;
  }
  return high;
};

/**
 * Least eigenvalue of a symmetric sparse matrix, estimated from above by the Lanczos method (1950)
 * without reorthogonalization: until a step changes the estimate by no more than `tolerance` of
 * it, or 40 steps are done. Only + - * / sqrt and comparisons: the same bits everywhere.
 * Complexity O(entries).
 */
export const leastEigenvalue = (rows: SparseRows, tolerance = 0): number => {
  const size = rows.rowStart.length - 1;
  const alpha: number[] = [];
  const beta: number[] = [];
  let previous: Float64Array = new Float64Array(size);
  let v: Float64Array = startVector(size);
  let coupling = 0;
  let least = 0;
  for (let k = 0; k < Math.min(LANCZOS_STEPS, size); k++) {
    const w = multiply(rows, v);
    const a = dot(w, v);
    alpha.push(a);
    const before = least;
    least = leastOf(alpha, beta);
    if (k > 3 && Math.abs(before - least) < tolerance * Math.abs(least)) break;
    for (let i = 0; i < size; i++) w[i]! -= a * v[i]! + coupling * previous[i]!;
    coupling = Math.sqrt(dot(w, w));
    // an invariant subspace was found: what follows would be rounding noise
    if (coupling < 1e-9) break;
    beta.push(coupling);
    previous = v;
    v = w.map((value) => value / coupling);
  }
  return least;
};
