import { type Candidate, type SchedulingPolicy } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { shortestFirst } from '../../src/index.ts';
import { guardPolicy, type PolicyGuard } from '../../src/policy/guard.ts';
import { createRanking } from '../../src/policy/ranking.ts';
import { policyOf } from '../kernel/support.ts';
import { candidateOf } from './support.ts';

/** The weights of `count` candidates of lengths 1, 2, …, one after another. */
const weights = (guard: PolicyGuard, count: number, from = 1): readonly number[] =>
  Array.from({ length: count }, (_, i) => guard.weigh(candidateOf({ length: from + i })));

const writable = (candidate: Candidate): { length: number } => candidate;

describe('a policy that is not pure is caught (XDV-012.6)', () => {
  it('if it counts, at its first candidate', () => {
    let count = 0;
    const guard = guardPolicy(policyOf(() => count++));
    expect(guard.weigh(candidateOf())).toBe(0);
    expect(guard.reason).toBe('it weighed one candidate 0 and then 1: it is not pure');
  });

  it('if it drifts after a thousand calls, by the first candidate asked again', () => {
    let calls = 0;
    const guard = guardPolicy(policyOf(({ length }) => (calls++ < 1000 ? -length : length)));
    const given = weights(guard, 2000);
    expect(guard.reason).toBe('it weighed one candidate -1 and then 1: it is not pure');
    const caught = given.indexOf(0);
    // 64 candidates take three calls each; from then on one in 61 does
    expect(caught).toBeGreaterThan(700);
    expect(caught).toBeLessThan(900);
    expect(given.slice(caught).every((weight) => weight === 0)).toBe(true);
  });

  it('if it remembers who came before', () => {
    let heaviest = 0;
    const guard = guardPolicy(
      policyOf(({ length }) => {
        heaviest = Math.max(heaviest, length);
        return heaviest;
      }),
    );
    expect(weights(guard, 2)).toEqual([1, 0]);
    expect(guard.reason).toBe('it weighed one candidate 1 and then 2: it is not pure');
  });

  it('if it writes to a candidate, which stays as it was', () => {
    const guard = guardPolicy(policyOf((candidate) => (writable(candidate).length = 99)));
    const candidate = candidateOf({ length: 5 });
    guard.weigh(candidate);
    expect(candidate.length).toBe(5);
    expect(guard.reason).toContain('it threw Cannot assign to read only property');
  });

  it('in a fork at the same moment as in its original', () => {
    const policy = policyOf(({ length }) => (length === 200 ? NaN : length));
    const guard = guardPolicy(policy);
    weights(guard, 150);
    const fork = guard.fork();
    expect(weights(fork, 60, 151)).toEqual(weights(guard, 60, 151));
    expect(fork.reason).toBe(guard.reason);
    expect(fork.reason).toContain('weight NaN');
  });
});

describe('a guard', () => {
  it('asks a pure policy of others at most once per candidate, but for few', () => {
    let calls = 0;
    const guard = guardPolicy(policyOf(({ length }) => (calls++, length)));
    weights(guard, 6100);
    expect(guard.reason).toBeUndefined();
    expect(calls).toBeLessThan(6100 * 1.06);
  });

  it('gives 0 for -0', () => {
    expect(Object.is(guardPolicy(policyOf(() => -0)).weigh(candidateOf()), 0)).toBe(true);
    expect(Object.is(guardPolicy(shortestFirst).weigh(candidateOf({ length: 0 })), 0)).toBe(true);
  });

  it('hands the candidate itself to a policy of the house, and a frozen copy to others', () => {
    const seen: Candidate[] = [];
    const candidate = candidateOf();
    const watching = policyOf((given) => {
      seen.push(given);
      return 0;
    });
    guardPolicy(watching).weigh(candidate);
    expect(seen[0]).toEqual(candidate);
    expect(seen[0]).not.toBe(candidate);
    expect(seen.every((given) => Object.isFrozen(given))).toBe(true);
  });

  it.each<readonly [string, () => unknown]>([
    ['a revoked proxy', () => {
      const { proxy, revoke } = Proxy.revocable({}, {});
      revoke();
      return proxy;
    }],
    ['an object that throws as text', () => ({ toString: () => { throw new Error('no'); } })],
    ['a number object', () => Object(1) as unknown],
    ['text of a million characters', () => 'x'.repeat(1_000_000)],
  ])('contains %s as a weight, with a short reason', (_, make) => {
    const guard = guardPolicy(policyOf(make as () => number));
    expect(guard.weigh(candidateOf())).toBe(0);
    expect(guard.reason!.length).toBeLessThan(300);
  });
});

