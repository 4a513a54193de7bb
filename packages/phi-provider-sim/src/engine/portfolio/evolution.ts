import type { RandomStream } from '@xdv/domain-model';
import type { Cooling } from '../search/anneal.ts';
import type { Candidate, Polish } from '../search/polish.ts';

/** Candidates that evolve together. */
const POOL = 10;
/** Candidates that are crossed at a time. */
const PARENTS = 5;
/** Reheats that every new candidate gets. */
const REFINEMENTS = 10;
/** Candidates closer than this share of the spins compete for one place. */
const NICHE = 0.1;
/** Crossings in a row without a place in the pool after which it is given up. */
const PATIENCE = 5;
/** Pools whose winners make up the next pool. */
const HALL = 4;

/** Reheats: between these temperatures, down to the last, for one of these numbers of sweeps. */
const REHEAT_LEAST = 0.4;
const REHEAT_MOST = 0.7;
const COLD = 0.1;
const SWEEPS = [100, 180, 320, 560, 1000] as const;

const reheat = (random: RandomStream, stretch: number): Cooling => ({
  hot: REHEAT_LEAST + (REHEAT_MOST - REHEAT_LEAST) * random.float(),
  cold: COLD,
  sweeps: Math.round(SWEEPS[random.below(SWEEPS.length)]! * stretch),
});

const worstOf = (pool: readonly Candidate[]): number =>
  pool.reduce((worst, one, k) => (one.energy > pool[worst]!.energy ? k : worst), 0);

const bestOf = (pool: readonly Candidate[]): Candidate =>
  pool.reduce((best, one) => (one.energy < best.energy ? one : best));

/** The first `count` of a random order (Fisher and Yates). */
const draw = (pool: readonly Candidate[], count: number, random: RandomStream): Candidate[] => {
  const order = pool.slice();
  for (let k = 0; k < count; k++) {
    const other = k + random.below(order.length - k);
    [order[k], order[other]] = [order[other]!, order[k]!];
  }
  return order.slice(0, count);
};

/**
 * Places a child in the pool: in place of its neighbour in the same niche if it is as good, else
 * in place of the worst if it is better. Returns whether the pool has gained by it.
 */
const place = (pool: Candidate[], child: Candidate, polish: Polish): boolean => {
  const distances = pool.map((one) => polish.distance(one, child));
  const near = distances.reduce((least, d, k) => (d < distances[least]! ? k : least), 0);
  const same = distances[near]! <= NICHE * child.spins.length;
  const rival = same ? near : worstOf(pool);
  const old = pool[rival]!.energy;
  if (child.energy < old || (same && child.energy === old)) pool[rival] = child;
  return child.energy < old;
};

/** Where new candidates come from; it yields after each slice of work. */
type Source = () => Generator<null, Candidate, void>;

/** What an evolution works with. */
interface Setting {
  readonly polish: Polish;
  readonly random: RandomStream;
  /** Reheats take so many times their usual number of sweeps. */
  readonly stretch: number;
  /** Hears of every candidate. */
  readonly found: (candidate: Candidate) => void;
}

/** Refines a candidate step by step. */
function* refined(
  start: Candidate,
  { polish, random, stretch, found }: Setting,
): Generator<null, Candidate, void> {
  let candidate = start;
  found(candidate);
  for (let k = 0; k < REFINEMENTS; k++) {
    candidate = polish.refine(candidate, reheat(random, stretch));
    found(candidate);
    yield null;
  }
  return candidate;
}

/** Crosses the candidates of a pool until it gains no more; returns the best. */
function* contest(pool: Candidate[], setting: Setting): Generator<null, Candidate, void> {
  const { polish, random } = setting;
  for (let vain = 0; vain < PATIENCE; vain++) {
    const child = polish.cross(draw(pool, Math.min(PARENTS, pool.length), random));
    if (place(pool, yield* refined(child, setting), polish)) vain = -1;
  }
  return bestOf(pool);
}

/**
 * A memetic search (Moscato 1989) over machine reads, without end: pools of refined candidates are
 * crossed until they stall, and the winners of several pools make up a pool of their own. It
 * yields after each slice of work: one reheat.
 */
export function* evolve(source: Source, setting: Setting): Generator<null, never, void> {
  let winners: Candidate[] = [];
  for (;;) {
    let pool = winners;
    if (pool.length >= HALL) winners = [];
    else {
      pool = [];
      while (pool.length < POOL) {
        pool.push(yield* refined(yield* source(), setting));
      }
    }
    winners.push(yield* contest(pool, setting));
  }
}
