import type { KernelEvent } from '@xdv/domain-model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createComparator,
  diffTraces,
  divergenceFault,
  formatDivergence,
  sameEvent,
} from '../src/index.ts';
import { anyEvent } from './support/arbitrary.ts';
import { payloadOf } from './support/build.ts';
import { find, LEGAL_RUN, number } from './support/run.ts';

const EVENTS: readonly KernelEvent[] = number(LEGAL_RUN);
const SENT = find(LEGAL_RUN, 'k.sent');

const patched = (at: number, patch: object): readonly KernelEvent[] =>
  EVENTS.with(at, { ...EVENTS[at]!, ...patch } as KernelEvent);

describe('createComparator', () => {
  it('finds no divergence between a run and itself (XDV-005.5)', () => {
    expect(diffTraces(EVENTS, structuredClone(EVENTS))).toBeUndefined();
    expect(diffTraces([], [])).toBeUndefined();
  });

  it.each([
    ['seq', -1],
    ['tick', 99],
    ['microstep', 7],
    ['domain', 'Phi'],
    ['process', 3],
    ['capability', 3],
    ['contract', 3],
    ['outcome', 2],
  ])('is wrong in exactly the common field %s', (name, value) => {
    const divergence = diffTraces(EVENTS, patched(SENT, { [name]: value }))!;
    const recorded = EVENTS[SENT]![name as 'tick'];
    expect(divergence).toMatchObject({ kind: 'wrong', seq: SENT });
    expect(divergence.fields).toEqual([{ name, recorded, replayed: value }]);
  });

  it('is wrong in exactly the own fields that differ, bytes compared by content', () => {
    const [receiver, , payload] = EVENTS[SENT]!.data as unknown as [number, number, Uint8Array];
    const data = [receiver, 2, payload.with(0, 25)];
    const divergence = diffTraces(EVENTS, patched(SENT, { data }))!;
    expect(divergence.fields).toEqual([
      { name: 'message', recorded: 1, replayed: 2 },
      { name: 'payload', recorded: payload, replayed: payload.with(0, 25) },
    ]);
    const shorter = patched(SENT, { data: [receiver, 1, payload.subarray(0, 1)] });
    expect(diffTraces(EVENTS, shorter)!.fields.map(({ name }) => name)).toEqual(['payload']);
  });

  it('shows the own fields of both kinds if the kind differs', () => {
    const divergence = diffTraces(EVENTS, patched(SENT, { kind: 'k.slept', data: [8] }))!;
    expect(divergence.fields.map(({ name }) => name)).toEqual([
      'kind',
      'receiver',
      'message',
      'payload',
      'until',
    ]);
    expect(divergence.fields[4]).toEqual({ name: 'until', recorded: undefined, replayed: 8 });
  });

  it('brings the last five events on which both agree', () => {
    const context = (at: number) => diffTraces(EVENTS, patched(at, { outcome: 9 }))!.context;
    expect(context(SENT)).toEqual(EVENTS.slice(SENT - 5, SENT));
    expect(context(2)).toEqual(EVENTS.slice(0, 2));
    expect(context(0)).toEqual([]);
  });

  it('finds an event too many', () => {
    const last = EVENTS.at(-1)!;
    const divergence = diffTraces(EVENTS.slice(0, -1), EVENTS)!;
    expect(divergence).toMatchObject({ kind: 'extra', seq: EVENTS.length - 1, fields: [] });
    expect(divergence.replayed).toBe(last);
    expect(divergence.recorded).toBeUndefined();
  });

  it('finds an event that never came, at the end only', () => {
    const comparator = createComparator(EVENTS);
    for (const event of EVENTS.slice(0, 4)) expect(comparator.check(event)).toBeUndefined();
    const divergence = comparator.finish()!;
    expect(divergence).toMatchObject({ kind: 'missing', seq: 4, recorded: EVENTS[4], fields: [] });
    expect(divergence.replayed).toBeUndefined();
  });

  it('stays with the first divergence', () => {
    const comparator = createComparator(EVENTS);
    const first = comparator.check(EVENTS[3]!);
    expect(first).toMatchObject({ kind: 'wrong', seq: 0 });
    expect(comparator.check(EVENTS[0]!)).toBe(first);
    expect(comparator.finish()).toBe(first);
  });

  it('agrees with the encoding on which events are the same', () => {
    fc.assert(
      fc.property(anyEvent, anyEvent, (a, b) => {
        const bytes = (event: KernelEvent) => Buffer.from(payloadOf([event])).toString('hex');
        expect(sameEvent(a, b)).toBe(bytes(a) === bytes(b));
        expect(sameEvent(a, structuredClone(a))).toBe(true);
      }),
    );
  });
});

describe('formatDivergence', () => {
  it('shows what agrees, then both sides field by field, then the place in the source', () => {
    const divergence = diffTraces(EVENTS, patched(SENT, { data: [2, 1, new Uint8Array(40)] }))!;
    const lines = formatDivergence(divergence, { position: 'ping.ts:12:7' }).split('\n');
    expect(lines.slice(0, 5).every((line) => line.startsWith('ok      '))).toBe(true);
    expect(lines[5]).toBe(`WRONG   at seq ${SENT}`);
    expect(lines[6]).toContain('  recorded  ');
    expect(lines[7]).toContain('sent message 1 to p2');
    expect(lines.slice(8)).toEqual([
      '    receiver',
      '      recorded  1',
      '      replayed  2',
      '    payload',
      '      recorded  2 bytes 182a',
      `      replayed  40 bytes ${'00'.repeat(24)}…`,
      '  at ping.ts:12:7',
    ]);
  });

  it('shows an event that one side lacks with all its fields', () => {
    const extra = formatDivergence(diffTraces(EVENTS.slice(0, SENT), EVENTS)!);
    expect(extra).toContain(`EXTRA   at seq ${SENT}\n  replayed  `);
    expect(extra).toContain('            kind: "k.sent"');
    expect(extra).toContain('            payload: 2 bytes 182a');
    const missing = formatDivergence(diffTraces(EVENTS, EVENTS.slice(0, SENT))!);
    expect(missing).toContain(`MISSING at seq ${SENT}\n  recorded  `);
    expect(missing).not.toContain('at undefined');
  });
});

describe('divergenceFault', () => {
  it('names the event and the fields under the code REPLAY_DIVERGED', () => {
    const wrong = divergenceFault(diffTraces(EVENTS, patched(SENT, { tick: 9, outcome: 3 }))!);
    expect(wrong.code).toBe('REPLAY_DIVERGED');
    expect(wrong.message).toContain('k.sent differs in tick, outcome');
    expect(divergenceFault(diffTraces([], EVENTS)!).message).toContain('adds machine.created');
    expect(divergenceFault(diffTraces(EVENTS, [])!).message).toContain('lacks machine.created');
  });
});
