import { ok, type Result } from '@xdv/domain-model';
import { validateWorkload } from '../../model/validate.ts';
import type { Workload } from '../../model/workload.ts';
import { bounded, bySubmit } from './assemble.ts';
import { Fields, WrongValue } from './fields.ts';
import { depthOf, firstSyntaxError } from './json-syntax.ts';
import { WORKLOAD_LIMITS } from './limits.ts';
import { checkSeed } from './options.ts';
import { readJobs } from './read-jobs.ts';
import { readReservations, readResources, readSessions } from './read-resources.ts';
import { malformed, nameOf, refuseLong, tooLarge, type ReadOptions } from './text.ts';
import { streamOf } from './variates.ts';

export interface WorkloadOptions extends ReadOptions {
  /** Seed of the durations that are distributions. Default: 1. */
  readonly seed?: number;
}

/** Value of the field `format` of a workload file. */
export const WORKLOAD_FORMAT = 'xdv-workload-1';

const HINT = 'docs/how-to/workload-files.md describes the format';

const DOCUMENT = new Set([
  'format',
  'name',
  'tickNs',
  'resources',
  'sessions',
  'reservations',
  'jobs',
  'notes',
]);

const { jsonLengthMax, jsonDepthMax, jobsMax, nameMax, noteMax, ticksMax } = WORKLOAD_LIMITS;

/** The notes of the text, and what is added to them: no more than can be read again. */
const readNotes = (document: Fields, added: readonly string[]): readonly string[] => {
  const { values, path } = document.list('notes', noteMax - added.length);
  const notes = values.map((value, i) => {
    if (typeof value === 'string' && value.length <= noteMax) return value;
    throw new WrongValue(`${path}[${i}]`, `is not a string of up to ${noteMax} characters`);
  });
  return [...notes, ...added];
};

/** The workload of a JSON value; throws WrongValue. */
const readDocument = (value: unknown, name: string, seed: number): Workload => {
  const document = new Fields(value, { path: '' }, -1, DOCUMENT);
  document.word('format', [WORKLOAD_FORMAT]);
  const machines = readResources(document);
  const { resources, names, flowNotes } = machines;
  const sessions = readSessions(document, names);
  const random = streamOf(seed, 'durations');
  return {
    name: document.text('name', nameMax, name),
    tickNs: document.integer('tickNs', 1, ticksMax, 1000),
    resources,
    jobs: readJobs(document.list('jobs', jobsMax), { ...machines, sessions, random }),
    sessions,
    reservations: readReservations(document, machines),
    notes: readNotes(document, [...flowNotes.values()]),
  };
};

/** The workload if its values fit each other, its jobs in order. */
const inOrder = (name: string, workload: Workload): Result<Workload> => {
  const long = bounded(workload);
  if (!long.ok) return long;
  // what has no place of its own in the text, as too much that is reserved
  const valid = validateWorkload(workload);
  if (!valid.ok) return malformed(name, 'values', valid.fault.message, HINT);
  return ok({ ...workload, jobs: workload.jobs.toSorted(bySubmit) });
};

/** A JSON text of bounded size and depth, parsed. */
const parse = (name: string, text: string): Result<unknown> => {
  const long = refuseLong(name, text, jsonLengthMax);
  if (long !== undefined) return long;
  if (depthOf(text, jsonDepthMax) > jsonDepthMax) {
    return tooLarge(name, `arrays and objects more than ${jsonDepthMax} deep`);
  }
  try {
    return ok(JSON.parse(text) as unknown);
  } catch {
    return malformed(name, firstSyntaxError(text), 'this is not JSON', HINT);
  }
};

/**
 * Reads a workload in this project's JSON format (docs/how-to/workload-files.md). What is left out
 * is as usual: see `job` and `resource`. Durations that are distributions are drawn in the order of
 * the file from a stream of `seed`, the same on every platform; periodic jobs are expanded. Flows
 * of a resource that are admitted become closures (XDV-012.3), which a note says.
 *
 * Never throws but RangeError for `seed`. Fails with WORKLOAD_SYNTAX and the path of the value, as
 * in `workload:jobs[3].parts[0].amount: …`, or `name:line:column:` for what is not JSON, and with
 * RESOURCE_EXHAUSTED past WORKLOAD_LIMITS. Time linear, a sort, and what it takes to serve flows
 * until they repeat.
 */
export const readWorkload = (text: string, options: WorkloadOptions = {}): Result<Workload> => {
  const { seed = 1 } = options;
  checkSeed(seed);
  const name = nameOf(options);
  const parsed = parse(name, text);
  if (!parsed.ok) return parsed;
  try {
    return inOrder(name, readDocument(parsed.value, name, seed));
  } catch (error) {
    if (!(error instanceof WrongValue)) throw error;
    return malformed(name, error.path, error.message, HINT);
  }
};
