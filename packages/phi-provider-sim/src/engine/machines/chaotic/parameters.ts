/**
 * Parameters of the machine, in units of the linear loss at threshold. They were chosen for the
 * cuts of the G-set (random, planar and toroidal graphs of 800 and 2000 vertices) together.
 */
/** The step above which cuts get worse on every graph: oscillators overshoot their loss. */
export const STEP_MAX = 0.5;
export const STEP_SHARE = 0.8;
/** Gain less loss, from where no oscillator bears itself to half of threshold. */
export const PUMP_FROM = -2;
export const PUMP_TO = -0.5;
const ERROR_RATE_MIN = 0.1;
const ERROR_RATE_MAX = 0.3;
/** Forces per spin from where error variables may follow fast. */
const DEGREE_MIN = 12;
/**
 * Rate at which error variables correct the injected power towards 1, for a mean number of forces
 * per spin. Few forces change by large parts; error variables that follow them fast undo domains
 * before these have formed.
 */
export const errorRate = (degree: number): number =>
  Math.max((ERROR_RATE_MAX * Math.min(degree, DEGREE_MIN)) / DEGREE_MIN, ERROR_RATE_MIN);
export const ERROR_MIN = 0.01;
export const ERROR_MAX = 32;
/** Injected power counts as at most this much above 1, lest an error variable fall at once. */
export const EXCESS_MAX = 4;
/** Amplitudes saturate here, as an amplifier does; a locked one is below 1. */
export const AMPLITUDE_MAX = 1.2;
/** Amplitudes start at rest but for noise of at most this. */
export const REST_NOISE = 0.1;
/** Steps between two looks at the energy. */
export const LOOK_STEPS = 10;
