import type { AccessRequest, Authority, CapabilityRegistry, Handle } from '@xdv/domain-model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCapabilityTable } from '../src/index.ts';
import { NaiveTable, type Node } from './model.ts';
import { authorities, codeOf, faultOf, pid } from './support.ts';

/** One of several tables that came from one another by fork, beside its oracle. */
interface Pair {
  readonly table: CapabilityRegistry;
  readonly naive: NaiveTable;
}

type Op =
  | { readonly op: 'grant'; readonly holder: number; readonly authority: Authority }
  | {
      readonly op: 'derive';
      readonly pick: number;
      readonly holder: number;
      readonly authority: Authority;
      readonly recipient: number;
    }
  | { readonly op: 'revoke'; readonly pick: number; readonly holder: number }
  | { readonly op: 'revokeAll'; readonly holder: number }
  | {
      readonly op: 'check';
      readonly pick: number;
      readonly holder: number;
      readonly request: AccessRequest;
      readonly tick: number;
    }
  | { readonly op: 'fork' };

const SLOTS = 12;
const holder = fc.integer({ min: 1, max: 3 });
/** Mostly small, so that one capability gets many children. */
const pick = fc.oneof(fc.nat(3), fc.nat(40));
const bit = fc.constantFrom(0, 1, 2, 4, 8);
const request = fc.record({ permission: bit, crossing: bit, resource: bit });
const ops: fc.Arbitrary<Op> = fc.oneof(
  fc.record({ op: fc.constant('grant' as const), holder, authority: authorities }),
  fc.record({
    op: fc.constant('derive' as const),
    pick,
    holder,
    authority: authorities,
    recipient: holder,
  }),
  fc.record({ op: fc.constant('revoke' as const), pick, holder }),
  fc.record({ op: fc.constant('revokeAll' as const), holder }),
  fc.record({ op: fc.constant('check' as const), pick, holder, request, tick: fc.nat(9) }),
  fc.record({ op: fc.constant('fork' as const) }),
);

/** Mostly a handle that was issued, in the hands of its holder; now and then neither. */
const choose = ({ naive }: Pair, op: { pick: number; holder: number }): [number, Handle] => {
  const node = naive.nodes[op.pick % (naive.nodes.length + 1)];
  if (node === undefined) return [op.holder, (op.pick + 1) as Handle];
  return [op.pick % 5 === 0 ? op.holder : node.holder, node.handle];
};

const issued = (
  { naive }: Pair,
  handle: Handle,
  rest: Pick<Node, 'holder' | 'authority' | 'target' | 'parent'>,
): void => {
  expect(naive.find(handle)).toBeUndefined();
  naive.nodes.push({ handle, ...rest, alive: true });
};

const grant = (pair: Pair, op: Op & { op: 'grant' }): void => {
  const target = pair.naive.nodes.length;
  const expected = pair.naive.fullFault();
  const result = pair.table.grant(pid(op.holder), op.authority, target);
  expect(faultOf(result)).toBe(expected);
  if (result.ok) issued(pair, result.value, { ...op, target, parent: undefined });
};

const derive = (pair: Pair, op: Op & { op: 'derive' }): void => {
  const [by, handle] = choose(pair, op);
  const parent = pair.naive.find(handle);
  // half of the time ask for what the parent has, so that chains grow
  const authority = op.pick % 2 === 0 && parent !== undefined ? parent.authority : op.authority;
  const expected = pair.naive.deriveFault(by, handle, authority);
  const result = pair.table.derive(pid(by), handle, authority, pid(op.recipient));
  expect(faultOf(result)).toBe(expected);
  if (!result.ok) return;
  const { target } = parent!;
  issued(pair, result.value, { holder: op.recipient, authority, target, parent });
};

const revoke = (pair: Pair, op: Op & { op: 'revoke' }): void => {
  const [by, handle] = choose(pair, op);
  const expected = pair.naive.handleFault(by, handle);
  const result = pair.table.revoke(pid(by), handle);
  expect(faultOf(result)).toBe(expected);
  if (result.ok) expect(result.value).toBe(pair.naive.kill((node) => node.handle === handle));
};

const check = (pair: Pair, op: Op & { op: 'check' }): void => {
  const [by, handle] = choose(pair, op);
  const fault = pair.table.check(pid(by), handle, op.request, op.tick);
  expect(codeOf(fault)).toBe(pair.naive.checkFault(by, handle, op.request, op.tick));
};

const apply = (pairs: Pair[], op: Op, at: number): void => {
  const pair = pairs[at % pairs.length]!;
  if (op.op === 'grant') grant(pair, op);
  else if (op.op === 'derive') derive(pair, op);
  else if (op.op === 'revoke') revoke(pair, op);
  else if (op.op === 'check') check(pair, op);
  else if (op.op === 'fork') pairs.push({ table: pair.table.fork(), naive: pair.naive.fork() });
  else {
    const killed = pair.naive.kill((node) => node.holder === op.holder);
    expect(pair.table.revokeAll(pid(op.holder))).toBe(killed);
  }
};

const agree = ({ table, naive }: Pair): void => {
  expect(table.size).toBe(naive.live.length);
  for (const { handle, alive, authority, target } of naive.nodes) {
    expect(table.authority(handle)).toEqual(alive ? authority : undefined);
    expect(table.target(handle)).toBe(alive ? target : 0);
  }
};

describe('createCapabilityTable', () => {
  it('does what the obvious table does, through forks (XDV-002.6, XDV-002.7)', () => {
    const steps = fc.array(fc.tuple(ops, fc.nat(5)), { maxLength: 60, size: 'max' });
    fc.assert(
      fc.property(steps, (list) => {
        const first = createCapabilityTable({ slotsMax: SLOTS });
        const pairs: Pair[] = [{ table: first, naive: new NaiveTable(SLOTS) }];
        for (const [op, at] of list) apply(pairs, op, at);
        for (const pair of pairs) agree(pair);
      }),
      { numRuns: 500 },
    );
  });

  it('gives the same handles for the same calls, in a fork too (XDV-003.5)', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(ops, fc.constant(0))), fc.array(ops), (before, after) => {
        const first = createCapabilityTable({ slotsMax: SLOTS });
        const pair: Pair = { table: first, naive: new NaiveTable(SLOTS) };
        for (const [op] of before) apply([pair], op, 0);
        const twin: Pair = { table: first.fork(), naive: pair.naive.fork() };
        for (const op of after) {
          apply([pair], op, 0);
          apply([twin], op, 0);
        }
        const handles = ({ naive }: Pair): readonly number[] => naive.nodes.map((n) => n.handle);
        expect(handles(twin)).toEqual(handles(pair));
      }),
    );
  });
});
