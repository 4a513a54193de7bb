import { TICK_MAX } from '@xdv/domain-model';
import { OUTCOME, type Schedule } from '../schedule.ts';

const OUTCOMES = Object.keys(OUTCOME);

const COLUMNS = [
  'job',
  'tenant',
  'submit',
  'start',
  'end',
  'wait',
  'slowdown',
  'resources',
  'amounts',
  'priority',
  'deadline',
  'session',
  'outcome',
] as const;

const SPECIAL = /[",\r\n]/;

/** A field as RFC 4180 has it. */
const field = (value: string | number): string => {
  const text = `${value}`;
  return SPECIAL.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

const DECIMALS = 6;
const BOUND_NS = 10e9;

/** start, end, wait and bounded slow-down; blank if it never ran. */
const timesOf = (schedule: Schedule, i: number, bound: number): readonly (string | number)[] => {
  const { submitted, start, end, outcome } = schedule;
  if (outcome[i] !== OUTCOME.done) return ['', '', '', ''];
  const stretch = (end[i]! - submitted[i]!) / Math.max(end[i]! - start[i]!, bound);
  const slowdown = Number(Math.max(1, stretch).toFixed(DECIMALS));
  return [start[i]!, end[i]!, start[i]! - submitted[i]!, slowdown];
};

const rowOf = (schedule: Schedule, i: number, bound: number): string => {
  const { workload, submitted, resource, outcome } = schedule;
  const { id, tenant, parts, priority, deadline, session } = workload.jobs[i]!;
  const nameOf = (index: number): string => workload.resources[index]!.name;
  const names = parts.map((part, k) => nameOf(k === 0 ? resource[i]! : part.resource));
  return [
    id,
    tenant,
    submitted[i]!,
    ...timesOf(schedule, i, bound),
    names.join('+'),
    parts.map(({ amount }) => amount).join('+'),
    priority,
    deadline === TICK_MAX ? '' : deadline,
    session,
    OUTCOMES[outcome[i]!]!,
  ]
    .map(field)
    .join(',');
};

/**
 * A schedule as CSV (RFC 4180), a header and a line per job in the order of the workload, without
 * line ends. Times in ticks, blank for what does not apply; the resources and amounts of a gang are
 * joined by +; the slow-down is bounded at 10 seconds, with six decimals.
 */
export function* toCsv(schedule: Schedule): Generator<string, void, undefined> {
  const bound = BOUND_NS / schedule.workload.tickNs;
  yield COLUMNS.join(',');
  for (let i = 0; i < schedule.workload.jobs.length; i++) yield rowOf(schedule, i, bound);
}
