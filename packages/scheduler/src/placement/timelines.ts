import { TICK_MAX } from '@xdv/domain-model';
import type { Resource } from '../model/resource.ts';
import type { Reservation } from '../model/workload.ts';
import { createAvailability, type Availability } from '../structures/availability.ts';
import { createCalendar, type Calendar } from '../structures/calendar.ts';
import type { AskPart } from './placer.ts';
import type { Request } from './request.ts';

/**
 * Rounds of the search for a common start before it gives up: calendars may have periods in which
 * parts never meet, and a pattern that long is not searched to its end.
 */
const ROUNDS_MAX = 65_536;

/**
 * The timelines of some resources, on which requests hold their parts all at once or not at all.
 * A search or a change costs O(log n) per part, for n breakpoints ahead, times the holes passed.
 */
export class Timelines {
  readonly #availability: readonly Availability[];
  /** Calendars of the resources that have one, by resource. */
  readonly #calendars: readonly (Calendar | undefined)[];
  /** No closure ends within (asked, opens), one does at `opens`. */
  #asked = 0;
  #opens = 0;

  private constructor(
    availability: readonly Availability[],
    calendars: readonly (Calendar | undefined)[],
  ) {
    this.#availability = availability;
    this.#calendars = calendars;
  }

  static of(resources: readonly Resource[], reservations: readonly Reservation[]): Timelines {
    return new Timelines(
      resources.map((resource, index) =>
        createAvailability(
          resource,
          reservations.filter((reservation) => reservation.resource === index),
        ),
      ),
      resources.map((resource) =>
        resource.closures.length > 0 || resource.calibration ? createCalendar(resource) : undefined,
      ),
    );
  }

  get size(): number {
    return this.#availability.length;
  }

  freeAt(resource: number, tick: number): number {
    return this.#availability[resource]!.freeAt(tick);
  }

  /** First closed tick of a resource from `tick` on, Infinity if there is none. */
  closedFrom(resource: number, tick: number): number {
    return this.#calendars[resource]?.closedFrom(tick) ?? Infinity;
  }

  /**
   * First tick after `tick` at which a closure of any resource ends, Infinity if there is none.
   * Linear in the calendars once for each such tick.
   */
  opensAfter(tick: number): number {
    if (tick < this.#asked || tick >= this.#opens) {
      this.#asked = tick;
      this.#opens = this.#opening(tick);
    }
    return this.#opens;
  }

  /** False if a part of the request finds no place from `now` on even if nobody holds anything. */
  fits({ ask, parts }: Request, now: number): boolean {
    const whole = this.#fitAlone(ask.parts, now);
    return whole && (parts === ask.parts || this.#fitAlone(parts, now));
  }

  /**
   * The first start in [from, latest] at which all parts fit; -1 if there is none, or none in
   * ROUNDS_MAX rounds. Each part in turn moves the start to where it fits, until all agree: no
   * start that is passed over could have suited the part that moved it.
   */
  earliest({ parts }: Request, from: number, latest: number): number {
    let start = from;
    for (let round = 0, agreed = 0; agreed < parts.length; round++) {
      if (round === ROUNDS_MAX) return -1;
      const { resource, amount, offset, ticks } = parts[round % parts.length]!;
      const last = Math.min(latest + offset, TICK_MAX);
      const at = this.#availability[resource]!.earliest(start + offset, ticks, amount, last);
      if (at < 0) return -1;
      agreed = at === start + offset ? agreed + 1 : 1;
      start = at - offset;
    }
    return start;
  }

  /** Takes all parts of a request that starts at `start`; `now`: nothing before it matters. */
  take(request: Request, start: number, now: number): void {
    request.start = start;
    for (const { resource, amount, offset, ticks } of request.parts) {
      const availability = this.#availability[resource]!;
      availability.forget(now);
      availability.take(start + offset, start + offset + ticks, amount);
    }
  }

  /** Gives back what a request holds from `tick` on. True if that was anything. */
  give({ parts, start }: Request, tick: number): boolean {
    let given = false;
    for (const { resource, amount, offset, ticks } of parts) {
      const from = Math.max(start + offset, tick);
      const to = start + offset + ticks;
      if (from >= to) continue;
      this.#availability[resource]!.give(from, to, amount);
      given = true;
    }
    return given;
  }

  /**
   * Moves a request that holds its place to the first start in [first, last], before its own, at
   * which it fits if it gives that up. True if there is one.
   */
  moveForward(request: Request, first: number, last: number, now: number): boolean {
    const { start, parts } = request;
    const clear = parts.length === 1 ? this.#clearOf(parts[0]!, first, last, start) : start;
    if (clear < 0) return false;
    this.give(request, 0);
    const found = clear < start ? clear : this.earliest(request, first, last);
    this.take(request, found < 0 ? start : found, now);
    return found >= 0;
  }

  fork(): Timelines {
    return new Timelines(
      this.#availability.map((availability) => availability.fork()),
      this.#calendars,
    );
  }

  #opening(tick: number): number {
    let first = Infinity;
    for (const calendar of this.#calendars) {
      if (!calendar) continue;
      const closed = calendar.closedFrom(tick);
      if (closed >= first) continue;
      const open = calendar.earliest(closed, 1, TICK_MAX);
      if (open >= 0) first = Math.min(first, open);
    }
    return first;
  }

  /**
   * The first start of a part in [first, last] at which it ends before its own place begins;
   * `start` if it may only have one that overlaps that, -1 if it has none.
   */
  #clearOf(part: AskPart, first: number, last: number, start: number): number {
    const { resource, amount, offset, ticks } = part;
    const own = this.#availability[resource]!;
    const clearLast = Math.min(last, start - ticks) + offset;
    const clear = own.earliest(first + offset, ticks, amount, clearLast);
    if (clear >= 0) return clear - offset;
    // whatever overlaps its own place begins where the tick before that is free
    const overlaps = last > start - ticks && own.freeAt(start + offset - 1) >= amount;
    return overlaps ? start : -1;
  }

  #fitAlone(parts: readonly AskPart[], now: number): boolean {
    return parts.every(({ resource, amount, ticks }) => {
      const availability = this.#availability[resource]!;
      availability.forget(now);
      return availability.fits(ticks, amount);
    });
  }
}
