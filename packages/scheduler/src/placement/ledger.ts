import { invariant, TICK_MAX } from '@xdv/domain-model';
import type { Resource } from '../model/resource.ts';
import type { Reservation } from '../model/workload.ts';
import { Agenda } from './agenda.ts';
import type { Ask, Placed } from './placer.ts';
import { requestFor, type Request } from './request.ts';
import { Timelines } from './timelines.ts';

/** When a request is to be refused that cannot be placed at all: at the next decision. */
const AT_ONCE = -1;

interface Books {
  readonly rankWidth: number;
  readonly timelines: Timelines;
  readonly requests: Map<number, Request>;
  readonly now: number;
  readonly waiting: number;
}

/**
 * What every placement keeps: the timelines, the requests that wait or hold their place, and when
 * the first refusal and the next change are due. A request is forgotten when it is refused, taken
 * back or released, or once time has passed its end, so all sizes are independent of history.
 */
export class Ledger {
  readonly timelines: Timelines;
  readonly #rankWidth: number;
  readonly #requests: Map<number, Request>;
  /** Last starts of requests that wait. */
  #expiry: Agenda;
  /** Ends of parts that are held, and earliest starts to come of requests that wait. */
  #changes: Agenda;
  /** Requests submitted since the last decision. */
  #unseen: Request[] = [];
  /** Requests with a part that ends now. */
  #ending: number[] = [];
  #now: number;
  #waiting: number;

  private constructor(books: Books) {
    this.timelines = books.timelines;
    this.#rankWidth = books.rankWidth;
    this.#requests = books.requests;
    this.#now = books.now;
    this.#waiting = books.waiting;
    this.#expiry = new Agenda(this.#expires);
    this.#changes = new Agenda(this.#changesAt);
  }

  static of(
    resources: readonly Resource[],
    reservations: readonly Reservation[],
    rankWidth: number,
  ): Ledger {
    const timelines = Timelines.of(resources, reservations);
    const ledger = new Ledger({ rankWidth, timelines, requests: new Map(), now: 0, waiting: 0 });
    for (const { end } of reservations) ledger.#changes.add(end, 0);
    return ledger;
  }

  /** Requests that wait. */
  get waiting(): number {
    return this.#waiting;
  }

  /** The request of that id, which waits or holds its place. */
  get(id: number): Request {
    const request = this.#requests.get(id);
    invariant(request !== undefined, 'unknown request', id);
    return request;
  }

  isWaiting(id: number): boolean {
    return this.#requests.get(id)?.placed === false;
  }

