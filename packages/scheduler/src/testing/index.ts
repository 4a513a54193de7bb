export { createInvariantObserver } from './invariants.ts';
export { runPolicyCases, type PolicyCase } from './policy-case.ts';
export { POLICY_CASES } from './policy-cases.ts';
