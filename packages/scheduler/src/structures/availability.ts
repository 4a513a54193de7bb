import { show, TICK_MAX } from '@xdv/domain-model';
import { unitsHeld, type Resource } from '../model/resource.ts';
import type { Reservation } from '../model/workload.ts';
import { createCalendar, type Calendar } from './calendar.ts';
import { Profile } from './profile.ts';

/**
 * What is free of one resource over logical time: a {@link Profile} of what is taken, under the
 * resource's calendar (XDV-023.2). Nothing is free while the resource is closed, or no calibration
 * is valid. Callers pass the units held: all of an exclusive resource (`unitsHeld`). Closures are
 * never written out, however far they repeat: they cost no memory, and time has no horizon.
 */
export interface Availability {
  readonly capacity: number;
  freeAt(tick: number): number;
  /** The least that is free within [from, to); the capacity if that is empty. */
  minFree(from: number, to: number): number;
  /**
   * The first start in [from, latest] with `amount` free throughout [start, start + length), which
   * ends by TICK_MAX; -1 if there is none. A length of 0 counts as 1.
   */
  earliest(from: number, length: number, amount: number, latest?: number): number;
  /** Takes units within [from, to); they must be free, closures apart. */
  take(from: number, to: number, amount: number): void;
  /** Gives units within [from, to) back; they must be taken. */
  give(from: number, to: number, amount: number): void;
  /** Drops what lies before `tick`. */
  forget(tick: number): void;
  /**
   * True if `amount` for `length` could start at `from` (the last tick forgotten, if left out) or
   * later if nobody else took anything: outside of closures, beside reservations, and no more than
   * CALENDAR_GAPS_MAX gaps away.
   */
  fits(length: number, amount: number, from?: number): boolean;
  fork(): Availability;
}

/** The first start that suits both what is taken and the calendar. */
const search = (
  profile: Profile,
  calendar: Calendar,
  from: number,
  length: number,
  amount: number,
  latest: number,
): number => {
  let start = from;
  for (;;) {
    const free = profile.earliest(start, length, amount, latest);
    if (free < 0) return -1;
    start = calendar.earliest(free, length, latest);
    if (start === free || start < 0) return start;
  }
};

const availabilityOver = (
  calendar: Calendar,
  reserved: Profile,
  profile: Profile,
  first: number,
): Availability => {
  let now = first;
  return {
    capacity: profile.capacity,
    freeAt: (tick) => (calendar.isOpen(tick) ? profile.freeAt(tick) : 0),
    minFree: (from, to) => (calendar.closedFrom(from) < to ? 0 : profile.minFree(from, to)),
    earliest: (from, length, amount, latest = TICK_MAX) =>
      search(profile, calendar, from, length, amount, latest),
    take: (from, to, amount) => profile.take(from, to, amount),
    give: (from, to, amount) => profile.give(from, to, amount),
    forget(tick) {
      now = Math.max(now, tick);
      profile.forget(tick);
    },
    fits: (length, amount, from = now) =>
      search(reserved, calendar, from, length, amount, TICK_MAX) >= 0,
    fork: () => availabilityOver(calendar, reserved, profile.fork(), now),
  };
};

const checked = (name: string, value: number, min: number, max = TICK_MAX): void => {
  if (Number.isSafeInteger(value) && value >= min && value <= max) return;
  throw new RangeError(`${name} must be an integer from ${min} to ${max}, got ${show(value)}`);
};

const checkResource = ({ capacity, closures, calibration }: Resource): void => {
  checked('capacity', capacity, 1);
  for (const { start, ticks, every } of closures) {
    checked('closure start', start, 0);
    checked('closure ticks', ticks, 0);
    checked('closure every', every, 0);
  }
  if (!calibration) return;
  checked('calibration firstTick', calibration.firstTick, 0);
  checked('calibration everyTicks', calibration.everyTicks, 1);
  checked('calibration validTicks', calibration.validTicks, 0);
};

const reserve = (resource: Resource, reserved: Profile, reservation: Reservation): void => {
  const { start, end, amount } = reservation;
  checked('reservation start', start, 0);
  checked('reservation end', end, start);
  checked('reservation amount', amount, 0, resource.capacity);
  const units = unitsHeld(resource, amount);
  const least = reserved.minFree(start, end);
  checked('units left to a reservation', least, units, resource.capacity);
  reserved.take(start, end, units);
};

/**
 * The availability of an idle resource, less what is reserved of it: pass the reservations of this
 * resource only. Throws RangeError for a calendar out of range, and where reservations ask for more
 * than there is.
 */
export const createAvailability = (
  resource: Resource,
  reservations: readonly Reservation[] = [],
): Availability => {
  checkResource(resource);
  const reserved = new Profile(resource.capacity);
  for (const reservation of reservations) reserve(resource, reserved, reservation);
  return availabilityOver(createCalendar(resource), reserved, reserved.fork(), 0);
};
