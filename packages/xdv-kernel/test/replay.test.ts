import { encodeValue, unwrap, type AnyEvent } from '@xdv/domain-model';
import { createMemoryStore, createTraceWriter, readTrace } from '@xdv/replay';
import { describe, expect, it } from 'vitest';
import {
  circuit,
  isingProblem,
  portableParts,
  process,
  replay,
  run,
  simulatedParts,
  us,
  type Circuit,
  type IsingProblem,
  type Program,
} from 'xdv-kernel';
import { fakeParts, flawsOf, runProgram } from './support/run-program.ts';
import { linesOf } from './support/source.ts';

const ALL = { domains: ['K', 'Q', 'Phi'] } as const;
const lineOf = linesOf(import.meta.url);
const { hasher } = portableParts();

const bell = circuit(2).h(0).cx(0, 1).measureAll().build();
const other = circuit(2).h(1).cx(1, 0).measureAll().build();
const pair = isingProblem(2, [[0, 1, 1]]);
const opposite = isingProblem(2, [[0, 1, -1]]);

interface Variant {
  readonly circuit?: Circuit;
  readonly shots?: number;
  readonly problem?: IsingProblem;
  readonly message?: string;
  readonly extra?: boolean;
  readonly less?: boolean;
  readonly early?: boolean;
}

const echo = process(ALL, function* echo(sys) {
  yield* sys.send(sys.parent, (yield* sys.receive()).value);
});

/** The same program, or almost. */
const make = (variant: Variant = {}) =>
  process({ ...ALL, name: 'variant' }, function* (sys) {
    yield* sys.log('start');
    if (variant.early) return 'early';
    const { circuit: ran = bell, shots = 4 } = variant;
    const counted = yield* sys.q.run(ran, { shots, budget: us(50) }); // here: run
    const child = yield* sys.spawn(echo, null);
    yield* sys.send(child, variant.message ?? 'hello'); // here: send
    yield* sys.receive();
    if (!variant.less) yield* sys.random(); // here: random
    yield* sys.phi.solve(variant.problem ?? pair, { window: us(20) }); // here: solve
    if (variant.extra) yield* sys.log('one more'); // here: extra
    return counted.shots;
  });

const recorded = await runProgram(make(), null);

const replayAs = (program: Program<null, unknown>, trace = recorded.trace) =>
  replay(program as unknown as Program<never, never>, trace, portableParts());

/** The same header over other events: a trace that is sound in form. */
const rewrite = (trace: Uint8Array, change: (event: AnyEvent) => AnyEvent | undefined) => {
  const { header, events } = readTrace(trace, hasher);
  const store = createMemoryStore();
  const writer = createTraceWriter({ header: header!, store, hasher });
  let seq = 0;
  for (const event of events) {
    const changed = change(event);
    if (changed) writer.append({ ...changed, seq: seq++ } as AnyEvent);
  }
  writer.seal();
  return store.bytes();
};

/** The same events under another header: a trace that is sound in form. */
const withHeader = (change: object) => {
  const { header, events } = readTrace(recorded.trace, hasher);
  const store = createMemoryStore();
  const writer = createTraceWriter({ header: { ...header!, ...change }, store, hasher });
  for (const event of events) writer.append(event);
  writer.seal();
  return store.bytes();
};

describe('a header that describes no machine', () => {
  const options = { seed: 1, tickNs: 1000, policy: 'default', quotas: null };
  const device = { domain: 'Q', name: 'x', qubits: 2 };
  const cases: readonly (readonly [string, object])[] = [
    ['options that are null', { options: null }],
    ['options that are a number', { options: 7 }],
    ['a tick of no length', { options: { ...options, tickNs: 0 } }],
    ['a million lanes', { options: { ...options, kLanes: 1_000_000 } }],
    ['a placement that is not known', { options: { ...options, placement: 'first-fit' } }],
    ['no levels', { options: { ...options, levels: 0 } }],
    ['a seed that is a text', { options: { ...options, seed: 'x' } }],
    ['quotas that are a text', { options: { ...options, quotas: 'many' } }],
    ['no providers', { providers: null }],
    ['a provider that is a number', { providers: [1] }],
    ['a device without calibration', {
      providers: [{ id: 'q', version: '1', domain: 'Q', resources: [device] }],
    }],
  ];

  it.each(cases)('is refused: %s (XDV-071.5)', async (_, change) => {
    const refused = replayAs(make(), withHeader(change));
    await expect(refused).rejects.toMatchObject({ code: 'TRACE_INCONSISTENT' });
  });
});

