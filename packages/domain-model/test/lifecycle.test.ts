import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  CONTAINER_LIFECYCLE,
  CONTRACT_LIFECYCLE,
  ENVELOPE_LIFECYCLE,
  lifecycle,
  mayFollow,
  PROCESS_LIFECYCLE,
  type ContractState,
  type Lifecycle,
} from '../src/index.ts';

const TABLES: readonly (readonly [string, Lifecycle<string>, readonly string[]])[] = [
  [
    'process (XDV-020.3)',
    PROCESS_LIFECYCLE,
    [
      'created → bound',
      'created → terminated',
      'bound → initialized',
      'bound → terminated',
      'initialized → active',
      'initialized → terminated',
      'active → suspended',
      'active → terminated',
      'suspended → active',
      'suspended → terminated',
      'terminated → released',
    ],
  ],
  [
    'contract (XDV-023.6)',
    CONTRACT_LIFECYCLE,
    [
      'issued → active',
      'issued → revoked',
      'active → released',
      'active → revoked',
      'active → expired',
    ],
  ],
  ['container (XDV-013.4)', CONTAINER_LIFECYCLE, ['allocated → released', 'allocated → void']],
  ['envelope (XDV-033.1)', ENVELOPE_LIFECYCLE, ['open → closed', 'open → void']],
];

const pairs = (table: Lifecycle<string>): readonly (readonly [string, string])[] => {
  const states = Object.keys(table);
  return states.flatMap((from) => states.map((to) => [from, to] as const));
};

const reachable = (table: Lifecycle<string>): ReadonlySet<string> => {
  const seen = new Set([Object.keys(table)[0]!]);
  for (const state of seen) for (const next of table[state]!) seen.add(next);
  return seen;
};

describe.each(TABLES)('the lifecycle of a %s', (_name, table, legal) => {
  it('allows exactly the moves written here and refuses every other (XDV-011.4)', () => {
    const allowed = pairs(table).filter(([from, to]) => mayFollow(table, from, to));
    expect(allowed.map(([from, to]) => `${from} → ${to}`).sort()).toEqual(legal.toSorted());
  });

  it('reaches every state from the first', () => {
    expect([...reachable(table)].sort()).toEqual(Object.keys(table).sort());
  });

  it('never stays and never returns from an end', () => {
    expect(Object.keys(table).filter((state) => mayFollow(table, state, state))).toEqual([]);
    expect(Object.values(table).some((next) => next.length === 0)).toBe(true);
  });
});

describe('a lifecycle table', () => {
  it('does not compile with a state that it does not have', () => {
    // @ts-expect-error 'gone' has no row
    const table = lifecycle({ open: ['gone'] });
    expect(table['open']).toEqual(['gone']);
  });

  it('does not compile with a question about a state that it does not have', () => {
    // @ts-expect-error a contract is never suspended
    expect(mayFollow(CONTRACT_LIFECYCLE, 'issued', 'suspended')).toBe(false);
    expectTypeOf<ContractState>().toEqualTypeOf<
      'issued' | 'active' | 'released' | 'revoked' | 'expired'
    >();
  });
});
