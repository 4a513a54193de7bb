import { ok, show, validateIsing, type IsingProblem, type Result } from '@xdv/domain-model';
import { checkInteger, checkList, checkSize, checkWeight, invalid } from './check.ts';
import { encoded, type Encoded } from './encoded.ts';
import { createQuadratic } from './quadratic.ts';

/** Minimise the sum of q x[i] x[j] over its entries, plus the offset, over x of 0 and 1. */
export interface QuboInput {
  readonly variables: number;
  /** Entries [i, j, q] with i, j from 0. An entry counts once; one that comes again is added. */
  readonly entries: readonly (readonly [number, number, number])[];
  /**
   * Which matrix the entries are. `upper`: i <= j throughout, the value is the sum of
   * Q[i][j] x[i] x[j] over i <= j. `symmetric`: the whole matrix, both halves with equal entries,
   * the value is x'Qx, so that a pair counts twice. Half of a symmetric matrix is neither: it is
   * refused or, as `upper`, means something else.
   */
  readonly convention: 'upper' | 'symmetric';
  /** 0 by default. */
  readonly offset?: number;
}

interface Entries {
  readonly a: Int32Array;
  readonly b: Int32Array;
  readonly q: Float64Array;
}

const readEntry = (
  entry: unknown,
  k: number,
  { variables, convention }: QuboInput,
): Result<readonly [number, number, number]> => {
  if (!Array.isArray(entry)) return invalid(`entry ${k} must be [i, j, q], got ${show(entry)}`);
  const [i, j, q] = entry as readonly unknown[];
  const row = checkInteger(`row of entry ${k}`, i, 0, variables - 1);
  if (!row.ok) return row;
  const column = checkInteger(`column of entry ${k}`, j, 0, variables - 1);
  if (!column.ok) return column;
  const weight = checkWeight(`entry ${k}`, q);
  if (!weight.ok) return weight;
  if (convention === 'upper' && row.value > column.value) {
    return invalid(`entry ${k} at ${row.value}, ${column.value} is below the diagonal`);
  }
  return ok([row.value, column.value, weight.value]);
};

const readEntries = (input: QuboInput): Result<Entries> => {
  const count = input.entries.length;
  const [a, b, q] = [new Int32Array(count), new Int32Array(count), new Float64Array(count)];
  for (let k = 0; k < count; k++) {
    const entry = readEntry(input.entries[k], k, input);
    if (!entry.ok) return entry;
    [a[k], b[k], q[k]] = entry.value;
  }
  return ok({ a, b, q });
};

/** Refuses a matrix that differs from its transpose: the sum of Q - Q' over a pair is not 0. */
const checkSymmetric = (variables: number, { a, b, q }: Entries): Result<void> => {
  const difference = new Map<number, number>();
  for (let k = 0; k < a.length; k++) {
    const [low, high] = [Math.min(a[k]!, b[k]!), Math.max(a[k]!, b[k]!)];
    if (low === high) continue;
    const key = low * variables + high;
    difference.set(key, (difference.get(key) ?? 0) + (a[k] === low ? q[k]! : -q[k]!));
  }
  for (const [key, value] of difference) {
    if (value === 0) continue;
    const pair = `${Math.floor(key / variables)}, ${key % variables}`;
    return invalid(`entries at ${pair} and across the diagonal differ by ${value}`);
  }
  return ok(undefined);
};

const checkQubo = (input: QuboInput): Result<void> => {
  const variables = checkInteger('variables', input?.variables, 1);
  if (!variables.ok) return variables;
  const entries = checkList('entries', input.entries);
  if (!entries.ok) return entries;
  if (input.convention !== 'upper' && input.convention !== 'symmetric') {
    return invalid(`convention must be upper or symmetric, got ${show(input.convention)}`);
  }
  const offset = checkWeight('offset', input.offset ?? 0);
  if (!offset.ok) return offset;
  return checkSize(input.variables, input.entries.length);
};

/**
 * A QUBO as an Ising problem: x[i] = 1 where s[i] = +1, the objective is the QUBO's value, constant
 * included. Every state is feasible. Fails with PROBLEM_INVALID or PROBLEM_TOO_LARGE. Complexity
 * O(variables + entries).
 */
export const qubo = (input: QuboInput): Result<Encoded<Uint8Array>> => {
  const checked = checkQubo(input);
  if (!checked.ok) return checked;
  const { variables, convention, offset = 0 } = input;
  const entries = readEntries(input);
  if (!entries.ok) return entries;
  const { a, b, q } = entries.value;
  if (convention === 'symmetric') {
    const symmetric = checkSymmetric(variables, entries.value);
    if (!symmetric.ok) return symmetric;
  }
  const sum = createQuadratic(variables);
  sum.constant(offset);
  for (let k = 0; k < a.length; k++) sum.product(a[k]!, b[k]!, q[k]!);
  const value = (x: Uint8Array): number => {
    let total = offset;
    for (let k = 0; k < a.length; k++) if (x[a[k]!] === 1 && x[b[k]!] === 1) total += q[k]!;
    return total;
  };
  const read = (x: Uint8Array) => ({ cost: value(x), violations: [], solution: () => x });
  return ok(encoded({ ising: sum.ising(), read }));
};

/**
 * An Ising problem as a QUBO of x = (1 + s) / 2, upper triangular: its value is the energy of the
 * spins. -J s t is -4J x y + 2J x + 2J y - J, and -h s is -2h x + h. Fails with PROBLEM_INVALID.
 * Complexity O(spins + couplings).
 */
export const toQubo = (problem: IsingProblem): Result<Required<QuboInput>> => {
  const valid = validateIsing(problem);
  if (!valid.ok) return valid;
  const { spins, a, b, coupling, field } = valid.value;
  const diagonal = field.map((h) => -2 * h);
  let offset = 0;
  for (const h of field) offset += h;
  const entries: [number, number, number][] = [];
  for (let k = 0; k < a.length; k++) {
    const j = coupling[k]!;
    diagonal[a[k]!]! += 2 * j;
    diagonal[b[k]!]! += 2 * j;
    offset -= j;
    entries.push([Math.min(a[k]!, b[k]!), Math.max(a[k]!, b[k]!), -4 * j]);
  }
  diagonal.forEach((q, i) => q !== 0 && entries.push([i, i, q]));
  return ok({ variables: spins, entries, convention: 'upper', offset });
};
