import { fail, ok, validateIsing, type IsingProblem, type Result } from '@xdv/domain-model';
import { leastEigenvalue, type SparseRows } from './spectrum.ts';

/**
 * A problem as the machines hold it: couplings by row, fields, and the constants of the bifurcation
 * machines. Couplings and fields are divided by one power of two, which keeps integer weights
 * exact; spins do not depend on it. Immutable, shared by any number of machines.
 */
export interface IsingProgram extends SparseRows {
  readonly spins: number;
  readonly field: Float64Array;
  /**
   * Whether sums over the couplings of a row are exact in 32-bit floats, in any order: so they are
   * for integer weights of moderate size.
   */
  readonly exactSums: boolean;
  /** c0 of the literature: weight of the couplings against the restoring force. */
  readonly couplingGain: number;
  /**
   * The largest stable Δt of the bifurcation machines, 2 / sqrt(1 + c0 |λ_min|), dimensionless:
   * the symplectic Euler step of the linearized oscillators diverges above it. Worked out when
   * first asked for, in O(couplings), and kept.
   */
  readonly timeStepLimit: number;
}

/** The largest power of two that is at most `value`, and 1 for 0: division by it is exact. */
const powerOfTwoBelow = (value: number): number => {
  if (value === 0) return 1;
  let power = 1;
  while (power * 2 <= value) power *= 2;
  while (power > value) power /= 2;
  return power;
};

const largestOf = (...arrays: readonly Float64Array[]): number => {
  let largest = 0;
  for (const values of arrays) {
    for (const value of values) if (Math.abs(value) > largest) largest = Math.abs(value);
  }
  return largest;
};

const totalOf = (...arrays: readonly Float64Array[]): number => {
  let total = 0;
  for (const values of arrays) for (const value of values) total += Math.abs(value);
  return total;
};

const rowsOf = ({ spins, a, b, coupling }: IsingProblem, scale: number): SparseRows => {
  const rowStart = new Int32Array(spins + 1);
  for (let k = 0; k < a.length; k++) {
    rowStart[a[k]! + 1]!++;
    rowStart[b[k]! + 1]!++;
  }
  for (let i = 0; i < spins; i++) rowStart[i + 1]! += rowStart[i]!;
  const next = rowStart.slice();
  const neighbor = new Int32Array(2 * a.length);
  const weight = new Float64Array(2 * a.length);
  const put = (row: number, column: number, value: number): void => {
    const at = next[row]!++;
    neighbor[at] = column;
    weight[at] = value;
  };
  for (let k = 0; k < a.length; k++) {
    const value = coupling[k]! / scale;
    put(a[k]!, b[k]!, value);
    put(b[k]!, a[k]!, value);
  }
  return { rowStart, neighbor, weight };
};

const squares = (values: Float64Array): number => {
  let sum = 0;
  for (const value of values) sum += value * value;
  return sum;
};

/**
 * c0 = 0.5 sqrt(N - 1) / sqrt(ΣJ²), ΣJ² over ordered pairs (Goto et al. 2021). A field acts on its
 * spin as one more coupling does, so Σh² joins the sum; without fields this is the paper's value.
 */
const couplingGainOf = (spins: number, weight: Float64Array, field: Float64Array): number => {
  const power = squares(weight) + squares(field);
  return power === 0 ? 0 : (0.5 * Math.sqrt(Math.max(spins - 1, 1))) / Math.sqrt(power);
};

/** How much the last Lanczos step may have changed the least eigenvalue: Δt follows half of it. */
const SPECTRUM_TOLERANCE = 0.01;

const timeStepLimitOf = (rows: SparseRows, gain: number): number => {
  const least = Math.min(leastEigenvalue(rows, SPECTRUM_TOLERANCE), 0);
  return 2 / Math.sqrt(1 - gain * least);
};

/** Whole multiples of a unit add up exactly in 32-bit floats up to this many units. */
const EXACT_MAX = 2 ** 24;

const largestRowOf = ({ rowStart, weight }: SparseRows): number => {
  let largest = 0;
  for (let i = 0; i + 1 < rowStart.length; i++) {
    let sum = 0;
    for (let e = rowStart[i]!; e < rowStart[i + 1]!; e++) sum += Math.abs(weight[e]!);
    if (sum > largest) largest = sum;
  }
  return largest;
};

const hasExactSums = (rows: SparseRows): boolean => {
  // twice the largest row: a flip moves a sum by twice a weight
  const unit = (4 * powerOfTwoBelow(largestRowOf(rows))) / EXACT_MAX;
  return rows.weight.every((value) => Number.isInteger(value / unit));
};

/**
 * Prepares a problem for the machines. Fails with PROBLEM_INVALID if it is malformed or if the sum
 * of its absolute weights overflows. Complexity O(spins + couplings).
 */
export const compileIsing = (problem: IsingProblem): Result<IsingProgram> => {
  const checked = validateIsing(problem);
  if (!checked.ok) return checked;
  const { spins, coupling, field } = checked.value;
  if (!Number.isFinite(totalOf(coupling, field))) {
    return fail('PROBLEM_INVALID', 'the absolute weights add up to infinity', 'Scale them down');
  }
  const scale = powerOfTwoBelow(largestOf(coupling, field));
  const rows = rowsOf(checked.value, scale);
  const scaled = field.map((h) => h / scale);
  const couplingGain = couplingGainOf(spins, rows.weight, scaled);
  let limit: number | null = null;
  return ok({
    ...rows,
    spins,
    field: scaled,
    exactSums: hasExactSums(rows),
    couplingGain,
    get timeStepLimit() {
      return (limit ??= timeStepLimitOf(rows, couplingGain));
    },
  });
};
