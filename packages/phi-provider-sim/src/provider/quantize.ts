import type { IsingProblem } from '@xdv/domain-model';

const largestOf = (...lists: readonly Float64Array[]): number => {
  let largest = 0;
  for (const list of lists) for (const value of list) largest = Math.max(largest, Math.abs(value));
  return largest;
};

/**
 * The problem as couplers and field drivers of `bits` bits hold it: every weight is the nearest of
 * 2^bits - 1 equidistant ones up to the largest, 0 among them. Linear in the problem.
 */
export const quantize = (problem: IsingProblem, bits: number): IsingProblem => {
  const largest = largestOf(problem.coupling, problem.field);
  // a double has no finer steps; the least doubles have none to divide by
  if (bits >= 53 || largest < Number.MIN_VALUE * 2 ** bits) return problem;
  const levels = 2 ** (bits - 1) - 1;
  const round = (value: number): number =>
    (Math.round((value / largest) * levels) / levels) * largest;
  return { ...problem, coupling: problem.coupling.map(round), field: problem.field.map(round) };
};
