import {
  checkSeed,
  fail,
  ok,
  show,
  type IsingProblem,
  type PhiApply,
  type PhiOpen,
  type PhiSolve,
  type Result,
} from '@xdv/domain-model';
import { couplersOf, stepsOf, type MachineSettings } from './model.ts';
import { TRANSFORMS, type Transform } from './transforms.ts';

// Requests come from outside the machine and are validated again, whoever checked them before
// (XDV-001.6): the types say what a request should be, not what it is. Every field is read once,
// so that what was checked is what is used.

/** The most reads of one job. */
export const READS_MAX = 10_000;

const HINT = 'See the request types of DomainProvider in @xdv/domain-model';

const malformed = (what: string, value: unknown): Result<never> =>
  fail('ARGUMENT_INVALID', `${what}, got ${show(value)}`, HINT);

const whole = (what: string, value: unknown, min: number, max: number): Result<number> => {
  const valid = Number.isInteger(value) && Number(value) >= min && Number(value) <= max;
  return valid ? ok(value as number) : malformed(`${what} must be ${min} to ${max}`, value);
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
    return invalidProblem(`expected a problem, got ${show(value)}`);
  }
  const { spins, a, b, coupling, field } = value as Record<keyof IsingProblem, unknown>;
  if (typeof spins !== 'number' || !Number.isInteger(spins) || spins < 1) {
    return invalidProblem(`spins must be a positive integer, got ${show(spins)}`);
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

/** The index that machine and contract both accept. */
const readDemand = (value: unknown, { stabilityMin }: MachineSettings): Result<number> => {
  if (value === undefined) return ok(stabilityMin);
  const known = typeof value === 'number' && value >= 0 && value <= 1;
  if (!known) return malformed('stabilityMin must be 0 to 1', value);
  return ok(Math.max(value, stabilityMin));
};

/** What phi.open and phi.solve have in common. */
export interface OnMachine {
  readonly problem: IsingProblem;
  readonly windowNs: number;
  readonly seed: number;
  readonly stabilityMin: number;
}

/** Checks window, problem, seed and demand, in this order after the seed's form. */
export const readOnMachine = (
  { seed, windowNs, problem, stabilityMin }: PhiOpen | PhiSolve,
  settings: MachineSettings,
): Result<OnMachine> => {
  const seeded = checkSeed(seed);
  if (!seeded.ok) return seeded;
  const demand = readDemand(stabilityMin, settings);
  if (!demand.ok) return demand;
  const window = readWindow(windowNs, settings);
  if (!window.ok) return window;
  const copy = readProblem(problem, settings.oscillators);
  if (!copy.ok) return copy;
  return ok({ problem: copy.value, windowNs: window.value, seed, stabilityMin: demand.value });
};

/** The number of reads of phi.solve. */
export const readReads = ({ reads }: PhiSolve): Result<number> =>
  whole('reads', reads, 1, READS_MAX);

const findTransform = (name: unknown): Result<Transform> => {
  const transform = TRANSFORMS.find((candidate) => candidate.name === name);
  if (transform !== undefined) return ok(transform);
  const names = TRANSFORMS.map((candidate) => candidate.name).join(', ');
  return fail('TRANSFORM_UNSUPPORTED', `no transform ${show(name)}`, `This machine has ${names}`);
};

/** The transforms of an envelope's contract: by default all (XDV-033.2). */
export const readContracted = ({ transforms }: PhiOpen): Result<readonly Transform[]> => {
  if (transforms === undefined) return ok(TRANSFORMS);
  const given: unknown = transforms;
  if (!Array.isArray(given) || given.length > TRANSFORMS.length) {
    return malformed('transforms must be a list of names', given);
  }
  const list: Transform[] = [];
  for (const name of given as unknown[]) {
    const found = findTransform(name);
    if (!found.ok) return found;
    list.push(found.value);
  }
  return ok(list);
};

/** A transform that is contracted, with as many parameters as it takes, each in its range. */
export const readTransform = (
  { transform: name, params: given }: PhiApply,
  contracted: readonly Transform[],
): Result<readonly [Transform, readonly number[]]> => {
  const found = findTransform(name);
  if (!found.ok) return found;
  const { params } = found.value;
  if (!contracted.includes(found.value)) {
    const names = contracted.map((row) => row.name).join(', ') || 'none';
    const message = `the contract has no transform ${found.value.name}`;
    return fail('TRANSFORM_UNSUPPORTED', message, `It has ${names}`);
  }
  if (!Array.isArray(given)) return malformed('params must be a list', given);
  if (given.length !== params.length) {
    return malformed(`${found.value.name} takes ${params.length} params`, given.length);
  }
  const values = params.map((_, at) => (given as unknown[])[at]);
  for (const [at, { name: what, min, max }] of params.entries()) {
    const value = values[at];
    if (typeof value !== 'number' || !(value >= min && value <= max)) {
      return malformed(`${what} of ${found.value.name} must be ${min} to ${max}`, value);
    }
  }
  return ok([found.value, values as number[]]);
};
