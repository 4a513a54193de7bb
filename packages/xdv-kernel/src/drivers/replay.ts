import {
  fail,
  type AnyEvent,
  type JobId,
  type ProcessId,
  type Result,
} from '@xdv/domain-model';
import { createComparator, type Divergence } from '@xdv/replay';
import { decodeOutcome } from '../core/results.ts';
import type { World } from './drive.ts';

export interface ReplayWorld extends World {
  /** The first difference, if there was one. */
  readonly divergence: Divergence | undefined;
  /** The process whose event differs first. */
  readonly divergent: ProcessId | undefined;
  /** Events that were the same. */
  readonly matched: number;
  /** To be called at the end: events that were recorded and did not come. */
  finish(): void;
}

/** The recorded outcome of every job, put together from its parts. */
const recordedOutcomes = (events: readonly AnyEvent[]): ReadonlyMap<JobId, Result<unknown>> => {
  const parts = new Map<number, Uint8Array[]>();
  const outcomes = new Map<JobId, Result<unknown>>();
  for (const event of events) {
    if (event.kind !== 'result.part' && event.kind !== 'job.ended') continue;
    const [job, bytes] = event.data;
    const all = [...(parts.get(job) ?? []), bytes];
    parts.set(job, all);
    if (event.kind === 'result.part') continue;
    const outcome = decodeOutcome(join(all));
    outcomes.set(job as JobId, outcome.ok ? outcome.value : outcome);
  }
  return outcomes;
};

const join = (parts: readonly Uint8Array[]): Uint8Array => {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};

/**
 * A recorded world: no effect is performed, outcomes and operator commands come from the record
 * (XDV-071.3), and every event is compared with the one recorded in its place. The drive ends at
 * the first difference.
 */
export const createReplayWorld = (recorded: readonly AnyEvent[]): ReplayWorld => {
  const outcomes = recordedOutcomes(recorded);
  const comparator = createComparator(recorded);
  let divergence: Divergence | undefined;
  let divergent: ProcessId | undefined;
  let matched = 0;
  const missing = fail('REPLAY_DIVERGED', 'no such job was recorded', 'Replay the same program');
  return {
    request: () => undefined,
    terminate: () => undefined,
    outcome: (job) => outcomes.get(job) ?? missing,
    observe(events) {
      for (const event of events) {
        divergence = comparator.check(event);
        if (divergence !== undefined) {
          divergent = event.process;
          return false;
        }
        matched++;
      }
      return true;
    },
    halted(inputs) {
      const next = recorded[matched];
      if (next?.kind !== 'operator.halted') return undefined;
      const [reason, after] = next.data;
      return after === inputs ? reason : undefined;
    },
    turn: () => undefined,
    finish() {
      divergence ??= comparator.finish();
    },
    get divergence() {
      return divergence;
    },
    get divergent() {
      return divergent;
    },
    get matched() {
      return matched;
    },
  };
};
