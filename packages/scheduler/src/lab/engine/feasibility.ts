import type { Workload } from '../../model/workload.ts';
import { createAvailability, type Availability } from '../../structures/availability.ts';
import type { Layout } from './layout.ts';

interface Bounds {
  readonly capacity: number;
  /** Undefined for a resource that is always open. */
  readonly availability: Availability | undefined;
  /** A length known to be too long for every gap from a tick on. */
  tooLong: number;
  tooLongFrom: number;
}

/**
 * Tells whether a job could start at `now` or later if it were alone (XDV-012.5): each part by
 * itself, between closures and while calibrations are valid; reservations end. A gang whose parts
 * fit, but never together, is found out by the placement. Gaps that are left only become fewer, so
 * what was too long once stays so, and is not searched for again.
 */
export class Feasibility {
  readonly #bounds: readonly Bounds[];

  constructor({ resources }: Workload) {
    this.#bounds = resources.map((resource) => {
      const open = resource.closures.length === 0 && resource.calibration === undefined;
      const availability = open ? undefined : createAvailability(resource);
      return { capacity: resource.capacity, availability, tooLong: Infinity, tooLongFrom: 0 };
    });
  }

  fits({ parts }: Layout, now: number): boolean {
    for (const { resource, amount, offset, ticks } of parts) {
      const bounds = this.#bounds[resource]!;
      const { capacity, availability, tooLong, tooLongFrom } = bounds;
      const from = now + offset;
      if (amount > capacity || (ticks >= tooLong && from >= tooLongFrom)) return false;
      if (!availability || availability.fits(ticks, amount, from)) continue;
      bounds.tooLong = ticks;
      bounds.tooLongFrom = from;
      return false;
    }
    return true;
  }
}
