import { layOut, type Places } from '../lanes/memory.ts';
import type { Lanes } from '../lanes/setup.ts';
import { SINE } from './sine.ts';

// constants, one vector each
export const SIN_1 = 0;
export const SIN_3 = 1;
export const SIN_5 = 2;
export const SIN_7 = 3;
export const ZERO = 4;
export const ONE = 5;
export const HALF = 6;
export const TWO = 7;
export const SIGN = 8;
/** Half turns of a radian. */
export const INVERSE_PI = 9;
/** Mean of the sum of four bytes. */
export const CENTER = 10;
export const MULTIPLIER = 11;
const CONSTANTS = 12;

/** Of the random generator xoroshiro64* (Blackman and Vigna 2018). */
export const RANDOM_MULTIPLIER = 0x9e3779bb | 0;

/**
 * Floats of a step in the table: coupling K Δt and injection 2 Ks Δt in radians, and the noise per
 * unit of the sum of four bytes, in half turns.
 */
export const COUPLING = 0;
export const INJECTION = 1;
export const NOISE = 2;
export const STEP_FLOATS = 3;
export const CHUNK_STEPS = 16;

/** Where the parts of a block lie, in bytes from its start. */
export interface OscillatorPlaces extends Places {
  /** Cosines and sines of an oscillator lie side by side: both are read for every neighbour. */
  readonly cosine: number;
  readonly phase: number;
  readonly flips: number;
  readonly random: number;
}

export const placesOf = (spins: number, lanes: Lanes, rowBytes: number): OscillatorPlaces => {
  const tableFloats = CHUNK_STEPS * STEP_FLOATS;
  const needs = { constants: CONSTANTS, tableFloats, planes: 3, tails: 3 };
  const places = layOut(spins, lanes, rowBytes, needs);
  const { stride, tail } = places;
  const phase = 2 * spins * stride;
  return { ...places, cosine: 0, phase, flips: tail, random: tail + stride };
};

export const putConstants = (memory: ArrayBuffer): void => {
  const values = [...SINE, 0, 1, 0.5, 2, -0, 1 / Math.PI, 510];
  for (const [k, value] of values.entries()) new Float32Array(memory, 16 * k, 4).fill(value);
  new Int32Array(memory, 16 * MULTIPLIER, 4).fill(RANDOM_MULTIPLIER);
};
