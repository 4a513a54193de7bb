import { invariant } from '@xdv/domain-model';
import type { Channel, PauliTerm } from './channel.ts';

/** [re, im] of the entries of I, X, Y, Z by rows. */
const LETTERS: Readonly<Record<string, readonly (readonly [number, number])[]>> = {
  I: [[1, 0], [0, 0], [0, 0], [1, 0]],
  X: [[0, 0], [1, 0], [1, 0], [0, 0]],
  Y: [[0, 0], [0, -1], [0, 1], [0, 0]],
  Z: [[1, 0], [0, 0], [0, 0], [-1, 0]],
};

/** factor · the tensor product of Pauli letters, letter k on bit k. */
const pauliMatrix = (pauli: string, factor: number): Float64Array => {
  const size = 2 ** pauli.length;
  const matrix = new Float64Array(2 * size * size);
  for (let r = 0; r < size; r++) {
    for (let c = 0; c < size; c++) {
      let re = factor;
      let im = 0;
      for (const [k, letter] of [...pauli].entries()) {
        const [a, b] = LETTERS[letter]![2 * ((r >> k) & 1) + ((c >> k) & 1)]!;
        [re, im] = [re * a - im * b, re * b + im * a];
      }
      matrix[2 * (r * size + c)] = re;
      matrix[2 * (r * size + c) + 1] = im;
    }
  }
  return matrix;
};

const LETTER_ORDER = 'IXYZ';

/** The terms of a depolarizing channel, written out: 4^qubits - 1 of them. */
export const depolarizingTerms = (probability: number, qubits: number): readonly PauliTerm[] =>
  Array.from({ length: 4 ** qubits - 1 }, (_, index) => ({
    pauli: Array.from({ length: qubits }, (__, k) =>
      LETTER_ORDER.charAt(((index + 1) >> (2 * k)) & 3),
    ).join(''),
    probability: probability / (4 ** qubits - 1),
  }));

const pauliOperators = (terms: readonly PauliTerm[], qubits: number): readonly Float64Array[] => {
  let rest = 1;
  for (const { probability } of terms) rest -= probability;
  const identity = pauliMatrix('I'.repeat(qubits), Math.sqrt(Math.max(0, rest)));
  return [identity, ...terms.map((term) => pauliMatrix(term.pauli, Math.sqrt(term.probability)))];
};

/**
 * Kraus operators of a checked channel on one or two qubits, matrices as those of a KrausChannel.
 * Halts for wider channels, whose operators would fill memory.
 */
export const krausOf = (channel: Channel): readonly Float64Array[] => {
  invariant(channel.qubits <= 2, 'Kraus operators are for one or two qubits', channel.qubits);
  switch (channel.kind) {
    case 'pauli':
      return pauliOperators(channel.terms, channel.qubits);
    case 'depolarizing':
      return pauliOperators(
        depolarizingTerms(channel.probability, channel.qubits),
        channel.qubits,
      );
    case 'reset': {
      const keep = Math.sqrt(1 - channel.probability);
      const root = Math.sqrt(channel.probability);
      return [
        Float64Array.of(keep, 0, 0, 0, 0, 0, keep, 0),
        Float64Array.of(root, 0, 0, 0, 0, 0, 0, 0),
        Float64Array.of(0, 0, root, 0, 0, 0, 0, 0),
      ];
    }
    case 'damping':
      return [
        Float64Array.of(1, 0, 0, 0, 0, 0, Math.sqrt(1 - channel.relax), 0),
        Float64Array.of(0, 0, Math.sqrt(channel.relax), 0, 0, 0, 0, 0),
      ];
    case 'kraus':
      return channel.operators;
  }
};
