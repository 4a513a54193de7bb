import { createRandom, namedSeed, show } from '@xdv/domain-model';
import { createDrive } from './drive.ts';
import { heun, rungeKutta, STABLE_TO, type Step } from './integrate.ts';
import { NETWORK_LIMITS } from './limits.ts';
import { checkOptions, type NetworkSetup, type OscillatorNetworkOptions } from './options.ts';
import { orderParameter, type OrderParameter } from './order.ts';

/**
 * A network of phase oscillators in motion:
 * dφi/dt = ωi + Σj Kij sin(φj - φi - lag) - Ks sin(mφi) + noise.
 * Equal options and equal numbers of steps give equal bits on every platform, however the steps are
 * divided into calls.
 */
export interface OscillatorNetwork {
  readonly oscillators: number;
  readonly timeStepS: number;
  /** The longest step at which the integrator is stable whatever the phases; may be Infinity. */
  readonly timeStepMaxS: number;
  /** Time since the start, in s. */
  timeS(): number;
  /** Performs `steps` steps. Time ∝ steps · (oscillators + edges). */
  advance(steps: number): void;
  /** The phases in rad, in [-π, π], a copy. */
  phases(): Float64Array;
  /** The phases in rad with all their turns, a copy: their differences tell mean frequencies. */
  unwrappedPhases(): Float64Array;
  /** The order parameter of the m-th harmonic, 1 by default. */
  orderParameter(harmonic?: number): OrderParameter;
}

/** Steps of default length in the longest stable one. */
const DEFAULT_STEPS = 16;
/** Radians that an oscillator may turn in one step: sines are exact up to 10^6. */
const TURN_MAX = 1e5;
/** Standard deviation of the noise of one step, in rad, beyond which a path is no path. */
const KICK_MAX = 1;

/** The longest step by stability, by the fastest oscillator and by the noise. */
const longestStep = ({ frequencies, noise }: NetworkSetup, timeStepMaxS: number): number => {
  const fastest = frequencies.reduce((most, rate) => Math.max(most, Math.abs(rate)), 0);
  return Math.min(timeStepMaxS, TURN_MAX / fastest, (KICK_MAX * KICK_MAX) / (2 * noise));
};

const timeStepOf = (setup: NetworkSetup, timeStepMaxS: number): number => {
  const longest = longestStep(setup, timeStepMaxS);
  const { timeStepS = Math.min(timeStepMaxS / DEFAULT_STEPS, longest) } = setup;
  if (timeStepS > 0 && timeStepS <= longest && timeStepS < Infinity) return timeStepS;
  throw new RangeError(`timeStepS must be above 0 and at most ${longest}, got ${show(timeStepS)}`);
};

const firstPhases = ({ phases, frequencies, seed }: NetworkSetup): Float64Array => {
  if (phases !== undefined) return phases.slice();
  const random = createRandom(namedSeed(seed, 'phases'));
  return frequencies.map(() => (2 * random.float() - 1) * Math.PI);
};

/** Brings phases back to [-π, π] and counts their turns. */
const wrap = (phases: Float64Array, turns: Float64Array): void => {
  for (let i = 0; i < phases.length; i++) {
    const phase = phases[i]!;
    if (phase <= Math.PI && phase >= -Math.PI) continue;
    const whole = Math.round(phase / (2 * Math.PI));
    phases[i] = phase - whole * (2 * Math.PI);
    turns[i]! += whole;
  }
};

export const checkSteps = (name: string, steps: number, min: number): void => {
  const { stepsMax } = NETWORK_LIMITS;
  if (Number.isInteger(steps) && steps >= min && steps <= stepsMax) return;
  throw new RangeError(`${name} must be ${min} to ${stepsMax}, got ${show(steps)}`);
};

/**
 * Sets up a network. Wrong options, a step beyond the stable one included: RangeError; a malformed
 * graph: PROBLEM_INVALID. Sources: Acebrón et al., Reviews of Modern Physics 77 (2005), 137 (the
 * model); Wang and Roychowdhury, UCNC (2019), 232 (injection).
 */
export const createOscillatorNetwork = (options: OscillatorNetworkOptions): OscillatorNetwork => {
  const setup = checkOptions(options);
  const { integrator, seed, noise } = setup;
  const oscillators = setup.frequencies.length;
  const drive = createDrive(setup);
  const timeStepMaxS = STABLE_TO[integrator] / drive.stiffness;
  const timeStepS = timeStepOf(setup, timeStepMaxS);
  const random = createRandom(namedSeed(seed, 'noise'));
  const step: Step =
    integrator === 'rk4'
      ? rungeKutta(drive, oscillators, timeStepS)
      : heun(drive, oscillators, timeStepS, { diffusion: noise, random });
  const phases = firstPhases(setup);
  const turns = new Float64Array(oscillators);
  let done = 0;
  wrap(phases, turns);

  return {
    oscillators,
    timeStepS,
    timeStepMaxS,
    timeS: () => done * timeStepS,
    advance(steps) {
      checkSteps('steps', steps, 0);
      for (let k = 0; k < steps; k++) {
        step(phases);
        wrap(phases, turns);
      }
      done += steps;
    },
    phases: () => phases.slice(),
    unwrappedPhases: () => phases.map((phase, i) => phase + 2 * Math.PI * turns[i]!),
    orderParameter: (harmonic) => orderParameter(phases, harmonic),
  };
};
