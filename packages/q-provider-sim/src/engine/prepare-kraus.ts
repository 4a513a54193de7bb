import type { KrausChannel } from '../noise/channel.ts';
import { rowMixes, type RowMix } from './kraus.ts';

/** A Kraus channel with its most likely operator apart. */
export interface PreparedKraus {
  readonly qubits: 1 | 2;
  /** No state makes another operator than the main one more likely than this. */
  readonly escape: number;
  /** The main operator; empty if it only multiplies by a number. */
  readonly main: readonly RowMix[];
  readonly mainMatrix: Float64Array;
  readonly others: readonly {
    readonly matrix: Float64Array;
    readonly mixes: readonly RowMix[];
  }[];
}

const normOf = (matrix: Float64Array): number =>
  matrix.reduce((sum, value) => sum + value * value, 0);

const isScalar = (matrix: Float64Array, size: number): boolean =>
  matrix.every((value, k) => {
    const [r, c] = [Math.floor(k / 2 / size), Math.floor(k / 2) % size];
    return Math.abs(value - (r === c ? matrix[k % 2]! : 0)) < 1e-15;
  });

/**
 * A bound on the largest eigenvalue of Σ K†K over `operators`: the largest row sum of magnitudes
 * (Gershgorin).
 */
const escapeBound = (operators: readonly Float64Array[], size: number): number => {
  let bound = 0;
  for (let r = 0; r < size; r++) {
    let row = 0;
    for (let c = 0; c < size; c++) {
      let re = 0;
      let im = 0;
      for (const matrix of operators) {
        for (let k = 0; k < size; k++) {
          const a = 2 * (k * size + r);
          const b = 2 * (k * size + c);
          re += matrix[a]! * matrix[b]! + matrix[a + 1]! * matrix[b + 1]!;
          im += matrix[a]! * matrix[b + 1]! - matrix[a + 1]! * matrix[b]!;
        }
      }
      row += Math.hypot(re, im);
    }
    bound = Math.max(bound, row);
  }
  return Math.min(1, bound);
};

/** Prepares a checked channel for trajectories. A unitary by itself has escape 0. */
export const prepareKraus = ({ qubits, operators }: KrausChannel): PreparedKraus => {
  const size = 2 ** qubits;
  const main = operators.reduce((best, each) => (normOf(each) > normOf(best) ? each : best));
  const others = operators.filter((each) => each !== main && normOf(each) > 0);
  return {
    qubits,
    escape: escapeBound(others, size),
    main: isScalar(main, size) ? [] : rowMixes(main, qubits),
    mainMatrix: main,
    others: others.map((matrix) => ({ matrix, mixes: rowMixes(matrix, qubits) })),
  };
};
