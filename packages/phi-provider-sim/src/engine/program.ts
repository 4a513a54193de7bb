import { fail, ok, validateIsing, type IsingProblem, type Result } from '@xdv/domain-model';
import { leastEigenvalue, type SparseRows } from './spectrum.ts';

/**
 * A problem as the machine holds it: couplings by row, fields, and the two constants of the
 * dynamics. Couplings and fields are divided by one power of two, which keeps integer weights
 * exact; spins do not depend on it. Immutable, shared by any number of {@link createBifurcation}.
 */
export interface BifurcationProgram extends SparseRows {
  readonly spins: number;
  readonly field: Float64Array;
  /** c0 of the literature: weight of the couplings against the restoring force. */
  readonly couplingGain: number;
  /** Δt of the integrator, dimensionless. */
  readonly timeStep: number;
}

/**
 * Part of the linear stability limit that the integrator uses. Discrete bifurcation degrades from
 * about 0.9 of the limit, and collapses in single reads from about 0.7 on random graphs.
 */
const TIME_STEP_SHARE = 0.6;

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

/**
 * Δt as a share of the limit 2 / sqrt(1 + c0 |λ_min|), above which the symplectic Euler step of the
 * linearized oscillators is unstable.
 */
const timeStepOf = (rows: SparseRows, gain: number): number => {
  const least = Math.min(leastEigenvalue(rows), 0);
  return (TIME_STEP_SHARE * 2) / Math.sqrt(1 - gain * least);
};

/**
 * Prepares a problem for the machine. Fails with PROBLEM_INVALID if it is malformed or if the sum
 * of its absolute weights overflows. Complexity O(spins + couplings).
 */
export const compileIsing = (problem: IsingProblem): Result<BifurcationProgram> => {
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
  const timeStep = timeStepOf(rows, couplingGain);
  return ok({ ...rows, spins, field: scaled, couplingGain, timeStep });
};
