import type { Domain } from '@xdv/domain-model';

/**
 * A span in which a resource takes no work: [start, start + ticks), again every `every` ticks;
 * `every` 0: once. Maintenance, calibrations, and the gaps between coherence windows are closures.
 */
export interface Closure {
  readonly start: number;
  readonly ticks: number;
  readonly every: number;
}

/**
 * How fidelity changes between calibrations: one ends at each tick `firstTick + k · everyTicks`, k
 * of any sign. A job that starts `age` ticks after the last one succeeds with
 * 1 - error · (1 + drift · 10^-6 · age / 10^6), where `error` is the job's. More than `validTicks`
 * after a calibration the resource is closed until the next: jobs end within its term.
 */
export interface CalibrationCycle {
  readonly firstTick: number;
  readonly everyTicks: number;
  readonly validTicks: number;
  /** Relative growth of the error per million ticks, in millionths. */
  readonly drift: number;
}

/** What jobs compete for (XDV-012.3, XDV-023.2). */
export interface Resource {
  readonly name: string;
  readonly domain: Domain;
  /** Units that jobs hold at once: K lanes or processors, qubits, units of a Φ envelope. */
  readonly capacity: number;
  /**
   * Exclusive: a job holds all units, whatever it asks for. Shared: jobs side by side, as far as
   * units go (multi-programming, or a sharing contract).
   */
  readonly sharing: 'exclusive' | 'shared';
  /** Its calendar. Closures may overlap each other. */
  readonly closures: readonly Closure[];
  readonly calibration?: CalibrationCycle;
  /** Ticks to cross from K to here, and back again (XDV-012.9). */
  readonly crossingTicks: number;
  /** Price of a unit for a tick, in thousandths of a unit of account. */
  readonly price: number;
  /** Power of a busy unit, in millijoules per tick. */
  readonly power: number;
}

/** Units that a part which asks for `amount` holds. */
export const unitsHeld = ({ capacity, sharing }: Resource, amount: number): number =>
  sharing === 'exclusive' ? capacity : amount;

/** A resource with everything left out as usual: shared, always open, free, next door. */
export const resource = (
  given: Pick<Resource, 'name' | 'domain' | 'capacity'> & Partial<Resource>,
): Resource => ({
  sharing: 'shared',
  closures: [],
  crossingTicks: 0,
  price: 0,
  power: 0,
  ...given,
});