  submit(ask: Ask): Request {
    const request = requestFor(ask, this.timelines.size, this.#rankWidth);
    invariant(!this.#requests.has(ask.id), 'a request is submitted once', ask.id);
    this.#requests.set(ask.id, request);
    this.#waiting++;
    this.#unseen.push(request);
    if (ask.latestStart < TICK_MAX) this.#expiry.add(ask.latestStart, ask.id);
    if (ask.earliest > this.#now) this.#changes.add(ask.earliest, ask.id);
    return request;
  }

  /**
   * Moves time to `now`, forgets requests that ended before, and looks at those that are new. True
   * if a tick was reached or passed from which a request could fit that did not: see `nextChange`.
   */
  advance(now: number): boolean {
    let changed = this.timelines.opensAfter(this.#now) <= now;
    this.#setNow(now);
    for (const request of this.#unseen) {
      const { id, earliest, latestStart } = request.ask;
      if (this.#requests.get(id) !== request) continue;
      if (earliest > latestStart || !this.timelines.fits(request, now)) {
        this.#expiry.add(AT_ONCE, id);
      }
    }
    this.#unseen.length = 0;
    for (let id = this.#changes.take(now); id >= 0; id = this.#changes.take(now)) {
      this.#ending.push(id);
      changed = true;
    }
    return changed;
  }

  /** Refuses those that can no longer start at `now`, once they left: by latest start, then id. */
  refuseLate(now: number, leave: (request: Request) => void): Placed[] {
    const verdicts: Placed[] = [];
    for (let id = this.#expiry.take(now - 1); id >= 0; id = this.#expiry.take(now - 1)) {
      const request = this.get(id);
      leave(request);
      this.refuse(request, verdicts);
    }
    return verdicts;
  }

  /** The first tick at which a request that waits can no longer start, or Infinity. */
  nextExpiry(): number {
    return this.#expiry.first() + 1;
  }

  /**
   * The first tick after now from which a request could fit that did not: a part ends, a closure or
   * a reservation ends, or an earliest start is reached. Infinity if there is none.
   */
  nextChange(): number {
    return Math.min(this.#changes.first(), this.timelines.opensAfter(this.#now));
  }

  /** The first start of a request in [now, latest], or -1. */
  earliest(request: Request, latest: number): number {
    return this.timelines.earliest(request, this.earliestStart(request), latest);
  }

  /** The first tick at which a request may start now. */
  earliestStart({ ask }: Request): number {
    return Math.max(this.#now, ask.earliest);
  }

  /** Moves a reservation to the first start there is in [first, last]. True if there is one. */
  moveForward(request: Request, first: number, last: number): boolean {
    return this.timelines.moveForward(request, first, last, this.#now);
  }

  /** Reserves a place for a request that waits. */
  reserve(request: Request, start: number): void {
    this.timelines.take(request, start, this.#now);
  }

  /** Takes the reservation of a request back. */
  cancel(request: Request): void {
    this.timelines.give(request, 0);
    request.start = -1;
  }

  /** Tells that a request has its place, which it holds. */
  place(request: Request, verdicts: Placed[]): void {
    const { ask, start, parts } = request;
    request.placed = true;
    this.#waiting--;
    for (const { offset, ticks } of parts) this.#changes.add(start + offset + ticks, ask.id);
    verdicts.push({ id: ask.id, start });
  }

  /** Takes back a request that waits: first it leaves. True if it did wait. */
  withdraw(id: number, leave: (request: Request) => void): boolean {
    const request = this.#requests.get(id);
    if (request?.placed !== false) return false;
    leave(request);
    this.#drop(request);
    return true;
  }

  /** Tells that a request cannot start in time. */
  refuse(request: Request, verdicts: Placed[]): void {
    this.#drop(request);
    verdicts.push({ id: request.ask.id, start: -1 });
  }

  /** Ends a placed request at `tick`. True if that freed anything. */
  release(id: number, tick: number): boolean {
    const request = this.get(id);
    invariant(request.placed, 'a request that waits is withdrawn, not released', id);
    invariant(tick >= this.#now, 'time never goes back', tick);
    this.#requests.delete(id);
    return this.timelines.give(request, tick);
  }

  fork(): Ledger {
    const copy = new Ledger({
      rankWidth: this.#rankWidth,
      timelines: this.timelines.fork(),
      requests: new Map([...this.#requests].map(([id, request]) => [id, { ...request }])),
      now: this.#now,
      waiting: this.#waiting,
    });
    copy.#expiry = this.#expiry.fork(copy.#expires);
    copy.#changes = this.#changes.fork(copy.#changesAt);
    copy.#unseen = this.#unseen
      .filter((request) => this.#requests.get(request.ask.id) === request)
      .map(({ ask }) => copy.get(ask.id));
    copy.#ending = [...this.#ending];
    return copy;
  }

  /** Forgets a request that waits and holds nothing. */
  #drop(request: Request): void {
    this.#requests.delete(request.ask.id);
    this.#waiting--;
  }

  #setNow(now: number): void {
    invariant(Number.isSafeInteger(now) && now >= this.#now, 'time never goes back', now);
    if (now === this.#now) return;
    for (const id of this.#ending) {
      const request = this.#requests.get(id);
      if (request?.placed && request.start + request.ask.length <= this.#now) {
        this.#requests.delete(id);
      }
    }
    this.#ending.length = 0;
    this.#now = now;
  }

  readonly #expires = (tick: number, id: number): boolean => {
    const request = this.#requests.get(id);
    if (!request || request.placed) return false;
    return tick === AT_ONCE || tick === request.ask.latestStart;
  };

  readonly #changesAt = (tick: number, id: number): boolean => {
    if (id === 0) return true;
    const request = this.#requests.get(id);
    if (!request) return false;
    if (!request.placed) return tick === request.ask.earliest;
    return request.parts.some((part) => request.start + part.offset + part.ticks === tick);
  };
}
