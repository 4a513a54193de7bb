import type { Failure, Result } from '@xdv/domain-model';
import { job, part, type Job } from '../../model/job.ts';
import { resource, type Resource } from '../../model/resource.ts';
import { bounded, counted } from './assemble.ts';
import { csvRows, type CsvRows } from './csv-rows.ts';
import { WORKLOAD_LIMITS } from './limits.ts';
import { checkCount } from './options.ts';
import type { RecordedWorkload } from './recorded.ts';
import {
  malformed,
  nameOf,
  numberAt,
  quoted,
  refuseLong,
  tooLarge,
  type ReadOptions,
} from './text.ts';
import { microsecondsOf } from './timestamp.ts';

export interface QuantumCloudOptions extends ReadOptions {
  /** Nanoseconds per tick: 10^6 (milliseconds, default) to 10^9; a multiple of 1,000. */
  readonly tickNs?: number;
}

const COLUMNS = ['source', 'run_min', 'queue_min', 'machine', 'created', 'status'] as const;
type Column = (typeof COLUMNS)[number];

const HINT = `Columns are ${COLUMNS.join(', ')}; times are 2019-05-02 17:32:40.823000-05:00`;
const MINUTE_NS = 60e9;
const MINUTES_MAX = 1e7;
const DONE = /(?:^|\.)DONE$/;

/** A classical simulator serves many at once; the log does not say how many. */
const SIMULATOR = /simulator$/;
const SIMULATOR_UNITS = 32;

/** A line of the log that is a job that was done. */
interface Row {
  readonly created: number;
  readonly run: number;
  readonly wait: number;
  readonly machine: string;
  readonly source: string;
}

/** Names in the order of their code units, each with its index. */
const indexed = (names: Iterable<string>): ReadonlyMap<string, number> =>
  new Map([...new Set(names)].sort().map((name, i) => [name, i]));

const deviceOf = (name: string): Resource =>
  SIMULATOR.test(name)
    ? resource({ name, domain: 'K', capacity: SIMULATOR_UNITS })
    : resource({ name, domain: 'Q', capacity: 1, sharing: 'exclusive' });

const minutesAt = (rows: CsvRows, column: Column): number => {
  const word = rows.word(column);
  const minutes = numberAt(word, 0, word.length);
  return minutes >= 0 && minutes <= MINUTES_MAX ? minutes : NaN;
};

interface Read {
  readonly rows: Row[];
  undone: number;
  idle: number;
}

/** Reads the line at hand; a fault if it is wrong. */
const readRow = (name: string, rows: CsvRows, tickNs: number): Row | Failure => {
  const wrong = (column: Column, what: string): Failure => {
    const message = `${column} is ${quoted(rows.word(column))}, not ${what}`;
    return malformed(name, rows.place(column), message, HINT);
  };
  const created = microsecondsOf(rows.word('created'));
  if (Number.isNaN(created)) return wrong('created', 'a time of 1970 to 9999');
  const run = minutesAt(rows, 'run_min');
  if (Number.isNaN(run)) return wrong('run_min', `minutes up to ${MINUTES_MAX}`);
  const wait = minutesAt(rows, 'queue_min');
  if (Number.isNaN(wait)) return wrong('queue_min', `minutes up to ${MINUTES_MAX}`);
  const machine = rows.word('machine');
  if (machine === '' || machine.length > WORKLOAD_LIMITS.nameMax) return wrong('machine', 'a name');
  const ticks = (minutes: number): number => Math.round((minutes * MINUTE_NS) / tickNs);
  return { created, run: ticks(run), wait: ticks(wait), machine, source: rows.word('source') };
};

const readRows = (name: string, rows: CsvRows, tickNs: number): Read | Failure => {
  const read: Read = { rows: [], undone: 0, idle: 0 };
  while (rows.next()) {
    if (rows.count() !== rows.width) {
      const message = `${rows.count()} fields, not ${rows.width}`;
      return malformed(name, rows.place(undefined), message, HINT);
    }
    if (!DONE.test(rows.word('status'))) {
      read.undone++;
      continue;
    }
    const row = readRow(name, rows, tickNs);
    if ('ok' in row) return row;
    if (read.rows.length === WORKLOAD_LIMITS.jobsMax) return tooLarge(name, 'too many jobs');
    if (row.run > 0) read.rows.push(row);
    else read.idle++;
  }
  return read;
};

/** "tenants by name: 1 a.csv, 2 b.csv", as far as it is short. */
const tenantNote = (tenants: ReadonlyMap<string, number>): readonly string[] => {
  if (tenants.size === 0 || tenants.size > 50) return [];
  const names = [...tenants].map(([name, i]) => `${i + 1} ${name.slice(0, 60)}`);
  return [`tenants: ${names.join(', ')}`];
};

const workloadOf = (name: string, read: Read, tickNs: number): RecordedWorkload | Failure => {
  // a stable sort: lines of one time stay in their order
  const rows = read.rows.sort((a, b) => a.created - b.created);
  const machines = indexed(rows.map(({ machine }) => machine));
  const tenants = indexed(rows.map(({ source }) => source));
  if (machines.size > WORKLOAD_LIMITS.resourcesMax) return tooLarge(name, 'too many machines');
  const first = rows[0]?.created ?? 0;
  const jobs = rows.map((row, i): Job => {
    const submit = Math.floor((row.created - first) / (tickNs / 1000));
    const tenant = tenants.get(row.source)! + 1;
    const parts = [part(machines.get(row.machine)!, 1)];
    return job({ id: i + 1, submit, run: row.run, parts, tenant });
  });
  return {
    name,
    tickNs,
    resources: [...machines.keys()].map(deviceOf),
    jobs,
    sessions: [],
    reservations: [],
    notes: [
      ...counted(read.undone, 'that were not done (failed, cancelled) left out'),
      ...counted(read.idle, 'without a run time left out'),
      ...tenantNote(tenants),
    ],
    recordedWait: Float64Array.from(rows, ({ wait }) => wait),
  };
};

/**
 * Reads the log of a quantum cloud as CSV with a header: `source`, `run_min`, `queue_min`,
 * `machine`, `created`, `status` in any order, others passed over (jobs of IBM's machines as
 * published by Ravi et al., IISWC 2021). Each machine is a Q resource for one job at a time, those
 * named `…simulator` are K with 32 places; `source` is the tenant, numbered by name; tick 0 is the
 * first submission of a job that was done, and only those are kept. Estimates are exact.
 *
 * Never throws but RangeError for `tickNs`. Fails with WORKLOAD_SYNTAX and `name:line:column:`, or
 * RESOURCE_EXHAUSTED past WORKLOAD_LIMITS. Time linear, and a sort.
 */
export const readQuantumCloud = (
  text: string,
  options: QuantumCloudOptions = {},
): Result<RecordedWorkload> => {
  const { tickNs = 1e6 } = options;
  checkCount('tickNs / 1000', tickNs / 1000, 1000, 1e6);
  const name = nameOf(options);
  const long = refuseLong(name, text);
  if (long !== undefined) return long;
  const rows = csvRows(text);
  const missing = COLUMNS.find((column) => !rows.has(column));
  if (missing !== undefined) return malformed(name, '1:1', `there is no column ${missing}`, HINT);
  const read = readRows(name, rows, tickNs);
  if ('ok' in read) return read;
  const workload = workloadOf(name, read, tickNs);
  return 'ok' in workload ? workload : bounded(workload);
};
