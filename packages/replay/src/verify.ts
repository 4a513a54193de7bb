import type { Fault, Hasher } from '@xdv/domain-model';
import { auditEvents } from './audit/audit.ts';
import { readTrace, type TraceReading } from './reader.ts';

export interface VerifyOptions {
  /** The head that the trace must have, as hexadecimal. Without it only its own word counts. */
  readonly head?: string | undefined;
}

/** What a trace is worth, with everything that is wrong with it. */
export interface Verification {
  /** True if there is no problem at all. */
  readonly ok: boolean;
  /** The trailer is there and right. */
  readonly sealed: boolean;
  /** Head of the trace, or of its intact prefix. */
  readonly head: string;
  /** Intact blocks. */
  readonly blocks: number;
  /** Events in them. */
  readonly events: number;
  /** Bytes of the intact prefix. */
  readonly validBytes: number;
  /** Damage first, then a wrong head, then the rules that are broken, in the order of events. */
  readonly problems: readonly Fault[];
}

const headProblem = (reading: TraceReading, expected: string | undefined): Fault | undefined => {
  if (expected === undefined || expected.toLowerCase() === reading.head) return undefined;
  return {
    code: 'TRACE_HEAD_MISMATCH',
    message: `the head is ${reading.head || 'unreadable'}, expected ${expected}`,
    hint: 'This is the trace of another run, or all of it was rewritten',
  };
};

/**
 * Verifies a trace without trusting whoever made it (XDV-034.3): its chain and form as
 * {@link readTrace} does, its head against an expected one, and every rule that the kernel keeps.
 * Never throws. Problems have the codes TRACE_DAMAGED, TRACE_TRUNCATED, FORMAT_UNKNOWN,
 * TRACE_HEAD_MISMATCH and TRACE_INCONSISTENT.
 */
export const verifyTrace = (
  bytes: Uint8Array,
  hasher: Hasher,
  { head: expected }: VerifyOptions = {},
): Verification => {
  const reading = readTrace(bytes, hasher);
  const { sealed, head, blocks, events, validBytes } = reading;
  const found = [reading.problem, headProblem(reading, expected)];
  const problems: Fault[] = found.filter((problem) => problem !== undefined);
  problems.push(...auditEvents(events, sealed));
  const counts = { blocks: blocks.length, events: events.length, validBytes };
  return { ok: problems.length === 0, sealed, head, ...counts, problems };
};
