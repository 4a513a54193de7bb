import type { RandomStream } from '@xdv/domain-model';
import type { MachineKind } from '../machines/machine.ts';
import type { Features } from './features.ts';

/** One way to run a machine. */
export interface Arm {
  readonly kind: MachineKind;
  readonly steps: number;
  /** Work of a step of one replica, in sweeps: visits of as many spins as the problem has. */
  readonly stepWork: number;
}

/** How an arm has done so far. */
interface Record {
  readonly arm: Arm;
  reads: number;
  mean: number;
  /** Sum of squared differences from the mean (Welford 1962). */
  spread: number;
}

/** Reads are judged by the best of as many as fit this work: short weak runs may win, too. */
const HORIZON_SWEEPS = 20_000;
/** One choice of so many is made at random, so that a weak start is not the last word. */
const EXPLORE = 8;

/**
 * Work of a step in sweeps. A discrete machine updates fields by flips, few late in a read; the
 * others multiply by all couplings in every step.
 */
const stepWorkOf = (kind: MachineKind, { meanDegree }: Features): number =>
  kind === 'dsb' ? 0.5 : 1 + meanDegree / 4;

/** Steps of a read that are tried: short ones first, as an early answer. */
const STEPS: Readonly<{ [kind in MachineKind]: readonly number[] }> = {
  dsb: [500, 2000, 8000],
  bsb: [500, 2000],
  asb: [500, 2000],
  cac: [2000, 8000],
  oim: [2000],
};

/**
 * The machines for a problem, in the order in which they are first tried. Discrete bifurcation is
 * the generalist. Chaotic amplitude control finds on sparse graphs what it misses; on dense ones
 * its steps cost too much, as do those of ballistic bifurcation.
 */
export const kindsFor = ({ meanDegree, latticeLike }: Features): readonly MachineKind[] =>
  latticeLike || meanDegree > 16 ? ['dsb'] : ['dsb', 'cac'];

export const armsFor = (kinds: readonly MachineKind[], features: Features): readonly Arm[] =>
  kinds.flatMap((kind) =>
    STEPS[kind].map((steps) => ({ kind, steps, stepWork: stepWorkOf(kind, features) })),
  );

/** Chooses arms by what they found and learns from every read. */
interface Bandit {
  choose(): Arm;
  learn(arm: Arm, energy: number): void;
}

/**
 * sqrt(2 ln n) to within a few per cent for n >= 1: how many standard deviations below the mean
 * the best of n normal draws lies at most. Only + - * / and sqrt.
 */
const reach = (n: number): number => {
  // ln n by halving: exact enough to rank arms
  let rest = n;
  let logarithm = 0;
  while (rest > 2) {
    rest /= 2;
    logarithm += 0.693;
  }
  return Math.sqrt(2 * (logarithm + Math.max(0, rest - 1) * 0.693));
};

/** Energy that the best of the reads that fit the horizon has under a normal distribution. */
const outlook = ({ arm, reads, mean, spread }: Record): number => {
  const fit = Math.max(1, HORIZON_SWEEPS / (arm.steps * arm.stepWork));
  return mean - reach(fit) * Math.sqrt(spread / Math.max(1, reads - 1));
};

export const createBandit = (arms: readonly Arm[], random: RandomStream): Bandit => {
  const records = arms.map((arm): Record => ({ arm, reads: 0, mean: 0, spread: 0 }));
  return {
    choose: () => {
      const untried = records.find((record) => record.reads === 0);
      if (untried !== undefined) return untried.arm;
      if (random.below(EXPLORE) === 0) return records[random.below(records.length)]!.arm;
      return records.reduce((best, one) => (outlook(one) < outlook(best) ? one : best)).arm;
    },
    learn: (arm, energy) => {
      const record = records.find((one) => one.arm === arm)!;
      record.reads++;
      const off = energy - record.mean;
      record.mean += off / record.reads;
      record.spread += off * (energy - record.mean);
    },
  };
};
