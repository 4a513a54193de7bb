import type { Circuit } from '../circuit/circuit.ts';
import type { Result } from '../fault.ts';
import type { QDeviceProfile } from '../ports/profile.ts';
import type { DomainProvider } from '../ports/provider.ts';

/**
 * `required`: every provider keeps it, as far as its profile offers what the case needs.
 * `optional`: the port promises it of some providers only, as repeatability of simulators.
 */
export type CaseTier = 'required' | 'optional';

/** The provider under test, as a maker of its kind. */
export interface CaseContext {
  /** A new provider before `init`, which shares no job and no region with earlier ones. */
  readonly create: () => DomainProvider;
  /** Name of the device in its profile. */
  readonly device: string;
  /**
   * Makes the circuit of a job one that the device performs, keeping what its bits mean, as a
   * transpiler does; a fault declines the case. Absent: jobs are handed in as they are.
   */
  readonly prepare?: (circuit: Circuit, device: QDeviceProfile) => Result<Circuit>;
  /** Resolves when an answer is overdue. Absent: answers are awaited for ever. */
  readonly patience?: () => Promise<unknown>;
}

/** Declined: the provider does not offer what the case is about. Never counts as passed. */
export type CaseOutcome =
  | { readonly verdict: 'passed' }
  | { readonly verdict: 'failed' | 'declined'; readonly why: string };

/** What a case is called and shows, without its procedure. */
export interface CaseFacts {
  /** Stable: results of different versions are compared by it. */
  readonly id: string;
  /** The requirement it shows, as 'XDV-060.4'. */
  readonly requirement: string;
  readonly tier: CaseTier;
  /** The rule in a sentence. */
  readonly title: string;
}

/** One check of a provider. It throws nothing, whatever the provider does. */
export interface ProviderCase extends CaseFacts {
  readonly run: (context: CaseContext) => Promise<CaseOutcome>;
}

export interface CaseReport extends CaseFacts {
  readonly outcome: CaseOutcome;
}

class Verdict extends Error {
  readonly verdict: 'failed' | 'declined';

  constructor(verdict: 'failed' | 'declined', why: string) {
    super(why);
    this.verdict = verdict;
  }
}

/** Ends the case: the provider broke its port. */
export const failed = (why: string): never => {
  throw new Verdict('failed', why);
};

/** Ends the case: the provider does not offer what it needs. */
export const declined = (why: string): never => {
  throw new Verdict('declined', why);
};

/** Ends the case as failed unless `condition` holds. */
export function check(condition: boolean, why: string): asserts condition {
  if (!condition) failed(why);
}

const outcomeOf = (thrown: unknown): CaseOutcome => {
  if (thrown instanceof Verdict) return { verdict: thrown.verdict, why: thrown.message };
  // a provider that hands out an object which throws when read gets here
  return { verdict: 'failed', why: 'an answer could not be read: it is not plain data' };
};

/** A case whose `body` returns if the provider keeps the rule. */
export const providerCase = (
  facts: CaseFacts,
  body: (context: CaseContext) => Promise<void>,
): ProviderCase => ({
  ...facts,
  run: async (context) => {
    try {
      await body(context);
      return { verdict: 'passed' };
    } catch (thrown) {
      return outcomeOf(thrown);
    }
  },
});

/** Runs the cases one after another and reports each, in their order. */
export const runCases = async (
  cases: readonly ProviderCase[],
  context: CaseContext,
): Promise<readonly CaseReport[]> => {
  const reports: CaseReport[] = [];
  for (const { id, requirement, tier, title, run } of cases) {
    reports.push({ id, requirement, tier, title, outcome: await run(context) });
  }
  return reports;
};
