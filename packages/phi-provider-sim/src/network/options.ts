import { show, unwrap, validateIsing, type Graph } from '@xdv/domain-model';
import { NETWORK_LIMITS } from './limits.ts';

/**
 * How oscillators pull one another: the rate of phase i gains Σ sin(φj - φi - lag) over all j times
 * strength / N, or over its neighbours times strength and the weight of the edge.
 */
export type Coupling =
  | { readonly kind: 'all'; readonly strength: number }
  | { readonly kind: 'graph'; readonly strength: number; readonly graph: Graph };

/** Sub-harmonic injection: the rate of each phase loses strength · sin(harmonic · φ). */
export interface Injection {
  /** In rad/s. */
  readonly strength: number;
  /** 1 is plain injection (Adler); 2 makes two states of each oscillator, π apart. */
  readonly harmonic: number;
}

export type Integrator = 'rk4' | 'heun';

export interface OscillatorNetworkOptions {
  /** Natural frequency of each oscillator, in rad/s; with injection, relative to the injected. */
  readonly frequencies: Float64Array;
  readonly coupling: Coupling;
  /** The Sakaguchi lag, in rad, -π to π; 0 by default. */
  readonly lagRad?: number;
  readonly injection?: Injection;
  /** Phase diffusion D of each oscillator, in rad²/s; 0 by default. Needs `heun`. */
  readonly noise?: number;
  /** `heun` by default with noise, else `rk4`. */
  readonly integrator?: Integrator;
  /** Step of the integrator, in s; 1/16 of the largest stable one by default. */
  readonly timeStepS?: number;
  /** Phases at the start, in rad; by default uniform draws. */
  readonly phases?: Float64Array;
  /** Of the first phases and of the noise: a safe integer. */
  readonly seed: number;
}

export const checkFinite = (name: string, value: unknown): void => {
  if (Number.isFinite(value)) return;
  throw new RangeError(`${name} must be a finite number, got ${show(value)}`);
};

/** Refuses what is not a Float64Array of finite numbers up to `sizeMax` in size. */
export const checkNumbers = (name: string, values: unknown, sizeMax: number): void => {
  if (!(values instanceof Float64Array)) {
    throw new RangeError(`${name} must be a Float64Array, got ${show(values)}`);
  }
  const bad = values.findIndex((value) => !(Math.abs(value) <= sizeMax));
  if (bad < 0) return;
  throw new RangeError(`${name}[${bad}] must be at most ${sizeMax} in size, got ${values[bad]}`);
};

/** Refuses a graph that is malformed (PROBLEM_INVALID) or not one of so many vertices. */
export const checkGraph = (graph: Graph, oscillators: number): void => {
  const { vertices, a, b, weight } = graph;
  if (vertices !== oscillators) {
    throw new RangeError(`graph must have ${oscillators} vertices, got ${show(vertices)}`);
  }
  const field = new Float64Array(oscillators);
  unwrap(validateIsing({ spins: vertices, a, b, coupling: weight, field }));
};

const checkCoupling = (coupling: Coupling, oscillators: number): void => {
  checkFinite('coupling strength', coupling.strength);
  if (coupling.kind === 'graph') return checkGraph(coupling.graph, oscillators);
  const { kind } = coupling;
  if (kind !== 'all') throw new RangeError(`coupling kind must be all or graph, got ${show(kind)}`);
};

const checkInjection = ({ strength, harmonic }: Injection): void => {
  checkFinite('injection strength', strength);
  const { harmonicMax } = NETWORK_LIMITS;
  if (Number.isInteger(harmonic) && harmonic >= 1 && harmonic <= harmonicMax) return;
  throw new RangeError(`injection harmonic must be 1 to ${harmonicMax}, got ${show(harmonic)}`);
};

/** Largest phase at the start: those that unitVectors takes. */
const PHASE_MAX = 1e6;

const checkPhases = (phases: Float64Array, oscillators: number): void => {
  checkNumbers('phases', phases, PHASE_MAX);
  if (phases.length === oscillators) return;
  throw new RangeError(`phases must be ${oscillators} numbers, got ${phases.length}`);
};

/** Refuses oscillators that are too few or too many, or move at no finite rate. */
export const checkRates = (name: string, rates: Float64Array): void => {
  checkNumbers(name, rates, Number.MAX_VALUE);
  const { oscillatorsMax } = NETWORK_LIMITS;
  if (rates.length >= 1 && rates.length <= oscillatorsMax) return;
  throw new RangeError(`${name} must be 1 to ${oscillatorsMax} numbers, got ${rates.length}`);
};

export const checkSeed = (seed: unknown): void => {
  if (Number.isSafeInteger(seed)) return;
  throw new RangeError(`network seed must be a safe integer, got ${show(seed)}`);
};

const checkNoise = (noise: number, integrator: Integrator): void => {
  if (!Number.isFinite(noise) || noise < 0) {
    throw new RangeError(`noise must be finite and not negative, got ${show(noise)}`);
  }
  if (integrator !== 'rk4' && integrator !== 'heun') {
    throw new RangeError(`integrator must be rk4 or heun, got ${show(integrator)}`);
  }
  if (noise > 0 && integrator === 'rk4') {
    throw new RangeError('integrator must be heun with noise, got rk4');
  }
};

/** The options with their defaults, all but the step in range. */
export type NetworkSetup = Required<Omit<OscillatorNetworkOptions, 'timeStepS' | 'phases'>> &
  Pick<OscillatorNetworkOptions, 'timeStepS' | 'phases'>;

export const checkOptions = (options: OscillatorNetworkOptions): NetworkSetup => {
  const { frequencies, coupling, seed, lagRad = 0, noise = 0, phases } = options;
  const { injection = { strength: 0, harmonic: 1 } } = options;
  const { integrator = noise > 0 ? 'heun' : 'rk4' } = options;
  checkRates('frequencies', frequencies);
  checkCoupling(coupling, frequencies.length);
  checkInjection(injection);
  if (!(Math.abs(lagRad) <= Math.PI)) {
    throw new RangeError(`lagRad must be -π to π, got ${show(lagRad)}`);
  }
  checkNoise(noise, integrator);
  checkSeed(seed);
  if (phases !== undefined) checkPhases(phases, frequencies.length);
  return { ...options, coupling, lagRad, injection, noise, integrator };
};