describe('a replay', () => {
  it('of the same program is the same, and asks no provider (XDV-005.5, XDV-071.3)', async () => {
    const again = await replayAs(make());
    expect(again).toMatchObject({ same: true, matched: recorded.events, head: recorded.head });
    expect([again.divergence, again.place, again.report]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('of a run on simulators is the same too (XDV-071.3)', async () => {
    const done = await run(make(), null, simulatedParts(), { seed: 11 });
    expect(await replayAs(make(), done.trace!)).toMatchObject({ same: true, head: done.head });
  });

  it('takes options and arguments from the trace (XDV-071.1)', async () => {
    const program = process(ALL, function* (sys, args: { span: number }) {
      yield* sys.compute(us(args.span));
      return yield* sys.random();
    });
    const options = { seed: 5, tickNs: 500, callTicks: 3, kLanes: 2, sliceTicks: 7, mailboxMax: 9 };
    const done = await runProgram(program, { span: 33 }, options);
    expect(await flawsOf(program, done)).toEqual([]);
  });

  it('finds the same place for a fault at any depth', async () => {
    const program = process(ALL, function* (sys) {
      for (let i = 0; i < 2000; i++) yield* sys.random();
      yield* sys.log('now'); // here: late
      return 1;
    });
    const changed = process({ ...ALL, name: 'main' }, function* (sys) {
      for (let i = 0; i < 2000; i++) yield* sys.random();
      yield* sys.log('then'); // here: changed
      return 1;
    });
    const done = await runProgram(program, null);
    const { place } = await replayAs(changed, done.trace);
    expect(place!.line).toBe(lineOf('changed'));
  });
});

interface Divergent {
  readonly what: string;
  readonly variant: Variant;
  readonly kind: 'wrong' | 'extra' | 'missing';
  /** The event that differs, as recorded and as replayed. */
  readonly events: readonly [string, string];
  readonly fields: readonly string[];
  readonly at: string;
}

const DIVERGENT: readonly Divergent[] = [
  {
    what: 'another circuit',
    variant: { circuit: other },
    kind: 'wrong',
    events: ['job.started', 'job.started'],
    fields: ['descriptor'],
    at: 'run',
  },
  {
    what: 'another problem',
    variant: { problem: opposite },
    kind: 'wrong',
    events: ['job.started', 'job.started'],
    fields: ['descriptor'],
    at: 'solve',
  },
  {
    what: 'more shots',
    variant: { shots: 5 },
    kind: 'wrong',
    events: ['contract.issued', 'contract.issued'],
    fields: ['end'],
    at: 'run',
  },
  {
    what: 'another message',
    variant: { message: 'hallo' },
    kind: 'wrong',
    events: ['k.sent', 'k.sent'],
    fields: ['payload'],
    at: 'send',
  },
  {
    what: 'a missing call',
    variant: { less: true },
    kind: 'wrong',
    events: ['k.random', 'contract.issued'],
    fields: expect.arrayContaining(['kind', 'domain']) as never,
    at: 'solve',
  },
  {
    what: 'an extra call',
    variant: { extra: true },
    kind: 'wrong',
    events: ['process.terminated', 'k.logged'],
    fields: expect.arrayContaining(['kind', 'text']) as never,
    at: 'extra',
  },
];

describe('a program with', () => {
  it.each(DIVERGENT)('$what diverges at its first event that differs (XDV-071.5)', async (row) => {
    const { same, divergence, place, report, matched } = await replayAs(make(row.variant));
    expect(same).toBe(false);
    const { kind, seq, recorded: was, replayed: is, fields } = divergence!;
    expect([kind, was?.kind, is?.kind]).toEqual([row.kind, ...row.events]);
    expect(fields.map(({ name }) => name)).toEqual(row.fields);
    expect([seq, matched]).toEqual([was!.seq, was!.seq]);
    expect(place!.line).toBe(lineOf(row.at));
    expect(report).toContain(`at seq ${seq}`);
    expect(report).toContain(`replay.test.ts:${lineOf(row.at)}:`);
    // what was the same before it is shown with it
    expect(report!.split('\n').filter((line) => line.startsWith('ok '))).toHaveLength(5);
  });

  it('an earlier end diverges where it ends (XDV-071.5)', async () => {
    const { divergence } = await replayAs(make({ early: true }));
    expect(divergence).toMatchObject({ kind: 'wrong', replayed: { kind: 'process.terminated' } });
  });

  it('another name diverges at its creation', async () => {
    const renamed = { ...make(), name: 'renamed' };
    const { divergence } = await replayAs(renamed);
    expect(divergence!.fields).toEqual([
      { name: 'program', recorded: 'variant', replayed: 'renamed' },
    ]);
  });
});

describe('a trace', () => {
  it('whose recorded result was changed does not replay as it is (XDV-071.5)', async () => {
    const bytes = unwrap(encodeValue(['counts', 4, [['11', 4]]]));
    const trace = rewrite(recorded.trace, (event) =>
      event.kind === 'job.ended' && event.data[0] === 1
        ? { ...event, data: [1, bytes] as const }
        : event,
    );
    const sent = process({ ...ALL, name: 'sends' }, function* (sys) {
      const { counts } = yield* sys.q.run(bell, { shots: 4, budget: us(50) });
      yield* sys.log(JSON.stringify(counts));
      return null;
    });
    const honest = await runProgram(sent, null);
    const forged = rewrite(honest.trace, (event) =>
      event.kind === 'job.ended' ? { ...event, data: [1, bytes] as const } : event,
    );
    const { divergence } = await replayAs(sent, forged);
    // the forged result is what the process gets, and what it makes of it is not on record
    expect(divergence).toMatchObject({ kind: 'wrong', recorded: { kind: 'k.logged' } });
    // a program that makes nothing of it cannot tell: the chain over the trace is what does
    expect((await replayAs(make(), trace)).same).toBe(true);
    expect(readTrace(trace, hasher).head).not.toBe(recorded.head);
  });

  it('with a recorded result that is none replays it as refused (XDV-071.5)', async () => {
    for (const value of [['counts', 4, [['11', 3]]], ['outcome', [1]], ['nonsense'], 7, []]) {
      const bytes = unwrap(encodeValue(value as never));
      const trace = rewrite(recorded.trace, (event) =>
        event.kind === 'job.ended' && event.data[0] === 1
          ? { ...event, data: [1, bytes] as const }
          : event,
      );
      const { same, divergence } = await replayAs(make(), trace);
      expect(same).toBe(false);
      expect(divergence!.recorded!.kind).toBe('job.ended');
    }
  });

  it('that lacks an event diverges there (XDV-071.5)', async () => {
    const trace = rewrite(recorded.trace, (event) =>
      event.kind === 'k.random' ? undefined : event,
    );
    const { divergence } = await replayAs(make(), trace);
    expect(divergence).toMatchObject({ kind: 'wrong', replayed: { kind: 'k.random' } });
  });

  it('that lacks its end makes the replay add events: extra (XDV-071.5)', async () => {
    const trace = rewrite(recorded.trace, (event) =>
      event.kind === 'run.ended' ? undefined : event,
    );
    const { divergence } = await replayAs(make(), trace);
    expect(divergence).toMatchObject({ kind: 'extra', replayed: { kind: 'run.ended' } });
  });

  it('that goes on after the end makes the replay lack events: missing (XDV-071.5)', async () => {
    const { events, header } = readTrace(recorded.trace, hasher);
    const store = createMemoryStore();
    const writer = createTraceWriter({ header: header!, store, hasher });
    for (const event of events) writer.append(event);
    writer.append({ ...events.at(-1)!, seq: events.length, microstep: 99 });
    writer.seal();
    const { divergence, matched } = await replayAs(make(), store.bytes());
    expect([divergence!.kind, matched]).toEqual(['missing', events.length]);
  });

  it('cut off replays up to the cut (XDV-071.5)', async () => {
    const cut = recorded.trace.slice(0, recorded.trace.length - 200);
    const { same, matched } = await replayAs(make(), cut);
    expect(same).toBe(false);
    expect(matched).toBe(readTrace(cut, hasher).events.length);
  });

  it('without a whole header is refused (TRACE_TRUNCATED, TRACE_DAMAGED)', async () => {
    for (const bytes of [new Uint8Array(0), recorded.trace.slice(0, 20)]) {
      await expect(replayAs(make(), bytes)).rejects.toMatchObject({
        code: expect.stringMatching(/^(TRACE_|FORMAT_)/) as string,
      });
    }
  });

  it('goes to the store of the caller, who then gets no copy', async () => {
    const store = createMemoryStore();
    const done = await run(make(), null, fakeParts(), { store });
    expect(done.trace).toBe(undefined);
    expect(store.bytes()).toEqual(recorded.trace);
    expect(done.head).toBe(recorded.head);
  });
});
