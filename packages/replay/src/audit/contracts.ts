import {
  CONTRACT_LIFECYCLE,
  mayFollow,
  type AnyEvent,
  type ContractState,
  type EventKind,
} from '@xdv/domain-model';
import type { Book } from './book.ts';
import { rule, type AuditRule, type EventOf } from './rule.ts';

/** The events of a contract's life, each with the state that it leads to. */
const STATE_AFTER = {
  'contract.activated': 'active',
  'contract.released': 'released',
  'contract.expired': 'expired',
  'contract.revoked': 'revoked',
} as const satisfies Partial<Record<EventKind, ContractState>>;

const LIFE = Object.keys(STATE_AFTER) as (keyof typeof STATE_AFTER)[];

export const CONTRACT_RULES: readonly AuditRule[] = [
  rule('contract-issued-once', 'XDV-023.1', ['contract.issued'], (event, book) => {
    const [id] = event.data;
    if (event.contract !== id) return `c${id} is issued by an event of c${event.contract}`;
    return id > 0 && !book.contracts.has(id) ? undefined : `c${id} exists already`;
  }),

  rule('contract-envelope', 'XDV-023.3', ['contract.issued'], ({ tick, data }) => {
    const [id, , , start, end] = data;
    if (start >= end) return `c${id} is for ticks ${start} to ${end}`;
    return start >= tick ? undefined : `c${id} starts at tick ${start}, in the past`;
  }),

  rule('contract-resource', 'XDV-014.2', ['contract.issued'], ({ data }, book) => {
    const [id, resource, amount] = data;
    const entry = book.resources.get(resource);
    if (entry === undefined) return `c${id} is on r${resource}, which was not attached`;
    if (amount <= entry.capacity) return undefined;
    return `c${id} takes ${amount} of r${resource}, which has ${entry.capacity}`;
  }),

  rule('contract-exclusive', 'XDV-023.3', ['contract.issued'], ({ data }, book) => {
    const [id, resource, , start, end] = data;
    for (const other of book.resources.get(resource)?.contracts ?? []) {
      const entry = book.contracts.get(other)!;
      if (start < entry.end && entry.start < end) {
        return `c${id} overlaps c${other} on r${resource}`;
      }
    }
    return undefined;
  }),

  rule('contract-lifecycle', 'XDV-023.6', LIFE, ({ kind, contract }, book) => {
    const entry = book.contracts.get(contract);
    if (entry === undefined) return `c${contract} was not issued`;
    if (mayFollow(CONTRACT_LIFECYCLE, entry.state, STATE_AFTER[kind])) return undefined;
    return `c${contract} cannot go from ${entry.state} to ${STATE_AFTER[kind]}`;
  }),

  rule('contract-owner', 'XDV-023.1', LIFE, ({ process, contract }, book) => {
    const owner = book.contracts.get(contract)?.process ?? process;
    if (process === 0 || process === owner) return undefined;
    return `c${contract} belongs to p${owner}, not p${process}`;
  }),

  rule('contract-time', 'XDV-023.3', LIFE, ({ kind, tick, contract }, book) => {
    const entry = book.contracts.get(contract);
    if (entry === undefined) return undefined;
    const span = `c${contract} is for ticks ${entry.start} to ${entry.end}`;
    const inTime =
      kind === 'contract.activated'
        ? tick >= entry.start && tick < entry.end
        : kind === 'contract.expired'
          ? tick >= entry.end
          : tick <= entry.end;
    return inTime ? undefined : span;
  }),
];

const issue = (event: EventOf<'contract.issued'>, book: Book): void => {
  const [id, resource, , start, end] = event.data;
  if (book.contracts.has(id)) return;
  const { process } = event;
  book.contracts.set(id, { process, resource, start, end, state: 'issued' });
  book.live.contracts++;
  book.processes.get(process)?.contracts.add(id);
  book.resources.get(resource)?.contracts.add(id);
};

export const recordContract = (event: AnyEvent, book: Book): void => {
  if (event.kind === 'contract.issued') return issue(event, book);
  if (event.kind === 'resource.attached') {
    const [resource, , , capacity] = event.data;
    if (!book.resources.has(resource)) {
      book.resources.set(resource, { capacity, contracts: new Set() });
    }
    return;
  }
  const id: number = event.contract;
  const entry = book.contracts.get(id);
  if (entry === undefined || !Object.hasOwn(STATE_AFTER, event.kind)) return;
  const open = CONTRACT_LIFECYCLE[entry.state].length > 0;
  entry.state = STATE_AFTER[event.kind as keyof typeof STATE_AFTER];
  if (!open || entry.state === 'active') return;
  book.live.contracts--;
  book.processes.get(entry.process)?.contracts.delete(id);
  book.resources.get(entry.resource)?.contracts.delete(id);
};
