import type { Failure, Result } from '@xdv/domain-model';
import { job, part, type Job } from '../../model/job.ts';
import { resource } from '../../model/resource.ts';
import type { Workload } from '../../model/workload.ts';
import { bounded, bySubmit, counted, isInOrder } from './assemble.ts';
import { WORKLOAD_LIMITS } from './limits.ts';
import type { RecordedWorkload } from './recorded.ts';
import { SwfLines } from './swf-lines.ts';
import { malformed, nameOf, quoted, refuseLong, tooLarge, type ReadOptions } from './text.ts';

export interface SwfOptions extends ReadOptions {
  /** Processors of the machine, whatever the header says. */
  readonly maxProcs?: number;
  /** Which number of processors counts where a log has both. Default: those allocated. */
  readonly processors?: 'allocated' | 'requested';
}

/** Fields of a line, from 0. */
const FIELD = {
  number: 0,
  submit: 1,
  wait: 2,
  run: 3,
  allocated: 4,
  requested: 7,
  time: 8,
  status: 10,
  user: 11,
  preceding: 16,
  think: 17,
} as const;

const FIELDS = 18;
const CANCELLED = 5;
const HINT = 'A job is a line of 18 numbers, -1 for what is unknown (Standard Workload Format 2.2)';

/** What a line may hold in each field that is read: least and most. */
const BOUNDS: readonly (readonly [field: number, name: string, most: number])[] = [
  [FIELD.number, 'job number', Number.MAX_SAFE_INTEGER],
  [FIELD.submit, 'submit time', WORKLOAD_LIMITS.ticksMax],
  [FIELD.wait, 'wait time', WORKLOAD_LIMITS.ticksMax],
  [FIELD.run, 'run time', WORKLOAD_LIMITS.ticksMax],
  [FIELD.allocated, 'number of allocated processors', WORKLOAD_LIMITS.unitsMax],
  [FIELD.requested, 'number of requested processors', WORKLOAD_LIMITS.unitsMax],
  [FIELD.time, 'requested time', WORKLOAD_LIMITS.ticksMax],
  [FIELD.status, 'status', 5],
  [FIELD.user, 'user', WORKLOAD_LIMITS.unitsMax],
  [FIELD.preceding, 'preceding job', Number.MAX_SAFE_INTEGER],
  [FIELD.think, 'think time', WORKLOAD_LIMITS.ticksMax],
];

/** Fields that are counts, not seconds. */
const WHOLE = new Set<number>([
  FIELD.number,
  FIELD.allocated,
  FIELD.requested,
  FIELD.status,
  FIELD.user,
  FIELD.preceding,
]);

/** What was changed or left out. */
interface Tally {
  cancelled: number;
  partial: number;
  unsubmitted: number;
  idle: number;
  noProcessors: number;
  raised: number;
  unknownPreceding: number;
}

const notesOf = (tally: Tally, reordered: boolean): readonly string[] => [
  ...counted(tally.cancelled, 'cancelled before running left out'),
  ...counted(tally.partial, 'in part (status 2 to 4) left out: their summary stands for them'),
  ...counted(tally.unsubmitted, 'without a submit time left out'),
  ...counted(tally.idle, 'without a run time left out'),
  ...counted(tally.noProcessors, 'without processors left out'),
  ...counted(tally.raised, 'ran longer than asked for: estimate raised to the run time'),
  ...counted(tally.unknownPreceding, 'after a job that is not there before: not waited for'),
  ...(reordered ? ['jobs put in the order of their submit times'] : []),
];

