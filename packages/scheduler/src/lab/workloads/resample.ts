import type { Job } from '../../model/job.ts';
import type { Session, Workload } from '../../model/workload.ts';
import { movedTick, withJobs } from './assemble.ts';
import { WORKLOAD_LIMITS } from './limits.ts';
import { checkCount, checkSeed } from './options.ts';
import { streamOf } from './variates.ts';

export interface ResampleOptions {
  /** Jobs that stay together. Default: the square root of their number. */
  readonly blockJobs?: number;
}

/** Ticks from the submission before to that of the job at `i`; the first has the gap to tick 0. */
const gapAt = (jobs: readonly Job[], i: number): number =>
  jobs[i]!.submit - (i === 0 ? 0 : jobs[i - 1]!.submit);

/** The numbers that jobs and sessions of one block were given. */
interface Renumbered {
  readonly jobs: Map<number, number>;
  readonly sessions: Map<number, number>;
}

/** The job `source` as number `id`, submitted at `submit`. */
const moved = (source: Job, id: number, submit: number, numbers: Renumbered): Job => {
  const after = numbers.jobs.get(source.after) ?? 0;
  const by = submit - source.submit;
  return {
    ...source,
    id,
    submit,
    deadline: movedTick(source.deadline, by),
    latestStart: movedTick(source.latestStart, by),
    session: numbers.sessions.get(source.session) ?? 0,
    after,
    thinkTicks: after === 0 ? 0 : source.thinkTicks,
  };
};

/** Draws blocks: each time a first job is named, the jobs from there on are taken. */
class Drawing {
  readonly jobs: Job[] = [];
  readonly sessions: Session[] = [];
  #submit = 0;
  readonly #from: Workload;
  readonly #sessionOf: ReadonlyMap<number, Session>;

  constructor(from: Workload) {
    this.#from = from;
    this.#sessionOf = new Map(from.sessions.map((session) => [session.id, session]));
  }

  /** Takes jobs of the original from `first` to before `end`. */
  take(first: number, end: number): void {
    const numbers: Renumbered = { jobs: new Map(), sessions: new Map() };
    for (let i = first; i < end; i++) {
      const source = this.#from.jobs[i]!;
      this.#submit += gapAt(this.#from.jobs, i);
      checkCount('submit time', this.#submit, 0, WORKLOAD_LIMITS.ticksMax);
      this.#openSession(source.session, numbers);
      const id = this.jobs.length + 1;
      this.jobs.push(moved(source, id, this.#submit, numbers));
      numbers.jobs.set(source.id, id);
    }
  }

  /** Gives the session of a job a number of this block, if it has none. */
  #openSession(id: number, numbers: Renumbered): void {
    const session = this.#sessionOf.get(id);
    if (session === undefined || numbers.sessions.has(id)) return;
    const renumbered = { ...session, id: this.sessions.length + 1 };
    checkCount('sessions', renumbered.id, 1, WORKLOAD_LIMITS.spansMax);
    this.sessions.push(renumbered);
    numbers.sessions.set(id, renumbered.id);
  }
}

/**
 * A workload like this one, for confidence intervals over seeds: as many jobs, in blocks of
 * successive jobs drawn with replacement (moving-block bootstrap, Künsch 1989), each with its gap
 * to the job before, so that bursts and what follows them stay. Jobs and sessions are numbered anew
 * from 1; a job waits for one before it, or shares a session, only where both lie in one block.
 * Calendars and reservations stay. Time linear. Throws RangeError for options out of range, and for
 * a workload that would last too long or have too many sessions.
 */
export const resample = (
  workload: Workload,
  seed: number,
  options: ResampleOptions = {},
): Workload => {
  const { jobs } = workload;
  checkSeed(seed);
  if (jobs.length === 0) return workload;
  const { blockJobs = Math.max(1, Math.round(Math.sqrt(jobs.length))) } = options;
  checkCount('blockJobs', blockJobs, 1, jobs.length);
  const random = streamOf(seed, 'resample');
  const drawing = new Drawing(workload);
  while (drawing.jobs.length < jobs.length) {
    const first = random.below(jobs.length - blockJobs + 1);
    drawing.take(first, first + Math.min(blockJobs, jobs.length - drawing.jobs.length));
  }
  const note = `resampled in blocks of ${blockJobs} jobs, seed ${seed}`;
  return { ...withJobs(workload, drawing.jobs, note), sessions: drawing.sessions };
};
