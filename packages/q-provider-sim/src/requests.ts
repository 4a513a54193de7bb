import {
  fail,
  ok,
  TICK_MAX,
  validateCircuit,
  type Circuit,
  type CircuitOp,
  type QApply,
  type QDeviceProfile,
  type QMeasure,
  type QRun,
  type Result,
} from '@xdv/domain-model';
import { isShots } from './engine/simulate.ts';

// Requests come from outside the device and are validated again, whoever checked them before
// (XDV-001.6): the types say what a request should be, not what it is.

const HINT = 'See the request types of DomainProvider in @xdv/domain-model';

const malformed = (what: string, value: unknown): Result<never> => {
  const shown = typeof value === 'number' ? String(value) : typeof value;
  return fail('ARGUMENT_INVALID', `${what}, got ${shown}`, HINT);
};

/** A copy of the fields of a request of one of `kinds`: each was read once, and stays. */
export const readKind = <Request extends { readonly kind: string }>(
  request: unknown,
  kinds: readonly Request['kind'][],
): Result<Request> => {
  if (request === null || typeof request !== 'object') {
    return malformed('a request must be an object', request);
  }
  const copy: { kind?: unknown; job?: unknown } = { ...request };
  const { kind, job } = copy;
  if (!kinds.includes(kind as Request['kind'])) {
    const shown = typeof kind === 'string' ? kind : typeof kind;
    return fail('ARGUMENT_INVALID', `expected ${kinds.join(' or ')}, got ${shown}`, HINT);
  }
  if (!Number.isSafeInteger(job)) return malformed('job must be an id', job);
  return ok(copy as unknown as Request);
};

/** A number that can name a region. */
export const checkRegion = (region: unknown): Result<null> =>
  Number.isSafeInteger(region) ? ok(null) : malformed('region must be an id', region);

/** A number that can seed a random stream. */
export const checkSeed = (seed: unknown): Result<null> =>
  Number.isSafeInteger(seed) ? ok(null) : malformed('seed must be a safe integer', seed);

/** A tick at which work can start: absent, it is 0. */
export const checkTick = (tick: unknown): Result<null> => {
  const known = Number.isSafeInteger(tick) && Number(tick) >= 0 && Number(tick) < TICK_MAX;
  return tick === undefined || known ? ok(null) : malformed('tick must be a whole number', tick);
};

const tooLarge = (asked: number, qubits: number): Result<never> => {
  const message = `${asked} qubits asked for, ${qubits} are there`;
  return fail('CIRCUIT_TOO_LARGE', message, 'Use fewer qubits or a larger device');
};

/** A number of qubits that the device has. */
export const checkQubits = (qubits: unknown, device: QDeviceProfile): Result<null> => {
  if (!Number.isInteger(qubits) || Number(qubits) < 1) {
    return malformed('qubits must be a positive integer', qubits);
  }
  if (Number(qubits) <= device.qubits) return ok(null);
  return tooLarge(Number(qubits), device.qubits);
};

/** A valid circuit of at most `qubits` qubits. */
const readCircuit = (value: unknown, qubits: number): Result<Circuit> => {
  const isObject = typeof value === 'object' && value !== null;
  const valid = validateCircuit(isObject ? { ...value } : value);
  if (!valid.ok || valid.value.qubits <= qubits) return valid;
  return tooLarge(valid.value.qubits, qubits);
};

const checkShare = (errorMax: unknown): Result<null> => {
  const known = typeof errorMax === 'number' && errorMax >= 0 && errorMax <= 1;
  if (errorMax === undefined || known) return ok(null);
  return malformed('errorMax must be 0 to 1', errorMax);
};

/** The circuit of a one-shot job, whose other fields are in range. */
export const readRun = (request: QRun, device: QDeviceProfile): Result<Circuit> => {
  const { shots, seed, tick, errorMax } = request;
  if (!isShots(shots)) return malformed('shots must be 1 to 10000000', shots);
  const checks = [checkSeed(seed), checkTick(tick), checkShare(errorMax)];
  const wrong = checks.find((check) => !check.ok);
  return wrong ?? readCircuit(request.circuit, device.qubits);
};

/** What may be done to a container: nothing that asks it or depends on its answers. */
const APPLIED: ReadonlySet<CircuitOp['kind']> = new Set(['gate', 'reset', 'barrier', 'delay']);

/** The circuit of an operation on a container: no measurements, hence nothing classical. */
export const readApply = (request: QApply, qubits: number): Result<Circuit> => {
  const circuit = readCircuit(request.circuit, qubits);
  const other = circuit.ok && circuit.value.ops.find(({ kind }) => !APPLIED.has(kind));
  if (!other) return circuit;
  return fail('CIRCUIT_INVALID', `${other.kind} inside q.apply`, 'Measure it with q.measure');
};

/** The distinct qubits of a measurement of a container. */
export const readMeasure = (request: QMeasure, qubits: number): Result<readonly number[]> => {
  const list: unknown = request.qubits;
  if (!Array.isArray(list) || list.length === 0) {
    return malformed('qubits must be a list that is not empty', list);
  }
  for (const qubit of list as unknown[]) {
    if (!Number.isInteger(qubit) || Number(qubit) < 0 || Number(qubit) >= qubits) {
      return malformed(`every measured qubit must be 0 to ${qubits - 1}`, qubit);
    }
  }
  if (new Set(list).size === list.length) return ok([...(list as number[])]);
  return malformed('every measured qubit must be listed once', list);
};
