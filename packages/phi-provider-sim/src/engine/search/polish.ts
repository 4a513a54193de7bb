import type { RandomStream } from '@xdv/domain-model';
import type { IsingProgram } from '../program.ts';
import { anneal, couplingScale, descend, type Cooling } from './anneal.ts';
import { contract, disputedSpins, sharedGroups } from './contract.ts';
import { createSweeper } from './create-sweeper.ts';
import { integerRows } from './integer-rows.ts';
import { createRecombiner } from './recombine.ts';

/** A state and its energy in units of the program. */
export interface Candidate {
  readonly spins: Int8Array;
  readonly energy: number;
}

/**
 * Local search after readout: what it finds is told apart from what a machine found. Energies are
 * exact for weights that are multiples of one power of two, else right to about nine digits.
 */
export interface Polish {
  /** A state as it is, with its energy. */
  measure(spins: Int8Array): Candidate;
  /** Descends from a state to one that no single flip betters. */
  settle(spins: Int8Array): Candidate;
  /**
   * Reheats a state for a moment, cools it, and keeps every component that became no worse: many
   * places of a sparse graph are tried at once and judged apart. Never worse than before.
   */
  refine(candidate: Candidate, cooling: Cooling): Candidate;
  /** Anneals what the parents do not share; never worse than the best of them. */
  cross(parents: readonly Candidate[]): Candidate;
  /** The better choice for every component in which the two differ. */
  recombine(first: Candidate, second: Candidate): Candidate;
  /** Spins in which two states differ, mirror images being one without fields. */
  distance(first: Candidate, second: Candidate): number;
  /** Sweeps performed so far, as shares of a sweep over all spins. */
  work(): number;
}

/** Where at least this share of pairs is coupled, differing spins are one component. */
const DENSE_SHARE = 0.2;
/** Above this degree what states share hangs together as a whole. */
const DISPUTED_DEGREE = 30;

const CROSSING: Cooling = { hot: 1, cold: 0.05, sweeps: 300 };

interface Crossed {
  readonly spins: Int8Array;
  readonly work: number;
}

/** The first parent with what the parents dispute annealed from a random start. */
const annealDisputes = (
  program: IsingProgram,
  states: readonly Int8Array[],
  random: RandomStream,
): Crossed => {
  const { spins, neighbor } = program;
  const reference = states[0]!;
  const disputed = neighbor.length >= DISPUTED_DEGREE * spins;
  const groups = disputed ? disputedSpins(program, states) : sharedGroups(program, states);
  if (groups.count < 2) return { spins: reference, work: 1 };
  const smaller = contract(program, reference, groups);
  const rows = integerRows(smaller, smaller.field);
  const sweeper = createSweeper(rows);
  sweeper.seed(random.uint32() | 0);
  sweeper.load(Int8Array.from({ length: groups.count }, () => 1 - 2 * random.below(2)));
  const sweeps = anneal(sweeper, couplingScale(rows), CROSSING);
  const turn = sweeper.read();
  const child = reference.map((spin, i) => {
    const group = groups.group[i]!;
    return group < 0 ? spin : spin * turn[group]!;
  });
  return { spins: child, work: 1 + (sweeps * groups.count) / spins };
};

/** Joins two candidates: by energy alone where what differs hangs together as a whole. */
const joining = (program: IsingProgram) => {
  const { spins, neighbor } = program;
  const dense = neighbor.length >= DENSE_SHARE * spins * spins;
  const recombiner = createRecombiner(program);
  return (first: Candidate, second: Candidate): Candidate => {
    if (dense) return second.energy <= first.energy ? second : first;
    const child = first.spins.slice();
    const energy = first.energy + recombiner.recombine(child, second.spins).gain;
    return energy <= second.energy ? { spins: child, energy } : second;
  };
};

const distanceOn = ({ spins, field }: IsingProgram) => {
  const mirrored = field.every((h) => h === 0);
  return (first: Candidate, second: Candidate): number => {
    let count = 0;
    for (let i = 0; i < spins; i++) if (first.spins[i] !== second.spins[i]) count++;
    return mirrored ? Math.min(count, spins - count) : count;
  };
};

/** A polish of states of one problem. No anneal is longer than `sweepsMax`. */
export const createPolish = (
  program: IsingProgram,
  random: RandomStream,
  sweepsMax: number,
): Polish => {
  const rows = integerRows(program, program.field);
  const sweeper = createSweeper(rows);
  const unit = couplingScale(rows);
  const recombine = joining(program);
  let work = 0;
  sweeper.seed(random.uint32() | 0);

  const now = (): Candidate => ({
    spins: sweeper.read(),
    energy: sweeper.energy() / rows.scale,
  });
  const measure = (state: Int8Array): Candidate => {
    sweeper.load(state);
    return now();
  };
  const settle = (state: Int8Array): Candidate => {
    sweeper.load(state);
    work += descend(sweeper);
    return now();
  };
  const refine = (candidate: Candidate, cooling: Cooling): Candidate => {
    sweeper.load(candidate.spins);
    const sweeps = Math.min(cooling.sweeps, sweepsMax);
    work += anneal(sweeper, unit, { ...cooling, sweeps }) + 1;
    return recombine(candidate, now());
  };
  const cross = (parents: readonly Candidate[]): Candidate => {
    const states = parents.map((parent) => parent.spins);
    const child = annealDisputes(program, states, random);
    work += child.work;
    return parents.reduce(recombine, settle(child.spins));
  };
  const distance = distanceOn(program);
  return { measure, settle, refine, recombine, distance, cross, work: () => work };
};
