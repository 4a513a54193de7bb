import {
  measure,
  recordedSchedule,
  type RecordedWorkload,
  type Workload,
} from '@xdv/scheduler/lab';
import type { CaseResult } from './run.ts';
import { wrongCommand } from './wrong-command.ts';

const changed = () =>
  wrongCommand(
    '--recorded needs a log, as it is',
    'Leave out --jobs, --load, --estimates, --seed and --capacity, or --recorded',
  );

const isRecorded = (workload: Workload): workload is RecordedWorkload =>
  'recordedWait' in workload;

/** Refuses flags that do not go together with a recorded row. Throws ARGUMENT_INVALID. */
export const checkRecorded = (flags: {
  readonly recorded?: true;
  readonly seeds: number;
  readonly capacity?: unknown;
}): void => {
  if (!flags.recorded) return;
  if (flags.seeds > 1) {
    throw wrongCommand('--recorded is one schedule, not several seeds', 'Leave out --seeds');
  }
  if (flags.capacity !== undefined) throw changed();
};

/**
 * What the log itself says happened, as a row beside what is simulated. Throws ARGUMENT_INVALID for
 * a workload that says nothing of it, or that is not the log as it is.
 */
export const recordedRow = (workload: Workload, boundTicks: number): CaseResult => {
  if (!isRecorded(workload)) throw changed();
  if (workload.recordedWait.every((wait) => wait < 0)) {
    const message = `${workload.name} does not say when its jobs started`;
    throw wrongCommand(message, 'Leave out --recorded');
  }
  const schedule = recordedSchedule(workload);
  const { decisions, quarantine } = schedule;
  return {
    of: { label: 'recorded', policy: 'recorded', placement: 'recorded' },
    metrics: [measure(schedule, { boundTicks })],
    first: { decisions, quarantine },
    schedule,
  };
};
