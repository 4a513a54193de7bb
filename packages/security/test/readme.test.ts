import {
  AUTHORITY_ALL,
  FAULTS,
  PERMISSIONS,
  toId,
  unwrap,
  type ProcessId,
} from '@xdv/domain-model';
import { createCapabilityTable } from '../src/index.ts';
import { expect, it } from 'vitest';

it('runs the example of the README', () => {
  const alice = toId<ProcessId>('process', 1);
  const bob = toId<ProcessId>('process', 2);
  const table = createCapabilityTable();

  const root = unwrap(table.grant(alice, AUTHORITY_ALL, 0));
  const narrow = { ...AUTHORITY_ALL, permissions: PERMISSIONS['measure-Q'], until: 1_000 };
  const lent = unwrap(table.derive(alice, root, narrow, bob));

  const measure = { permission: PERMISSIONS['measure-Q'], crossing: 0, resource: 0 };
  const before = table.check(bob, lent, measure, 999); // 0: allowed
  const late = table.check(bob, lent, measure, 1_000); // FAULTS.CAPABILITY_EXPIRED.number
  const revoked = unwrap(table.revoke(alice, root)); // 2: root, and what derives from it
  const after = table.check(bob, lent, measure, 999); // FAULTS.HANDLE_REVOKED.number

  expect([before, late, revoked, after]).toEqual([
    0,
    FAULTS.CAPABILITY_EXPIRED.number,
    2,
    FAULTS.HANDLE_REVOKED.number,
  ]);
});