/** The fault of the line at hand, if it has one. */
const faultOf = (name: string, lines: SwfLines): Failure | undefined => {
  if (lines.count !== FIELDS) {
    const field = Math.min(lines.count, FIELDS);
    return malformed(name, lines.place(field), `${lines.count} fields, not ${FIELDS}`, HINT);
  }
  for (const [field, what, most] of BOUNDS) {
    const value = lines.value(field);
    const right = value >= -1 && value <= most && (Number.isInteger(value) || !WHOLE.has(field));
    if (right) continue;
    const message = `${what} is ${quoted(lines.word(field))}, not a number up to ${most}`;
    return malformed(name, lines.place(field), message, HINT);
  }
  if (lines.value(FIELD.number) >= 1) return undefined;
  return malformed(name, lines.place(FIELD.number), 'job numbers begin with 1', HINT);
};

/** Processors of the job at hand: those asked about, or else the others. */
const processorsOf = (lines: SwfLines, preferred: SwfOptions['processors']): number => {
  const allocated = lines.value(FIELD.allocated);
  const requested = lines.value(FIELD.requested);
  const first = preferred === 'requested' ? requested : allocated;
  return first > 0 ? first : Math.max(allocated, requested);
};

/** Why a job of this line cannot be simulated, as a row of the tally. */
const reasonToLeave = (lines: SwfLines, processors: number): keyof Tally | undefined => {
  const status = lines.value(FIELD.status);
  const runs = lines.value(FIELD.run) > 0;
  if (status >= 2 && status <= 4) return 'partial';
  if (status === CANCELLED && !runs) return 'cancelled';
  if (lines.value(FIELD.submit) < 0) return 'unsubmitted';
  if (!runs) return 'idle';
  return processors > 0 ? undefined : 'noProcessors';
};

const ticksOf = (seconds: number): number => Math.max(0, Math.round(seconds));

const jobOf = (lines: SwfLines, processors: number): Job => {
  const run = Math.max(1, ticksOf(lines.value(FIELD.run)));
  return job({
    id: lines.value(FIELD.number),
    submit: ticksOf(lines.value(FIELD.submit)),
    run,
    estimate: Math.max(run, ticksOf(lines.value(FIELD.time))),
    parts: [part(0, processors)],
    tenant: Math.max(0, lines.value(FIELD.user)),
    after: Math.max(0, lines.value(FIELD.preceding)),
    thinkTicks: lines.value(FIELD.preceding) > 0 ? ticksOf(lines.value(FIELD.think)) : 0,
  });
};

/** Jobs without what they wait for where that is not a job before them in the list. */
const withoutDangling = (jobs: readonly Job[], tally: Tally): readonly Job[] => {
  if (jobs.every(({ after }) => after === 0)) return jobs;
  const seen = new Set<number>();
  return jobs.map((entry) => {
    seen.add(entry.id);
    if (entry.after === 0 || (entry.after !== entry.id && seen.has(entry.after))) return entry;
    tally.unknownPreceding++;
    return { ...entry, after: 0, thinkTicks: 0 };
  });
};

const largest = (jobs: readonly Job[]): number =>
  jobs.reduce((most, { parts }) => Math.max(most, parts[0]!.amount), 1);

/** The machine of a log, and what is to be said of its size. */
const machine = (lines: SwfLines, options: SwfOptions, jobs: readonly Job[]) => {
  const stated = options.maxProcs ?? lines.header('MaxProcs') ?? lines.header('MaxNodes');
  const capacity = stated ?? largest(jobs);
  const tooWide = jobs.filter(({ parts }) => parts[0]!.amount > capacity).length;
  const unknown = 'size of the machine unknown: that of its largest job';
  const notes = stated === undefined ? [unknown] : counted(tooWide, 'too wide for the machine');
  return { resource: resource({ name: 'processors', domain: 'K', capacity }), notes };
};

const checkOptions = ({ maxProcs = 1 }: SwfOptions): void => {
  if (Number.isInteger(maxProcs) && maxProcs >= 1 && maxProcs <= WORKLOAD_LIMITS.unitsMax) return;
  throw new RangeError(`maxProcs is ${maxProcs}, not 1 to ${WORKLOAD_LIMITS.unitsMax}`);
};

/** Numbers that came before. Logs count upwards, so that nothing has to be kept of most. */
class Seen {
  #last = 0;
  #all: Set<number> | undefined;

