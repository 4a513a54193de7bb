import {
  AUTHORITY_ALL,
  AUTHORITY_NONE,
  createRandom,
  PERMISSIONS,
  unwrap,
  type Authority,
  type CapabilityRegistry,
  type Handle,
} from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { createCapabilityTable } from '../src/index.ts';
import { SLOTS_MAX } from '../src/handle.ts';
import { createSlots } from '../src/slots.ts';
import { tableOver } from '../src/table.ts';
import { ANYTHING, codeOf, faultOf, hostile, pid } from './support.ts';

const ALICE = pid(1);
const BOB = pid(2);
const grantTo = (table: CapabilityRegistry, n: number): Handle =>
  unwrap(table.grant(pid(n), AUTHORITY_ALL, 7));
const checkCode = (table: CapabilityRegistry, n: number, handle: unknown, tick = 0) =>
  codeOf(table.check(pid(n), hostile(handle), ANYTHING, tick));

const NOT_HANDLES: readonly unknown[] = [
  0, -0, -1, 0.5, 1.5, Number.NaN, Infinity, -Infinity, 2 ** 20, 2 ** 53, 2 ** 60, 1e308,
  Number.MAX_SAFE_INTEGER, -Number.MAX_SAFE_INTEGER, '1', true, null, undefined, [1], 1n,
  Symbol('1'), { valueOf: () => 1 },
];

describe('forged handles', () => {
  it.each(NOT_HANDLES)('refuses what was never issued: %s (XDV-002.7)', (value) => {
    const table = createCapabilityTable();
    grantTo(table, 1);
    const handle = hostile(value);
    expect(checkCode(table, 1, value)).toBe('HANDLE_UNKNOWN');
    expect(faultOf(table.derive(ALICE, handle, AUTHORITY_NONE, BOB))).toBe('HANDLE_UNKNOWN');
    expect(faultOf(table.revoke(ALICE, handle))).toBe('HANDLE_UNKNOWN');
    expect(table.authority(handle)).toBeUndefined();
    expect(table.target(handle)).toBe(0);
    expect(table.size).toBe(1);
  });

  it('never accepts one of 100,000 random numbers (XDV-002.7)', () => {
    const table = createCapabilityTable();
    const own = new Set(Array.from({ length: 1000 }, () => grantTo(table, 1)));
    table.revokeAll(ALICE);
    own.clear();
    for (let n = 0; n < 1000; n++) own.add(grantTo(table, n % 2 === 0 ? 1 : 2));
    const random = createRandom(1);
    let accepted = 0;
    for (let n = 0; n < 100_000; n++) {
      // half of them anywhere, half near the handles in use
      const guess = n % 2 === 0 ? random.float() * 2 ** 53 : random.below(2 ** 22);
      const forged = Math.floor(guess) as Handle;
      if (!own.has(forged) && table.check(ALICE, forged, ANYTHING, 0) === 0) accepted++;
    }
    expect(accepted).toBe(0);
  });

  it('refuses the last slot of a full table under a number that only looks like it', () => {
    const table = createCapabilityTable({ slotsMax: 65 });
    for (let n = 0; n < 65; n++) grantTo(table, 1);
    expect(checkCode(table, 1, 65)).toBeUndefined();
    expect(checkCode(table, 1, 66)).toBe('HANDLE_UNKNOWN');
    expect(checkCode(table, 1, 65 + SLOTS_MAX)).toBe('HANDLE_UNKNOWN');
  });
});

describe('check', () => {
  const until10: Authority = { ...AUTHORITY_ALL, from: 5, until: 10 };

  it("refuses another's handle, the kernel's included (XDV-011.2)", () => {
    const table = createCapabilityTable();
    const handle = grantTo(table, 1);
    expect(checkCode(table, 1, handle)).toBeUndefined();
    expect(checkCode(table, 2, handle)).toBe('HANDLE_FOREIGN');
    expect(checkCode(table, 0, handle)).toBe('HANDLE_FOREIGN');
  });

  it('holds from its first tick to before its last (XDV-002.5)', () => {
    const table = createCapabilityTable();
    const handle = unwrap(table.grant(ALICE, until10, 0));
    const codes = [4, 5, 9, 10, Number.NaN].map((tick) => checkCode(table, 1, handle, tick));
    const expired = 'CAPABILITY_EXPIRED';
    expect(codes).toEqual([expired, undefined, undefined, expired, expired]);
  });

  it.each(['permission', 'crossing', 'resource'] as const)('refuses a %s it lacks', (field) => {
    const table = createCapabilityTable();
    const some = { ...AUTHORITY_ALL, permissions: 5, crossings: 5, resources: 5 };
    const handle = unwrap(table.grant(ALICE, some, 0));
    const code = (bits: number) =>
      codeOf(table.check(ALICE, handle, { ...ANYTHING, [field]: bits }, 0));
    expect([1, 2, 4, 8, 2 ** 31].map(code)).toEqual([
      undefined,
      'DOMAIN_UNAUTHORIZED',
      undefined,
      'DOMAIN_UNAUTHORIZED',
      'DOMAIN_UNAUTHORIZED',
    ]);
  });

  it('reports the first of several faults: revoked, foreign, expired, unauthorized', () => {
    const table = createCapabilityTable();
    const handle = unwrap(table.grant(ALICE, { ...until10, permissions: 0 }, 0));
    const request = { ...ANYTHING, permission: PERMISSIONS.send };
    const code = (by: number, tick: number) => codeOf(table.check(pid(by), handle, request, tick));
    expect([code(2, 10), code(1, 10), code(1, 9)]).toEqual([
      'HANDLE_FOREIGN',
      'CAPABILITY_EXPIRED',
      'DOMAIN_UNAUTHORIZED',
    ]);
    unwrap(table.revoke(ALICE, handle));
    expect(code(2, 10)).toBe('HANDLE_REVOKED');
  });
});

