import { performMixes, type RowMix } from './kraus.ts';
import type { SlotGate, StateVector } from './state.ts';

/**
 * One thing that happens to a state, all chance decided: what a state went through is a list of
 * moves, and performing them again on |0…0⟩ gives the same state to the last bit.
 */
export type Move =
  | { readonly kind: 'gates'; readonly gates: readonly SlotGate[] }
  /** X on the slots of one mask, then Z on those of the other. */
  | { readonly kind: 'pauli'; readonly x: number; readonly z: number }
  /** Projects a slot on an outcome of the given weight, and normalizes. */
  | {
      readonly kind: 'project';
      readonly bit: number;
      readonly outcome: 0 | 1;
      readonly weight: number;
    }
  /** Multiplies the amplitudes in |1⟩ of a slot. */
  | { readonly kind: 'scale'; readonly bit: number; readonly factor: number }
  | {
      readonly kind: 'kraus';
      readonly slots: readonly number[];
      readonly mixes: readonly RowMix[];
      /** What to multiply the state by afterwards. */
      readonly factor: number;
    };

const widthOf = (mask: number): number => 32 - Math.clz32(mask);

const performPauli = (state: StateVector, x: number, z: number): void => {
  state.widen(widthOf(x | z));
  for (let rest = x; rest !== 0; rest &= rest - 1) state.exchange(rest & -rest, 0, rest & -rest);
  for (let rest = z; rest !== 0; rest &= rest - 1) {
    state.multiply(rest & -rest, rest & -rest, -1, 0);
  }
};

/** Performs a move, making live what it needs. */
export const perform = (state: StateVector, move: Move): void => {
  switch (move.kind) {
    case 'gates':
      return state.apply(move.gates);
    case 'pauli':
      return performPauli(state, move.x, move.z);
    case 'project': {
      state.widen(widthOf(move.bit));
      const [keep, drop] = move.outcome === 1 ? [move.bit, 0] : [0, move.bit];
      state.multiply(move.bit, drop, 0, 0);
      return state.multiply(move.bit, keep, 1 / Math.sqrt(move.weight), 0);
    }
    case 'scale':
      state.widen(widthOf(move.bit));
      return state.multiply(move.bit, move.bit, move.factor, 0);
    case 'kraus':
      state.widen(1 + Math.max(...move.slots));
      performMixes(state, move.slots, move.mixes);
      if (move.factor !== 1) state.multiply(0, 0, move.factor, 0);
      return;
  }
};

/** About how many amplitudes a move visits on a state of `size` amplitudes. */
export const workOf = (move: Move, size: number): number =>
  move.kind === 'gates' ? move.gates.length * size : 2 * size;
