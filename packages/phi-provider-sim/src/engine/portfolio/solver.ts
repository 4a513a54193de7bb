import {
  createRandom,
  isingEnergy,
  namedSeed,
  ok,
  type IsingProblem,
  type RandomStream,
  type Result,
} from '@xdv/domain-model';
import type { MachineKind } from '../machines/machine.ts';
import { compileIsing, type IsingProgram } from '../program.ts';
import { createPolish, type Candidate, type Polish } from '../search/polish.ts';
import { armsFor, kindsFor } from './arms.ts';
import { createElite } from './elite.ts';
import { evolve } from './evolution.ts';
import { featuresOf, type Features } from './features.ts';
import { checkOptions, type PortfolioOptions } from './options.ts';
import { createRounds, type MachineReport, type Rounds } from './rounds.ts';

/** The best state of a search and how it came about. */
export interface Solution {
  readonly spins: Int8Array;
  /** In the units of the problem. */
  readonly energy: number;
  /** What the machines found by themselves; the solution may owe its energy to the polish. */
  readonly machine: MachineReport;
  /** Whether the solution is better than what any machine read out. */
  readonly polished: boolean;
  /** Sweeps performed: visits of as many spins as the problem has. */
  readonly work: number;
  /** Whether a target was given and reached. */
  readonly reached: boolean;
  readonly features: Features;
  /** Good states far from one another, best first: `starts` for a further search. */
  readonly elite: readonly Int8Array[];
}

/** A search that is performed slice by slice. */
export interface Solver {
  /** Performs one slice of work; returns whether there is more to do. */
  step(): boolean;
  /** The best so far. The first machine round has been performed before the first step. */
  solution(): Solution;
}

/** Sweeps of the first machine round, at most: an early answer. */
const FIRST_SWEEPS = 2000;
/** Visits of spins in a slice of work, but for short slices on very large problems. */
const SLICE_VISITS = 2 ** 26;
const SLICE_SWEEPS_LEAST = 20;
/** Reheats are as long as usual up to so many spins, or above this degree. */
const STRETCH_SPINS = 1000;
const STRETCH_MAX = 4;
const SPARSE_DEGREE = 30;

/**
 * How much longer than usual reheats of a problem last. Sparse problems of more spins take longer
 * to order, those of high degree do not.
 */
const stretchFor = ({ spins, meanDegree }: Features): number =>
  meanDegree > SPARSE_DEGREE ? 1 : Math.min(STRETCH_MAX, Math.max(1, spins / STRETCH_SPINS));

/** The best state so far, in units of the problem. */
interface Best {
  readonly hear: (candidate: Candidate) => void;
  readonly state: () => { readonly spins: Int8Array; readonly energy: number };
}

const createBest = (energyOf: (spins: Int8Array) => number): Best => {
  let spins = new Int8Array();
  let energy = Infinity;
  let level = Infinity;
  const hear = (candidate: Candidate): void => {
    if (candidate.energy >= level) return;
    level = candidate.energy;
    const exact = energyOf(candidate.spins);
    // rounded weights may order two states that are as good as equal the other way round
    if (exact >= energy) return;
    energy = exact;
    spins = candidate.spins.slice();
  };
  return { hear, state: () => ({ spins: spins.slice(), energy }) };
};

/** The parts of one search. */
interface Search {
  readonly rounds: Rounds;
  readonly polish: Polish;
  readonly random: RandomStream;
  readonly starts: readonly Int8Array[];
  readonly sweepsMax: number;
  readonly stretch: number;
  readonly found: (candidate: Candidate) => void;
}

