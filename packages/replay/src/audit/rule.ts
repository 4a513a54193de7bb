import type { AnyEvent, EventKind } from '@xdv/domain-model';
import type { Book } from './book.ts';

/** An event of a kind, or of one of several. */
export type EventOf<Kind extends EventKind> = Extract<AnyEvent, { readonly kind: Kind }>;

/** One rule that the kernel keeps, checked from the trace alone (XDV-034.3). */
export interface AuditRule {
  /** Stable name, such as `contract-lifecycle`. */
  readonly name: string;
  /** The requirement that it checks. */
  readonly requirement: string;
  /** The events that it looks at. */
  readonly kinds: readonly EventKind[] | 'all';
  /** What is wrong with `event` after all that the book holds, or undefined. */
  check(event: AnyEvent, book: Book): string | undefined;
}

/** A rule about some kinds of events. */
export const rule = <const Kind extends EventKind>(
  name: string,
  requirement: string,
  kinds: readonly Kind[],
  check: (event: EventOf<Kind>, book: Book) => string | undefined,
): AuditRule => ({
  name,
  requirement,
  kinds,
  // the audit calls a rule with the kinds that it lists and no others
  check: (event, book) => check(event as EventOf<Kind>, book),
});

/** A rule about every event. */
export const ruleOfAll = (
  name: string,
  requirement: string,
  check: AuditRule['check'],
): AuditRule => ({ name, requirement, kinds: 'all', check });
