import type { StateVector } from './state.ts';

/** Probability that a measurement of a live qubit gives 1. */
export const probabilityOfOne = (state: StateVector, qubit: number): number => {
  const bit = 1 << qubit;
  const one = state.weight(bit, bit);
  return one / (one + state.weight(bit, 0));
};

/** Projects `qubit` on the outcome whose weight is `weight`, and normalizes. */
const collapse = (state: StateVector, bit: number, outcome: 0 | 1, weight: number): void => {
  state.multiply(bit, outcome === 1 ? 0 : bit, 0, 0);
  state.multiply(bit, outcome === 1 ? bit : 0, 1 / Math.sqrt(weight), 0);
};

/**
 * Measures a live qubit: `draw` in [0, 1) picks the outcome, the state collapses and is
 * normalized. An outcome of weight zero is never picked.
 */
export const measureQubit = (state: StateVector, qubit: number, draw: number): 0 | 1 => {
  const bit = 1 << qubit;
  const one = state.weight(bit, bit);
  const zero = state.weight(bit, 0);
  const outcome = draw * (zero + one) < one ? 1 : 0;
  collapse(state, bit, outcome, outcome === 1 ? one : zero);
  return outcome;
};

/** Puts a live qubit into |0⟩: a measurement, and a flip if it gave 1. */
export const resetQubit = (state: StateVector, qubit: number, draw: number): void => {
  if (measureQubit(state, qubit, draw) === 1) state.exchange(1 << qubit, 0, 1 << qubit);
};
