import type { Channel } from '../noise/channel.ts';
import { krausOf } from '../noise/kraus-of.ts';
import type { Action } from '../engine/gates.ts';
import { rowMixes } from '../engine/kraus.ts';

/** A kernel call on the local basis of a channel: bit 2k is ket qubit k, bit 2k + 1 bra qubit k. */
export type LocalAction = Action extends infer A
  ? A extends Action
    ? Omit<A, 'fixed'>
    : never
  : never;

/** A square complex matrix by rows: re, im, re, im, … */
interface Matrix {
  readonly size: number;
  readonly entries: Float64Array;
}

/** The bits of `local` at every second place, from bit 0. */
const stretch = (local: number, qubits: number): number => {
  let out = 0;
  for (let k = 0; k < qubits; k++) out |= ((local >> k) & 1) << (2 * k);
  return out;
};

/** Σ K ⊗ conj(K): what a channel on one or two qubits does to the entries of a density matrix. */
const superoperator = (channel: Channel): Matrix => {
  const { qubits } = channel;
  const [rows, size] = [2 ** qubits, 4 ** qubits];
  const entries = new Float64Array(2 * size * size);
  const place = (ket: number, bra: number): number =>
    stretch(ket, qubits) | (stretch(bra, qubits) << 1);
  for (const matrix of krausOf(channel)) {
    for (let k = 0; k < rows ** 4; k++) {
      // K[r, c] and K[s, d]
      const [r, c] = [k % rows, (k >> qubits) % rows];
      const [s, d] = [(k >> (2 * qubits)) % rows, k >> (3 * qubits)];
      const [x, y] = [2 * (r * rows + c), 2 * (s * rows + d)];
      const at = 2 * (place(r, s) * size + place(c, d));
      entries[at]! += matrix[x]! * matrix[y]! + matrix[x + 1]! * matrix[y + 1]!;
      entries[at + 1]! += matrix[x + 1]! * matrix[y]! - matrix[x]! * matrix[y + 1]!;
    }
  }
  return { size, entries };
};

/** Sets of basis states that a matrix connects, each in ascending order. */
const blocksOf = ({ size, entries }: Matrix): readonly (readonly number[])[] => {
  const root = Array.from({ length: size }, (_, k) => k);
  for (let r = 0; r < size; r++) {
    for (let c = 0; c < size; c++) {
      const at = 2 * (r * size + c);
      if (entries[at] === 0 && entries[at + 1] === 0) continue;
      const [from, to] = [Math.max(root[r]!, root[c]!), Math.min(root[r]!, root[c]!)];
      for (const [k, value] of root.entries()) if (value === from) root[k] = to;
    }
  }
  const groups = Map.groupBy(root.keys(), (k) => root[k]!);
  return [...groups.values()];
};

/** The matrix restricted to `block`, and the identity outside. */
const onBlock = ({ size, entries }: Matrix, block: readonly number[]): Float64Array => {
  const out = new Float64Array(entries.length);
  for (let k = 0; k < size; k++) out[2 * (k * size + k)] = 1;
  for (const r of block) {
    for (const c of block) {
      const at = 2 * (r * size + c);
      out[at] = entries[at]!;
      out[at + 1] = entries[at + 1]!;
    }
  }
  return out;
};

const blockActions = (
  matrix: Matrix,
  block: readonly number[],
  qubits: number,
): readonly LocalAction[] => {
  const { size, entries } = matrix;
  const [a, b] = block as [number, number?];
  const entry = (r: number, c: number): readonly [number, number] => {
    const at = 2 * (r * size + c);
    return [entries[at]!, entries[at + 1]!];
  };
  if (b === undefined) {
    const [re, im] = entry(a, a);
    return re === 1 && im === 0 ? [] : [{ kind: 'multiply', at: a, re, im }];
  }
  if (block.length === 2) {
    const rows = [...entry(a, a), ...entry(a, b), ...entry(b, a), ...entry(b, b)];
    return [{ kind: 'mix', a, b, matrix: Float64Array.from(rows) }];
  }
  return rowMixes(onBlock(matrix, block), 2 * qubits).map((mix) => ({ kind: 'mix', ...mix }));
};

/**
 * A channel on one or two qubits as kernel calls on ket and bra bits: its superoperator, block by
 * block. Blocks of two, as of Pauli channels and damping, take one call; larger ones are factored.
 */
export const channelActions = (channel: Channel): readonly LocalAction[] => {
  const matrix = superoperator(channel);
  return blocksOf(matrix).flatMap((block) => blockActions(matrix, block, channel.qubits));
};
