import type { AnyEvent, ContractId, Handle, ProcessId } from '@xdv/domain-model';
import { expect, it } from 'vitest';
import {
  createMemoryStore,
  createTraceWriter,
  diffTraces,
  formatDivergence,
  nobleHasher,
  readTrace,
  verifyTrace,
} from '../src/index.ts';

it('does what the README says', () => {
  const none = {
    domain: 'K',
    process: 0 as ProcessId,
    capability: 0 as Handle,
    contract: 0 as ContractId,
    outcome: 0,
  } as const;
  const events: readonly AnyEvent[] = [
    { ...none, kind: 'machine.created', seq: 0, tick: 0, microstep: 0, data: [1] },
    { ...none, kind: 'run.ended', seq: 1, tick: 7, microstep: 0, data: [0] },
  ];

  const store = createMemoryStore();
  const writer = createTraceWriter({
    header: {
      format: 1,
      kernel: { name: 'xdv', version: '0.1.0', flags: [] },
      program: { kind: 'module', reference: './idle.ts', name: 'idle', codeHash: '', args: null },
      options: {},
      optionsHash: '',
      seed: 1,
      tickNs: 1000,
      providers: [],
    },
    store,
    hasher: nobleHasher,
  });
  for (const event of events) writer.append(event);
  const { head } = writer.seal();
  const bytes = store.bytes();
  const verification = verifyTrace(bytes, nobleHasher, { head });
  expect(verification).toMatchObject({ ok: true, events: 2, blocks: 1, problems: [] });

  const damaged = bytes.with(bytes.length - 60, 0xff);
  const reading = readTrace(damaged, nobleHasher);
  expect(reading.problem).toMatchObject({ code: 'TRACE_DAMAGED', place: 'block', block: 0 });

  const again = readTrace(bytes, nobleHasher).events;
  const late = events.map((event) => (event.seq === 1 ? { ...event, tick: 8 } : event));
  const report = formatDivergence(diffTraces(again, late)!, { position: 'idle.ts:3:5' });
  expect(report.split('\n').map((line) => line.trim().split(' ')[0])).toEqual([
    'ok',
    'WRONG',
    'recorded',
    'replayed',
    'tick',
    'recorded',
    'replayed',
    'at',
  ]);
});
