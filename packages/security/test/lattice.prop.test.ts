import {
  AUTHORITY_ALL,
  AUTHORITY_NONE,
  containsAuthority,
  intersectAuthority,
  unionAuthority,
  type Authority,
} from '@xdv/domain-model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { authorities } from './support.ts';

type Join = (a: Authority, b: Authority) => Authority;

const DUALS: readonly (readonly [string, Join, Join])[] = [
  ['union', unionAuthority, intersectAuthority],
  ['intersection', intersectAuthority, unionAuthority],
];

describe.each(DUALS)('%s of authorities', (_name, op, dual) => {
  it('is commutative, associative and idempotent (XDV-002.6)', () => {
    fc.assert(
      fc.property(authorities, authorities, authorities, (a, b, c) => {
        expect(op(a, b)).toEqual(op(b, a));
        expect(op(op(a, b), c)).toEqual(op(a, op(b, c)));
        expect(op(a, a)).toEqual(a);
      }),
    );
  });

  it('absorbs and distributes over its dual (XDV-002.6)', () => {
    fc.assert(
      fc.property(authorities, authorities, authorities, (a, b, c) => {
        expect(op(a, dual(a, b))).toEqual(a);
        expect(op(a, dual(b, c))).toEqual(dual(op(a, b), op(a, c)));
      }),
    );
  });
});

describe('containment of authorities', () => {
  it('is a partial order (XDV-002.6)', () => {
    fc.assert(
      fc.property(authorities, authorities, authorities, (a, b, c) => {
        expect(containsAuthority(a, a)).toBe(true);
        if (containsAuthority(a, b) && containsAuthority(b, a)) expect(a).toEqual(b);
        // a chain made on purpose: three random authorities are rarely one
        const middle = unionAuthority(a, b);
        expect(containsAuthority(unionAuthority(middle, c), a)).toBe(true);
      }),
    );
  });

  it('is the order of the lattice: union and intersection are its bounds (XDV-002.6)', () => {
    fc.assert(
      fc.property(authorities, authorities, authorities, (a, b, c) => {
        const contains = containsAuthority(a, b);
        expect(JSON.stringify(unionAuthority(a, b)) === JSON.stringify(a)).toBe(contains);
        expect(JSON.stringify(intersectAuthority(a, b)) === JSON.stringify(b)).toBe(contains);
        const both = containsAuthority(c, a) && containsAuthority(c, b);
        expect(containsAuthority(c, unionAuthority(a, b))).toBe(both);
        const either = containsAuthority(a, c) && containsAuthority(b, c);
        expect(containsAuthority(intersectAuthority(a, b), c)).toBe(either);
      }),
    );
  });

  it('is bounded by everything and nothing (XDV-002.6)', () => {
    fc.assert(
      fc.property(authorities, (a) => {
        expect(containsAuthority(AUTHORITY_ALL, a)).toBe(true);
        expect(containsAuthority(a, AUTHORITY_NONE)).toBe(true);
        expect(unionAuthority(a, AUTHORITY_NONE)).toEqual(a);
        expect(intersectAuthority(a, AUTHORITY_ALL)).toEqual(a);
      }),
    );
  });
});
