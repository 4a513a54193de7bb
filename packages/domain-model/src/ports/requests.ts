import { CIRCUIT_LIMITS, type Circuit, type CircuitOp } from '../circuit/circuit.ts';
import { validateCircuit } from '../circuit/validate.ts';
import { fail, ok, type Result } from '../fault.ts';
import { TICK_MAX } from '../time.ts';
import type { QDeviceProfile } from './profile.ts';
import type { QApply, QMeasure, QRun } from './provider.ts';

// Requests come from outside of a provider and are validated again, whoever checked them before
// (XDV-001.6): the types say what a request should be, not what it is. What a provider accepts is
// the same for all providers, so it is said here, once.

const HINT = 'See the request types of DomainProvider in @xdv/domain-model';

/** A value as a message may show it: never by code of its own, never long. */
const shown = (value: unknown): string => {
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return typeof value;
  return JSON.stringify(value.slice(0, 40)).slice(0, 60);
};

const malformed = (what: string, value: unknown): Result<never> =>
  fail('ARGUMENT_INVALID', `${what}, got ${shown(value)}`, HINT);

/** Ids count from 1. */
const isId = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 1;

const fieldsOf = (request: object): Result<{ kind?: unknown; job?: unknown }> => {
  try {
    return ok({ ...request });
  } catch {
    return fail('ARGUMENT_INVALID', 'the fields of the request cannot be read', HINT);
  }
};

/**
 * A copy of the fields of a request of one of `kinds`, whose job is an id: each was read once, and
 * stays. Everything else of it has still to be checked. ARGUMENT_INVALID for anything else.
 */
export const readRequest = <Request extends { readonly kind: string }>(
  request: unknown,
  kinds: readonly Request['kind'][],
): Result<Request> => {
  if (request === null || typeof request !== 'object') {
    return malformed('a request must be an object', request);
  }
  const fields = fieldsOf(request);
  if (!fields.ok) return fields;
  const { kind, job } = fields.value;
  if (!kinds.includes(kind as Request['kind'])) {
    return malformed(`expected ${kinds.join(' or ')}`, kind);
  }
  if (!isId(job)) return malformed('job must be an id', job);
  return ok(fields.value as unknown as Request);
};

/** A number that can name a region; else ARGUMENT_INVALID. */
export const checkRegion = (region: unknown): Result<null> =>
  isId(region) ? ok(null) : malformed('region must be an id', region);

/** A number that can seed a random stream; else ARGUMENT_INVALID. */
export const checkSeed = (seed: unknown): Result<null> =>
  Number.isSafeInteger(seed) ? ok(null) : malformed('seed must be a safe integer', seed);

/** A tick at which work can start, absent for 0; else ARGUMENT_INVALID. */
export const checkTick = (tick: unknown): Result<null> => {
  const known = Number.isSafeInteger(tick) && Number(tick) >= 0 && Number(tick) < TICK_MAX;
  return tick === undefined || known ? ok(null) : malformed('tick must be a whole number', tick);
};

const tooLarge = (asked: number, qubits: number): Result<never> => {
  const message = `${asked} qubits asked for, ${qubits} are there`;
  return fail('CIRCUIT_TOO_LARGE', message, 'Use fewer qubits or a larger device');
};

/** A number of qubits that the device has: else ARGUMENT_INVALID or CIRCUIT_TOO_LARGE. */
export const checkQubits = (qubits: unknown, device: QDeviceProfile): Result<null> => {
  if (!Number.isInteger(qubits) || Number(qubits) < 1) {
    return malformed('qubits must be a positive integer', qubits);
  }
  if (Number(qubits) <= device.qubits) return ok(null);
  return tooLarge(Number(qubits), device.qubits);
};

const readCircuit = (value: unknown, qubits: number): Result<Circuit> => {
  const isObject = typeof value === 'object' && value !== null;
  const valid = validateCircuit(isObject ? { ...value } : value);
  if (!valid.ok || valid.value.qubits <= qubits) return valid;
  return tooLarge(valid.value.qubits, qubits);
};

const checkShots = (shots: unknown): Result<null> => {
  const { shotsMax } = CIRCUIT_LIMITS;
  const known = Number.isInteger(shots) && Number(shots) >= 1 && Number(shots) <= shotsMax;
  return known ? ok(null) : malformed(`shots must be 1 to ${shotsMax}`, shots);
};

const checkShare = (errorMax: unknown): Result<null> => {
  const known = typeof errorMax === 'number' && errorMax >= 0 && errorMax <= 1;
  if (errorMax === undefined || known) return ok(null);
  return malformed('errorMax must be 0 to 1', errorMax);
};

/**
 * The valid circuit of a one-shot job, with no more qubits than the device has; the other fields
 * are in range. Whether the device performs its gates is for `checkNative` to say.
 */
export const readQRun = (request: QRun, device: QDeviceProfile): Result<Circuit> => {
  const { shots, seed, tick, errorMax } = request;
  const checks = [checkShots(shots), checkSeed(seed), checkTick(tick), checkShare(errorMax)];
  const wrong = checks.find((check) => !check.ok);
  return wrong ?? readCircuit(request.circuit, device.qubits);
};

/** What may be done to a container: nothing that asks it or depends on its answers. */
const APPLIED: ReadonlySet<CircuitOp['kind']> = new Set(['gate', 'reset', 'barrier', 'delay']);

/**
 * The valid circuit of an operation on a container of `qubits` qubits: no measurements, hence
 * nothing classical; else CIRCUIT_INVALID.
 */
export const readQApply = (request: QApply, qubits: number): Result<Circuit> => {
  const circuit = readCircuit(request.circuit, qubits);
  const other = circuit.ok && circuit.value.ops.find(({ kind }) => !APPLIED.has(kind));
  if (!other) return circuit;
  const message = `${other.kind} inside q.apply`;
  return fail('CIRCUIT_INVALID', message, 'Measure a container with q.measure');
};

/** The distinct qubits of a measurement of a container of `qubits` qubits. */
export const readQMeasure = (request: QMeasure, qubits: number): Result<readonly number[]> => {
  const given: unknown = request.qubits;
  if (!Array.isArray(given) || given.length === 0) {
    return malformed('qubits must be a list that is not empty', given);
  }
  if (given.length > qubits) return malformed(`at most ${qubits} qubits`, given.length);
  const list = [...(given as unknown[])];
  for (const qubit of list) {
    if (!Number.isInteger(qubit) || Number(qubit) < 0 || Number(qubit) >= qubits) {
      return malformed(`every measured qubit must be 0 to ${qubits - 1}`, qubit);
    }
  }
  if (new Set(list).size === list.length) return ok(list as number[]);
  return malformed('every measured qubit must be listed once', list);
};