describe('derive', () => {
  it.each([
    { permissions: AUTHORITY_ALL.permissions },
    { crossings: 3 },
    { resources: 3 },
    { from: 4 },
    { until: 11 },
  ])('refuses to widen: %o (XDV-002.7)', (wider) => {
    const table = createCapabilityTable();
    const narrow = { permissions: 1, crossings: 1, resources: 1, from: 5, until: 10 };
    const handle = unwrap(table.grant(ALICE, narrow, 0));
    const escalated = table.derive(ALICE, handle, { ...narrow, ...wider }, ALICE);
    expect(faultOf(escalated)).toBe('CAPABILITY_ESCALATION');
    expect(table.derive(ALICE, handle, narrow, BOB).ok).toBe(true);
  });

  it('reads what is asked for once, so a changing object gains nothing (XDV-002.7)', () => {
    const table = createCapabilityTable();
    const parent = unwrap(table.grant(ALICE, { ...AUTHORITY_ALL, permissions: 1 }, 0));
    let reads = 0;
    const shifty = {
      ...AUTHORITY_ALL,
      get permissions() {
        return reads++ === 0 ? 1 : AUTHORITY_ALL.permissions;
      },
    };
    const child = unwrap(table.derive(ALICE, parent, shifty, BOB));
    expect(table.authority(child)?.permissions).toBe(1);
  });

  it("keeps the parent's target and needs the parent in hand (XDV-002.7)", () => {
    const table = createCapabilityTable();
    const parent = grantTo(table, 1);
    const child = unwrap(table.derive(ALICE, parent, AUTHORITY_ALL, BOB));
    expect(table.target(child)).toBe(7);
    expect(faultOf(table.derive(BOB, parent, AUTHORITY_NONE, BOB))).toBe('HANDLE_FOREIGN');
    unwrap(table.revoke(ALICE, parent));
    expect(faultOf(table.derive(BOB, child, AUTHORITY_NONE, BOB))).toBe('HANDLE_REVOKED');
  });
});

describe('malformed arguments', () => {
  it.each([
    { permissions: Number.NaN },
    { permissions: 2 ** 32 },
    { permissions: 256 },
    { crossings: 512 },
    { resources: -1 },
    { resources: 0.5 },
    { from: -1 },
    { until: Infinity },
    { until: '9' as unknown as number },
  ])('refuses an authority that is not one: %o', (broken) => {
    const table = createCapabilityTable();
    const asked = { ...AUTHORITY_ALL, ...broken };
    const handle = grantTo(table, 1);
    expect(faultOf(table.grant(ALICE, asked, 0))).toBe('ARGUMENT_INVALID');
    expect(faultOf(table.derive(ALICE, handle, asked, BOB))).toBe('ARGUMENT_INVALID');
    expect(table.size).toBe(1);
  });

  it.each([null, undefined, 3, 'all'])('refuses %o in place of an authority', (value) => {
    const asked = value as unknown as Authority;
    expect(faultOf(createCapabilityTable().grant(ALICE, asked, 0))).toBe('ARGUMENT_INVALID');
  });

  it.each([-1, 0.5, Number.NaN, 2 ** 53])('refuses %d as an id', (id) => {
    const table = createCapabilityTable();
    const handle = grantTo(table, 1);
    expect(faultOf(table.grant(pid(id), AUTHORITY_ALL, 0))).toBe('ARGUMENT_INVALID');
    expect(faultOf(table.grant(ALICE, AUTHORITY_ALL, id))).toBe('ARGUMENT_INVALID');
    expect(faultOf(table.derive(ALICE, handle, AUTHORITY_ALL, pid(id)))).toBe('ARGUMENT_INVALID');
  });

  it.each([0, -1, 1.5, Number.NaN, 2 ** 20 + 1])('throws on slotsMax %d', (slotsMax) => {
    expect(() => createCapabilityTable({ slotsMax })).toThrow(RangeError);
    expect(() => createCapabilityTable({ slotsMax })).toThrow(/slotsMax must be .* 1 to 1048576/);
  });
});

