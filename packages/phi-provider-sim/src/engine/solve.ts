import { deriveSeed, isingEnergy, ok, type IsingProblem, type Result } from '@xdv/domain-model';
import { createBifurcation, type Bifurcation } from './bifurcation.ts';
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

/** Pump at the end of a read: a tenth above threshold. */
export const PUMP_MAX = 1.1;

/**
 * One part in HOLD_PARTS of a read is spent above threshold. While the pump still rises to it, a
 * spin that its neighbours leave free swings on; above it the spin is driven to a wall and stays,
 * so that the lock can be judged. Cuts are no worse for it.
 */
const HOLD_PARTS = 5;

/** One read of `steps` steps from rest: the pump rises from 0 to 1, then on to PUMP_MAX. */
export const anneal = (machine: Bifurcation, steps: number): void => {
  const hold = Math.floor(steps / HOLD_PARTS);
  machine.advance(steps - hold, 0, 1);
  machine.advance(hold, 1, PUMP_MAX);
};

const requireCount = (what: string, value: number): void => {
  if (Number.isSafeInteger(value) && value >= 1) return;
  throw new RangeError(`${what} must be a whole number of at least 1, got ${value}`);
};

/**
 * Anneals a problem `reads` times and returns the reads in order. A read is the state at the end,
 * not the best one passed through: looking on the way is not something a coherent machine can do.
 * Fails with PROBLEM_INVALID; throws RangeError for wrong options. Complexity per step:
 * O(spins + couplings of the spins that flip).
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
    anneal(machine, steps);
    const spins = machine.read();
    const { index } = machine.stability();
    return { spins, energy: isingEnergy(problem, spins), index };
  };
  return ok(Array.from({ length: reads }, (_, read) => one(read)));
};
