import { show, WEIGHT_MAX, type Candidate, type SchedulingPolicy } from '@xdv/domain-model';
import type { CaseFacts, CaseOutcome, CaseReport } from '@xdv/domain-model/testing';
import { policyParts } from '../policy/compose.ts';
import { readPolicy } from '../policy/read.ts';

/** One check of a policy, or of a value that should be one. It throws nothing. */
export interface PolicyCase extends CaseFacts {
  readonly run: (policy: SchedulingPolicy) => CaseOutcome;
}

/** A policy under test. */
export interface PolicySubject {
  readonly policy: SchedulingPolicy;
  /** The policies that it is composed of, or itself. */
  readonly parts: readonly SchedulingPolicy[];
  /** The weights that its parts give: fails the case unless they are valid. */
  readonly weigh: (candidate: Candidate) => string;
}

class Verdict extends Error {
  readonly verdict: 'failed' | 'declined';

  constructor(verdict: 'failed' | 'declined', why: string) {
    super(why);
    this.verdict = verdict;
  }
}

/** Ends the case as failed unless `condition` holds. */
export function check(condition: boolean, why: string): asserts condition {
  if (!condition) throw new Verdict('failed', why);
}

/** Ends the case: the policy is none that it is about. */
export const declined = (why: string): never => {
  throw new Verdict('declined', why);
};

const said = (thrown: unknown): string => {
  try {
    return show(thrown instanceof Error ? thrown.message : thrown).slice(0, 200);
  } catch {
    return 'what cannot be shown';
  }
};

const call = (part: SchedulingPolicy, candidate: Candidate): unknown => {
  try {
    return part.weigh(candidate);
  } catch (thrown) {
    throw new Verdict('failed', `${part.name} threw ${said(thrown)}`);
  }
};

const weightOf = (part: SchedulingPolicy, candidate: Candidate): number => {
  const weight = call(part, candidate);
  if (typeof weight === 'number' && Number.isInteger(weight) && Math.abs(weight) <= WEIGHT_MAX) {
    return weight;
  }
  const what = typeof weight === 'bigint' ? 'a big integer' : show(weight).slice(0, 100);
  throw new Verdict('failed', `${part.name} gave ${what}, not an integer within ±2^40`);
};

const subjectOf = (value: SchedulingPolicy): PolicySubject => {
  const read = readPolicy(value);
  check(read.ok, read.ok ? '' : read.fault.message);
  const parts = policyParts(read.value);
  return {
    policy: read.value,
    parts,
    weigh: (candidate) => parts.map((part) => weightOf(part, candidate)).join(', '),
  };
};

const outcomeOf = (thrown: unknown): CaseOutcome => {
  if (thrown instanceof Verdict) return { verdict: thrown.verdict, why: thrown.message };
  return { verdict: 'failed', why: said(thrown) };
};

/** A case whose `body` returns if the policy keeps the rule. */
export const policyCase = (
  facts: CaseFacts,
  body: (subject: PolicySubject) => void,
): PolicyCase => ({
  ...facts,
  run: (policy) => {
    try {
      body(subjectOf(policy));
      return { verdict: 'passed' };
    } catch (thrown) {
      return outcomeOf(thrown);
    }
  },
});

/** Runs the cases one after another and reports each, in their order. */
export const runPolicyCases = (
  cases: readonly PolicyCase[],
  policy: SchedulingPolicy,
): readonly CaseReport[] =>
  cases.map(({ id, requirement, tier, title, run }) => ({
    id,
    requirement,
    tier,
    title,
    outcome: run(policy),
  }));
