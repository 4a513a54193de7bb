import { TICK_MAX } from '@xdv/domain-model';
import type { RankQueue } from '../structures/rank-queue.ts';
import type { Ledger } from './ledger.ts';
import type { Ask, Placed, Placer } from './placer.ts';
import type { Request } from './request.ts';

/**
 * Strict order, and EASY backfill (Lifka 1995; Mu'alem and Feitelson 2001, section 2).
 *
 * Whoever is first in rank order starts as soon as it fits. Until then it holds a reservation at
 * its earliest start by the estimates, the shadow time. With `backfills` others start now, in rank
 * order or one of their own, if they fit beside that reservation; so nobody delays the first,
 * though anybody else may be delayed. The latest start of the first has no part in this: an early
 * end may yet bring its turn forward, and once it is past the request leaves.
 *
 * For n requests that wait, m breakpoints ahead and one resource: submit, withdraw and release
 * O(log n + log m); decide the same per request that starts, and per candidate that a closure or
 * a reservation keeps out; O(log m) if nothing happened but that one request came. Every further
 * resource adds its share to a backfilling decide, and every gang that waits with parts that begin
 * later than it does adds a search to `wakeAt`.
 */
export class QueuePlacer implements Placer {
  readonly #ledger: Ledger;
  readonly #queue: RankQueue;
  /** The same requests by their ranks for backfilling: the queue itself while none has one. */
  #candidates: RankQueue;
  readonly #backfills: boolean;
  /** Who holds the reservation, the first in the queue as of the last decision. */
  #head: Request | undefined;
  /** True if units were given back since: the reservation may be too late. */
  #improved = false;
  /**
   * True if some who were passed over at the last decision could fit now. Until something changes
   * nobody could: time alone only makes what is left before the shadow time shorter.
   */
  #changed = false;
  /** The first request submitted since the last decision. */
  #fresh: Request | undefined;
  /** Requests that wait with parts that begin later than they do. */
  readonly #staggered: Set<number>;
  readonly #free: Float64Array;
  readonly #extra: Float64Array;
  readonly #amounts: Float64Array;

  constructor(ledger: Ledger, queue: RankQueue, backfills: boolean, staggered = new Set<number>()) {
    this.#ledger = ledger;
    this.#queue = queue;
    this.#candidates = queue;
    this.#backfills = backfills;
    this.#staggered = staggered;
    const { size } = ledger.timelines;
    this.#free = new Float64Array(size);
    this.#extra = new Float64Array(size);
    this.#amounts = new Float64Array(size);
  }

  get waiting(): number {
    return this.#ledger.waiting;
  }

