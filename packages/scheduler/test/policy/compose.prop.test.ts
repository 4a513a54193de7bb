import type { Candidate, SchedulingPolicy } from '@xdv/domain-model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compose,
  fairShare,
  highestPriority,
  POLICIES,
  policyParts,
  POLICY_PARTS_MAX,
  shortestFirst,
} from '../../src/index.ts';
import { createRanking } from '../../src/policy/ranking.ts';
import { policyOf } from '../kernel/support.ts';
import { candidateOf, candidates } from './support.ts';

const rank = (policy: SchedulingPolicy, candidate: Candidate, agingTicks = 1000) => {
  const into: number[] = [];
  createRanking(policy, agingTicks).rank(candidate, into);
  return into;
};

const compare = (a: readonly number[], b: readonly number[]): number => {
  const at = a.findIndex((value, i) => value !== b[i]);
  return at < 0 ? 0 : a[at]! - b[at]!;
};

const single = fc.oneof(
  fc.constantFrom(...POLICIES),
  fc.constant(policyOf(({ length }) => length % 3)),
  fc.constant(policyOf(({ process }) => process % 2)),
);
const policies = fc.array(single, { minLength: 1, maxLength: 3 }).map((all) => compose(...all));

describe('a composition', () => {
  it('is associative: equal field by field, with equal ranks (XDV-012.7)', () => {
    fc.assert(
      fc.property(policies, policies, policies, candidates, (a, b, c, candidate) => {
        const left = compose(compose(a, b), c);
        expect(left).toEqual(compose(a, compose(b, c)));
        expect(left).toEqual(compose(a, b, c));
        expect(rank(left, candidate)).toEqual(rank(compose(a, compose(b, c)), candidate));
      }),
    );
  });

  it('orders by the first policy, and by the others in turn where it weighs alike', () => {
    fc.assert(
      fc.property(single, single, candidates, candidates, (a, b, one, other) => {
        const order = (policy: SchedulingPolicy) => policy.weigh(other) - policy.weigh(one);
        const both = compare(
          rank(compose(a, b), one, Infinity).slice(0, 2),
          rank(compose(a, b), other, Infinity).slice(0, 2),
        );
        expect(Math.sign(both)).toBe(Math.sign(order(a) || order(b)) + 0);
      }),
    );
  });

  it('is explicitly ordered: the other way round is another policy', () => {
    const urgent = candidateOf({ priority: 1, length: 50 });
    const short = candidateOf({ length: 5 });
    const order = (...all: readonly SchedulingPolicy[]) =>
      Math.sign(compare(rank(compose(...all), urgent), rank(compose(...all), short)));
    expect(order(highestPriority, shortestFirst)).toBe(-1);
    expect(order(shortestFirst, highestPriority)).toBe(1);
  });

  it('has the names and versions of its policies, flat', () => {
    const all = compose(compose(highestPriority, fairShare), compose(shortestFirst));
    expect(all).toMatchObject({ name: 'priority+fair-share+shortest-first', version: '1+1+1' });
    expect(all.then).toHaveLength(2);
    expect(all.dynamic).toBeUndefined();
    expect(policyParts(all)).toMatchObject([highestPriority, fairShare, shortestFirst]);
  });

  it('is flat, whatever others nested', () => {
    const nested = { ...policyOf(() => 1), then: [compose(highestPriority, fairShare)] };
    expect(policyParts(nested)).toMatchObject([{ name: 'test' }, highestPriority, fairShare]);
    expect(compose(nested, shortestFirst).name).toBe('test+priority+fair-share+shortest-first');
  });

  it('of one policy is that policy', () => {
    expect(compose(shortestFirst)).toBe(shortestFirst);
  });

  it('keeps the object that a policy is', () => {
    class Fixed implements SchedulingPolicy {
      readonly name = 'fixed';
      readonly version = '1';
      readonly weight = 7;
      weigh(): number {
        return this.weight;
      }
    }
    expect(rank(compose(new Fixed(), shortestFirst), candidateOf())[0]).toBe(-7);
  });

  it('has 1 to 16 policies', () => {
    const all = (count: number) => Array.from({ length: count }, () => shortestFirst);
    expect(compose(...all(POLICY_PARTS_MAX)).then).toHaveLength(15);
    expect(() => compose(...all(17))).toThrow('policies must be 1 to 16 after flattening, got 17');
    expect(() => compose()).toThrow(RangeError);
  });
});
