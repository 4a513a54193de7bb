import { isingEnergy, type IsingProblem } from '@xdv/domain-model';
import type { Machine, MachineKind, Observation } from '@xdv/phi-provider-sim/engine';

/** One read of a machine, as seen from its start to its end. */
export interface ObservedRead {
  readonly kind: MachineKind;
  readonly spins: number;
  readonly steps: number;
  /** Steps performed at each moment: from 0 to `steps`. */
  readonly moments: readonly number[];
  /** Ising energy of the spins at each moment, in the units of the problem. */
  readonly energies: readonly number[];
  /** The oscillators that are followed, from 0, evenly spread over all. */
  readonly followed: readonly number[];
  /** Looks at the oscillators per moment: 1 if there was no time for more, or no step between. */
  readonly looks: number;
  /** The followed oscillators, in their order: the mean of the looks since the moment before. */
  readonly tracks: readonly Observation[];
  /** The oscillators in the snapshots, from 0, evenly spread over all. */
  readonly pictured: readonly number[];
  /** The pictured oscillators, in their order, at one moment each. */
  readonly snapshots: Readonly<Record<'start' | 'half' | 'end', Observation>>;
  /** All spins at the end, +1 or -1. */
  readonly spinsAtEnd: Int8Array;
}

/** Moments of a read that a picture can still show apart. */
const MOMENTS_MAX = 160;

/** Looks between two moments, so that swings faster than the moments average out. */
const LOOKS_MAX = 8;

/** Oscillators looked at in all looks together, at most: a second or two of work. */
const LOOKED_MAX = 1e7;

/** Oscillators that a picture can still show apart, as lines and as points. */
const FOLLOWED_MAX = 100;
const PICTURED_MAX = 600;

/** Terms of energies that are added up at most: a second or two of work. */
const TERMS_MAX = 4e8;

/** From 0 to `steps`, evenly spread, each once. */
const momentsOf = (steps: number, couplings: number): readonly number[] => {
  const affordable = Math.floor(TERMS_MAX / (couplings + 1));
  const count = Math.max(1, Math.min(steps, MOMENTS_MAX, affordable));
  return Array.from({ length: count + 1 }, (_, k) => Math.round((k * steps) / count));
};

const evenly = (spins: number, most: number): readonly number[] => {
  const count = Math.min(spins, most);
  return Array.from({ length: count }, (_, k) => Math.floor((k * spins) / count));
};

const pick = ({ x, y }: Observation, chosen: readonly number[]): Observation => ({
  x: Float64Array.from(chosen, (i) => x[i]!),
  y: Float64Array.from(chosen, (i) => y[i]!),
});

const meanOf = (looks: readonly Observation[]): Observation => {
  const mean = (which: 'x' | 'y'): Float64Array =>
    looks[0]![which].map((_, k) => looks.reduce((sum, o) => sum + o[which][k]!, 0) / looks.length);
  return { x: mean('x'), y: mean('y') };
};

/**
 * Advances a read of `steps` steps from step `from` to step `to`, and looks on the way: the means
 * of the followed oscillators, and all of them at the end.
 */
const lookOn = (
  machine: Machine,
  steps: number,
  [from, to]: readonly [number, number],
  followed: readonly number[],
  looksMax: number,
): { readonly mean: Observation; readonly last: Observation } => {
  const seen: Observation[] = [];
  const count = Math.max(1, Math.min(looksMax, to - from));
  let last: Observation;
  for (let done = from, k = 1; k <= count; k++) {
    const next = from + Math.round((k * (to - from)) / count);
    machine.advance(next - done, done / steps, next / steps);
    done = next;
    last = machine.observe(0);
    seen.push(pick(last, followed));
  }
  return { mean: meanOf(seen), last: last! };
};

/**
 * Performs one read of `steps` steps (at least 1) on the machine's first replica and looks at its
 * oscillators on the way: what no provider gives away (XDV-061.3), and what can be seen of the
 * simulator's engine alone. Looking changes nothing. Time ∝ steps of the machine + 160 energies.
 */
export const observeRead = (
  machine: Machine,
  problem: IsingProblem,
  seed: number,
  steps: number,
): ObservedRead => {
  const { spins } = problem;
  const moments = momentsOf(steps, problem.a.length);
  const followed = evenly(spins, FOLLOWED_MAX);
  const affordable = Math.floor(LOOKED_MAX / (moments.length * spins));
  const between = Math.floor(steps / (moments.length - 1));
  const looks = Math.max(1, Math.min(LOOKS_MAX, affordable, between));
  const pictured = evenly(spins, PICTURED_MAX);
  const energies: number[] = [];
  const tracks: Observation[] = [];
  const snapshots: Observation[] = [];
  let done = 0;
  machine.start(seed);
  for (const moment of moments) {
    const { mean, last } = lookOn(machine, steps, [done, moment], followed, looks);
    done = moment;
    tracks.push(mean);
    snapshots.push(pick(last, pictured));
    energies.push(isingEnergy(problem, machine.read(0)));
  }
  const [start, half] = [snapshots[0]!, snapshots[snapshots.length >> 1]!];
  return {
    kind: machine.kind,
    spins,
    steps,
    moments,
    energies,
    followed,
    looks,
    tracks,
    pictured,
    snapshots: { start, half, end: snapshots.at(-1)! },
    spinsAtEnd: machine.read(0),
  };
};
