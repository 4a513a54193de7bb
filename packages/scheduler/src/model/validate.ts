import { fail, ok, show, TICK_MAX, WEIGHT_MAX, type Result } from '@xdv/domain-model';
import { WORKLOAD_LIMITS } from '../lab/workloads/limits.ts';
import type { Job } from './job.ts';
import { unitsHeld, type Resource } from './resource.ts';
import type { Reservation, Session, Workload } from './workload.ts';

const { jobsMax, resourcesMax, listMax, spansMax, nameMax, unitsMax, ticksMax, horizonMax } =
  WORKLOAD_LIMITS;
const MILLION = 1_000_000;
const ID_MAX = Number.MAX_SAFE_INTEGER;
const DOMAINS: readonly string[] = ['K', 'Q', 'Phi'];
const SHARINGS: readonly string[] = ['exclusive', 'shared'];

/** What is wrong, and where: "jobs[3].run is …". */
class Wrong extends Error {}

/** Bounds of the whole numbers of an object, ends included. */
type Bounds<T> = readonly (readonly [field: keyof T & string, least: number, most: number])[];

const JOB: Bounds<Job> = [
  ['id', 1, ID_MAX],
  ['submit', 0, ticksMax],
  ['run', 1, ticksMax],
  ['estimate', 1, ticksMax],
  ['tenant', 0, ID_MAX],
  ['priority', -WEIGHT_MAX, WEIGHT_MAX],
  ['deadline', 0, TICK_MAX],
  ['latestStart', 0, TICK_MAX],
  ['period', 0, ticksMax],
  ['error', 0, MILLION],
  ['budget', 0, TICK_MAX],
  ['session', 0, ID_MAX],
  ['after', 0, ID_MAX],
  ['thinkTicks', 0, ticksMax],
];
const RESOURCE: Bounds<Resource> = [
  ['capacity', 1, unitsMax],
  ['crossingTicks', 0, ticksMax],
  ['price', 0, WEIGHT_MAX],
  ['power', 0, WEIGHT_MAX],
];
const CLOSURE: Bounds<Resource['closures'][number]> = [
  ['start', 0, ticksMax],
  ['ticks', 0, ticksMax],
  ['every', 0, ticksMax],
];
const CALIBRATION: Bounds<NonNullable<Resource['calibration']>> = [
  ['firstTick', 0, ticksMax],
  ['everyTicks', 1, ticksMax],
  ['validTicks', 0, ticksMax],
  ['drift', 0, WEIGHT_MAX],
];

const isWhole = (value: unknown, least: number, most: number): boolean =>
  Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most;

/** Halts the check unless it holds; `where` is only asked for if it does not. */
const must = (holds: boolean, where: () => string): void => {
  if (!holds) throw new Wrong(where());
};

/** `index` -1: `path` is that of the object itself. */
const checkWhole = <T>(value: T, bounds: Bounds<T>, path: string, index: number): void => {
  for (const [field, least, most] of bounds) {
    const given = value[field];
    if (isWhole(given, least, most)) continue;
    const range = `a whole number of ${least} to ${most}`;
    const at = index < 0 ? path : `${path}[${index}]`;
    throw new Wrong(`${at}.${field} is ${show(given)}, not ${range}`);
  }
};

const checkList = (value: readonly unknown[], most: number, where: () => string): void => {
  must(Array.isArray(value), () => `${where()} is ${show(value)}, not a list`);
  must(value.length <= most, () => `${where()} has ${value.length} entries, more than ${most}`);
};

const checkResource = (resource: Resource, index: number): void => {
  const { name, domain, sharing, closures, calibration } = resource;
  const path = `resources[${index}]`;
  const named = typeof name === 'string' && name.length <= nameMax;
  must(named, () => `${path}.name is not a text of up to ${nameMax} characters`);
  must(DOMAINS.includes(domain), () => `${path}.domain is ${show(domain)}, not K, Q or Phi`);
  must(SHARINGS.includes(sharing), () => `${path}.sharing is ${show(sharing)}`);
  checkWhole(resource, RESOURCE, 'resources', index);
  checkList(closures, listMax, () => `${path}.closures`);
  closures.forEach((closure, i) => checkWhole(closure, CLOSURE, `${path}.closures`, i));
  if (calibration) checkWhole(calibration, CALIBRATION, `${path}.calibration`, -1);
};

