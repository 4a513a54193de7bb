import { invariant } from '@xdv/domain-model';
import type { StateVector } from '../engine/state.ts';
import type { Channel, DepolarizingChannel, PauliChannel } from '../noise/channel.ts';
import { transform } from '../observables/spectrum.ts';

const FORTH = Float64Array.of(1, 0, 1, 0, 1, 0, -1, 0);
const BACK = FORTH.map((value) => value / 2);

/**
 * Turns the entries |r⟩⟨c| of a slot into coefficients of Paulis, or back: its bra bit becomes
 * r ⊕ c, which is 1 for X and Y, its ket bit is 1 for Z and Y.
 */
const changeBasis = (
  state: StateVector,
  slot: number,
  fixed: number,
  at: number,
  matrix: Float64Array,
): void => {
  const [left, right] = [1 << (2 * slot), 1 << (2 * slot + 1)];
  const flip = (): void =>
    state.exchange(fixed | left | right, at | left, at | left | right);
  if (matrix === FORTH) flip();
  state.mix(fixed | left, at, at | left, matrix);
  if (matrix === BACK) flip();
};

/** The index bits of `local`: bits 2k and 2k + 1 are the ket and bra bit of slot k of the list. */
const place = (local: number, slots: readonly number[]): number =>
  slots.reduce((out, slot, k) => out | (((local >> (2 * k)) & 3) << (2 * slot)), 0);

/** All coefficients but that of the identity shrink alike: by their lowest bit that is 1. */
const shrink = (
  state: StateVector,
  { probability, qubits }: DepolarizingChannel,
  slots: readonly number[],
  fixed: number,
  at: number,
): void => {
  const factor = 1 - (probability * 4 ** qubits) / (4 ** qubits - 1);
  for (let bit = 0; bit < 2 * qubits; bit++) {
    const below = place(2 ** (bit + 1) - 1, slots);
    state.multiply(fixed | below, at | place(2 ** bit, slots), factor, 0);
  }
};

/**
 * Each coefficient is multiplied by the sum of the probabilities of the Paulis that commute with
 * its own less those that do not.
 */
const weigh = (
  state: StateVector,
  { terms, qubits }: PauliChannel,
  slots: readonly number[],
  fixed: number,
  at: number,
): void => {
  const factors = new Float64Array(4 ** qubits);
  let rest = 1;
  for (const { pauli, probability } of terms) {
    // paired so that the bits which anticommute meet: x with the ket bit, z with the bra bit
    const index = [...pauli].reduce((i, l, k) => i | ('IXZY'.indexOf(l) << (2 * k)), 0);
    factors[index]! += probability;
    rest -= probability;
  }
  factors[0]! += Math.max(0, rest);
  transform(factors);
  const all = fixed | place(-1, slots);
  for (const [local, factor] of factors.entries()) {
    if (factor !== 1) state.multiply(all, at | place(local, slots), factor, 0);
  }
};

/**
 * A Pauli or depolarizing channel on any number of slots, on the part i & fixed === at of a vector
 * with ket and bra bits: diagonal on the coefficients of Paulis. Takes 4^k kernel calls on k slots
 * if it is a Pauli channel, 2k otherwise, in about seven passes.
 */
export const performWide = (
  state: StateVector,
  channel: Channel,
  slots: readonly number[],
  fixed: number,
  at: number,
): void => {
  const known = channel.kind === 'pauli' || channel.kind === 'depolarizing';
  invariant(known, 'only Pauli channels are wider than two qubits', channel.kind);
  for (const slot of slots) changeBasis(state, slot, fixed, at, FORTH);
  if (channel.kind === 'pauli') weigh(state, channel, slots, fixed, at);
  else shrink(state, channel, slots, fixed, at);
  for (const slot of slots) changeBasis(state, slot, fixed, at, BACK);
};
