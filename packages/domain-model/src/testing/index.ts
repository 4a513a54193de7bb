export {
  runCases,
  type CaseContext,
  type CaseFacts,
  type CaseOutcome,
  type CaseReport,
  type CaseTier,
  type ProviderCase,
} from './case.ts';
export { Q_PROVIDER_CASES } from './q-provider-cases.ts';
export { FALSE_ALARM } from './statistics.ts';
