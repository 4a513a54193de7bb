import type { IntegerRows } from './integer-rows.ts';
import type { Sweeper } from './sweeper.ts';

/** Temperatures of an anneal, in units of {@link couplingScale}, and its length. */
export interface Cooling {
  readonly hot: number;
  readonly cold: number;
  readonly sweeps: number;
}

/** Steps of temperature of an anneal, at most. */
const LEVELS = 64;
/** Sweeps at temperature zero, at most: rounding aside a handful are enough. */
const FREEZE_SWEEPS_MAX = 1000;

/**
 * sqrt(mean over spins of Σ_j J_ij² + h_i²): the natural unit of temperature, at which a spin
 * glass of Gaussian or ±1 couplings and large degree freezes (Sherrington and Kirkpatrick 1975).
 */
export const couplingScale = ({ weight, field, spins }: IntegerRows): number => {
  let sum = 0;
  for (let e = 0; e < weight.length; e++) sum += weight[e]! * weight[e]!;
  for (let i = 0; i < spins; i++) sum += field[i]! * field[i]!;
  return Math.sqrt(sum / spins);
};

/** Sweeps at temperature zero until no flip lowers the energy; returns the sweeps. */
export const descend = (sweeper: Sweeper): number => {
  sweeper.freeze();
  let sweeps = 1;
  while (sweeps < FREEZE_SWEEPS_MAX && sweeper.sweep(1) > 0) sweeps++;
  return sweeps;
};

/**
 * Cools the spins from `hot` to `cold` linearly (Kirkpatrick, Gelatt and Vecchi 1983) and descends
 * to a local minimum. Returns the sweeps performed.
 */
export const anneal = (sweeper: Sweeper, unit: number, { hot, cold, sweeps }: Cooling): number => {
  const levels = Math.min(LEVELS, sweeps);
  let done = 0;
  for (let k = 0; k < levels; k++) {
    const upTo = Math.floor((sweeps * (k + 1)) / levels);
    sweeper.heat(unit * (hot - ((hot - cold) * k) / levels));
    sweeper.sweep(upTo - done);
    done = upTo;
  }
  return done + descend(sweeper);
};