const checkParts = ({ parts, alternatives }: Job, resources: number, index: number): void => {
  const isResource = (value: unknown): boolean => isWhole(value, 0, resources - 1);
  checkList(parts, listMax, () => `jobs[${index}].parts`);
  let atStart = false;
  for (let i = 0; i < parts.length; i++) {
    const { resource, amount, offset, ticks } = parts[i]!;
    const right = isResource(resource) && isWhole(amount, 1, unitsMax);
    const timed = isWhole(offset, 0, ticksMax) && isWhole(ticks, 0, ticksMax);
    must(right && timed, () => `jobs[${index}].parts[${i}] has a number out of range`);
    if (offset === 0) atStart = true;
  }
  must(atStart, () => `jobs[${index}].parts: none begins with the job, at offset 0`);
  checkList(alternatives, listMax, () => `jobs[${index}].alternatives`);
  must(alternatives.every(isResource), () => `jobs[${index}].alternatives: no such resource`);
};

const checkSession = (job: Job, sessions: ReadonlyMap<number, Session>, index: number): void => {
  const session = sessions.get(job.session);
  const path = `jobs[${index}].session`;
  if (!session) throw new Wrong(`${path} is ${job.session}, which is no session`);
  const own = job.parts.filter(({ resource }) => resource === session.resource).length;
  must(own === 1, () => `${path}: the job has ${own} parts on the resource of its session, not 1`);
  must(job.alternatives.length === 0, () => `${path}: a job of a session has no alternatives`);
};

/** Each after another that is there, and none in the end after itself. O(n). */
const checkAfter = (jobs: readonly Job[], rows: ReadonlyMap<number, number>): void => {
  // 0: not seen, 1: on the way that is being followed, 2: its way ends
  const seen = new Uint8Array(jobs.length);
  for (let row = 0; row < jobs.length; row++) {
    const way: number[] = [];
    for (let at: number | undefined = row; at !== undefined && seen[at] !== 2; ) {
      must(seen[at] !== 1, () => `jobs[${row}].after leads back to where it was`);
      seen[at] = 1;
      way.push(at);
      const after: number = jobs[at]!.after;
      const next: number | undefined = after === 0 ? undefined : rows.get(after);
      must(after === 0 || next !== undefined, () => `jobs[${row}].after: no job is ${after}`);
      at = next;
    }
    for (const at of way) seen[at] = 2;
  }
};

/** Row of each job by id, which is unique; undefined where ids rise and nobody asks for rows. */
const rowsOf = (jobs: readonly Job[]): ReadonlyMap<number, number> | undefined => {
  const rises = jobs.every(
    ({ id, after }, row) => after === 0 && (row === 0 || id > jobs[row - 1]!.id),
  );
  if (rises) return undefined;
  const rows = new Map<number, number>();
  jobs.forEach(({ id }, row) => {
    must(!rows.has(id), () => `jobs[${row}].id is ${id}, as that of another job`);
    rows.set(id, row);
  });
  return rows;
};

const checkJobs = ({ jobs, resources, sessions }: Workload): void => {
  const byId = new Map(sessions.map((session) => [session.id, session]));
  for (let row = 0; row < jobs.length; row++) {
    const job = jobs[row]!;
    checkWhole(job, JOB, 'jobs', row);
    must(job.estimate >= job.run, () => `jobs[${row}].estimate is less than its run`);
    checkParts(job, resources.length, row);
    if (job.session !== 0) checkSession(job, byId, row);
  }
  const rows = rowsOf(jobs);
  if (rows) checkAfter(jobs, rows);
};