  /** Whether `id`, the next after `jobs`, was there before. */
  has(id: number, jobs: readonly Job[]): boolean {
    if (id > this.#last) {
      this.#last = id;
      this.#all?.add(id);
      return false;
    }
    this.#all ??= new Set(jobs.map((entry) => entry.id));
    if (this.#all.has(id)) return true;
    this.#all.add(id);
    return false;
  }
}

/** Jobs in the order of the log, and their waits. */
interface Read {
  readonly jobs: readonly Job[];
  readonly waits: readonly number[];
  readonly tally: Tally;
}

/** Reads the lines one by one; a fault ends it. */
const readJobs = (name: string, lines: SwfLines, options: SwfOptions): Read | Failure => {
  const jobs: Job[] = [];
  const waits: number[] = [];
  const seen = new Seen();
  const tally: Tally = {
    cancelled: 0,
    partial: 0,
    unsubmitted: 0,
    idle: 0,
    noProcessors: 0,
    raised: 0,
    unknownPreceding: 0,
  };
  while (lines.next()) {
    const fault = faultOf(name, lines);
    if (fault !== undefined) return fault;
    const processors = processorsOf(lines, options.processors);
    const reason = reasonToLeave(lines, processors);
    if (reason !== undefined) {
      tally[reason]++;
      continue;
    }
    const entry = jobOf(lines, processors);
    if (seen.has(entry.id, jobs)) {
      return malformed(name, lines.place(0), `job ${entry.id} comes a second time`, HINT);
    }
    if (jobs.length === WORKLOAD_LIMITS.jobsMax) return tooLarge(name, 'more jobs than 4,000,000');
    const asked = lines.value(FIELD.time);
    if (asked > 0 && asked < entry.run) tally.raised++;
    jobs.push(entry);
    waits.push(Math.round(lines.value(FIELD.wait)));
  }
  return { jobs, waits, tally };
};

/** The same in the order of submission. */
const inOrder = ({ jobs, waits, tally }: Read): Read => {
  const rows = Array.from(jobs.keys()).sort((a, b) => bySubmit(jobs[a]!, jobs[b]!));
  return { jobs: rows.map((row) => jobs[row]!), waits: rows.map((row) => waits[row]!), tally };
};

/**
 * Reads a log or a model in the Standard Workload Format 2.2 (Chapin et al. 1999; Feitelson's
 * Parallel Workloads Archive): one K resource, `processors`, in ticks of a second. Who ran is the
 * tenant, the requested time the estimate, raised to the run time where that is longer. Jobs that
 * have no submit time, run time or processors are left out, and so are cancelled ones that never
 * ran; `notes` count them. A job follows its preceding one where that comes before it.
 *
 * Never throws but RangeError for `maxProcs`. Fails with WORKLOAD_SYNTAX and `name:line:column:`,
 * or RESOURCE_EXHAUSTED past WORKLOAD_LIMITS. Time linear in the text, and a sort if out of order.
 */
export const readSwf = (text: string, options: SwfOptions = {}): Result<RecordedWorkload> => {
  checkOptions(options);
  const name = nameOf(options);
  const long = refuseLong(name, text);
  if (long !== undefined) return long;
  const lines = new SwfLines(text);
  const read = readJobs(name, lines, options);
  if ('ok' in read) return read;
  const reordered = !isInOrder(read.jobs);
  const sorted = reordered ? inOrder(read) : read;
  const jobs = withoutDangling(sorted.jobs, read.tally);
  const { resource: processors, notes } = machine(lines, options, jobs);
  const workload: Workload = {
    name,
    tickNs: 1e9,
    resources: [processors],
    jobs,
    sessions: [],
    reservations: [],
    notes: [...notes, ...notesOf(read.tally, reordered)],
  };
  return bounded({ ...workload, recordedWait: Float64Array.from(sorted.waits) });
};
