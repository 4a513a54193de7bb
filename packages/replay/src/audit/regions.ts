import {
  CONTAINER_LIFECYCLE,
  ENVELOPE_LIFECYCLE,
  mayFollow,
  type AnyEvent,
  type EventKind,
} from '@xdv/domain-model';
import type { Book, RegionEntry } from './book.ts';
import { rule, type AuditRule, type EventOf } from './rule.ts';

const OPENS = ['container.allocated', 'envelope.opened'] as const;

/** The events that end a region, each with its type and the state that it leads to. */
const ENDS = {
  'container.released': ['container', 'released'],
  'container.voided': ['container', 'void'],
  'envelope.closed': ['envelope', 'closed'],
  'envelope.voided': ['envelope', 'void'],
} as const satisfies Partial<Record<EventKind, readonly [string, string]>>;

type EndKind = keyof typeof ENDS;

const END_KINDS = Object.keys(ENDS) as EndKind[];

const mayEnd = (entry: RegionEntry, kind: EndKind): boolean => {
  const [type, state] = ENDS[kind];
  if (entry.type !== type) return false;
  return entry.type === 'container'
    ? mayFollow(CONTAINER_LIFECYCLE, entry.state, state as 'released' | 'void')
    : mayFollow(ENVELOPE_LIFECYCLE, entry.state, state as 'closed' | 'void');
};

export const REGION_RULES: readonly AuditRule[] = [
  rule('region-created-once', 'XDV-013.3', OPENS, ({ data: [region] }, book) =>
    region > 0 && !book.regions.has(region) ? undefined : `region ${region} exists already`,
  ),

  rule('region-contract', 'XDV-033.3', OPENS, ({ process, contract, data: [region] }, book) => {
    const entry = book.contracts.get(contract);
    if (entry?.state !== 'active') return `region ${region} is made without an active contract`;
    return entry.process === process ? undefined : `region ${region} is made under another's`;
  }),

  rule('region-lifecycle', 'XDV-033.1', END_KINDS, ({ kind, data: [region] }, book) => {
    const entry = book.regions.get(region);
    if (entry === undefined) return `region ${region} was not made`;
    if (mayEnd(entry, kind)) return undefined;
    return `${entry.type} ${region} is ${entry.state}, which ${kind} cannot follow`;
  }),

  rule('region-owner', 'XDV-032.2', END_KINDS, ({ process, data: [region] }, book) => {
    const owner = book.regions.get(region)?.process ?? process;
    if (process === 0 || process === owner) return undefined;
    return `region ${region} belongs to p${owner}, not p${process}`;
  }),
];

const open = (event: EventOf<(typeof OPENS)[number]>, book: Book): void => {
  const region = event.data[0];
  if (book.regions.has(region)) return;
  const { process } = event;
  const entry: RegionEntry =
    event.kind === 'container.allocated'
      ? { process, type: 'container', state: 'allocated' }
      : { process, type: 'envelope', state: 'open' };
  book.regions.set(region, entry);
  book.live.regions++;
  book.processes.get(process)?.regions.add(region);
};

export const recordRegion = (event: AnyEvent, book: Book): void => {
  switch (event.kind) {
    case 'container.allocated':
    case 'envelope.opened':
      return open(event, book);
    case 'container.released':
    case 'container.voided':
    case 'envelope.closed':
    case 'envelope.voided': {
      const entry = book.regions.get(event.data[0]);
      if (entry === undefined || !mayEnd(entry, event.kind)) return;
      entry.state = ENDS[event.kind][1];
      book.live.regions--;
      book.processes.get(entry.process)?.regions.delete(event.data[0]);
    }
  }
};
