import { TICK_MAX, type RandomStream } from '@xdv/domain-model';
import { job, type Job, type Part } from '../../model/job.ts';
import type { Session } from '../../model/workload.ts';
import { movedTick } from './assemble.ts';
import { durationOf } from './durations.ts';
import { Fields, WrongValue, type List } from './fields.ts';
import { WORKLOAD_LIMITS } from './limits.ts';
import { readEach, readReference, type Machines, type Names } from './read-resources.ts';

const { ticksMax, unitsMax, listMax, jobsMax, releasesMax } = WORKLOAD_LIMITS;
const ID_MAX = Number.MAX_SAFE_INTEGER;
const PRIORITY_MAX = 2 ** 40;
const MILLION = 1_000_000;

const JOB = new Set([
  'id',
  'submit',
  'duration',
  'parts',
  'alternatives',
  'tenant',
  'priority',
  'deadline',
  'latestStart',
  'period',
  'count',
  'error',
  'budget',
  'session',
  'after',
  'thinkTicks',
]);
const PART = new Set(['resource', 'amount', 'offset', 'ticks']);

/** What jobs refer to. */
export interface Surroundings extends Machines {
  readonly sessions: readonly Session[];
  readonly random: RandomStream;
}

const readPart = (fields: Fields, names: Names): Part => ({
  resource: readReference(fields, 'resource', names),
  amount: fields.integer('amount', 1, unitsMax, 1),
  offset: fields.integer('offset', 0, ticksMax, 0),
  ticks: fields.integer('ticks', 0, ticksMax, 0),
});

const readParts = (fields: Fields, names: Names): readonly Part[] => {
  const list = fields.list('parts', listMax);
  if (list.values.length === 0) throw fields.wrong('parts', 'has no part');
  const parts = readEach(list, PART, (part) => readPart(part, names));
  if (parts.some(({ offset }) => offset === 0)) return parts;
  throw fields.wrong('parts', 'has none that begins with the job, at offset 0');
};

const readAlternatives = (
  fields: Fields,
  given: Surroundings,
  first: number,
): readonly number[] => {
  const { values, path } = fields.list('alternatives', listMax);
  return values.map((value, i) => {
    const index = typeof value === 'string' ? given.names.get(value) : undefined;
    if (index === undefined) throw new WrongValue(`${path}[${i}]`, 'names no resource');
    const alike = given.resources[index]!.domain === given.resources[first]!.domain;
    if (alike && index !== first) return index;
    throw new WrongValue(`${path}[${i}]`, 'is not another resource of the first part’s domain');
  });
};

/** A tick that a job may state, or TICK_MAX for none. */
const limit = (fields: Fields, name: string, least: number): number =>
  fields.integer(name, least, ticksMax, TICK_MAX);

const readJob = (fields: Fields, given: Surroundings, id: number): Job => {
  const { run, estimate } = durationOf(fields, given.random);
  const parts = readParts(fields, given.names);
  return job({
    id,
    submit: fields.integer('submit', 0, ticksMax, 0),
    run,
    estimate,
    parts,
    alternatives: readAlternatives(fields, given, parts[0]!.resource),
    tenant: fields.integer('tenant', 0, unitsMax, 0),
    priority: fields.integer('priority', -PRIORITY_MAX, PRIORITY_MAX, 0),
    deadline: limit(fields, 'deadline', 0),
    latestStart: limit(fields, 'latestStart', 0),
    period: fields.integer('period', 1, ticksMax, 0),
    error: fields.integer('error', 0, MILLION, 0),
    budget: limit(fields, 'budget', 1),
    session: fields.integer('session', 1, ID_MAX, 0),
    after: fields.integer('after', 1, ID_MAX, 0),
    thinkTicks: fields.integer('thinkTicks', 0, ticksMax, 0),
  });
};

/** A job of a session holds the session's resource once, and has no choice of another. */
const checkSession = (fields: Fields, given: Job, resources: ReadonlyMap<number, number>): void => {
  const { session, parts, alternatives } = given;
  const at = resources.get(session);
  if (at === undefined) throw fields.wrong('session', `is ${session}, which is no session`);
  const own = parts.filter(({ resource }) => resource === at).length;
  if (own !== 1) {
    throw fields.wrong('parts', `has ${own} parts on the resource of session ${session}, not 1`);
  }
  if (alternatives.length > 0) throw fields.wrong('alternatives', 'are not for jobs of sessions');
};

/** The `k`-th of a periodic series of jobs. */
const released = (first: Job, k: number): Job => {
  const by = k * first.period;
  return {
    ...first,
    id: first.id + k,
    submit: first.submit + by,
    deadline: movedTick(first.deadline, by),
    latestStart: movedTick(first.latestStart, by),
  };
};

/** How many jobs the object stands for. */
const countOf = (fields: Fields, { id, period, after, submit }: Job): number => {
  const count = fields.integer('count', 1, jobsMax, 1);
  if (count === 1) return 1;
  if (period === 0) throw fields.wrong('count', 'needs a period');
  if (after > 0) throw fields.wrong('count', 'is not for jobs after others');
  if (id + count > ID_MAX) throw fields.wrong('count', `passes id ${ID_MAX}`);
  if (submit + count * period > ticksMax) throw fields.wrong('count', `passes tick ${ticksMax}`);
  return count;
};

/** A job that waits for another, and where it is in the text. */
interface Waiting {
  readonly fields: Fields;
  readonly after: number;
}

/** Each after another that is there, and none in the end after itself. Time linear. */
const checkAfter = (waiting: ReadonlyMap<number, Waiting>, ids: ReadonlySet<number>): void => {
  const ends = new Set<number>();
  for (const [id, { fields, after }] of waiting) {
    if (!ids.has(after)) throw fields.wrong('after', `no job is ${after}`);
    const way: number[] = [];
    for (let at = id; waiting.has(at) && !ends.has(at); at = waiting.get(at)!.after) {
      // longer than all jobs: it comes back
      if (way.length === waiting.size) throw fields.wrong('after', 'leads back to where it was');
      way.push(at);
    }
    for (const at of way) ends.add(at);
  }
};

/** The jobs of a workload in the order of the file, periodic ones expanded. */
export const readJobs = (list: List, given: Surroundings): readonly Job[] => {
  const resourceOf = new Map(given.sessions.map(({ id, resource }) => [id, resource]));
  const jobs: Job[] = [];
  const ids = new Set<number>();
  const waiting = new Map<number, Waiting>();
  const most = Math.min(jobsMax, list.values.length + releasesMax);

  const add = (fields: Fields, entry: Job): void => {
    if (ids.has(entry.id)) throw fields.wrong('id', `is ${entry.id}, as that of another job`);
    ids.add(entry.id);
    jobs.push(entry);
  };
  let nextId = 1;
  list.values.forEach((value, i) => {
    const fields = new Fields(value, list, i, JOB);
    const first = readJob(fields, given, fields.integer('id', 1, ID_MAX, nextId));
    const { id, session, after } = first;
    const count = countOf(fields, first);
    if (jobs.length + count > most) throw fields.wrong('count', `passes ${most} jobs`);
    if (session !== 0) checkSession(fields, first, resourceOf);
    for (let k = 0; k < count; k++) add(fields, k === 0 ? first : released(first, k));
    if (after !== 0) waiting.set(id, { fields, after });
    nextId = id + count;
  });
  checkAfter(waiting, ids);
  return jobs;
};
