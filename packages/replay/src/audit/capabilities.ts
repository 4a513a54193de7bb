import {
  AUTHORITY_RESOURCE_MAX,
  containsAuthority,
  crossingBit,
  crossingRule,
  resourceBit,
  type AnyEvent,
  type Authority,
  type EventKind,
} from '@xdv/domain-model';
import type { Book, CapabilityEntry } from './book.ts';
import { rule, ruleOfAll, type AuditRule, type EventOf } from './rule.ts';

/** These name the capability that was refused: it may be any number. */
const REFUSALS: ReadonlySet<EventKind> = new Set(['call.refused', 'transition.rolledback']);

/**
 * These end what a capability began, and name it for reference. They may come after it was revoked
 * or ran out: ending is always allowed.
 */
const ENDINGS: ReadonlySet<EventKind> = new Set([
  'contract.released',
  'contract.expired',
  'contract.revoked',
  'result.part',
  'job.ended',
  'container.released',
  'container.voided',
  'envelope.closed',
  'envelope.voided',
  'process.terminated',
  'process.released',
]);

/** Nothing of this kind happens without a capability (XDV-030.1). */
const AUTHORIZED = [
  'contract.issued',
  'job.started',
  'transition.committed',
  'container.allocated',
  'envelope.opened',
] as const;

const authorityOf = (event: EventOf<'capability.granted'>): Authority => {
  const [, , permissions, crossings, resources, from, until] = event.data;
  return { permissions, crossings, resources, from, until };
};

/** Visits the live capabilities among `roots` and below them, each once. */
const visitLive = (
  book: Book,
  roots: readonly number[],
  visit: (entry: CapabilityEntry) => void,
): void => {
  const open = [...roots];
  for (let handle = open.pop(); handle !== undefined; handle = open.pop()) {
    const entry = book.capabilities.get(handle);
    // below a dead one everything is dead
    if (entry === undefined || !entry.live) continue;
    visit(entry);
    for (const child of entry.children) open.push(child);
  }
};

const countLive = (book: Book, root: number): number => {
  let count = 0;
  visitLive(book, [root], () => count++);
  return count;
};

export const CAPABILITY_RULES: readonly AuditRule[] = [
  rule('capability-granted-once', 'XDV-002.7', ['capability.granted'], ({ data }, book) =>
    data[0] > 0 && !book.capabilities.has(data[0]) ? undefined : `${data[0]} was granted before`,
  ),

  rule('capability-narrows', 'XDV-002.6', ['capability.granted'], (event, book) => {
    const parent = book.capabilities.get(event.capability);
    if (parent === undefined || containsAuthority(parent.authority, authorityOf(event))) {
      return undefined;
    }
    return `${event.data[0]} allows more than ${event.capability}, from which it derives`;
  }),

  rule('capability-revoked', 'XDV-002.7', ['capability.revoked'], ({ data }, book) => {
    const [handle, count] = data;
    const live = countLive(book, handle);
    if (live === 0) return `${handle} is not a live capability`;
    return live === count ? undefined : `${count} are revoked, but ${live} derive from ${handle}`;
  }),

  ruleOfAll('capability-held', 'XDV-034.3', ({ kind, process, capability }, book) => {
    if (capability === 0 || REFUSALS.has(kind)) return undefined;
    const entry = book.capabilities.get(capability);
    if (entry === undefined) return `capability ${capability} was never granted`;
    if (entry.holder === process) return undefined;
    return `capability ${capability} is held by p${entry.holder}, not p${process}`;
  }),

  ruleOfAll('capability-live', 'XDV-002.7', ({ kind, capability, outcome, tick }, book) => {
    if (capability === 0 || REFUSALS.has(kind) || ENDINGS.has(kind)) return undefined;
    const entry = book.capabilities.get(capability);
    if (entry === undefined || outcome !== 0) return undefined;
    if (!entry.live) return `capability ${capability} was revoked before`;
    const { from, until } = entry.authority;
    if (tick >= from && tick < until) return undefined;
    return `capability ${capability} is for ticks ${from} to ${until}`;
  }),

  rule('capability-used', 'XDV-030.1', AUTHORIZED, ({ kind, capability }) =>
    capability === 0 ? `${kind} without a capability` : undefined,
  ),

  rule('capability-covers', 'XDV-002.5', ['contract.issued'], ({ capability, data }, book) => {
    const [id, resource] = data;
    const resources = book.capabilities.get(capability)?.authority.resources ?? ~0;
    const known = resource >= 1 && resource <= AUTHORITY_RESOURCE_MAX;
    if (known && (resources & resourceBit(resource)) !== 0) return undefined;
    return `c${id} is on r${resource}, for which capability ${capability} is not`;
  }),

  rule('transition-allowed', 'XDV-002.3', ['transition.committed'], (event, book) => {
    const [id, source, target] = event.data;
    const crossing = `transition ${id} from ${source} to ${target}`;
    if (crossingRule(source, target) === undefined) return `${crossing} is not in the table`;
    const crossings = book.capabilities.get(event.capability)?.authority.crossings ?? ~0;
    if ((crossings & crossingBit(source, target)) !== 0) return undefined;
    return `${crossing} is not allowed by capability ${event.capability}`;
  }),

  rule('transition-once', 'XDV-022.4', ['transition.committed'], ({ data: [id] }, book) =>
    book.transitions.has(id) ? `transition ${id} was committed before` : undefined,
  ),
];

const grant = (event: EventOf<'capability.granted'>, book: Book): void => {
  const [handle, holder] = event.data;
  if (book.capabilities.has(handle)) return;
  const live = book.capabilities.get(event.capability)?.live ?? true;
  const entry = { holder, authority: authorityOf(event), children: [], live };
  book.capabilities.set(handle, entry);
  book.capabilities.get(event.capability)?.children.push(handle);
  book.processes.get(holder)?.capabilities.push(handle);
};

const revoke = (book: Book, roots: readonly number[]): void =>
  visitLive(book, roots, (entry) => {
    entry.live = false;
  });

export const recordCapability = (event: AnyEvent, book: Book): void => {
  switch (event.kind) {
    case 'capability.granted':
      return grant(event, book);
    case 'capability.revoked':
      return revoke(book, [event.data[0]]);
    case 'process.released':
      // what a process held dies with it: no event of its own says so
      return revoke(book, book.processes.get(event.process)?.capabilities ?? []);
    case 'transition.committed':
      book.transitions.add(event.data[0]);
  }
};
