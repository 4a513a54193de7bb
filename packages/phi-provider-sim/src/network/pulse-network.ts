import { createRandom, namedSeed, show, type Graph } from '@xdv/domain-model';
import { exponential } from '../math/logarithm.ts';
import { createGraphPulses } from './graph-pulses.ts';
import { NETWORK_LIMITS } from './limits.ts';
import { createMeanPulses } from './mean-pulses.ts';
import { checkGraph, checkRates, checkSeed } from './options.ts';
import { checkSteps } from './oscillator-network.ts';

export interface PulseNetworkOptions {
  readonly oscillators: number;
  /** ε: how far a pulse lifts the state of another oscillator, of 1; above 0 and at most 1. */
  readonly strength: number;
  /** b of the state (1/b) ln(1 + (e^b - 1) φ) at phase φ, above 0 and at most 20; 3 by default. */
  readonly concavity?: number;
  /** Phases at the start, 0 to below 1; by default uniform draws. */
  readonly phases?: Float64Array;
  /** Who hears whom, ε times the weight of the edge (inhibitory below 0); all by default. */
  readonly graph?: Graph;
  /** With a graph: cycles per unit of time of each oscillator, above 0; 1 by default. */
  readonly rates?: Float64Array;
  /** With a graph: how long a pulse is on its way, 0 to 10 units of time; 0 by default. */
  readonly delay?: number;
  /** Of the first phases: a safe integer. */
  readonly seed: number;
}

/**
 * Integrate-and-fire oscillators that pull one another by pulses: phases rise steadily from 0 to 1,
 * where an oscillator fires and begins anew. Computed from event to event, without time steps.
 */
export interface PulseNetwork {
  readonly oscillators: number;
  /** Time since the start; oscillators take 1 for a cycle unless given rates. */
  time(): number;
  /**
   * Goes on to the next instant at which oscillators fire, by themselves or lifted over the
   * threshold, and returns how many did: all of them in a synchronous network without delay.
   */
  fire(): number;
  /** The phases, 0 to 1, just after the last instant; a copy. */
  phases(): Float64Array;
}

/** The effect of a pulse on the phase: lifting the state by ε is φ → gain φ + lift. */
export interface Kick {
  readonly gain: number;
  readonly lift: number;
}

const CONCAVITY_MAX = 20;
const DELAY_MAX = 10;
const RATE_MIN = 1e-6;
const RATE_MAX = 1e6;

/** With the state function of the paper, its equation 2.7, a pulse moves phases affinely. */
const kickOf = (concavity: number): ((strength: number) => Kick) => {
  const scale = exponential(concavity) - 1;
  return (strength) => {
    const gain = exponential(concavity * Math.max(-1, Math.min(1, strength)));
    return { gain, lift: (gain - 1) / scale };
  };
};

const checkPhases = (phases: Float64Array, oscillators: number): void => {
  checkRates('phases', phases);
  const bad = phases.findIndex((phase) => !(phase >= 0 && phase < 1));
  if (bad < 0 && phases.length === oscillators) return;
  throw new RangeError(`phases must be ${oscillators} numbers from 0 to below 1`);
};

const checkGraphOptions = (options: PulseNetworkOptions): void => {
  const { oscillators, graph, rates, delay = 0 } = options;
  if (graph === undefined) {
    if (rates === undefined && delay === 0) return;
    throw new RangeError('rates and delay need a graph');
  }
  checkGraph(graph, oscillators);
  if (!(delay >= 0 && delay <= DELAY_MAX)) {
    throw new RangeError(`delay must be 0 to ${DELAY_MAX}, got ${show(delay)}`);
  }
  if (rates === undefined) return;
  checkRates('rates', rates);
  const bad = rates.findIndex((rate) => !(rate >= RATE_MIN && rate <= RATE_MAX));
  if (bad < 0 && rates.length === oscillators) return;
  throw new RangeError(`rates must be ${oscillators} numbers from ${RATE_MIN} to ${RATE_MAX}`);
};

const checkOptions = (options: PulseNetworkOptions): void => {
  const { oscillators, strength, concavity = 3, phases, seed } = options;
  const { oscillatorsMax } = NETWORK_LIMITS;
  if (!Number.isInteger(oscillators) || oscillators < 1 || oscillators > oscillatorsMax) {
    throw new RangeError(`oscillators must be 1 to ${oscillatorsMax}, got ${show(oscillators)}`);
  }
  if (!(strength > 0 && strength <= 1)) {
    throw new RangeError(`pulse strength must be above 0, at most 1, got ${show(strength)}`);
  }
  if (!(concavity >= 1e-3 && concavity <= CONCAVITY_MAX)) {
    throw new RangeError(`concavity must be 0.001 to ${CONCAVITY_MAX}, got ${show(concavity)}`);
  }
  checkSeed(seed);
  if (phases !== undefined) checkPhases(phases, oscillators);
  checkGraphOptions(options);
};

const firstPhases = ({ oscillators, phases, seed }: PulseNetworkOptions): Float64Array => {
  if (phases !== undefined) return phases.slice();
  const random = createRandom(namedSeed(seed, 'pulse phases'));
  return Float64Array.from({ length: oscillators }, () => random.float());
};

/**
 * Sets up pulse-coupled oscillators. Wrong options: RangeError; a malformed graph: PROBLEM_INVALID.
 * An instant costs amortized O(1) without a graph, O(log N) per oscillator that fires or hears with
 * one. The same bits on every platform. Sources: Mirollo and Strogatz, SIAM Journal on Applied
 * Mathematics 50 (1990), 1645; Ernst, Pawelzik and Geisel, Physical Review Letters 74 (1995), 1570
 * (delays).
 */
export const createPulseNetwork = (options: PulseNetworkOptions): PulseNetwork => {
  checkOptions(options);
  const { strength, concavity = 3, graph, rates, delay = 0, oscillators } = options;
  const kick = kickOf(concavity);
  const phases = firstPhases(options);
  if (graph === undefined) return createMeanPulses(phases, (senders) => kick(senders * strength));
  const pace = rates?.slice() ?? new Float64Array(oscillators).fill(1);
  return createGraphPulses({ graph, phases, rates: pace, delay, kick: (w) => kick(w * strength) });
};

/**
 * Lets the network fire until all oscillators do so in one instant: the number of instants that it
 * took, or null if `instantsMax` were not enough. All-to-all coupled networks get there from almost
 * every start (Mirollo and Strogatz 1990).
 */
export const synchronize = (network: PulseNetwork, instantsMax: number): number | null => {
  checkSteps('instantsMax', instantsMax, 1);
  for (let instants = 1; instants <= instantsMax; instants++) {
    if (network.fire() === network.oscillators) return instants;
  }
  return null;
};
