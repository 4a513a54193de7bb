import { WEIGHT_MAX, type Candidate, type SchedulingPolicy } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { compose, fairShare, POLICIES, shortestFirst, wfp3 } from '../../src/index.ts';
import { POLICY_CASES, runPolicyCases } from '../../src/testing/index.ts';
import { policyOf } from '../kernel/support.ts';

type Weigh = SchedulingPolicy['weigh'];

const byLength: Weigh = ({ length }) => -Math.min(length, WEIGHT_MAX);

/** A policy as it should be, but for what it is given. */
const broken = (weigh: Weigh, fields: object = {}) => () => ({ ...policyOf(weigh), ...fields });

/** A policy whose weights depend on what happened to it. */
const remembering = <State>(start: () => State, weigh: (c: Candidate, state: State) => number) =>
  () => {
    const state = start();
    return policyOf((candidate) => weigh(candidate, state));
  };

const writable = (candidate: Candidate): { length: number; seen?: true } =>
  candidate as { length: number };

/** A broken policy for each case, that it must catch. */
const PLANTED: Readonly<Record<string, readonly (() => unknown)[]>> = {
  'policy.shape': [
    () => ({ name: 'x', version: '1' }),
    () => undefined,
    broken(byLength, { name: 'a+b' }),
    broken(byLength, { version: 2 }),
    broken(byLength, { then: [{}] }),
  ],
  'policy.name': [broken(byLength, { name: 'shortest-first' })],
  'policy.total': [
    broken((candidate) => {
      if (candidate.length % 1000 === 7) throw new Error('unlucky');
      return 0;
    }),
  ],
  'policy.range': [
    broken(({ length, since }) => (length === WEIGHT_MAX + 1 && since === 1 ? NaN : 0)),
    broken(({ energy }) => -energy),
    broken(() => 0.5),
    broken((() => '1') as unknown as Weigh),
    broken((() => Promise.resolve(1)) as unknown as Weigh),
  ],
  'policy.pure.twice': [
    remembering(() => ({ calls: 0 }), (_, state) => state.calls++ % 2),
    broken(() => Math.floor(Math.random() * 1e9)),
  ],
  'policy.pure.others': [
    remembering(() => ({ most: 0 }), (candidate, state) => {
      state.most = Math.max(state.most, candidate.priority);
      return Math.min(state.most, WEIGHT_MAX);
    }),
    // a cache of so many, by process and not by candidate
    remembering(() => new Map<number, number>(), ({ process, length }, known) => {
      if (known.size > 7) known.clear();
      if (!known.has(process % 50)) known.set(process % 50, length % 100);
      return known.get(process % 50)!;
    }),
  ],
  'policy.pure.equal': [
    remembering(() => new WeakMap<object, number>(), (candidate, known) => {
      if (!known.has(candidate)) known.set(candidate, counter++);
      return known.get(candidate)!;
    }),
    broken((candidate) => Number(Object.keys(candidate)[0] === 'domain')),
  ],
  'policy.pure.frozen': [
    broken((candidate) => {
      writable(candidate).length += 0;
      return 0;
    }),
    broken((candidate) => Number(Object.isFrozen(candidate))),
  ],
  'policy.pure.unchanged': [
    broken((candidate) => (Reflect.set(candidate, 'length', 5) ? 0 : 1)),
    broken((candidate) => (Reflect.set(candidate, 'seen', true) ? 0 : 1)),
  ],
  'policy.permutation': [
    remembering(() => ({ last: 0 }), ({ since, process }, state) => {
      // who came just before it, of one tick
      const weight = since === 5 && state.last < process ? 1 : 0;
      state.last = process;
      return weight;
    }),
  ],
  'policy.static': [
    broken(({ now, since }) => Math.min(now - since, WEIGHT_MAX)),
    broken(({ share }) => -share),
    broken(({ fidelity }) => fidelity),
  ],
  'policy.dynamic': [broken(byLength, { dynamic: true })],
  'policy.composition': [
    broken(byLength, { then: Array.from({ length: 15 }, () => shortestFirst) }),
  ],
  'policy.replay': [
    remembering(() => ({ calls: 0 }), (c, state) => (state.calls++ > 400 ? 0 : c.length % 9)),
    broken(() => NaN),
  ],
  'policy.record': [
    () => compose(policyOf(byLength), policyOf(({ amount }) => amount % 2)),
  ],
};

let counter = 0;

const verdicts = (policy: unknown): Readonly<Record<string, string>> =>
  Object.fromEntries(
    runPolicyCases(POLICY_CASES, policy as SchedulingPolicy).map(({ id, outcome }) => [
      id,
      outcome.verdict,
    ]),
  );

describe('the cases for policies', () => {
  it.each(POLICIES)('are kept by $name of the house', (policy) => {
    const failed = runPolicyCases(POLICY_CASES, policy).filter(
      ({ outcome }) => outcome.verdict === 'failed',
    );
    expect(failed).toEqual([]);
  });

  it.each([
    ['a policy of a user', policyOf(byLength)],
    ['a composition', compose(fairShare, policyOf(byLength), wfp3)],
  ])('are kept by %s', (_, policy) => {
    expect(Object.values(verdicts(policy))).not.toContain('failed');
  });

  it.each(POLICY_CASES.map((one) => [one.id, one] as const))('can fail: %s', (id, one) => {
    const planted = PLANTED[id] ?? [];
    expect(planted.length).toBeGreaterThan(0);
    for (const make of planted) {
      const outcome = one.run(make() as SchedulingPolicy);
      expect({ id, verdict: outcome.verdict }).toEqual({ id, verdict: 'failed' });
    }
  });

  it('decline what they are not about, and never count it as passed', () => {
    expect(verdicts(policyOf(byLength))['policy.dynamic']).toBe('declined');
    expect(verdicts(fairShare)['policy.static']).toBe('declined');
  });

  it('have ids and titles of their own, and a requirement', () => {
    expect(new Set(POLICY_CASES.map(({ id }) => id)).size).toBe(POLICY_CASES.length);
    expect(new Set(POLICY_CASES.map(({ title }) => title)).size).toBe(POLICY_CASES.length);
    for (const { requirement } of POLICY_CASES) expect(requirement).toMatch(/^XDV-\d{3}\.\d+$/);
  });

  it('throw nothing, whatever the policy does', () => {
    const hostile = new Proxy({}, { get: () => { throw new Error('no'); } });
    for (const value of [hostile, null, 7, { weigh: 1 }]) {
      expect(verdicts(value)['policy.shape']).toBe('failed');
    }
    const thrower = policyOf(() => {
      throw Object.defineProperty(new Error(), 'message', { get: () => { throw new Error(); } });
    });
    expect(verdicts(thrower)['policy.total']).toBe('failed');
  });
});
