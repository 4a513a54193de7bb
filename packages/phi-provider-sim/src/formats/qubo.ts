import { ok, type IsingProblem, type Result } from '@xdv/domain-model';
import { readEntries, type Entries } from './entries.ts';
import type { ReadOptions } from './graph.ts';
import { FORMAT_LIMITS } from './limits.ts';
import { syntaxFault } from './lines.ts';
import type { QuadraticModel } from './types.ts';

/** Minimise x'Qx over x[i] = 0 or 1, and the Ising problem that this is. */
export interface Qubo {
  readonly variables: number;
  /** Its energy plus {@link offset} is the value: H(s) + offset = x'Qx with s = 2x - 1. */
  readonly problem: IsingProblem;
  readonly offset: number;
  /** x'Qx: off-diagonal entries of the file count twice. */
  readonly value: (x: ArrayLike<number>) => number;
  /** x[i] = 1 where s[i] = +1. */
  readonly toBinary: (spins: ArrayLike<number>) => Uint8Array;
}

/**
 * With x = (1 + s) / 2 an entry q off the diagonal gives q/2 (1 + s_i)(1 + s_j), one on it
 * q/2 (1 + s_i); couplings and fields are the negated coefficients.
 */
const toIsing = ({ size, a, b, weight }: Entries): { problem: IsingProblem; offset: number } => {
  const joins = (_: number, k: number): boolean => a[k] !== b[k];
  const field = new Float64Array(size);
  let offset = 0;
  for (let k = 0; k < a.length; k++) {
    const half = weight[k]! / 2;
    offset += half;
    field[a[k]!]! -= half;
    if (a[k] !== b[k]) field[b[k]!]! -= half;
  }
  const problem = {
    spins: size,
    a: a.filter(joins),
    b: b.filter(joins),
    coupling: weight.filter(joins).map((q) => -q / 2),
    field,
  };
  return { problem, offset };
};

const valueOf = ({ a, b, weight }: Entries, x: ArrayLike<number>): number => {
  let sum = 0;
  for (let k = 0; k < a.length; k++) {
    if (x[a[k]!] === 1 && x[b[k]!] === 1) sum += a[k] === b[k] ? weight[k]! : 2 * weight[k]!;
  }
  return sum;
};

/**
 * Reads a QUBO in the sparse format of BiqMac: a line `variables entries`, then a line `i j q` per
 * entry of one half of the symmetric matrix Q, diagonal included, indices from 1. Comments, faults
 * and limits are those of {@link readGraph}; a weight is required. Complexity O(length).
 */
export const readQubo = (text: string, { file = 'input' }: ReadOptions = {}): Result<Qubo> => {
  const read = readEntries(text, { file, diagonal: true, weightOptional: false });
  if (!read.ok) return read;
  const entries = read.value;
  return ok({
    variables: entries.size,
    ...toIsing(entries),
    value: (x) => valueOf(entries, x),
    toBinary: (spins) => Uint8Array.from(spins, (spin) => (spin === 1 ? 1 : 0)),
  });
};

/**
 * Reads what {@link readQubo} reads as a quadratic model: terms off the diagonal have twice the
 * weight of the file, because a model counts them once.
 */
export const readQuboModel = (
  text: string,
  { file = 'input' }: ReadOptions = {},
): Result<QuadraticModel> => {
  const read = readEntries(text, { file, diagonal: true, weightOptional: false });
  if (!read.ok) return read;
  const { size, a, b, weight } = read.value;
  const { termsMax } = FORMAT_LIMITS;
  if (a.length > termsMax) {
    const message = `${a.length} terms are more than ${termsMax}`;
    return syntaxFault(file, { line: 1, column: 1 }, message, 'Use a smaller file');
  }
  const entries = Array.from(a, (i, k) => {
    const j = b[k]!;
    return [i, j, i === j ? weight[k]! : 2 * weight[k]!] as const;
  });
  return ok({ vartype: 'BINARY', variables: size, entries, convention: 'upper', offset: 0 });
};

/**
 * The text that {@link readQubo} and {@link readQuboModel} read back. Labels are not written.
 * Throws RangeError for a model of spins, with an offset or without terms, which the format lacks.
 */
export const writeQubo = ({ vartype, variables, entries, offset }: QuadraticModel): string => {
  if (vartype !== 'BINARY') throw new RangeError(`vartype must be BINARY here, got ${vartype}`);
  if (offset !== 0) throw new RangeError(`offset must be 0 in this format, got ${offset}`);
  if (entries.length === 0) throw new RangeError('entries must hold at least one term');
  const lines = entries.map(([i, j, q]) => `${i + 1} ${j + 1} ${i === j ? q : q / 2}\n`);
  return `${variables} ${entries.length}\n${lines.join('')}`;
};
