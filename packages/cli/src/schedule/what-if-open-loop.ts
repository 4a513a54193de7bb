import { unwrap, type AnyEvent } from '@xdv/domain-model';
import type { TraceHeader } from '@xdv/replay';
import {
  PLACEMENTS,
  readEvents,
  recordedSchedule,
  simulate,
  type RecordedRun,
  type Schedule,
} from '@xdv/scheduler/lab';
import type { History, Request } from './what-if-history.ts';
import { fromHeader, recordedOptions, recordedPolicy, type Change } from './what-if-rerun.ts';

/** Both sides of an estimate without the program, and what it leaves out. */
export interface OpenLoop {
  readonly before: History;
  readonly after: History;
  readonly notes: readonly string[];
}

const requestsOf = (recorded: RecordedRun, schedule: Schedule): readonly Request[] => {
  const counts = new Map<number, number>();
  return recorded.origins.flatMap(({ process, contract }, i): readonly Request[] => {
    if (contract === 0) return [];
    const ordinal = (counts.get(process) ?? 0) + 1;
    counts.set(process, ordinal);
    const { name: resource, domain } = recorded.resources[schedule.resource[i]!]!;
    const asked = schedule.submitted[i]!;
    const who = { process, lineage: `p${process}`, ordinal, resource, domain, asked };
    const start = schedule.start[i]!;
    if (start < 0) return [{ ...who, start: undefined, end: asked, outcome: 'refused', ...NO }];
    return [{ ...who, start, end: schedule.end[i]!, outcome: 'ended', ...NO }];
  });
};

const NO = { fault: undefined } as const;

const historyOf = (recorded: RecordedRun, schedule: Schedule): History => {
  const { start, end, resource } = schedule;
  const k = Array.from(resource, (place, i) => ({ place, start: start[i]!, end: end[i]! }));
  return {
    requests: requestsOf(recorded, schedule),
    processes: [],
    ticks: end.reduce((last, tick) => Math.max(last, tick), 0),
    quarantine: schedule.quarantine?.reason,
    // resource 0 of a recorded run are its lanes
    k: k.filter((one) => one.place === 0 && one.start >= 0),
  };
};

/** The events of a run as a workload. Throws TRACE_INCONSISTENT for what no kernel writes. */
const recordedRun = (
  events: Iterable<AnyEvent>,
  name: string,
  header: TraceHeader,
): RecordedRun => {
  const { kLanes } = recordedOptions(header);
  try {
    return unwrap(readEvents(events, { name, tickNs: header.tickNs, kLanes }));
  } catch (error) {
    throw fromHeader(error);
  }
};

const simulateRun = (recorded: RecordedRun, header: TraceHeader, change: Change): Schedule => {
  const { agingTicks, placement: given } = recordedOptions(header);
  const policy = change.policy ?? recordedPolicy(header);
  const placement =
    change.placement ?? PLACEMENTS.find((kind) => kind === given) ?? 'conservative';
  const { seed } = header;
  try {
    return simulate(recorded, { placement, agingTicks, seed, ...(policy ? { policy } : {}) });
  } catch (error) {
    throw fromHeader(error);
  }
};

/**
 * Schedules what was recorded once more without running anything: requests as they came, or as
 * long after the one before. Throws TRACE_INCONSISTENT for events that no kernel writes.
 */
export const openLoop = (
  events: Iterable<AnyEvent>,
  name: string,
  header: TraceHeader,
  change: Change,
): OpenLoop => {
  const recorded = recordedRun(events, name, header);
  return {
    before: historyOf(recorded, recordedSchedule(recorded)),
    after: historyOf(recorded, simulateRun(recorded, header, change)),
    notes: recorded.notes,
  };
};
