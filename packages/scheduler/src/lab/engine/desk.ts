import type { Session } from '../../model/workload.ts';
import { RankQueue } from '../../structures/rank-queue.ts';

/** What a desk does to the simulation that it is part of. Jobs are indices. */
export interface DeskPort {
  /** The job may start, until `lastStart` at most: it has its units of the session's resource. */
  start(job: number, lastStart: number): void;
  refuse(job: number): void;
  /** Asks for the resource as a whole, in the place of `job`. */
  ask(job: number): void;
  /** Gives the resource back, which it held from `start` on. */
  giveBack(start: number): void;
  /** Wants another turn at `tick`. */
  wake(tick: number): void;
  opened(): void;
  closed(start: number): void;
}

/** What a desk must know of a job. */
export interface DeskJob {
  /** Units that it holds of the session's resource. */
  readonly units: number;
  readonly length: number;
  readonly latestStart: number;
}

/**
 * One session: the jobs of it that wait, in rank order, and the span for which it holds its
 * resource. Jobs start strictly in order, side by side as far as units go; a job that would outlast
 * the session waits for the next. It closes when no job has run for `idleTicks`, at `maxTicks`, or
 * as soon as nothing runs and the first that waits does not fit. A job that starts but has to wait
 * for what it needs on other resources counts as one that runs.
 */
export class Desk {
  readonly #session: Session;
  readonly #capacity: number;
  readonly #waiting: RankQueue;
  readonly #jobOf: (job: number) => DeskJob;
  #state: 'closed' | 'asked' | 'open' = 'closed';
  #openedAt = 0;
  /** The job that was first when it opened. */
  #openedFor = -1;
  #running = 0;
  #free = 0;
  #idleSince = 0;

  constructor(
    session: Session,
    capacity: number,
    rankWidth: number,
    jobOf: (job: number) => DeskJob,
  ) {
    this.#session = session;
    this.#capacity = capacity;
    this.#waiting = new RankQueue(rankWidth, 1);
    this.#jobOf = jobOf;
  }

  /** The job that is to go first, -1 if none waits. */
  get first(): number {
    const id = this.#waiting.first();
    return id < 0 ? -1 : id - 1;
  }

  /** `job` waits from now on. */
  arrive(job: number, rank: ArrayLike<number>): void {
    const { units, length } = this.#jobOf(job);
    this.#waiting.insert(job + 1, rank, [units], length);
  }

  /** New ranks for all that wait: O(n log n). */
  rerank(rankOf: (job: number) => ArrayLike<number>): void {
    const ids = this.#waiting.all();
    this.#waiting.clear();
    for (const id of ids) this.arrive(id - 1, rankOf(id - 1));
  }

  /**
   * True if a job that was to start no longer fits into this session, but may into the next: not if
   * this one was opened for it, for then the next might be no better, and so on for ever.
   */
  mayStartLater(job: number, now: number): boolean {
    const { length, latestStart } = this.#jobOf(job);
    return job !== this.#openedFor && now + length > this.#limit && now <= latestStart;
  }

  /** A job that was to start waits again, with this rank: it could not start in time. */
  missed(job: number, rank: ArrayLike<number>, now: number): void {
    this.ended(job, now);
    this.arrive(job, rank);
  }

  /** A job of the session ended, or will not start after all. */
  ended(job: number, now: number): void {
    this.#running--;
    this.#free += this.#jobOf(job).units;
    this.#idleSince = now;
  }

  /** The resource is the session's from `now` on. */
  open(now: number, port: DeskPort): void {
    this.#refuseLate(now, port);
    if (this.#waiting.size === 0) {
      this.#state = 'closed';
      return port.giveBack(now);
    }
    this.#state = 'open';
    this.#openedAt = now;
    this.#openedFor = this.first;
    this.#idleSince = now;
    this.#free = this.#capacity;
    port.opened();
    this.turn(now, port);
  }

  /** It will never get its resource: those that wait will never start. */
  deny(port: DeskPort): void {
    this.#state = 'closed';
    for (let { first } = this; first >= 0; first = this.first) this.#refuse(first, port);
  }

  /** Starts what can start, closes when it is time, and asks for the resource if jobs wait. */
  turn(now: number, port: DeskPort): void {
    if (this.#state === 'open') {
      this.#startWaiting(now, port);
      if (this.#running === 0) this.#rest(now, port);
    }
    if (this.#state !== 'closed') return;
    this.#refuseLate(now, port);
    if (this.#waiting.size === 0) return;
    this.#state = 'asked';
    port.ask(this.first);
  }

  #startWaiting(now: number, port: DeskPort): void {
    for (;;) {
      this.#refuseLate(now, port);
      const { first } = this;
      if (first < 0) return;
      const { units, length } = this.#jobOf(first);
      if (units > this.#free || now + length > this.#limit) return;
      this.#waiting.remove(first + 1);
      this.#free -= units;
      this.#running++;
      port.start(first, this.#limit - length);
    }
  }

  /** Nothing runs: closes, or waits for its idle time to end. */
  #rest(now: number, port: DeskPort): void {
    const until = Math.min(this.#idleSince + this.#session.idleTicks, this.#limit);
    if (this.#waiting.size === 0 && now < until) return port.wake(until);
    this.#state = 'closed';
    port.closed(this.#openedAt);
    port.giveBack(this.#openedAt);
  }

  get #limit(): number {
    return this.#openedAt + this.#session.maxTicks;
  }

  #refuseLate(now: number, port: DeskPort): void {
    for (let { first } = this; first >= 0; first = this.first) {
      if (this.#jobOf(first).latestStart >= now) return;
      this.#refuse(first, port);
    }
  }

  #refuse(job: number, port: DeskPort): void {
    this.#waiting.remove(job + 1);
    port.refuse(job);
  }
}
