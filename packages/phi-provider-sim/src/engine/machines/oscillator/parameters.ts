/**
 * Parameters of the machine, in radians and units of time of the literature. They were chosen for
 * the cuts of the G-set (random, planar and toroidal graphs of 800 and 2000 vertices) together.
 */
/** Time step at a share of 1. The integrator is stable at any; noise sets the limit. */
export const STEP_MAX = 0.5;
export const STEP_SHARE = 0.5;
/** K of Wang and Roychowdhury for rows of norm 1. */
export const COUPLING = 16;
/** Ks at the end of the schedule, half of K; 0 at its beginning. */
export const INJECTION = 8;
/** Root of the phase diffusion at the beginning, rad per root of time; 0 at the end. */
export const NOISE = 1;
