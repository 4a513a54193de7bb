import { CANDIDATE, TICK_MAX, type Candidate, type ProcessId } from '@xdv/domain-model';
import fc from 'fast-check';

/** A candidate that asks for 10 ticks of a device, with what is not given as usual. */
export const candidateOf = (fields: Partial<Candidate> = {}): Candidate => ({
  ...CANDIDATE,
  domain: 'Q',
  process: 1 as ProcessId,
  since: 0,
  length: 10,
  ...fields,
});

const count = (max = TICK_MAX): fc.Arbitrary<number> =>
  fc.oneof(fc.nat(20), fc.integer({ min: 0, max }), fc.constant(max));

/** Any candidate: small figures, which tie, as well as the ends of the ranges. */
export const candidates: fc.Arbitrary<Candidate> = fc
  .record({
    domain: fc.constantFrom('K', 'Q', 'Phi'),
    process: fc.integer({ min: 1, max: 50 }) as unknown as fc.Arbitrary<ProcessId>,
    since: count(),
    wait: count(1_000_000),
    length: count(),
    amount: fc.integer({ min: 1, max: 2 ** 40 }),
    priority: fc.oneof(fc.integer({ min: -20, max: 20 }), fc.maxSafeInteger()),
    deadline: count(),
    period: count(),
    tenant: fc.nat(5),
    share: count(5_000_000),
    fidelity: fc.nat(1_000_000),
    fading: count(),
    cost: count(),
    energy: count(),
    crossing: count(),
  } as const)
  .map(({ wait, ...rest }) => ({ ...rest, now: Math.min(TICK_MAX, rest.since + wait) }));