  submit(ask: Ask): void {
    const request = this.#ledger.submit(ask);
    if (request.parts.some(({ offset }) => offset > 0)) this.#staggered.add(ask.id);
    if (this.#fresh) this.#changed = true;
    else this.#fresh = request;
    const shortest = this.#enqueue(request, ask.rank);
    this.#enlist(ask.id, shortest, ask.rank, ask.backfill);
  }

  withdraw(id: number): boolean {
    return this.#ledger.withdraw(id, this.#leave);
  }

  decide(now: number): readonly Placed[] {
    const ledger = this.#ledger;
    if (ledger.advance(now) || this.#staggered.size > 0) this.#changed = true;
    const verdicts = ledger.refuseLate(now, this.#leave);
    this.#startFirst(now, verdicts);
    if (this.#backfills && this.#queue.size > 1) this.#backfill(now, verdicts);
    this.#changed = false;
    this.#fresh = undefined;
    return verdicts;
  }

  release(id: number, tick: number): void {
    if (this.#ledger.release(id, tick)) this.#improved = true;
    this.#changed = true; // what it held ends, be it now or at its time
  }

  wakeAt(): number {
    let wake = Math.min(this.#ledger.nextExpiry(), this.#head?.start ?? Infinity);
    if (this.#backfills && this.#queue.size > 1) {
      wake = Math.min(wake, this.#ledger.nextChange());
      for (const id of this.#staggered) {
        const request = this.#ledger.get(id);
        if (request === this.#head) continue;
        const start = this.#ledger.earliest(request, wake);
        if (start >= 0) wake = Math.min(wake, start);
      }
    }
    return wake === Infinity ? -1 : wake;
  }

  rerank(
    rankOf: (id: number) => ArrayLike<number>,
    backfillOf?: (id: number) => ArrayLike<number>,
  ): void {
    const ids = this.#queue.all();
    this.#queue.clear();
    this.#candidates = this.#queue;
    for (const id of ids) {
      const shortest = this.#enqueue(this.#ledger.get(id), rankOf(id));
      const backfill = backfillOf?.(id);
      if (backfill) this.#enlist(id, shortest, backfill, backfill);
    }
  }

  fork(): Placer {
    const ledger = this.#ledger.fork();
    const queue = this.#queue.fork();
    const copy = new QueuePlacer(ledger, queue, this.#backfills, new Set(this.#staggered));
    if (this.#candidates !== this.#queue) copy.#candidates = this.#candidates.fork();
    copy.#head = this.#head && ledger.get(this.#head.ask.id);
    copy.#improved = this.#improved;
    copy.#changed = this.#changed;
    copy.#fresh = this.#fresh && ledger.get(this.#fresh.ask.id);
    return copy;
  }

  /**
   * What a request needs at its start stands for it in the queue, with the shortest of the parts
   * that begin there: whoever passes over it by these could not have started it. Returns those
   * ticks.
   */
  #enqueue({ ask, parts }: Request, rank: ArrayLike<number>): number {
    this.#amounts.fill(0);
    let shortest = TICK_MAX;
    for (const { resource, amount, offset, ticks } of parts) {
      if (offset > 0) continue;
      this.#amounts[resource] = amount; // parts of one resource never overlap
      shortest = Math.min(shortest, ticks);
    }
    this.#queue.insert(ask.id, rank, this.#amounts, shortest);
    return shortest;
  }

  /** Ranks the request that was just enqueued among the candidates, once any has a rank there. */
  #enlist(
    id: number,
    shortest: number,
    rank: ArrayLike<number>,
    backfill: ArrayLike<number> | undefined,
  ): void {
    if (!this.#backfills) return;
    if (this.#candidates === this.#queue) {
      if (!backfill) return;
      this.#candidates = this.#queue.fork();
      this.#candidates.remove(id);
    }
    this.#candidates.insert(id, backfill ?? rank, this.#amounts, shortest);
  }

  #dequeue(id: number): void {
    this.#queue.remove(id);
    if (this.#candidates !== this.#queue) this.#candidates.remove(id);
    this.#staggered.delete(id);
  }

  /** A request leaves the queue, and its reservation if it has one. */
  readonly #leave = (request: Request): void => {
    this.#dequeue(request.ask.id);
    if (request === this.#head) this.#unreserve(request);
    if (request === this.#fresh) this.#fresh = undefined;
  };

  #unreserve(head: Request): void {
    this.#ledger.cancel(head);
    this.#head = undefined;
  }

  /** Starts the first in the queue as long as it fits now, then reserves a place for it. */
  #startFirst(now: number, verdicts: Placed[]): void {
    const ledger = this.#ledger;
    for (let id = this.#queue.first(); id >= 0; id = this.#queue.first()) {
      const request = ledger.get(id);
      if (!this.#reserve(request, now)) {
        this.#leave(request);
        ledger.refuse(request, verdicts);
        continue;
      }
      if (request.start > now) return;
      this.#start(request, verdicts);
      this.#head = undefined;
    }
  }

  /** Makes sure that the first in the queue holds its earliest start. False if it has none. */
  #reserve(request: Request, now: number): boolean {
    const head = this.#head;
    if (request === head && !this.#improved && request.start >= now) return true;
    const before = request === head ? request.start : -1;
    if (head) this.#unreserve(head);
    this.#improved = false;
    this.#changed = true;
    const found = this.#ledger.earliest(request, TICK_MAX);
    // a search that gave up is no reason to lose the place that was found before
    const start = found < 0 ? before : found;
    if (start < now) return false;
    this.#ledger.reserve(request, start);
    this.#head = request;
    return true;
  }

  #start(request: Request, verdicts: Placed[]): void {
    this.#dequeue(request.ask.id);
    this.#ledger.place(request, verdicts);
  }

  /** Starts those behind the head that fit now without delaying it. */
  #backfill(now: number, verdicts: Placed[]): void {
    const [head, fresh] = [this.#head!, this.#fresh];
    if (this.#changed) this.#fill(now, head, verdicts);
    else if (fresh && this.#fits(fresh, now)) this.#start(fresh, verdicts);
  }

  /** True if a request fits now, beside the head: then it holds its place. */
  #fits(request: Request, now: number): boolean {
    if (this.#ledger.earliest(request, now) !== now) return false;
    this.#ledger.reserve(request, now);
    return true;
  }

  /** Starts all that fit, in the order for backfilling. */
  #fill(now: number, head: Request, verdicts: Placed[]): void {
    const tight = this.#tightest(now, head);
    this.#measure(now, tight);
    // the first in the queue does not fit now, wherever it is among the candidates
    let passed = this.#candidates === this.#queue ? head.ask.id : undefined;
    for (;;) {
      const id = this.#candidates.firstFit(this.#free, tight - now, this.#extra, passed);
      if (id < 0) return;
      const request = this.#ledger.get(id);
      if (this.#fits(request, now)) {
        this.#start(request, verdicts);
        this.#measure(now, tight);
      } else passed = id;
    }
  }

  /** The tick that keeps out most: the shadow time, or when a resource closes before it. */
  #tightest(now: number, head: Request): number {
    let tick = head.start;
    for (const { resource } of head.parts) {
      tick = Math.min(tick, this.#ledger.timelines.closedFrom(resource, now));
    }
    return tick;
  }

  /** What is free now and at `tick`, where the head holds its place. */
  #measure(now: number, tick: number): void {
    const { timelines } = this.#ledger;
    for (let resource = 0; resource < timelines.size; resource++) {
      this.#free[resource] = timelines.freeAt(resource, now);
      this.#extra[resource] = timelines.freeAt(resource, tick);
    }
  }
}