const checkSessions = ({ sessions, resources }: Workload): void => {
  const bounds: Bounds<Session> = [
    ['id', 1, ID_MAX],
    ['resource', 0, resources.length - 1],
    ['maxTicks', 1, ticksMax],
    ['idleTicks', 0, ticksMax],
  ];
  sessions.forEach((session, i) => checkWhole(session, bounds, 'sessions', i));
  const ids = new Set(sessions.map(({ id }) => id));
  must(ids.size === sessions.length, () => 'sessions: two have the same id');
};

const checkReservations = ({ reservations, resources }: Workload): void => {
  const bounds: Bounds<Reservation> = [
    ['resource', 0, resources.length - 1],
    ['amount', 1, unitsMax],
    ['start', 0, ticksMax],
    ['end', 1, ticksMax],
  ];
  const changes = resources.map((): { readonly tick: number; readonly by: number }[] => []);
  reservations.forEach((one, i) => {
    checkWhole(one, bounds, 'reservations', i);
    must(one.start < one.end, () => `reservations[${i}] ends before it starts`);
    const by = unitsHeld(resources[one.resource]!, one.amount);
    changes[one.resource]!.push({ tick: one.start, by }, { tick: one.end, by: -by });
  });
  changes.forEach((list, resource) => {
    let held = 0;
    // what ends at a tick ends before what starts at it
    for (const { by } of list.sort((a, b) => a.tick - b.tick || a.by - b.by)) {
      held += by;
      const { capacity } = resources[resource]!;
      must(held <= capacity, () => `reservations: resource ${resource} is promised twice`);
    }
  });
};

/**
 * The tick by which all is over, even if all jobs run one after another when everything was
 * submitted.
 */
export const horizonOf = ({ jobs, reservations }: Workload): number => {
  let last = 0;
  let sum = 0;
  for (const { submit, estimate, thinkTicks } of jobs) {
    last = Math.max(last, submit);
    sum += estimate + thinkTicks;
  }
  for (const { end } of reservations) last = Math.max(last, end);
  return last + sum;
};

const checkHorizon = (workload: Workload): void =>
  must(horizonOf(workload) <= horizonMax, () => `jobs take more than ${horizonMax} ticks in sum`);

const check = (workload: Workload): void => {
  const { name, tickNs, resources, jobs, sessions, reservations } = workload;
  must(typeof name === 'string', () => 'name is not a text');
  must(isWhole(tickNs, 1, ticksMax), () => `tickNs is ${show(tickNs)}, not a whole number from 1`);
  checkList(resources, resourcesMax, () => 'resources');
  checkList(jobs, jobsMax, () => 'jobs');
  checkList(sessions, spansMax, () => 'sessions');
  checkList(reservations, spansMax, () => 'reservations');
  resources.forEach(checkResource);
  checkSessions(workload);
  checkReservations(workload);
  checkJobs(workload);
  checkHorizon(workload);
};

/**
 * The workload if it can be simulated: sizes within WORKLOAD_LIMITS, whole numbers in range,
 * references to what is there, unique ids, estimates not below run times, no job in the end after
 * itself, a part of each job at its start, and reservations that capacities allow. A job may ask
 * for more than there is: it is infeasible. Jobs may be in any order.
 *
 * Fails with ARGUMENT_INVALID and the path of what is wrong. Time linear, but for sorting
 * reservations.
 */
export const validateWorkload = (workload: Workload): Result<Workload> => {
  try {
    check(workload);
    return ok(workload);
  } catch (error) {
    // a value of the wrong shape, such as null for a job, is found when its fields are read
    const known = error instanceof Wrong || error instanceof TypeError;
    if (!known) throw error;
    const hint = 'Build workloads with job(), part() and resource(), or read them from a file';
    return fail('ARGUMENT_INVALID', `the workload cannot be used: ${error.message}`, hint);
  }
};
