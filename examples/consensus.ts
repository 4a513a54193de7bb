import { isingProblem, type IsingProblem, type PhiSample } from 'xdv-kernel';

/** A smaller problem that stands for a larger one. */
export interface Reduction {
  /** One spin per group of spins that move together. */
  readonly problem: IsingProblem;
  /** Spins of the larger problem for spins of the smaller one. All +1 gives the best sample. */
  readonly lift: (spins: ArrayLike<number>) => Int8Array;
  /** How many distinct samples agree on every frozen relation. */
  readonly samples: number;
}

/** Turning all spins over changes no cut: written with spin 0 up, equal cuts look equal. */
export const cutKey = (spins: ArrayLike<number>): string =>
  Array.from(spins, (spin) => (spin === spins[0] ? '+' : '-')).join('');

const byEnergy = (samples: readonly PhiSample[]): readonly PhiSample[] => {
  const distinct = new Map(samples.map((sample) => [cutKey(sample.spins), sample]));
  return [...distinct.values()].sort((a, b) => a.energy - b.energy);
};

/** The group of each spin: spins are together if no sample has turned one against the other. */
const groupSpins = (samples: readonly PhiSample[]): readonly number[] => {
  const best = samples[0]!.spins;
  const numbers = new Map<string, number>();
  return Array.from(best, (_, spin) => {
    // what the samples did to this spin, and whether that is what they did to spin 0
    const history = samples.map(({ spins }) => best[spin]! * spins[spin]! * best[0]! * spins[0]!);
    const key = history.join();
    if (!numbers.has(key)) numbers.set(key, numbers.size);
    return numbers.get(key)!;
  });
};

/** Sums the couplings between groups; those within a group are constant, so they drop out. */
const contract = (
  { a, b, coupling }: IsingProblem,
  groups: readonly number[],
  signs: ArrayLike<number>,
): IsingProblem => {
  const sums = new Map<string, [number, number, number]>();
  for (let k = 0; k < a.length; k++) {
    const [i, j] = [a[k]!, b[k]!];
    const [low, high] = [groups[i]!, groups[j]!].sort((x, y) => x - y) as [number, number];
    if (low === high) continue;
    const key = `${low} ${high}`;
    const sum = sums.get(key) ?? [low, high, 0];
    sum[2] += coupling[k]! * signs[i]! * signs[j]!;
    sums.set(key, sum);
  }
  const couplings = [...sums.values()].filter(([, , weight]) => weight !== 0);
  return isingProblem(Math.max(...groups) + 1, couplings);
};

/**
 * Freezes what good samples agree on. The samples are taken best first, as many as leave at most
 * `spinsMax` groups of spins free to move against each other; every sample taken, and every
 * mixture of them, remains a state of the smaller problem. For problems without fields.
 */
export const freeze = (
  problem: IsingProblem,
  samples: readonly PhiSample[],
  spinsMax: number,
): Reduction => {
  const ranked = byEnergy(samples);
  let taken = 1;
  let groups = groupSpins(ranked.slice(0, 1));
  for (let count = 2; count <= ranked.length; count++) {
    const finer = groupSpins(ranked.slice(0, count));
    if (Math.max(...finer) >= spinsMax) break;
    [taken, groups] = [count, finer];
  }
  const { spins: signs } = ranked[0]!;
  return {
    problem: contract(problem, groups, signs),
    lift: (spins) => signs.map((sign, spin) => sign * spins[groups[spin]!]!),
    samples: taken,
  };
};