describe('revoke', () => {
  it('revokes the whole subtree and nothing beside it (XDV-002.7)', () => {
    const table = createCapabilityTable();
    const root = grantTo(table, 1);
    const left = unwrap(table.derive(ALICE, root, AUTHORITY_ALL, BOB));
    const right = unwrap(table.derive(ALICE, root, AUTHORITY_ALL, BOB));
    const below = unwrap(table.derive(BOB, left, AUTHORITY_ALL, pid(3)));
    expect(unwrap(table.revoke(BOB, left))).toBe(2);
    expect(checkCode(table, 2, left)).toBe('HANDLE_REVOKED');
    expect(checkCode(table, 3, below)).toBe('HANDLE_REVOKED');
    expect(checkCode(table, 2, right)).toBeUndefined();
    expect(checkCode(table, 1, root)).toBeUndefined();
  });

  it.each([0, 1, 2, 3])('forgets no sibling after number %d is gone (XDV-002.7)', (gone) => {
    const table = createCapabilityTable();
    const root = grantTo(table, 1);
    const children = [0, 1, 2, 3].map(() =>
      unwrap(table.derive(ALICE, root, AUTHORITY_ALL, BOB)),
    );
    unwrap(table.revoke(BOB, children[gone]!));
    expect(unwrap(table.revoke(ALICE, root))).toBe(4);
    const codes = children.map((child) => checkCode(table, 2, child));
    expect(codes).toEqual(children.map(() => 'HANDLE_REVOKED'));
  });

  it.each([
    ['chain', (last: Handle, _root: Handle) => last],
    ['fan', (_last: Handle, root: Handle) => root],
  ])('revokes a %s of 100,000 without recursion (XDV-002.7)', (_shape, parentOf) => {
    const table = createCapabilityTable();
    const root = grantTo(table, 1);
    let last = root;
    for (let n = 0; n < 100_000; n++) {
      last = unwrap(table.derive(ALICE, parentOf(last, root), AUTHORITY_ALL, ALICE));
    }
    expect(unwrap(table.revoke(ALICE, root))).toBe(100_001);
    expect(table.size).toBe(0);
    expect(checkCode(table, 1, last)).toBe('HANDLE_REVOKED');
  });

  it('takes everything from a holder, with what derives from it (XDV-011.4)', () => {
    const table = createCapabilityTable();
    const kept = grantTo(table, 2);
    const lost = unwrap(table.derive(ALICE, grantTo(table, 1), AUTHORITY_ALL, BOB));
    grantTo(table, 1);
    expect(table.revokeAll(ALICE)).toBe(3);
    expect(table.revokeAll(ALICE)).toBe(0);
    expect(checkCode(table, 2, lost)).toBe('HANDLE_REVOKED');
    expect(checkCode(table, 2, kept)).toBeUndefined();
  });
});

describe('limits', () => {
  it('holds slotsMax capabilities, refuses one more, and takes it after a revoke', () => {
    const table = createCapabilityTable({ slotsMax: 100 });
    const handles = Array.from({ length: 100 }, () => grantTo(table, 1));
    const refused = table.grant(ALICE, AUTHORITY_ALL, 0);
    expect(refused).toMatchObject({
      fault: { code: 'RESOURCE_EXHAUSTED', message: expect.stringContaining('100 of 100') },
    });
    const derived = table.derive(ALICE, handles[0]!, AUTHORITY_ALL, BOB);
    expect(faultOf(derived)).toBe('RESOURCE_EXHAUSTED');
    unwrap(table.revoke(ALICE, handles[41]!));
    const again = grantTo(table, 1);
    expect(again).toBe(42 + SLOTS_MAX);
    expect(checkCode(table, 1, handles[41]!)).toBe('HANDLE_REVOKED');
  });

  it('uses all of 2^20 slots, each under its own handle', () => {
    const table = createCapabilityTable();
    for (let n = 1; n <= SLOTS_MAX; n++) table.grant(ALICE, AUTHORITY_NONE, n);
    expect(table.size).toBe(SLOTS_MAX);
    expect(table.target(hostile(SLOTS_MAX))).toBe(SLOTS_MAX);
    expect(faultOf(table.grant(ALICE, AUTHORITY_NONE, 0))).toBe('RESOURCE_EXHAUSTED');
    expect(table.revokeAll(ALICE)).toBe(SLOTS_MAX);
  });

  it('retires a slot rather than let a handle mean two capabilities (XDV-002.7)', () => {
    const table = tableOver(createSlots(2, 1 + 2 * SLOTS_MAX));
    const issued = new Set<number>();
    for (let result = table.grant(ALICE, AUTHORITY_ALL, 0); result.ok; ) {
      issued.add(result.value);
      unwrap(table.revoke(ALICE, result.value));
      result = table.grant(ALICE, AUTHORITY_ALL, 0);
    }
    const last = 1 + 2 * SLOTS_MAX;
    expect([...issued]).toEqual([1, 1 + SLOTS_MAX, last, 2, 2 + SLOTS_MAX]);
    expect(table.size).toBe(0);
    expect(checkCode(table, 1, last)).toBe('HANDLE_REVOKED');
    expect(checkCode(table, 1, last + SLOTS_MAX)).toBe('HANDLE_UNKNOWN');
    expect(table.grant(ALICE, AUTHORITY_ALL, 0)).toMatchObject({
      fault: { message: expect.stringContaining('0 of 2 slots in use, 2 retired') },
    });
  });
});
