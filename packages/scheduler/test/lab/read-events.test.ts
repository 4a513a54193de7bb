import {
  EVENTS,
  type AnyEvent,
  type Domain,
  type EventData,
  type EventKind,
} from '@xdv/domain-model';
import { describe, expect, it } from 'vitest';
import { readEvents } from '../../src/lab/read-events.ts';
import { simulate } from '../../src/lab/simulate.ts';
import { recordedSchedule } from '../../src/lab/workloads/recorded.ts';

const OPTIONS = { name: 'run', tickNs: 1000 };

interface Common {
  readonly process?: number;
  readonly contract?: number;
  readonly domain?: Domain;
}

const event = <Kind extends EventKind>(
  tick: number,
  kind: Kind,
  data: EventData<Kind>,
  { process = 0, contract = 0, domain = 'K' }: Common = {},
): AnyEvent => {
  expect(data).toHaveLength(EVENTS[kind].fields.length);
  const common = { seq: tick, microstep: 0, capability: 0, outcome: 0 };
  return { ...common, kind, tick, domain, process, contract, data } as unknown as AnyEvent;
};

const attached = (id: number, name: string, capacity = 4): AnyEvent =>
  event(0, 'resource.attached', [id, 'sim', name, capacity], { domain: 'Q' });

const issued = (tick: number, process: number, contract: number, start: number, end: number) =>
  event(tick, 'contract.issued', [contract, 1, 2, start, end, 1], { process, domain: 'Q' });

const ended = (tick: number, contract: number, how: 'released' | 'expired' | 'revoked') =>
  event(tick, `contract.${how}`, [], { contract, domain: 'Q' });

const computed = (tick: number, process: number, ticks: number): AnyEvent =>
  event(tick, 'k.computed', [ticks], { process });

const read = (...events: readonly AnyEvent[]) => {
  const result = readEvents(events, OPTIONS);
  if (!result.ok) throw new Error(result.fault.message);
  return result.value;
};

describe('readEvents', () => {
  it('makes a job of each contract: as long as it asked for, until it really ended', () => {
    const run = read(
      attached(1, 'ideal'),
      issued(10, 2, 1, 10, 50),
      issued(12, 3, 2, 50, 90),
      ended(40, 1, 'released'),
      ended(90, 2, 'expired'),
    );
    expect(run.resources).toMatchObject([
      { name: 'K', domain: 'K', capacity: 1 },
      { name: 'ideal', domain: 'Q', capacity: 4, sharing: 'exclusive' },
    ]);
    expect(run.jobs).toMatchObject([
      { id: 1, submit: 10, run: 30, estimate: 40, tenant: 2, after: 0 },
      { id: 2, submit: 12, run: 40, estimate: 40, tenant: 3, after: 0 },
    ]);
    expect(run.jobs[0]!.parts).toEqual([{ resource: 1, amount: 2, offset: 0, ticks: 0 }]);
    expect([...run.recordedWait]).toEqual([0, 38]);
    expect(run.origins).toEqual([
      { process: 2, contract: 1 },
      { process: 3, contract: 2 },
    ]);
    expect([...recordedSchedule(run).end]).toEqual([40, 90]);
  });

  it('lets what a process does come after what it had done before, and as long after', () => {
    const run = read(
      attached(1, 'ideal'),
      computed(0, 2, 5),
      issued(8, 2, 1, 8, 20),
      ended(20, 1, 'expired'),
      issued(25, 2, 2, 25, 30),
      issued(26, 2, 3, 30, 40),
      ended(30, 2, 'expired'),
    );
    // the third request came while the second contract held
    expect(run.jobs).toMatchObject([
      { after: 0, thinkTicks: 0 },
      { after: 1, thinkTicks: 3 },
      { after: 2, thinkTicks: 5 },
      { after: 2, thinkTicks: 6 },
    ]);
  });

  it('takes slices of computing that follow each other as one stretch', () => {
    const run = read(computed(0, 1, 100), computed(100, 1, 30), computed(140, 1, 5));
    expect(run.jobs.map(({ submit, run: ticks }) => [submit, ticks])).toEqual([
      [0, 130],
      [140, 5],
    ]);
    const other = read(computed(0, 1, 100), computed(100, 2, 100), computed(200, 1, 5));
    expect(other.jobs).toHaveLength(3);
  });

  it('leaves out what ended before it began, and says so', () => {
    const run = read(attached(1, 'ideal'), issued(5, 1, 1, 50, 60), ended(20, 1, 'revoked'));
    expect(run.jobs).toEqual([]);
    expect(run.notes).toContain('1 contracts that ended before they began left out');
    expect(run.notes[0]).toMatch(/^open loop/);
  });

  it('keeps devices of one name apart', () => {
    const names = read(attached(1, 'a'), attached(2, 'a')).resources.map(({ name }) => name);
    expect(names).toEqual(['K', 'a', 'a of sim']);
  });

  it('gives what the laboratory schedules as it was, under what it was recorded under', () => {
    const run = read(
      attached(1, 'ideal'),
      issued(10, 2, 1, 10, 50),
      issued(12, 3, 2, 50, 90),
      issued(14, 4, 3, 90, 95),
    );
    const { start } = simulate(run, { placement: 'conservative' });
    expect([...start]).toEqual([10, 50, 90]);
  });

  it.each<[string, readonly AnyEvent[]]>([
    ['no such resource', [issued(5, 1, 1, 5, 6)]],
    ['no units', [event(0, 'resource.attached', [1, 'sim', 'a', 0])]],
    ['more units than there are', [attached(1, 'a', 1), issued(5, 1, 1, 5, 6)]],
    ['an envelope of no length', [attached(1, 'a'), issued(5, 1, 1, 6, 6)]],
    ['an envelope in the past', [attached(1, 'a'), issued(5, 1, 1, 4, 6)]],
    ['a tick beyond all workloads', [attached(1, 'a'), issued(5, 1, 1, 5, 2 ** 51)]],
    ['too many devices', Array.from({ length: 1001 }, (_, i) => attached(i + 1, 'a'))],
  ])('refuses %s', (_, events) => {
    const result = readEvents(events, OPTIONS);
    expect(result.ok || result.fault.code).toBe('TRACE_INCONSISTENT');
  });

  it.each([
    [{ ...OPTIONS, tickNs: 0 }, /tickNs/],
    [{ ...OPTIONS, kLanes: 65 }, /kLanes must be an integer from 1 to 64, got 65/],
  ])('refuses %o', (options, message) => {
    expect(() => readEvents([], options)).toThrow(message);
  });
});
