import type { KernelEvent } from '@xdv/domain-model';
import {
  createMemoryStore,
  createTraceWriter,
  nobleHasher,
  type TraceHeader,
  type TraceSeal,
} from '../../src/index.ts';

export const HEADER: TraceHeader = {
  format: 1,
  kernel: { name: 'xdv', version: '0.1.0', flags: [1, 4] },
  program: { kind: 'module', reference: './bell.ts', name: 'bell', codeHash: '', args: null },
  options: { budgetMaxNs: Infinity },
  optionsHash: 'ab'.repeat(32),
  seed: -7,
  tickNs: 1000,
  providers: [],
};

/** A sealed trace of these events. */
export const writeTrace = (
  events: readonly KernelEvent[],
  header = HEADER,
): { readonly bytes: Uint8Array; readonly seal: TraceSeal } => {
  const store = createMemoryStore();
  const writer = createTraceWriter({ header, store, hasher: nobleHasher });
  for (const event of events) writer.append(event);
  const seal = writer.seal();
  return { bytes: store.bytes(), seal };
};

/** An event whose entry is `bytes` long and a little more. */
export const bulky = (seq: number, bytes: number): KernelEvent =>
  ({
    kind: 'memory.written',
    seq,
    tick: seq,
    microstep: 0,
    domain: 'K',
    process: 1,
    capability: 0,
    contract: 0,
    outcome: 0,
    data: [0, new Uint8Array(bytes).fill(seq)],
  }) as unknown as KernelEvent;
