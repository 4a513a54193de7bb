import { deriveSeed, isingEnergy, ok, type IsingProblem, type Result } from '@xdv/domain-model';
import { createMachine } from './machines/create.ts';
import type { MachineKind } from './machines/machine.ts';
import { readOut } from './machines/read-out.ts';
import { compileIsing } from './program.ts';

export interface SolveOptions {
  /** `dsb` by default. */
  readonly machine?: MachineKind;
  /** Steps per read, at least 1. */
  readonly steps: number;
  /** Independent runs, at least 1 (the default). */
  readonly reads?: number;
  /** Safe integer. A read depends on it and on its own number, not on how many there are. */
  readonly seed: number;
}

/** What one read came to. */
export interface Read {
  /** One spin per oscillator, +1 or -1. */
  readonly spins: Int8Array;
  /** Ising energy of the spins, in the units of the problem. */
  readonly energy: number;
  /** How well the oscillators were locked at the end, 0 to 1: see the figures of machines. */
  readonly index: number;
}

/** Reads that are annealed side by side: machines in lanes have room for 16 of any problem. */
const BATCH = { asb: 64, bsb: 64, dsb: 64, cac: 16, oim: 16 } as const;

const requireCount = (what: string, value: number): void => {
  if (Number.isSafeInteger(value) && value >= 1) return;
  throw new RangeError(`${what} must be a whole number of at least 1, got ${value}`);
};

/**
 * Anneals a problem `reads` times and returns the reads in order. A read is the state at the end,
 * not the best one passed through: looking on the way is not something a coherent machine can do,
 * but for `cac`, whose amplitudes are measured in every round trip ({@link readOut}). Fails with
 * PROBLEM_INVALID; throws RangeError for wrong options. Complexity per step of a read:
 * O(spins + couplings), for `dsb` O(spins + couplings of the spins that flip).
 */
export const solveIsing = (
  problem: IsingProblem,
  { machine: kind = 'dsb', steps, reads = 1, seed }: SolveOptions,
): Result<readonly Read[]> => {
  requireCount('steps', steps);
  requireCount('reads', reads);
  if (!Number.isSafeInteger(seed)) throw new RangeError(`seed must be a safe integer, got ${seed}`);
  const program = compileIsing(problem);
  if (!program.ok) return program;
  const batch = (first: number): readonly Read[] => {
    const replicas = Math.min(reads - first, BATCH[kind]);
    const machine = createMachine(program.value, kind, { replicas });
    machine.start(first === 0 ? seed : deriveSeed(seed, first));
    machine.advance(steps, 0, 1);
    return Array.from({ length: replicas }, (_, r) => {
      const spins = readOut(machine, r);
      return { spins, energy: isingEnergy(problem, spins), index: machine.figures(r).index };
    });
  };
  const list: Read[] = [];
  for (let first = 0; first < reads; first += BATCH[kind]) list.push(...batch(first));
  return ok(list);
};
