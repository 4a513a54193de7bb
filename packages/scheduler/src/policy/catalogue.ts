import { fail, ok, show, type Result, type SchedulingPolicy } from '@xdv/domain-model';
import {
  firstComeFirstServed,
  highestPriority,
  shortestFirst,
  smallestAreaFirst,
} from './builtin.ts';
import { compose, formatPolicy, policyParts, POLICY_PARTS_MAX } from './compose.ts';
import {
  deadlineMonotonic,
  earliestDeadlineFirst,
  leastLaxityFirst,
  rateMonotonic,
} from './deadlines.ts';
import { costAware, energyAware, fairShare, fidelityFirst } from './resources.ts';
import { f1, highestResponseRatio, unicef, wfp3 } from './waiting.ts';

/** A policy of the house: its name on a command line, and what it puts first. */
export interface CatalogueEntry {
  readonly short: string;
  readonly policy: SchedulingPolicy;
  readonly first: string;
}

const entry = (short: string, policy: SchedulingPolicy, first: string): CatalogueEntry => ({
  short,
  policy,
  first,
});

/** All policies of the house. */
export const POLICY_CATALOGUE: readonly CatalogueEntry[] = [
  entry('fcfs', firstComeFirstServed, 'who came first'),
  entry('priority', highestPriority, 'the highest priority'),
  entry('sjf', shortestFirst, 'the shortest'),
  entry('saf', smallestAreaFirst, 'the smallest area, units · ticks'),
  entry('edf', earliestDeadlineFirst, 'the earliest deadline'),
  entry('llf', leastLaxityFirst, 'the earliest latest start'),
  entry('dm', deadlineMonotonic, 'the shortest relative deadline'),
  entry('rm', rateMonotonic, 'the shortest period'),
  entry('fair', fairShare, "the tenant with the least dominant share"),
  entry('fidelity', fidelityFirst, 'who loses most fidelity by waiting'),
  entry('cost', costAware, 'the cheapest'),
  entry('energy', energyAware, 'the least energy'),
  entry('f1', f1, 'the least n · log r + 870 · log s'),
  entry('wfp3', wfp3, 'the greatest (wait / length)³ · units'),
  entry('unicef', unicef, 'the greatest wait / (log units · length)'),
  entry('hrrn', highestResponseRatio, 'the greatest (wait + length) / length'),
];

/** The policies of the house, plainest first. */
export const POLICIES: readonly SchedulingPolicy[] = POLICY_CATALOGUE.map(({ policy }) => policy);

const NAMES = new Map<string, SchedulingPolicy>();
for (const { short, policy } of POLICY_CATALOGUE) {
  for (const name of [short, policy.name, formatPolicy(policy)]) NAMES.set(name, policy);
}

/** The longest text that can name policies: 16 names of 64 and versions of 64. */
const TEXT_MAX = POLICY_PARTS_MAX * 130;

const unknown = (name: string, known: string): Result<never> =>
  fail('POLICY_QUARANTINED', `there is no policy ${show(name)}`, `There are ${known}`);

/** Names of given policies and of the house, those given first. */
const namesWith = (policies: readonly SchedulingPolicy[]): Map<string, SchedulingPolicy> => {
  const names = new Map(NAMES);
  for (const policy of policies.flatMap(policyParts)) {
    names.set(policy.name, policy);
    names.set(formatPolicy(policy), policy);
  }
  return names;
};

/**
 * The policy that a text names: a short name ('sjf'), a name ('shortest-first'), a name with its
 * version ('shortest-first@1', as a trace records it), or several of these, the deciding one first,
 * with '+' between: see `compose`. `policies` are known besides those of the house. Fault:
 * POLICY_QUARANTINED for a name or version that is not known.
 */
export const findPolicy = (
  text: string,
  policies: readonly SchedulingPolicy[] = [],
): Result<SchedulingPolicy> => {
  const known = [...POLICY_CATALOGUE.map(({ short }) => short), ...policies.map(formatPolicy)];
  const listed = known.join(', ');
  if (text.length > TEXT_MAX) return unknown(`${text.slice(0, 40)}…`, listed);
  const names = policies.length === 0 ? NAMES : namesWith(policies);
  const parts = text.split('+');
  const missing = parts.find((part) => !names.has(part));
  if (missing !== undefined) return unknown(missing, listed);
  if (parts.length > POLICY_PARTS_MAX) {
    return fail('POLICY_QUARANTINED', `${parts.length} policies`, `At most ${POLICY_PARTS_MAX}`);
  }
  return ok(compose(...parts.map((part) => names.get(part)!)));
};
