import { unwrap } from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import {
  compose,
  fairShare,
  findPolicy,
  formatPolicy,
  POLICIES,
  POLICY_CATALOGUE,
  readPolicy,
  shortestFirst,
  smallestAreaFirst,
} from '../../src/index.ts';
import { policyOf } from '../kernel/support.ts';
import { candidateOf } from './support.ts';

describe('a policy is found', () => {
  it.each(POLICY_CATALOGUE)('by its names: $short', ({ short, policy }) => {
    for (const text of [short, policy.name, formatPolicy(policy)]) {
      expect(unwrap(findPolicy(text))).toBe(policy);
    }
  });

  it('by one name only', () => {
    const names = POLICY_CATALOGUE.flatMap(({ short, policy }) => [
      ...new Set([short, policy.name]),
    ]);
    expect(new Set(names).size).toBe(names.length);
    expect(new Set(POLICY_CATALOGUE.map(({ first }) => first)).size).toBe(POLICIES.length);
  });

  it('with others after it', () => {
    const composed = compose(fairShare, shortestFirst);
    for (const text of ['fair+sjf', 'fair-share@1+sjf', 'fair-share@1+shortest-first@1']) {
      expect(unwrap(findPolicy(text))).toEqual(composed);
    }
  });

  it('as a trace records it, its composition and policies of others included (XDV-012.10)', () => {
    const mine = policyOf(({ length }) => length);
    for (const policy of [mine, compose(mine, smallestAreaFirst), compose(fairShare, mine)]) {
      expect(unwrap(findPolicy(formatPolicy(policy), [policy]))).toEqual(policy);
    }
    expect(formatPolicy(compose(fairShare, mine))).toBe('fair-share@1+test@1');
  });

  it.each([
    '', '+', 'sjf+', '+sjf', 'SJF', 'sjf@1', 'shortest-first@2', 'default', 'toString', '__proto__',
  ])('not by %j', (text) => {
    const found = findPolicy(text);
    expect(found).toMatchObject({ ok: false, fault: { code: 'POLICY_QUARANTINED' } });
  });

  it('of at most 16 parts, however long the text', () => {
    expect(findPolicy(Array.from({ length: 16 }, () => 'sjf').join('+')).ok).toBe(true);
    expect(findPolicy(Array.from({ length: 17 }, () => 'sjf').join('+')).ok).toBe(false);
    const found = findPolicy('x'.repeat(1_000_000));
    expect(found.ok || found.fault.message.length).toBeLessThan(100);
  });

  it('with those there are in the hint', () => {
    const found = findPolicy('best', [policyOf(() => 0)]);
    expect(found).toMatchObject({ fault: { message: 'there is no policy best' } });
    expect(found.ok || found.fault.hint).toMatch(/^There are fcfs, priority, .*, test@1$/);
  });
});

const given = (fields: object) => ({ ...policyOf(() => 1), ...fields });
const cyclic: Record<string, unknown> = given({});
cyclic['then'] = [cyclic];

describe('a value of unknown origin', () => {
  it('is read once: what it becomes later changes nothing', () => {
    let looks = 0;
    const value = { version: '1', weigh: () => 4, get name() { return `look-${++looks}`; } };
    const policy = unwrap(readPolicy(value));
    value.weigh = () => NaN as 4;
    expect([policy.name, policy.name, looks]).toEqual(['look-1', 'look-1', 1]);
    expect(policy.weigh(candidateOf())).toBe(4);
  });

  it('keeps its object, its flag and its composition', () => {
    const value = given({ weight: 9, dynamic: true, then: [shortestFirst] });
    const weigh = function weigh(this: { readonly weight: number }) {
      return this.weight;
    };
    const policy = unwrap(readPolicy({ ...value, weigh }));
    expect(policy).toMatchObject({ name: 'test+shortest-first', version: '1+1', dynamic: true });
    expect(policy.weigh(candidateOf())).toBe(9);
    expect(unwrap(readPolicy(compose(fairShare, shortestFirst)))).toEqual(
      compose(fairShare, shortestFirst),
    );
  });

  it.each<readonly [string, unknown, RegExp]>([
    ['nothing', undefined, /a policy is undefined/],
    ['a function', () => 0, /a policy is a function/],
    ['no name', given({ name: undefined }), /name of a policy is undefined/],
    ['an empty name', given({ name: '' }), /name/],
    ['a name that reads as two', given({ name: 'a+b' }), /name of a policy is a\+b/],
    ['a name with a version', given({ name: 'a@1' }), /name/],
    ['a name with a space', given({ name: 'a b' }), /name/],
    ['a name too long', given({ name: 'x'.repeat(65) }), /name/],
    ['a version that is a number', given({ version: 1 }), /version of test is 1/],
    ['no weigh', given({ weigh: undefined }), /weigh of test is undefined/],
    ['a control character in its name', given({ name: 'a\u001bb' }), /name/],
    ['a flag that is text', given({ dynamic: 'yes' }), /dynamic of test is yes/],
    ['a then that is callable', given({ then: () => 0 }), /then of test is a function/],
    ['a then with something else', given({ then: [1] }), /a policy is 1/],
    ['a then that is itself', cyclic, /more than 16/],
    ['a then too long', given({ then: Array.from({ length: 1e6 }, () => shortestFirst) }), /16/],
    ['a proxy that throws', new Proxy({}, { get: () => { throw new Error('no'); } }), /looked at/],
  ])('is refused with %s', (_, value, why) => {
    const read = readPolicy(value);
    expect(read).toMatchObject({ ok: false, fault: { code: 'POLICY_QUARANTINED' } });
    expect(read.ok || read.fault.message).toMatch(why);
  });

  it('may have 16 parts and a name of 64 characters', () => {
    const then = Array.from({ length: 15 }, () => shortestFirst);
    expect(readPolicy(given({ name: 'x'.repeat(64), then })).ok).toBe(true);
    expect(readPolicy(given({ then: [...then, shortestFirst] })).ok).toBe(false);
  });
});
