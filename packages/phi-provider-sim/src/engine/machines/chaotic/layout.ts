import { layOut, type Places } from '../lanes/memory.ts';
import type { Lanes } from '../lanes/setup.ts';
import {
  AMPLITUDE_MAX,
  ERROR_MAX,
  ERROR_MIN,
  EXCESS_MAX,
  LOOK_STEPS,
} from './parameters.ts';

// constants, one vector each
export const TIME_STEP = 0;
export const ERROR_STEP = 1;
export const TOP = 2;
export const BOTTOM = 3;
export const LEAST_ERROR = 4;
export const MOST_ERROR = 5;
export const ONE = 6;
export const SIGN = 7;
export const INVERSE_SPINS = 8;
export const LEAST_DEFICIT = 9;
const CONSTANTS = 10;

/** Vectors per oscillator and column, and per column. */
const PLANES = 4;
const TAILS = 3;

/** Where the parts of a block lie, in bytes from its start. */
export interface ChaoticPlaces extends Places {
  readonly amplitude: number;
  readonly error: number;
  /** Signs at the last look, ±1. */
  readonly spin: number;
  /** Signs of the least energy seen. */
  readonly best: number;
  /** Sign changes since they were collected. */
  readonly flips: number;
  /** Mean absolute amplitude at the last step. */
  readonly mean: number;
  /** -2 times the least energy seen. */
  readonly score: number;
}

export const placesOf = (spins: number, lanes: Lanes, rowBytes: number): ChaoticPlaces => {
  const needs = { constants: CONSTANTS, tableFloats: LOOK_STEPS, planes: PLANES, tails: TAILS };
  const places = layOut(spins, lanes, rowBytes, needs);
  const { stride, tail } = places;
  const plane = spins * stride;
  return {
    ...places,
    amplitude: 0,
    error: plane,
    spin: 2 * plane,
    best: 3 * plane,
    flips: tail,
    mean: tail + stride,
    score: tail + 2 * stride,
  };
};

/** Writes the constants of a machine with time step `timeStep` and error rate `rate`. */
export const putConstants = (
  memory: ArrayBuffer,
  spins: number,
  timeStep: number,
  rate: number,
): void => {
  const put = (index: number, value: number): void => {
    new Float32Array(memory, 16 * index, 4).fill(value);
  };
  put(TIME_STEP, timeStep);
  put(ERROR_STEP, timeStep * rate);
  put(TOP, AMPLITUDE_MAX);
  put(BOTTOM, -AMPLITUDE_MAX);
  put(LEAST_ERROR, ERROR_MIN);
  put(MOST_ERROR, ERROR_MAX);
  put(ONE, 1);
  put(SIGN, -0);
  put(INVERSE_SPINS, 1 / spins);
  put(LEAST_DEFICIT, -EXCESS_MAX);
};
