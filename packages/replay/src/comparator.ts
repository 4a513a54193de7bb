import { fieldsOf, type KernelEvent } from '@xdv/domain-model';
import { COMMON_FIELDS, type Divergence, type FieldDifference } from './divergence.ts';
import { equalBytes } from './format.ts';

/** How many events before a divergence are shown with it. */
const CONTEXT_EVENTS = 5;

/** Holds a replay against its record, event by event. */
export interface Comparator {
  /** Takes the replay's next event. The first divergence stays the answer from then on. */
  check(event: KernelEvent): Divergence | undefined;
  /** The replay has ended: an event of the record that it did not come to is a divergence. */
  finish(): Divergence | undefined;
}

const sameValue = (a: unknown, b: unknown): boolean =>
  Object.is(a, b) || (a instanceof Uint8Array && b instanceof Uint8Array && equalBytes(a, b));

const sameData = (a: readonly unknown[], b: readonly unknown[]): boolean => {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!sameValue(a[i], b[i])) return false;
  return true;
};

/** True if both events would be written as the same bytes. Nothing is encoded. */
export const sameEvent = (a: KernelEvent, b: KernelEvent): boolean =>
  a.seq === b.seq &&
  a.kind === b.kind &&
  a.tick === b.tick &&
  a.microstep === b.microstep &&
  a.domain === b.domain &&
  a.process === b.process &&
  a.capability === b.capability &&
  a.contract === b.contract &&
  a.outcome === b.outcome &&
  sameData(a.data as readonly unknown[], b.data as readonly unknown[]);

const differences = (recorded: KernelEvent, replayed: KernelEvent): FieldDifference[] => {
  const common = COMMON_FIELDS.map((name) => ({
    name: name as string,
    recorded: recorded[name] as unknown,
    replayed: replayed[name] as unknown,
  }));
  const left = fieldsOf(recorded);
  const right = fieldsOf(replayed);
  const names = Object.keys({ ...left, ...right });
  const own = names.map((name) => ({ name, recorded: left[name], replayed: right[name] }));
  return [...common, ...own].filter((field) => !sameValue(field.recorded, field.replayed));
};

const diverge = (
  events: readonly KernelEvent[],
  seq: number,
  recorded: KernelEvent | undefined,
  replayed: KernelEvent | undefined,
): Divergence => {
  const context = events.slice(Math.max(0, seq - CONTEXT_EVENTS), seq);
  const place = { seq, fields: [], context };
  if (recorded === undefined) return { ...place, kind: 'extra', replayed: replayed! };
  if (replayed === undefined) return { ...place, kind: 'missing', recorded };
  const fields = differences(recorded, replayed);
  return { kind: 'wrong', seq, recorded, replayed, fields, context };
};

/**
 * A comparator for a recorded run (XDV-071.5). Constant time an event, and no allocation while
 * both agree.
 */
export const createComparator = (recorded: readonly KernelEvent[]): Comparator => {
  let next = 0;
  let found: Divergence | undefined;
  return {
    check(event) {
      if (found !== undefined) return found;
      const expected = recorded[next];
      if (expected !== undefined && sameEvent(expected, event)) {
        next++;
        return undefined;
      }
      found = diverge(recorded, next, expected, event);
      return found;
    },
    finish() {
      if (found === undefined && next < recorded.length) {
        found = diverge(recorded, next, recorded[next], undefined);
      }
      return found;
    },
  };
};

/** The first divergence of `replayed` from `recorded`, or undefined if they are the same. */
export const diffTraces = (
  recorded: readonly KernelEvent[],
  replayed: readonly KernelEvent[],
): Divergence | undefined => {
  const comparator = createComparator(recorded);
  for (const event of replayed) {
    const divergence = comparator.check(event);
    if (divergence !== undefined) return divergence;
  }
  return comparator.finish();
};
