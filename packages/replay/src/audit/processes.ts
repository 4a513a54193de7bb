import type { AnyEvent, EventKind } from '@xdv/domain-model';
import type { Book, ProcessStage } from './book.ts';
import { rule, ruleOfAll, type AuditRule } from './rule.ts';

/** The events of a process's life, each with the stage that it leads to. */
const STAGE_AFTER = {
  'process.bound': 'bound',
  'process.started': 'started',
  'process.terminated': 'terminated',
  'process.released': 'released',
} as const satisfies Partial<Record<EventKind, ProcessStage>>;

/** Which stage may follow which (XDV-020.3): it is bound once for each of its domains. */
const STAGE_FOLLOWS: Readonly<Record<ProcessStage, readonly ProcessStage[]>> = {
  created: ['bound', 'started', 'terminated'],
  bound: ['bound', 'started', 'terminated'],
  started: ['terminated'],
  terminated: ['released'],
  released: [],
};

const LIFE = Object.keys(STAGE_AFTER) as (keyof typeof STAGE_AFTER)[];

/** What only a running process causes. */
const CALLS = [
  'process.joined',
  'call.refused',
  'k.computed',
  'k.slept',
  'k.time',
  'k.random',
  'k.logged',
  'k.sent',
  'k.received',
  'memory.grown',
  'memory.read',
  'memory.written',
] as const satisfies readonly EventKind[];

export const PROCESS_RULES: readonly AuditRule[] = [
  rule('process-created-once', 'XDV-020.3', ['process.created'], ({ data: [child] }, book) =>
    child > 0 && !book.processes.has(child) ? undefined : `p${child} exists already`,
  ),

  ruleOfAll('process-exists', 'XDV-020.3', ({ process }, book) => {
    if (process === 0) return undefined;
    const entry = book.processes.get(process);
    if (entry === undefined) return `p${process} was not created`;
    return entry.stage === 'released' ? `p${process} was released before` : undefined;
  }),

  rule('process-lifecycle', 'XDV-020.3', LIFE, ({ kind, process }, book) => {
    if (process === 0) return 'the kernel has no lifecycle';
    const entry = book.processes.get(process);
    // process-exists reports these
    if (entry === undefined || entry.stage === 'released') return undefined;
    if (STAGE_FOLLOWS[entry.stage].includes(STAGE_AFTER[kind])) return undefined;
    return `p${process} cannot go from ${entry.stage} to ${STAGE_AFTER[kind]}`;
  }),

  rule('process-runs', 'XDV-020.3', CALLS, ({ process }, book) => {
    const stage = book.processes.get(process)?.stage;
    return stage === 'started' ? undefined : `p${process} is ${stage ?? 'no process'}, not running`;
  }),

  rule('process-joined-ended', 'XDV-020.3', ['process.joined'], ({ data: [child] }, book) => {
    const stage = book.processes.get(child)?.stage;
    return stage === 'released' ? undefined : `p${child} is ${stage ?? 'no process'}, not released`;
  }),

  rule('process-releases-all', 'XDV-011.4', ['process.released'], ({ process }, book) => {
    const entry = book.processes.get(process);
    if (entry === undefined) return undefined;
    const { contracts, regions } = entry;
    if (contracts.size === 0 && regions.size === 0) return undefined;
    return `p${process} still has ${contracts.size} contracts and ${regions.size} regions`;
  }),
];

export const recordProcess = (event: AnyEvent, book: Book): void => {
  if (event.kind === 'process.created') {
    const child = event.data[0];
    if (book.processes.has(child)) return;
    book.live.processes++;
    book.processes.set(child, {
      stage: 'created',
      contracts: new Set(),
      regions: new Set(),
      capabilities: [],
    });
    return;
  }
  const entry = book.processes.get(event.process);
  if (entry === undefined || !Object.hasOwn(STAGE_AFTER, event.kind)) return;
  const stage = STAGE_AFTER[event.kind as keyof typeof STAGE_AFTER];
  if (stage === 'released' && entry.stage !== 'released') book.live.processes--;
  entry.stage = stage;
};
