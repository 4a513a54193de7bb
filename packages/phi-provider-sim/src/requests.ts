import {
  fail,
  ok,
  type IsingProblem,
  type ProviderRequest,
  type RegionId,
  type Result,
} from '@xdv/domain-model';
import { couplersOf, stepsOf, type MachineSettings } from './machine.ts';
import { TRANSFORMS, type Transform } from './transforms.ts';

// Requests come from outside the machine and are validated again, whoever checked them before
// (XDV-001.6): the types say what a request should be, not what it is. Every field is read once,
// so that what was checked is what is used.

/** The most reads of one job. */
export const READS_MAX = 10_000;

const HINT = 'See the request types of DomainProvider in @xdv/domain-model';

/** A value as a message may show it: never by code of its own, never long. */
const shown = (value: unknown): string => {
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return typeof value;
  return JSON.stringify(value.slice(0, 40)).slice(0, 60);
};

const malformed = (what: string, value: unknown): Result<never> =>
  fail('ARGUMENT_INVALID', `${what}, got ${shown(value)}`, HINT);

const whole = (what: string, value: unknown, min: number, max: number): Result<number> => {
  const valid = Number.isInteger(value) && Number(value) >= min && Number(value) <= max;
  return valid ? ok(value as number) : malformed(`${what} must be ${min} to ${max}`, value);
};

/** The fields of a request, each read once and none checked. */
export type Fields = Readonly<Record<(typeof NAMES)[number], unknown>>;

const NAMES = [
  'kind',
  'job',
  'resource',
  'seed',
  'region',
  'problem',
  'windowNs',
  'reads',
  'transform',
  'params',
] as const;

/** The fields of a request of one of `kinds`, its job checked. */
export const readFields = (
  request: unknown,
  kinds: readonly ProviderRequest['kind'][],
): Result<Fields> => {
  if (request === null || typeof request !== 'object') {
    return malformed('a request must be an object', request);
  }
  const given = request as Record<string, unknown>;
  const fields = Object.fromEntries(NAMES.map((name) => [name, given[name]])) as Fields;
  if (!kinds.includes(fields.kind as ProviderRequest['kind'])) {
    return malformed(`expected ${kinds.join(' or ')}`, fields.kind);
  }
  const job = whole('job', fields.job, 1, Number.MAX_SAFE_INTEGER);
  return job.ok ? ok(fields) : job;
};

/** The id of a region, open or not. */
export const readRegion = ({ region }: Pick<Fields, 'region'>): Result<RegionId> => {
  const id = whole('region', region, 1, Number.MAX_SAFE_INTEGER);
  return id.ok ? ok(id.value as RegionId) : id;
};

const readWindow = (value: unknown, settings: MachineSettings): Result<number> => {
  const window = whole('windowNs', value, 1, Number.MAX_SAFE_INTEGER);
  if (!window.ok) return window;
  const { windowMaxNs, stepNs, readoutNs } = settings;
  const asked = `a window of ${window.value} ns`;
  if (window.value > windowMaxNs) {
    const message = `${asked}, the machine sustains ${windowMaxNs} ns`;
    return fail('COHERENCE_VIOLATION', message, 'Ask for a shorter window');
  }
  if (stepsOf(settings, window.value) >= 1) return window;
  const message = `${asked} holds no step of ${stepNs} ns beside a readout of ${readoutNs} ns`;
  return fail('COHERENCE_VIOLATION', message, 'Ask for a longer window');
};

const invalidProblem = (why: string): Result<never> =>
  fail('PROBLEM_INVALID', why, 'Build problems with isingProblem, maxCut or a file reader');

const tooLarge = (asked: number, what: string, there: number): Result<never> => {
  const message = `the problem has ${asked} ${what}, the machine ${there}`;
  return fail('PROBLEM_TOO_LARGE', message, 'Use a smaller problem or a larger machine');
};

/** A private copy of a problem that fits the machine; its contents are for the engine to check. */
const readProblem = (value: unknown, oscillators: number): Result<IsingProblem> => {
  if (value === null || typeof value !== 'object') {
    return invalidProblem(`expected a problem, got ${shown(value)}`);
  }
  const { spins, a, b, coupling, field } = value as Record<keyof IsingProblem, unknown>;
  if (typeof spins !== 'number' || !Number.isInteger(spins) || spins < 1) {
    return invalidProblem(`spins must be a positive integer, got ${shown(spins)}`);
  }
  if (spins > oscillators) return tooLarge(spins, 'spins', oscillators);
  const indices = a instanceof Int32Array && b instanceof Int32Array;
  if (!indices || !(coupling instanceof Float64Array) || !(field instanceof Float64Array)) {
    return invalidProblem('a, b must be Int32Array and coupling, field Float64Array');
  }
  const couplers = couplersOf(oscillators);
  if (a.length > couplers) return tooLarge(a.length, 'couplings', couplers);
  return ok({
    spins,
    a: new Int32Array(a),
    b: new Int32Array(b),
    coupling: new Float64Array(coupling),
    field: new Float64Array(field),
  });
};

/** What phi.open and phi.solve have in common. */
export interface OnMachine {
  readonly problem: IsingProblem;
  readonly windowNs: number;
  readonly seed: number;
}

export const readOnMachine = (fields: Fields, settings: MachineSettings): Result<OnMachine> => {
  if (fields.resource !== settings.machine) {
    return malformed(`resource must be ${settings.machine}`, fields.resource);
  }
  const { MIN_SAFE_INTEGER: min, MAX_SAFE_INTEGER: max } = Number;
  const seed = whole('seed', fields.seed, min, max);
  if (!seed.ok) return seed;
  const window = readWindow(fields.windowNs, settings);
  if (!window.ok) return window;
  const problem = readProblem(fields.problem, settings.oscillators);
  if (!problem.ok) return problem;
  return ok({ problem: problem.value, windowNs: window.value, seed: seed.value });
};

/** The number of reads of phi.solve. */
export const readReads = ({ reads }: Pick<Fields, 'reads'>): Result<number> =>
  whole('reads', reads, 1, READS_MAX);

const findTransform = (name: unknown): Result<Transform> => {
  const transform = TRANSFORMS.find((candidate) => candidate.name === name);
  if (transform !== undefined) return ok(transform);
  const names = TRANSFORMS.map((candidate) => candidate.name).join(', ');
  const message = `no transform ${shown(name)}`;
  return fail('TRANSFORM_UNSUPPORTED', message, `This machine performs ${names}`);
};

/** A transform of the profile with as many parameters as it takes, each in its range. */
export const readTransform = ({
  transform: name,
  params: given,
}: Pick<Fields, 'transform' | 'params'>): Result<readonly [Transform, readonly number[]]> => {
  const found = findTransform(name);
  if (!found.ok) return found;
  const { params } = found.value;
  if (!Array.isArray(given)) return malformed('params must be a list', given);
  if (given.length !== params.length) {
    return malformed(`${found.value.name} takes ${params.length} params`, given.length);
  }
  const values = params.map((_, at) => given[at] as unknown);
  for (const [at, { name: what, min, max }] of params.entries()) {
    const value = values[at];
    if (typeof value !== 'number' || !(value >= min && value <= max)) {
      return malformed(`${what} of ${found.value.name} must be ${min} to ${max}`, value);
    }
  }
  return ok([found.value, values as number[]]);
};
