import type { Workload } from '../../model/workload.ts';
import { createAvailability, type Availability } from '../../structures/availability.ts';
import type { Layout } from './layout.ts';
import { reservationsOf } from './stations.ts';

interface Bounds {
  /** Undefined for a resource that is always open: only its capacity counts. */
  readonly availability: Availability | undefined;
  readonly capacity: number;
  /** What is known not to fit: so long with so many units, from any tick since then. */
  length: number;
  amount: number;
}

/**
 * Tells whether a job could start at `now` or later if it were alone (XDV-012.5): each part by
 * itself, between the closures, calibrations and reservations of its resource. A gang whose parts
 * fit, but never together, is found out by the placement. What did not fit once is remembered: time
 * goes on, so that what is as long and as wide does not fit later either.
 */
export class Feasibility {
  readonly #bounds: readonly Bounds[];

  constructor(workload: Workload) {
    const reserved = reservationsOf(workload);
    this.#bounds = workload.resources.map((resource, index) => {
      const restricted = resource.closures.length + reserved[index]!.length > 0;
      const limited = restricted || resource.calibration !== undefined;
      return {
        availability: limited ? createAvailability(resource, reserved[index]) : undefined,
        capacity: resource.capacity,
        length: Infinity,
        amount: Infinity,
      };
    });
  }

  fits({ parts }: Layout, now: number): boolean {
    for (const { resource, amount, offset, ticks } of parts) {
      if (!this.#partFits(this.#bounds[resource]!, amount, ticks, now + offset)) return false;
    }
    return true;
  }

  #partFits(bounds: Bounds, amount: number, ticks: number, from: number): boolean {
    const { availability, capacity } = bounds;
    if (amount > capacity) return false;
    if (!availability) return true;
    if (ticks >= bounds.length && amount >= bounds.amount) return false;
    if (availability.fits(ticks, amount, from)) return true;
    // nearly always it is too long for every gap, however few units it wants
    bounds.amount = availability.fits(ticks, 1, from) ? amount : 1;
    bounds.length = ticks;
    return false;
  }
}
