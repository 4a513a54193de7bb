import { TICK_MAX, WEIGHT_MAX, type Candidate, type SchedulingPolicy } from '@xdv/domain-model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  costAware,
  deadlineMonotonic,
  earliestDeadlineFirst,
  energyAware,
  f1,
  fairShare,
  fidelityFirst,
  firstComeFirstServed,
  highestPriority,
  highestResponseRatio,
  leastLaxityFirst,
  POLICIES,
  rateMonotonic,
  shortestFirst,
  smallestAreaFirst,
  unicef,
  wfp3,
} from '../../src/index.ts';
import { LOG2_ONE, log2Fixed } from '../../src/policy/log2.ts';
import { candidateOf, candidates } from './support.ts';

type Fields = Partial<Candidate>;

/** What each policy puts before what. */
const PREFERENCES: readonly (readonly [SchedulingPolicy, Fields, Fields])[] = [
  [highestPriority, { priority: 2 }, { priority: 1 }],
  [shortestFirst, { length: 9 }, { length: 10 }],
  [shortestFirst, { length: 10 }, { length: 9, crossing: 2 }],
  [smallestAreaFirst, { length: 10, amount: 3 }, { length: 8, amount: 4 }],
  [smallestAreaFirst, { length: 10, amount: 3 }, { length: 10, amount: 3, crossing: 1 }],
  [earliestDeadlineFirst, { deadline: 99 }, { deadline: 100 }],
  [earliestDeadlineFirst, { deadline: 2 ** 40 - 1 }, {}],
  [leastLaxityFirst, { deadline: 100, length: 20 }, { deadline: 90, length: 9 }],
  [deadlineMonotonic, { deadline: 150, since: 100 }, { deadline: 60 }],
  [deadlineMonotonic, { deadline: 150 }, {}],
  [rateMonotonic, { period: 5 }, { period: 6 }],
  [rateMonotonic, { period: 6 }, {}],
  [fairShare, { share: 250_000 }, { share: 250_001 }],
  [fidelityFirst, { fading: 3 }, { fading: 2 }],
  [costAware, { cost: 5 }, { cost: 6 }],
  [energyAware, { energy: 5 }, { energy: 6 }],
  // log 8 · 2 + 870 · log 4 = 1746 against log 8 · 1 + 870 · log 8 = 2613
  [f1, { length: 8, amount: 2, since: 4 }, { length: 8, amount: 1, since: 8 }],
  // (20 / 10)³ · 1 = 8 against (10 / 10)³ · 4 = 4, and 4 · 4 against 8
  [wfp3, { now: 20 }, { now: 10, amount: 4 }],
  [wfp3, { now: 10, amount: 16 }, { now: 20 }],
  // 20 / (1 · 10) against 30 / (2 · 10)
  [unicef, { now: 20, amount: 2 }, { now: 30, amount: 4 }],
  // (30 + 10) / 10 = 4 against (60 + 30) / 30 = 3
  [highestResponseRatio, { now: 30 }, { now: 60, length: 30 }],
];

describe('a policy of the house', () => {
  it.each(PREFERENCES)('$name puts %j before %j', (policy, before, after) => {
    const [first, second] = [candidateOf(before), candidateOf(after)];
    expect(policy.weigh(first)).toBeGreaterThan(policy.weigh(second));
  });

  it('that knows nothing of a candidate leaves the order of arrival', () => {
    for (const policy of [firstComeFirstServed, highestPriority, fidelityFirst, costAware]) {
      expect(policy.weigh(candidateOf({ since: 3 }))).toBe(policy.weigh(candidateOf({ since: 4 })));
    }
  });

  it('gives integers in range, whatever the candidate', () => {
    fc.assert(
      fc.property(fc.constantFrom(...POLICIES), candidates, (policy, candidate) => {
        const weight = policy.weigh(candidate);
        expect(Number.isInteger(weight)).toBe(true);
        expect(Math.abs(weight)).toBeLessThanOrEqual(WEIGHT_MAX);
        expect(Object.is(weight, -0)).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });

  it('depends on now, share and fidelity only if it says so', () => {
    fc.assert(
      fc.property(fc.constantFrom(...POLICIES), candidates, (policy, candidate) => {
        const later = { ...candidate, now: TICK_MAX, share: 77, fidelity: 5 };
        if (!policy.dynamic) expect(policy.weigh(later)).toBe(policy.weigh(candidate));
      }),
      { numRuns: 1000 },
    );
    const now = { now: 1000, share: 5, fidelity: 6 };
    const dynamic = POLICIES.filter(
      (policy) => policy.weigh(candidateOf(now)) !== policy.weigh(candidateOf()),
    );
    expect(dynamic).toEqual(POLICIES.filter((policy) => policy.dynamic));
  });

  it('cannot be changed', () => {
    expect(POLICIES.every((policy) => Object.isFrozen(policy))).toBe(true);
  });
});

describe('the logarithm in fixed point', () => {
  const positive = fc.oneof(
    fc.integer({ min: 1, max: TICK_MAX }),
    fc.integer({ min: 0, max: 52 }).map((bits) => 2 ** bits),
    fc.integer({ min: 1, max: 2 ** 28 }),
  );

  it('is within a step of the real one', () => {
    fc.assert(
      fc.property(positive, (x) => {
        const exact = Math.log2(x) * LOG2_ONE;
        expect(log2Fixed(x)).toBeGreaterThan(exact - 1.01);
        expect(log2Fixed(x)).toBeLessThan(exact + 0.01);
      }),
      { numRuns: 2000 },
    );
  });

  it('never decreases, and is exact at powers of two', () => {
    fc.assert(
      fc.property(positive, positive, (a, b) => {
        expect(log2Fixed(Math.min(a, b))).toBeLessThanOrEqual(log2Fixed(Math.max(a, b)));
      }),
    );
    for (let bits = 0; bits < 53; bits++) expect(log2Fixed(2 ** bits)).toBe(bits * LOG2_ONE);
    expect(log2Fixed(TICK_MAX)).toBe(53 * LOG2_ONE - 1);
  });

  it.each([[3, 103872], [10, 217705], [1000, 653117]])('of %d is %d', (x, expected) => {
    expect(log2Fixed(x)).toBe(expected);
  });
});