const rankOf = (policy: SchedulingPolicy, fields: Partial<Candidate>, agingTicks = Infinity) => {
  const rank: number[] = [];
  createRanking(policy, agingTicks).rank(candidateOf(fields), rank);
  return rank;
};

describe('a ranking', () => {
  it('counts epochs less weights, then the other weights, then since and process', () => {
    const policy = { ...policyOf(() => 7), then: [policyOf(() => 3), policyOf(() => -2)] };
    const process = 4 as Candidate['process'];
    expect(rankOf(policy, { since: 250, process }, 100)).toEqual([2 - 7, -3, 2, 250, 4]);
    expect(rankOf(policy, { since: 250, process })).toEqual([-7, -3, 2, 250, 4]);
  });

  it('writes where it is told, and nothing else', () => {
    const into = [9, 9, 9, 9, 9];
    createRanking(policyOf(() => 1), Infinity).rank(candidateOf({ since: 5 }), into, 1);
    expect(into).toEqual([9, -1, 5, 1, 9]);
  });

  it('takes the whole composition out of service when one of it fails (XDV-012.6)', () => {
    const late = policyOf(({ length }) => (length > 2 ? NaN : 5));
    const ranking = createRanking({ ...policyOf(() => 7), then: [late, policyOf(() => 3)] }, 100);
    const fork = ranking.fork();
    const ranks = [2, 3, 2].map((length) => {
      const rank: number[] = [];
      ranking.rank(candidateOf({ length, since: 300 }), rank);
      return rank;
    });
    expect(ranks).toEqual([[-4, -5, -3, 300, 1], [3, 0, 0, 300, 1], [3, 0, 0, 300, 1]]);
    expect(ranking.reason).toContain('weight NaN');
    expect(ranking.fork().reason).toBe(ranking.reason);
    expect(fork.reason).toBeUndefined();
  });

  it.each<readonly [string, unknown]>([
    ['nothing', undefined],
    ['a function', () => 0],
    ['a policy without a name', { version: '1', weigh: () => 0 }],
    ['a policy that throws when looked at', { get name(): string { throw new Error('no'); } }],
    ['a proxy that throws', new Proxy({}, { get: () => { throw new Error('no'); } })],
  ])('goes on in the default order with %s', (_, value) => {
    const ranking = createRanking(value as SchedulingPolicy, 100);
    const rank: number[] = [];
    ranking.rank(candidateOf({ since: 250 }), rank);
    expect(rank).toEqual([2, 250, 1]);
    expect(ranking.reason).toMatch(/policy/);
  });

  it('is dynamic if any of its policies is', () => {
    const dynamic = { ...policyOf(() => 0), dynamic: true } as const;
    const of = (policy: SchedulingPolicy) => createRanking(policy, 1).dynamic;
    expect(of(dynamic)).toBe(true);
    expect(of({ ...policyOf(() => 0), then: [dynamic] })).toBe(true);
    expect(of(policyOf(() => 0))).toBe(false);
  });

  it.each([0, 0.5, -1, NaN])('refuses agingTicks %s', (agingTicks) => {
    expect(() => createRanking(shortestFirst, agingTicks)).toThrow(/agingTicks .* at least 1/);
  });
});
