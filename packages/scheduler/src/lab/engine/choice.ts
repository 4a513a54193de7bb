import { TICK_MAX } from '@xdv/domain-model';
import type { Workload } from '../../model/workload.ts';
import type { AskPart } from '../../placement/placer.ts';
import { createAvailability, type Availability } from '../../structures/availability.ts';
import type { Layout } from './layout.ts';
import { reservationsOf } from './stations.ts';

/** What is known of one resource: its timeline as far as jobs run, and the work that waits. */
interface Load {
  readonly availability: Availability;
  /** Units · ticks asked for by those that wait. */
  waiting: number;
  /** Units held by those that run, and the sum of units · tick at which they should end. */
  units: number;
  ends: number;
}

/**
 * Predicts where a job would start first, for jobs that could do with one of several resources.
 *
 * The rule: a resource works off all that was asked of it, by those that run (as estimated) and by
 * those that wait, at full use; from the tick at which that would be over, the job takes the first
 * gap that is long and wide enough between closures, reservations and what runs. Policies have no
 * say in it. On an exclusive resource in order of arrival the prediction is exact.
 */
export class Choice {
  readonly #loads: readonly (Load | undefined)[];

  constructor(workload: Workload, tracked: (resource: number) => boolean) {
    const reserved = reservationsOf(workload);
    this.#loads = workload.resources.map((resource, index) => {
      if (!tracked(index)) return undefined;
      const availability = createAvailability(resource, reserved[index]);
      return { availability, waiting: 0, units: 0, ends: 0 };
    });
  }

  /** The tick at which `part` would probably start, or Infinity. Time as `earliest` takes. */
  predict({ resource, amount, offset, ticks }: AskPart, now: number): number {
    const { availability, waiting, units, ends } = this.#loads[resource]!;
    const work = Math.max(0, ends - units * now) + Math.max(0, waiting);
    const free = now + offset + Math.ceil(work / availability.capacity);
    if (free > TICK_MAX) return Infinity;
    const start = availability.earliest(free, ticks, amount);
    return start < 0 ? Infinity : start;
  }

  waits({ parts }: Layout): void {
    this.#wait(parts, 1);
  }

  /** What waited no longer does. */
  leaves({ parts }: Layout): void {
    this.#wait(parts, -1);
  }

  starts({ parts }: Layout, now: number): void {
    for (const { resource, amount, offset, ticks } of parts) {
      const load = this.#loads[resource];
      if (!load) continue;
      const end = now + offset + ticks;
      load.availability.forget(now);
      load.availability.take(now + offset, end, amount);
      load.units += amount;
      load.ends += amount * end;
    }
  }

  /** What was started at `start` ends at `now`: at its estimate or before. */
  ends({ parts }: Layout, start: number, now: number): void {
    for (const { resource, amount, offset, ticks } of parts) {
      const load = this.#loads[resource];
      if (!load) continue;
      const end = start + offset + ticks;
      const from = Math.max(now, start + offset);
      if (from < end) load.availability.give(from, end, amount);
      load.units -= amount;
      load.ends -= amount * end;
    }
  }

  #wait(parts: readonly AskPart[], sign: number): void {
    for (const { resource, amount, ticks } of parts) {
      const load = this.#loads[resource];
      if (load) load.waiting += sign * amount * ticks;
    }
  }
}
