import { describe, expect, it } from 'vitest';
import { crossingRule, DOMAINS, TRANSITION_PHASES } from '../src/index.ts';

const TABLE = {
  K: { K: undefined, Q: 'direct', Phi: 'direct' },
  Q: { K: 'direct', Q: undefined, Phi: 'contracted' },
  Phi: { K: 'direct', Q: 'contracted', Phi: undefined },
} as const;

const PAIRS = DOMAINS.flatMap((source) =>
  DOMAINS.map((target) => [source, target, TABLE[source][target]] as const),
);

describe('the transition table', () => {
  it.each(PAIRS)('crosses %s → %s by the rule %s (XDV-002.3)', (source, target, rule) => {
    expect(crossingRule(source, target)).toBe(rule);
  });

  it('has no crossing of a domain into itself (XDV-002.4)', () => {
    expect(DOMAINS.filter((domain) => crossingRule(domain, domain) !== undefined)).toEqual([]);
  });
});

it('has seven phases in a fixed order: rollback events name them by index (XDV-022.1)', () => {
  expect(TRANSITION_PHASES).toEqual([
    'validate-capability',
    'reserve',
    'validate-contract',
    'bind',
    'project',
    'activate',
    'log',
  ]);
});
