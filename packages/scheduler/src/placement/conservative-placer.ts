import { invariant, TICK_MAX } from '@xdv/domain-model';
import type { RankQueue } from '../structures/rank-queue.ts';
import { Agenda } from './agenda.ts';
import { Freed } from './freed.ts';
import type { Ledger } from './ledger.ts';
import type { Ask, Placed, Placer } from './placer.ts';
import type { Request } from './request.ts';

/** Promises are not searched by fit: in its queues a request asks for nothing. */
const NO_AMOUNTS: readonly number[] = [0];

/**
 * Conservative backfill (Mu'alem and Feitelson 2001, section 2). Requests submitted since the last
 * decision are promised, in rank order, the earliest start that moves no promise. A promise is told
 * when its tick has come. Where a request ended early, was taken back or was refused, promises are
 * compressed before new ones are made: in rank order, each moves to the earliest start there is
 * now, its own at worst. A request that no promise can be made to in time waits for such a chance.
 *
 * `binding`: the promise is told at once and never moves; without one the request is refused.
 *
 * A decision costs O(log n + log m) per new request, for n that wait and m breakpoints ahead, times
 * the holes its search passes. One after an early end passes over all n, and searches, for each
 * whose place could reach into what was freed since it was last tried, the starts that would: see
 * `Freed`. A queue that is long for long, where nearly all runs end early, so costs O(n) a run.
 */
export class ConservativePlacer implements Placer {
  readonly #ledger: Ledger;
  readonly #binding: boolean;
  /** Requests submitted since the last decision. */
  readonly #fresh: RankQueue;
  /** All that wait; unused if promises bind, since nobody then waits past a decision. */
  readonly #queue: RankQueue;
  /** Starts promised. */
  #due: Agenda;
  /** True if units were given back since the last decision. */
  #improved = false;
  /** Where promises may gain. */
  #freed: Freed;

  constructor(ledger: Ledger, fresh: RankQueue, queue: RankQueue, binding: boolean) {
    this.#ledger = ledger;
    this.#fresh = fresh;
    this.#queue = queue;
    this.#binding = binding;
    this.#due = new Agenda(this.#isDue);
    this.#freed = new Freed(ledger.timelines.size);
  }

  get waiting(): number {
    return this.#ledger.waiting;
  }

  submit(ask: Ask): void {
    this.#ledger.submit(ask);
    this.#fresh.insert(ask.id, ask.rank, NO_AMOUNTS, 0);
    if (!this.#binding) this.#queue.insert(ask.id, ask.rank, NO_AMOUNTS, 0);
  }

  withdraw(id: number): boolean {
    return this.#ledger.withdraw(id, this.#leave);
  }

  decide(now: number): readonly Placed[] {
    const ledger = this.#ledger;
    ledger.advance(now);
    invariant(this.#due.first() >= now, 'a promised start was slept through', now);
    const verdicts = ledger.refuseLate(now, this.#leave);
    if (this.#improved) this.#compress();
    this.#placeFresh(verdicts);
    for (let id = this.#due.take(now); id >= 0; id = this.#due.take(now)) {
      this.#queue.remove(id);
      ledger.place(ledger.get(id), verdicts);
    }
    return verdicts;
  }

  release(id: number, tick: number): void {
    const { parts, start } = this.#ledger.get(id);
    if (!this.#ledger.release(id, tick)) return;
    this.#freed.give(parts, start, tick);
    this.#improved = true;
  }

  wakeAt(): number {
    const wake = Math.min(this.#due.first(), this.#ledger.nextExpiry());
    return wake === Infinity ? -1 : wake;
  }

  rerank(rankOf: (id: number) => ArrayLike<number>): void {
    for (const queue of [this.#fresh, this.#queue]) {
      const ids = queue.all();
      queue.clear();
      for (const id of ids) queue.insert(id, rankOf(id), NO_AMOUNTS, 0);
    }
  }

  fork(): Placer {
    const copy = new ConservativePlacer(
      this.#ledger.fork(),
      this.#fresh.fork(),
      this.#queue.fork(),
      this.#binding,
    );
    copy.#due = this.#due.fork(copy.#isDue);
    copy.#improved = this.#improved;
    copy.#freed = this.#freed.fork();
    return copy;
  }

  /** A request leaves, and its promise if it has one. */
  readonly #leave = (request: Request): void => {
    this.#fresh.remove(request.ask.id);
    this.#queue.remove(request.ask.id);
    if (request.start < 0) return;
    this.#freed.give(request.parts, request.start, 0);
    this.#ledger.cancel(request);
    this.#improved = true;
  };

  /** Moves promises forward, in rank order: each is given up and made again, no later. */
  #compress(): void {
    this.#improved = false;
    this.#freed.begin();
    for (let id = this.#queue.first(); id >= 0; id = this.#queue.after(id)) {
      const request = this.#ledger.get(id);
      if (request.start >= 0) this.#improve(request);
      else if (!this.#fresh.has(id)) this.#promise(request);
    }
  }

  #improve(request: Request): void {
    const ledger = this.#ledger;
    const freed = this.#freed;
    const { parts, start } = request;
    const reach = freed.reach(request, ledger.earliestStart(request));
    if (reach && ledger.moveForward(request, ...reach)) {
      freed.move(parts, start, request.start);
      this.#due.add(request.start, request.ask.id);
    }
    request.tried = freed.step;
  }

  /** Promises a request its earliest start if that is in time. */
  #promise(request: Request): void {
    const start = this.#ledger.earliest(request, request.ask.latestStart);
    if (start < 0) return;
    this.#ledger.reserve(request, start);
    request.tried = this.#freed.step;
    if (!this.#binding) this.#due.add(start, request.ask.id);
  }

  #placeFresh(verdicts: Placed[]): void {
    const ledger = this.#ledger;
    for (let id = this.#fresh.first(); id >= 0; id = this.#fresh.first()) {
      this.#fresh.remove(id);
      const request = ledger.get(id);
      this.#promise(request);
      if (request.start >= 0 && this.#binding) ledger.place(request, verdicts);
      else if (this.#isHopeless(request)) {
        this.#queue.remove(id);
        ledger.refuse(request, verdicts);
      }
    }
  }

  /** True if a request without a promise has nothing to wait for. */
  #isHopeless({ start, ask }: Request): boolean {
    return start < 0 && (this.#binding || ask.latestStart === TICK_MAX);
  }

  readonly #isDue = (tick: number, id: number): boolean =>
    this.#ledger.isWaiting(id) && this.#ledger.get(id).start === tick;
}
