import type { Candidate } from '@xdv/domain-model';
import { firstComeFirstServed } from '../policy/builtin.ts';
import type { Ranking } from '../policy/ranking.ts';
import { ReadyQueue } from '../structures/ready-queue.ts';
import type { SchedulerOptions } from './options.ts';

type Weighing = Required<Pick<SchedulerOptions, 'policy' | 'agingTicks'>>;

/** How a process waits for an ordinary turn: since when, and on which level. */
interface Waiting {
  readonly since: number;
  readonly level: number;
}

/** The candidate that the policy sees, at `now`. */
export type Seen = (process: number, since: number, now: number) => Candidate;

/**
 * Processes in the order of their ordinary turns: by the rank of the policy, in which a level
 * counts as much as an epoch of waiting.
 */
export interface Ordinary {
  /** True if somebody waits. */
  readonly waits: boolean;
  push(process: number, since: number, level: number, seen: Seen): void;
  /** Takes out the first at `now`. */
  take(now: number, seen: Seen): number;
  remove(process: number): void;
  fork(ranking: Ranking, options: Weighing): Ordinary;
}

const rankOf = (
  ranking: Ranking,
  candidate: Candidate,
  level: number,
  into: Float64Array,
): void => {
  ranking.rank(candidate, into);
  into[0]! += level;
};

/** Ranks that never change are queued: O(log n), and constant for those who come in order. */
class Queued implements Ordinary {
  readonly #ranking: Ranking;
  /** Length of an epoch where all weigh the same, which then need not be asked; else 0. */
  readonly #epochTicks: number;
  readonly #rank: Float64Array;
  #queue: ReadyQueue;
  /**
   * Processes that ended on no lane: the entries of those that waited are dropped when they
   * surface, or all at once when more have ended than there are entries.
   */
  #removed = new Set<number>();

  constructor(ranking: Ranking, { policy, agingTicks }: Weighing) {
    this.#ranking = ranking;
    this.#epochTicks = policy === firstComeFirstServed ? agingTicks : 0;
    this.#rank = new Float64Array(ranking.width);
    this.#queue = new ReadyQueue(ranking.width);
  }

  get waits(): boolean {
    return this.#queue.size > 0;
  }

  push(process: number, since: number, level: number, seen: Seen): void {
    const rank = this.#rank;
    if (this.#epochTicks === 0) rankOf(this.#ranking, seen(process, since, since), level, rank);
    else {
      rank[0] = Math.floor(since / this.#epochTicks) + level;
      rank[1] = since;
      rank[2] = process;
    }
    this.#queue.insert(rank);
  }

  take(): number {
    const process = this.#queue.first();
    this.#queue.pop();
    this.#dropRemoved();
    return process;
  }

  remove(process: number): void {
    this.#removed.add(process);
    if (this.#removed.size > this.#queue.size) {
      this.#queue.retain((id) => !this.#removed.has(id));
      this.#removed.clear();
    }
    this.#dropRemoved();
  }

  fork(ranking: Ranking, options: Weighing): Ordinary {
    const copy = new Queued(ranking, options);
    copy.#queue = this.#queue.fork();
    copy.#removed = new Set(this.#removed);
    return copy;
  }

  /** Whoever is first afterwards waits indeed. */
  #dropRemoved(): void {
    if (this.#removed.size === 0) return;
    const queue = this.#queue;
    while (queue.size > 0 && this.#removed.delete(queue.first())) queue.pop();
  }
}

const before = (a: Float64Array, b: Float64Array): boolean => {
  const i = a.findIndex((value, at) => value !== b[at]);
  return i >= 0 && a[i]! < b[i]!;
};

/** Ranks of a dynamic policy are those of the moment: a turn costs time linear in who waits. */
class Weighed implements Ordinary {
  readonly #ranking: Ranking;
  #waiting = new Map<number, Waiting>();

  constructor(ranking: Ranking) {
    this.#ranking = ranking;
  }

  get waits(): boolean {
    return this.#waiting.size > 0;
  }

  push(process: number, since: number, level: number): void {
    this.#waiting.set(process, { since, level });
  }

  take(now: number, seen: Seen): number {
    let first = 0;
    let best = new Float64Array(this.#ranking.width).fill(Infinity);
    let rank = new Float64Array(this.#ranking.width);
    for (const [process, { since, level }] of this.#waiting) {
      rankOf(this.#ranking, seen(process, since, now), level, rank);
      if (!before(rank, best)) continue;
      first = process;
      [best, rank] = [rank, best];
    }
    this.#waiting.delete(first);
    return first;
  }

  remove(process: number): void {
    this.#waiting.delete(process);
  }

  fork(ranking: Ranking): Ordinary {
    const copy = new Weighed(ranking);
    copy.#waiting = new Map(this.#waiting);
    return copy;
  }
}

export const createOrdinary = (ranking: Ranking, options: Weighing): Ordinary =>
  ranking.dynamic ? new Weighed(ranking) : new Queued(ranking, options);
