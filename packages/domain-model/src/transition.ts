import type { Domain } from './domain.ts';

/**
 * How a crossing between two domains may happen (XDV-002.3): `direct` needs capability and
 * contract; `contracted` needs provider support and a projection contract besides. A pair that is
 * not listed is refused.
 */
export type CrossingRule = 'direct' | 'contracted';

/** The transition table: source, then target. */
export const CROSSINGS: Readonly<Record<Domain, Readonly<Partial<Record<Domain, CrossingRule>>>>> =
  {
    K: { Q: 'direct', Phi: 'direct' },
    Q: { K: 'direct', Phi: 'contracted' },
    Phi: { K: 'direct', Q: 'contracted' },
  };

/** The rule of a crossing, or undefined if the table refuses it. */
export const crossingRule = (source: Domain, target: Domain): CrossingRule | undefined =>
  CROSSINGS[source][target];

/**
 * The seven phases of every transition (XDV-022.1). A failure in one rolls back those before it;
 * its index is what a `transition.rolledback` event names.
 */
export const TRANSITION_PHASES = [
  'validate-capability',
  'reserve',
  'validate-contract',
  'bind',
  'project',
  'activate',
  'log',
] as const;

export type TransitionPhase = (typeof TRANSITION_PHASES)[number];