/** Machine rounds, and what the polish makes of their reads. */
function* search(parts: Search, polishing: boolean): Generator<null, never, void> {
  const { rounds, polish, random, stretch, found, sweepsMax } = parts;
  const starts = parts.starts.map((spins) => () => polish.settle(spins));
  let reads: readonly Candidate[] = [];
  const machineRound = (): void => {
    reads = rounds.next(sweepsMax);
    for (const read of reads) found(read);
  };
  reads = rounds.next(Math.min(FIRST_SWEEPS, sweepsMax));
  for (const read of reads) found(read);
  yield null;
  for (; !polishing; machineRound()) yield null;

  const source = function* (): Generator<null, Candidate, void> {
    const given = starts.shift();
    if (given !== undefined) return given();
    if (reads.length === 0) {
      machineRound();
      yield null;
    }
    const [read, ...rest] = reads;
    reads = rest;
    return polish.settle(read!.spins);
  };
  return yield* evolve(source, { polish, random, stretch, found });
}

interface Outline {
  readonly features: Features;
  readonly kinds: readonly MachineKind[];
  readonly sweepsMax: number;
}

const outlineOf = (
  problem: IsingProblem,
  program: IsingProgram,
  { machines, work = Infinity }: PortfolioOptions,
): Outline => {
  const features = featuresOf(problem, program);
  const slice = Math.max(SLICE_SWEEPS_LEAST, Math.floor(SLICE_VISITS / features.spins));
  return { features, kinds: machines ?? kindsFor(features), sweepsMax: Math.min(slice, work) };
};

const startSolver = (
  problem: IsingProblem,
  program: IsingProgram,
  options: PortfolioOptions,
): Solver => {
  const { seed, target, until, onProgress } = options;
  const { features, kinds, sweepsMax } = outlineOf(problem, program, options);
  const stream = (name: string): RandomStream => createRandom(namedSeed(seed, name));
  const energyOf = (spins: Int8Array): number => isingEnergy(problem, spins);
  const polish = createPolish(program, stream('polish'), sweepsMax);
  const arms = armsFor(kinds, features);
  const measure = (spins: Int8Array): Candidate => polish.measure(spins);
  const rounds = createRounds({ program, arms, seed, random: stream('arms'), measure, energyOf });
  const best = createBest(energyOf);
  const elite = createElite((first, second) => polish.distance(first, second));
  const found = (candidate: Candidate): void => {
    elite.offer(candidate);
    best.hear(candidate);
  };
  const starts = options.starts ?? [];
  const stretch = stretchFor(features);
  const random = stream('evolution');
  const parts = { rounds, polish, random, starts, sweepsMax, stretch, found };
  const slices = search(parts, options.polish ?? true);

  const work = (): number => rounds.work() + polish.work();
  const reached = (): boolean => target !== undefined && best.state().energy <= target;
  let told = Infinity;
  const tell = (): void => {
    const { energy } = best.state();
    const { kind, energy: machineEnergy, count: round } = rounds.report();
    if (energy < told) onProgress?.({ energy, machineEnergy, work: work(), machine: kind, round });
    told = energy;
  };
  const done = (): boolean =>
    reached() || work() >= (options.work ?? Infinity) || until?.() === true;

  slices.next();
  tell();
  const step = (): boolean => {
    if (done()) return false;
    slices.next();
    tell();
    return !done();
  };
  const solution = (): Solution => {
    const machine = rounds.report();
    const { spins, energy } = best.state();
    const polished = energy < machine.energy;
    const states = elite.list().map((candidate) => candidate.spins.slice());
    return {
      spins, energy, machine, polished, work: work(), reached: reached(), features, elite: states,
    };
  };
  return { step, solution };
};

/**
 * Prepares a search for the ground state of a problem and performs its first machine round. Equal
 * problems and options give equal solutions on every platform, as long as `until` decides equally.
 * Fails with PROBLEM_INVALID; throws RangeError for wrong options, naming them.
 */
export const createSolver = (problem: IsingProblem, options: PortfolioOptions): Result<Solver> => {
  const program = compileIsing(problem);
  if (!program.ok) return program;
  checkOptions(options, problem.spins);
  return ok(startSolver(problem, program.value, options));
};

/** Searches until a bound of the options holds: {@link createSolver} stepped to its end. */
export const solve = (problem: IsingProblem, options: PortfolioOptions): Result<Solution> => {
  const solver = createSolver(problem, options);
  if (!solver.ok) return solver;
  while (solver.value.step());
  return ok(solver.value.solution());
};
