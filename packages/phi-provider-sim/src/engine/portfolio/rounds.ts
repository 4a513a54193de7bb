import { deriveSeed, namedSeed, type RandomStream } from '@xdv/domain-model';
import { createMachine } from '../machines/create.ts';
import type { Machine, MachineKind } from '../machines/machine.ts';
import type { IsingProgram } from '../program.ts';
import type { Candidate } from '../search/polish.ts';
import { createBandit, type Arm } from './arms.ts';

/** What the machines did, by themselves. */
export interface MachineReport {
  readonly kind: MachineKind;
  /** Best energy read out, in the units of the problem; Infinity before the first read. */
  readonly energy: number;
  readonly rounds: { readonly [kind in MachineKind]?: number };
  /** Rounds of all kinds, and the reads they gave. */
  readonly count: number;
  readonly reads: number;
  /** Reads in which half or more of the oscillators still turned over in every step at the end. */
  readonly lockLosses: number;
  /** Mean over the reads of the lock index, 0 to 1. */
  readonly lockIndex: number;
}

/** Machine rounds on one problem. */
export interface Rounds {
  /** Performs a round of at most about `sweepsMax` sweeps; returns its reads. */
  next(sweepsMax: number): readonly Candidate[];
  /** Sweeps performed so far. */
  work(): number;
  report(): MachineReport;
}

/** What rounds need of the problem. */
interface RoundsSetting {
  readonly program: IsingProgram;
  readonly arms: readonly Arm[];
  readonly seed: number;
  readonly random: RandomStream;
  readonly measure: (spins: Int8Array) => Candidate;
  /** Energy in the units of the problem. */
  readonly energyOf: (spins: Int8Array) => number;
}

/** Reads that are taken side by side: a vector's worth. */
const REPLICAS = 4;
/** Flips per oscillator and step from which synchrony counts as lost. */
const LOST_FLIP_SHARE = 0.5;

interface Tally {
  kind: MachineKind;
  /** Best energy in units of the program. */
  level: number;
  energy: number;
  rounds: { [kind in MachineKind]?: number };
  count: number;
  reads: number;
  lockLosses: number;
  lockSum: number;
  work: number;
}

const stepsWithin = ({ steps, stepWork }: Arm, sweepsMax: number): number =>
  Math.max(1, Math.min(steps, Math.floor(sweepsMax / (stepWork * REPLICAS))));

/** Machines of each kind, made when first asked for. */
const machinesOn = (program: IsingProgram): ((kind: MachineKind) => Machine) => {
  const machines = new Map<MachineKind, Machine>();
  return (kind) => {
    const known = machines.get(kind);
    if (known !== undefined) return known;
    const made = createMachine(program, kind, { replicas: REPLICAS });
    machines.set(kind, made);
    return made;
  };
};

export const createRounds = (setting: RoundsSetting): Rounds => {
  const { program, arms, seed, random, measure, energyOf } = setting;
  const bandit = createBandit(arms, random);
  const machineOf = machinesOn(program);
  const first = arms[0]!.kind;
  const tally: Tally = {
    kind: first,
    level: Infinity,
    energy: Infinity,
    rounds: {},
    count: 0,
    reads: 0,
    lockLosses: 0,
    lockSum: 0,
    work: 0,
  };

  const readOut = (machine: Machine, replica: number): Candidate => {
    const candidate = measure(machine.read(replica));
    const { index, flipShare } = machine.figures(replica);
    tally.reads++;
    tally.lockSum += index;
    if (flipShare >= LOST_FLIP_SHARE) tally.lockLosses++;
    if (candidate.energy < tally.level) {
      tally.level = candidate.energy;
      tally.energy = energyOf(candidate.spins);
      tally.kind = machine.kind;
    }
    return candidate;
  };

  const next = (sweepsMax: number): readonly Candidate[] => {
    const arm = bandit.choose();
    const machine = machineOf(arm.kind);
    const steps = stepsWithin(arm, sweepsMax);
    machine.start(deriveSeed(namedSeed(seed, 'machine'), tally.count++));
    machine.advance(steps, 0, 1);
    tally.rounds[arm.kind] = (tally.rounds[arm.kind] ?? 0) + 1;
    tally.work += steps * arm.stepWork * REPLICAS;
    return Array.from({ length: REPLICAS }, (_, replica) => {
      const candidate = readOut(machine, replica);
      bandit.learn(arm, candidate.energy);
      return candidate;
    });
  };

  const report = (): MachineReport => {
    const { kind, energy, rounds, count, reads, lockLosses, lockSum } = tally;
    const lockIndex = reads === 0 ? 0 : lockSum / reads;
    return { kind, energy, rounds: { ...rounds }, count, reads, lockLosses, lockIndex };
  };
  return { next, work: () => tally.work, report };
};
