import { deriveSeed, isingEnergy, ok, type IsingProblem, type Result } from '@xdv/domain-model';
import { createBifurcation } from './bifurcation.ts';
import { compileIsing } from './program.ts';

export interface SolveOptions {
  /** Steps per read, at least 1. */
  readonly steps: number;
  /** Independent runs, at least 1 (the default). */
  readonly reads?: number;
  /** Safe integer; read r uses deriveSeed(seed, r). */
  readonly seed: number;
}

/** The state in which one read ended. */
export interface Read {
  /** One spin per oscillator, +1 or -1. */
  readonly spins: Int8Array;
  /** Ising energy of the spins, in the units of the problem. */
  readonly energy: number;
  /** Share of oscillators that kept their sign over the last tenth of the steps. */
  readonly index: number;
}

const requireCount = (what: string, value: number): void => {
  if (Number.isSafeInteger(value) && value >= 1) return;
  throw new RangeError(`${what} must be a whole number of at least 1, got ${value}`);
};

/**
 * Anneals a problem `reads` times, the pump rising from 0 to 1 over `steps` steps, and returns the
 * reads in order. A read is the state at the end, not the best one passed through: looking on the
 * way is not something a coherent machine can do. Fails with PROBLEM_INVALID; throws RangeError for
 * wrong options. Complexity O(spins + couplings of flipped spins) per step.
 */
export const solveIsing = (
  problem: IsingProblem,
  { steps, reads = 1, seed }: SolveOptions,
): Result<readonly Read[]> => {
  requireCount('steps', steps);
  requireCount('reads', reads);
  if (!Number.isSafeInteger(seed)) throw new RangeError(`seed must be a safe integer, got ${seed}`);
  const program = compileIsing(problem);
  if (!program.ok) return program;
  const one = (read: number): Read => {
    const machine = createBifurcation(program.value, deriveSeed(seed, read));
    machine.advance(steps, 0, 1);
    const spins = machine.read();
    const { index } = machine.stability();
    return { spins, energy: isingEnergy(problem, spins), index };
  };
  return ok(Array.from({ length: reads }, (_, read) => one(read)));
};
