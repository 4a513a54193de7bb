/** Pump at the end of a read, where walls hold the oscillators: a tenth above threshold. */
export const PUMP_MAX = 1.1;

/** Pump at the end of a read without walls: it alone lifts a barrier between the two states. */
export const ADIABATIC_PUMP_MAX = 2;

/**
 * Share of a schedule before the pump reaches threshold. While it still rises to it, a spin that
 * its neighbours leave free swings on; above it the spin is driven to a wall and stays, so that
 * the lock can be judged. Cuts are no worse for it.
 */
const RISE = 0.8;

/** The pump at a place of the schedule: from 0 to 1 at threshold, then on to `most`. */
export const pumpAt = (place: number, most: number): number =>
  place < RISE ? place / RISE : 1 + ((most - 1) * (place - RISE)) / (1 - RISE);
