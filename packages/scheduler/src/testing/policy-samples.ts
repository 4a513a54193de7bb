import {
  createRandom,
  DOMAINS,
  namedSeed,
  TICK_MAX,
  WEIGHT_MAX,
  type Candidate,
  type ProcessId,
  type RandomStream,
} from '@xdv/domain-model';

/** A stream of a case: the same candidates in every run, and no draw of one shifts another's. */
export const randomOf = (name: string): RandomStream => createRandom(namedSeed(1, name));

/** A figure that is small and ties, of any size, or at an end of its range. */
const figure = (random: RandomStream, max = TICK_MAX): number => {
  const kind = random.below(8);
  if (kind < 4) return Math.min(max, random.below(20));
  if (kind < 7) return Math.floor(random.float() * Math.min(max, 2 ** (1 + random.below(53))));
  return random.below(2) === 0 ? 0 : max;
};

/** A candidate such as the kernel and the laboratory make, with figures over their ranges. */
export const drawCandidate = (random: RandomStream, process: number): Candidate => {
  const since = figure(random);
  return {
    domain: DOMAINS[random.below(DOMAINS.length)]!,
    process: process as ProcessId,
    since,
    now: Math.min(TICK_MAX, since + figure(random)),
    length: figure(random),
    amount: 1 + figure(random, 2 ** 40),
    priority: figure(random) * (random.below(2) === 0 ? 1 : -1),
    deadline: random.below(3) === 0 ? TICK_MAX : figure(random),
    period: random.below(3) === 0 ? 0 : figure(random),
    tenant: random.below(6),
    share: figure(random, 3_000_000),
    fidelity: figure(random, 1_000_000),
    fading: figure(random, WEIGHT_MAX),
    cost: figure(random),
    energy: figure(random),
    crossing: figure(random),
  };
};

/** So many different candidates, of processes 1, 2, …. */
export const drawCandidates = (name: string, count: number): readonly Candidate[] => {
  const random = randomOf(name);
  return Array.from({ length: count }, (_, i) => drawCandidate(random, i + 1));
};

/** A list in another order (Fisher and Yates). */
export const shuffled = <T>(list: readonly T[], random: RandomStream): readonly T[] => {
  const copy = [...list];
  for (let i = copy.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [copy[i], copy[j]] = [copy[j]!, copy[i]!];
  }
  return copy;
};
