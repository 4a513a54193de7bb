/** A square complex matrix by rows: re, im, re, im, … */
export interface ComplexMatrix {
  readonly size: number;
  readonly entries: Float64Array;
}

/** Columns whose overlap is below this share of their lengths count as orthogonal. */
const ORTHOGONAL = 1e-14;

/** An overlap that shows in no singular value of a matrix of norm 1. */
const NEGLIGIBLE = 1e-40;

/** Sweeps after which the rotations stop; they converge quadratically, in fewer than ten. */
const SWEEPS_MAX = 40;

/** Lengths and overlap ⟨p|q⟩ of two columns. */
interface Pair {
  readonly p: number;
  readonly q: number;
  readonly re: number;
  readonly im: number;
}

const pairOf = ({ size, entries }: ComplexMatrix, p: number, q: number): Pair => {
  let [pp, qq, re, im] = [0, 0, 0, 0];
  for (let r = 0; r < size; r++) {
    const x = 2 * (r * size + p);
    const y = 2 * (r * size + q);
    const [a, b, c, d] = [entries[x]!, entries[x + 1]!, entries[y]!, entries[y + 1]!];
    pp += a * a + b * b;
    qq += c * c + d * d;
    re += a * c + b * d;
    im += a * d - b * c;
  }
  return { p: pp, q: qq, re, im };
};

/** p' = c p - s e^{-iφ} q and q' = s e^{iφ} p + c q in every row. */
const rotate = (
  { size, entries }: ComplexMatrix,
  p: number,
  q: number,
  c: number,
  re: number,
  im: number,
): void => {
  for (let r = 0; r < size; r++) {
    const x = 2 * (r * size + p);
    const y = 2 * (r * size + q);
    const a = entries[x]!;
    const b = entries[x + 1]!;
    const u = entries[y]!;
    const v = entries[y + 1]!;
    entries[x] = c * a - (re * u + im * v);
    entries[x + 1] = c * b - (re * v - im * u);
    entries[y] = re * a - im * b + c * u;
    entries[y + 1] = re * b + im * a + c * v;
  }
};

/** Makes columns p and q orthogonal, in both matrices; false if they were. */
const orthogonalize = (
  work: ComplexMatrix,
  right: ComplexMatrix,
  p: number,
  q: number,
): boolean => {
  const pair = pairOf(work, p, q);
  const overlap = Math.hypot(pair.re, pair.im);
  if (overlap <= Math.max(NEGLIGIBLE, ORTHOGONAL * Math.sqrt(pair.p * pair.q))) return false;
  const zeta = (pair.q - pair.p) / (2 * overlap);
  const t = (zeta < 0 ? -1 : 1) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta));
  const c = 1 / Math.sqrt(1 + t * t);
  const s = (c * t) / overlap;
  rotate(work, p, q, c, s * pair.re, s * pair.im);
  rotate(right, p, q, c, s * pair.re, s * pair.im);
  return true;
};

/**
 * Singular values of a matrix A and the unitary V for which the columns of A V are orthogonal, by
 * one-sided Jacobi rotations (Hestenes 1958): column k of V belongs to value k, in no order. For a
 * positive matrix they are its eigenvalues and eigenvectors. For matrices of norm about 1; time
 * ∝ size³.
 */
export const singularValues = ({
  size,
  entries,
}: ComplexMatrix): { readonly values: Float64Array; readonly right: Float64Array } => {
  const work = { size, entries: entries.slice() };
  const right = { size, entries: new Float64Array(entries.length) };
  for (let k = 0; k < size; k++) right.entries[2 * (k * size + k)] = 1;
  let turned = true;
  for (let sweep = 0; turned && sweep < SWEEPS_MAX; sweep++) {
    turned = false;
    for (let p = 0; p < size; p++) {
      for (let q = p + 1; q < size; q++) {
        if (orthogonalize(work, right, p, q)) turned = true;
      }
    }
  }
  const values = new Float64Array(size);
  for (let k = 0; k < size; k++) values[k] = Math.sqrt(pairOf(work, k, k).p);
  return { values, right: right.entries };
};
