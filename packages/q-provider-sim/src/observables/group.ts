import { fail, ok, type Failure, type Result } from '@xdv/domain-model';
import { diagonalizeCommuting, diagonalizeQubitwise, type Diagonal } from './diagonalize.ts';
import { checkSum, type PauliSum } from './pauli.ts';
import { parity } from './spectrum.ts';

/**
 * When terms are measured together: `qubitwise` if they have the same letter wherever two of them
 * have one, which needs gates on one qubit alone; `general` if they commute, which gives fewer
 * groups and needs cx and cz.
 */
export type Commutation = 'qubitwise' | 'general';

/** Terms that one basis change makes diagonal together. */
export interface PauliGroup extends Diagonal {
  /** Numbers of the terms in the sum; `strings` are in the same order. */
  readonly terms: readonly number[];
}

/** Bounds of grouping, whose time grows with the square of both. */
export const GROUP_LIMITS = { termsMax: 20_000, generalQubitsMax: 256 } as const;

/** Do terms a and b commute: do they differ, neither being the identity, on an even number? */
const commute = ({ words, x, z }: PauliSum, a: number, b: number): boolean => {
  let odd = 0;
  for (let w = 0; w < words; w++) {
    odd ^= parity(x[a * words + w]! & z[b * words + w]!);
    odd ^= parity(z[a * words + w]! & x[b * words + w]!);
  }
  return odd === 0;
};

/** Does `term` have the letters that `letters` has, wherever both have one? */
const agrees = ({ words, x, z }: PauliSum, term: number, letters: Letters): boolean => {
  for (let w = 0; w < words; w++) {
    const a = x[term * words + w]!;
    const b = z[term * words + w]!;
    const shared = (a | b) & (letters.x[w]! | letters.z[w]!);
    if ((((a ^ letters.x[w]!) | (b ^ letters.z[w]!)) & shared) !== 0) return false;
  }
  return true;
};

/** The letters that the terms of a group have between them. */
interface Letters {
  readonly x: Uint32Array;
  readonly z: Uint32Array;
}

interface Growing {
  readonly terms: number[];
  readonly letters: Letters;
}

const fits = (sum: PauliSum, term: number, group: Growing, kind: Commutation): boolean =>
  kind === 'qubitwise'
    ? agrees(sum, term, group.letters)
    : group.terms.every((member) => commute(sum, member, term));

const join = ({ words, x, z }: PauliSum, term: number, { terms, letters }: Growing): void => {
  terms.push(term);
  for (let w = 0; w < words; w++) {
    letters.x[w]! |= x[term * words + w]!;
    letters.z[w]! |= z[term * words + w]!;
  }
};

/** Terms by falling magnitude of their coefficient, ties by number. */
const byMagnitude = ({ coefficients }: PauliSum): readonly number[] =>
  [...coefficients.keys()].sort(
    (a, b) => Math.abs(coefficients[b]!) - Math.abs(coefficients[a]!) || a - b,
  );

const checkLimits = (sum: PauliSum, kind: Commutation): Failure | null => {
  const { termsMax, generalQubitsMax } = GROUP_LIMITS;
  const terms = sum.coefficients.length;
  const hint = 'Group fewer terms at a time';
  if (terms > termsMax) {
    return fail('RESOURCE_EXHAUSTED', `${terms} terms to group are more than ${termsMax}`, hint);
  }
  if (kind === 'qubitwise' || sum.qubits <= generalQubitsMax) return null;
  const message = `general grouping on ${sum.qubits} qubits is above ${generalQubitsMax}`;
  return fail('RESOURCE_EXHAUSTED', message, 'Group qubitwise');
};

/**
 * Parts a sum into groups that are measured together. Greedy colouring by sorted insertion
 * (Crawford et al. 2021): terms by falling magnitude of their coefficient, ties by number, each
 * into the first group that it commutes with. Every term is in exactly one group. Time ∝ terms
 * times groups when qubitwise, terms² otherwise, times qubits / 32. Fails with RESOURCE_EXHAUSTED
 * above {@link GROUP_LIMITS}; throws RangeError for an unknown kind.
 */
export const groupCommuting = (
  sum: PauliSum,
  kind: Commutation,
): Result<readonly PauliGroup[]> => {
  checkSum(sum);
  if (kind !== 'qubitwise' && kind !== 'general') {
    throw new RangeError(`kind must be 'qubitwise' or 'general', got ${String(kind)}`);
  }
  const oversize = checkLimits(sum, kind);
  if (oversize !== null) return oversize;
  const groups: Growing[] = [];
  for (const term of byMagnitude(sum)) {
    let group = groups.find((each) => fits(sum, term, each, kind));
    if (group === undefined) {
      const { words } = sum;
      group = { terms: [], letters: { x: new Uint32Array(words), z: new Uint32Array(words) } };
      groups.push(group);
    }
    join(sum, term, group);
  }
  const diagonalize = kind === 'qubitwise' ? diagonalizeQubitwise : diagonalizeCommuting;
  return ok(groups.map(({ terms }) => ({ terms, ...diagonalize(sum, terms) })));
};
