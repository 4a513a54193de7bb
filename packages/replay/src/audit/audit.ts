import { EVENTS, type AnyEvent, type EventKind, type Fault } from '@xdv/domain-model';
import { createBook, type Book } from './book.ts';
import { CAPABILITY_RULES, recordCapability } from './capabilities.ts';
import { CONTRACT_RULES, recordContract } from './contracts.ts';
import { JOB_RULES, recordJob } from './jobs.ts';
import { MESSAGE_RULES, recordMessage } from './messages.ts';
import { ORDER_RULES } from './order.ts';
import { PROCESS_RULES, recordProcess } from './processes.ts';
import { recordRegion, REGION_RULES } from './regions.ts';
import type { AuditRule } from './rule.ts';
import { recordRun, RUN_RULES } from './run.ts';

/** A rule that a trace breaks: TRACE_INCONSISTENT. */
export interface AuditProblem extends Fault {
  /** Number of the event, as its place in the trace. */
  readonly seq: number;
  /** Name of the rule. */
  readonly rule: string;
  /** The requirement that the rule checks. */
  readonly requirement: string;
}

/** An audit stops here: after one broken rule others follow. */
export const AUDIT_PROBLEMS_MAX = 100;

/** Every rule about single events, in the order in which they are checked. */
export const AUDIT_RULES: readonly AuditRule[] = [
  ...ORDER_RULES,
  ...RUN_RULES,
  ...PROCESS_RULES,
  ...MESSAGE_RULES,
  ...CAPABILITY_RULES,
  ...CONTRACT_RULES,
  ...JOB_RULES,
  ...REGION_RULES,
];

const RECORDERS: readonly ((event: AnyEvent, book: Book) => void)[] = [
  recordCapability,
  recordContract,
  recordJob,
  recordRegion,
  recordMessage,
  recordRun,
  // last: the others need the process as it was before
  recordProcess,
];

const RULES_OF: ReadonlyMap<EventKind, readonly AuditRule[]> = new Map(
  (Object.keys(EVENTS) as EventKind[]).map((kind) => [
    kind,
    AUDIT_RULES.filter(({ kinds }) => kinds === 'all' || kinds.includes(kind)),
  ]),
);

/** A run that was sealed came to its end (XDV-034.2). */
const END_RULE = { name: 'run-ends', requirement: 'XDV-034.2' };

const broken = (
  { name, requirement }: { readonly name: string; readonly requirement: string },
  seq: number,
  why: string,
): AuditProblem => ({
  code: 'TRACE_INCONSISTENT',
  message: `at seq ${seq}: ${why} (${name}, ${requirement})`,
  hint: 'The trace was not written by a kernel that keeps this rule',
  seq,
  rule: name,
  requirement,
});

const record = (event: AnyEvent, book: Book): void => {
  for (const recorder of RECORDERS) recorder(event, book);
  book.count++;
  book.last = event;
};

/**
 * Checks a run against the rules that every kernel keeps, from its events alone (XDV-034.3): order,
 * lifecycles, contracts, authority and conservation. `complete` says that the run came to its end.
 * Returns at most {@link AUDIT_PROBLEMS_MAX} problems, in order. Linear in the events, but for the
 * contracts that are open on one resource at a time.
 */
export const auditEvents = (events: readonly AnyEvent[], complete: boolean): AuditProblem[] => {
  const book = createBook();
  const problems: AuditProblem[] = [];
  for (const event of events) {
    for (const rule of RULES_OF.get(event.kind)!) {
      const why = rule.check(event, book);
      if (why !== undefined) problems.push(broken(rule, book.count, why));
      if (problems.length === AUDIT_PROBLEMS_MAX) return problems;
    }
    record(event, book);
  }
  if (complete && !book.ended) {
    problems.push(broken(END_RULE, book.count, 'the run is sealed but has not ended'));
  }
  return problems;
};
