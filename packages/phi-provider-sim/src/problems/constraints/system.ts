import { ok, type Result } from '@xdv/domain-model';
import type { Encoded } from '../encoded.ts';
import { decide, type DecideOptions, type Verdict } from './decide.ts';
import { explain, type Explanation } from './explain.ts';
import type { ConstraintInput } from './model.ts';
import { readSystem } from './read.ts';
import { constraintIsing } from './to-ising.ts';
import { admits, brokenBy, type Broken } from './witness.ts';

/**
 * Constraints over variables with finite domains, read and copied: the question of a Φ process,
 * admissible or not, with a witness.
 */
export interface ConstraintSystem {
  /** Whether a candidate is a witness, by integer arithmetic. Complexity O(numbers). */
  readonly checkWitness: (witness: ArrayLike<number>) => boolean;
  /** What keeps a candidate from being one. */
  readonly broken: (witness: ArrayLike<number>) => Broken;
  /** Whether there is a witness, and the least one. See {@link Verdict}. */
  readonly decide: (options?: DecideOptions) => Verdict;
  /** Constraints that admit nothing together, if the system is proven inadmissible. */
  readonly explain: (options?: DecideOptions) => Explanation | undefined;
  /**
   * The system for a coherent machine. Energy + offset is 0 exactly where a state is a witness and
   * its auxiliary spins agree. Fails with PROBLEM_INVALID for constraints `any`, which have no such
   * form, and with PROBLEM_TOO_LARGE.
   */
  readonly toIsing: () => Result<Encoded<readonly number[]>>;
}

/**
 * Reads a system. All arithmetic on it is exact: a sum of terms that could leave the range of safe
 * integers is refused. Fails with PROBLEM_INVALID and PROBLEM_TOO_LARGE, see CONSTRAINT_LIMITS.
 */
export const constraintSystem = (input: ConstraintInput): Result<ConstraintSystem> => {
  const read = readSystem(input);
  if (!read.ok) return read;
  const rules = read.value;
  return ok({
    checkWitness: (witness) => admits(rules, witness),
    broken: (witness) => brokenBy(rules, witness),
    decide: (options) => decide(rules, options),
    explain: (options) => explain(rules, options),
    toIsing: () => constraintIsing(rules),
  });
};
