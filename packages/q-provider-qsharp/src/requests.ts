import {
  bodiesOf,
  checkNative,
  CIRCUIT_LIMITS,
  fail,
  ok,
  validateCircuit,
  type Circuit,
  type CircuitOp,
  type FaultCode,
  type QApply,
  type QDeviceProfile,
  type QMeasure,
  type QRun,
  type Result,
} from '@xdv/domain-model';
import { classicalObstacle } from './program/classical.ts';

// Requests come from outside the device and are validated again, whoever checked them before
// (XDV-001.6): the types say what a request should be, not what it is.

const HINT = 'See the request types of DomainProvider in @xdv/domain-model';

const malformed = (what: string, value: unknown): Result<never> => {
  const shown = typeof value === 'number' ? String(value) : typeof value;
  return fail('ARGUMENT_INVALID', `${what}, got ${shown}`, HINT);
};

/**
 * The request as it is when it is handed in, as a copy that nobody else holds: what is checked is
 * what is used later, and reading it never throws.
 */
export const takeRequest = (request: unknown): Result<object> => {
  if (request === null || typeof request !== 'object') {
    return malformed('a request must be an object', request);
  }
  try {
    return ok(structuredClone(request));
  } catch {
    return fail('ARGUMENT_INVALID', 'the request is not plain data', HINT);
  }
};

/** A request of one of `kinds`. */
export const readKind = <Request extends { readonly kind: string }>(
  request: object,
  kinds: readonly Request['kind'][],
): Result<Request> => {
  const { kind, job } = request as { readonly kind?: unknown; readonly job?: unknown };
  if (!kinds.includes(kind as Request['kind'])) {
    const shown = typeof kind === 'string' ? kind.slice(0, 40) : typeof kind;
    return fail('ARGUMENT_INVALID', `expected ${kinds.join(' or ')}, got ${shown}`, HINT);
  }
  if (!Number.isSafeInteger(job)) return malformed('job must be an id', job);
  return ok(request as Request);
};

/** A number that can name a region. */
export const checkRegion = (region: unknown): Result<null> =>
  Number.isSafeInteger(region) ? ok(null) : malformed('region must be an id', region);

/** A seed as the port wants it; this device ignores it. */
export const checkSeed = (seed: unknown): Result<null> =>
  Number.isSafeInteger(seed) ? ok(null) : malformed('seed must be a safe integer', seed);

const tooLarge = (code: FaultCode, asked: number, qubits: number): Result<never> => {
  const message = `${asked} qubits asked for, ${qubits} are there`;
  return fail(code, message, 'Use fewer qubits or a larger device');
};

/** A number of qubits that the device has. */
export const checkQubits = (qubits: unknown, device: QDeviceProfile): Result<null> => {
  if (!Number.isInteger(qubits) || Number(qubits) < 1) {
    return malformed('qubits must be a positive integer', qubits);
  }
  if (Number(qubits) <= device.qubits) return ok(null);
  return tooLarge('CIRCUIT_TOO_LARGE', Number(qubits), device.qubits);
};

/** Walks operations, those of branches and loops included, to the first objection. */
const firstObjection = (
  ops: readonly CircuitOp[],
  object: (op: CircuitOp) => string | undefined,
): string | undefined => {
  for (const op of ops) {
    let found = object(op);
    for (const body of bodiesOf(op)) found ??= firstObjection(body, object);
    if (found !== undefined) return found;
  }
  return undefined;
};

/** What of an operation's classical values Q# does not compute. */
const classical = (op: CircuitOp): string | undefined => {
  if (op.kind === 'computed') return op.params.map(classicalObstacle).find((why) => why);
  if (op.kind !== 'set') return undefined;
  if (op.value.type.kind === 'float') return 'a stored float';
  return classicalObstacle(op.value) ?? (op.index && classicalObstacle(op.index.by));
};

/** A valid circuit of at most `qubits` qubits that the device performs as it stands. */
const readCircuit = (value: unknown, qubits: number, device: QDeviceProfile): Result<Circuit> => {
  const valid = validateCircuit(value);
  if (!valid.ok) return valid;
  const circuit = valid.value;
  if (circuit.qubits > qubits) return tooLarge('CIRCUIT_TOO_LARGE', circuit.qubits, qubits);
  const native = checkNative(circuit, device);
  if (!native.ok) return native;
  const obstacle = firstObjection(circuit.ops, classical);
  if (obstacle === undefined) return valid;
  const message = `device ${device.name} does not compute ${obstacle}`;
  return fail('GATE_UNSUPPORTED', message, 'Use integers, or compute floats from them in one go');
};

const isShots = (shots: unknown): boolean =>
  Number.isInteger(shots) && Number(shots) >= 1 && Number(shots) <= CIRCUIT_LIMITS.shotsMax;

const isShare = (value: unknown): boolean =>
  typeof value === 'number' && value >= 0 && value <= 1;

/** The circuit of a one-shot job whose other fields are in range. */
export const readRun = (request: QRun, device: QDeviceProfile): Result<Circuit> => {
  const { shots, seed, errorMax = 1, circuit } = request;
  if (!isShots(shots)) {
    return malformed(`shots must be 1 to ${CIRCUIT_LIMITS.shotsMax}`, shots);
  }
  if (!isShare(errorMax)) return malformed('errorMax must be 0 to 1', errorMax);
  const seeded = checkSeed(seed);
  return seeded.ok ? readCircuit(circuit, device.qubits, device) : seeded;
};

/** The circuit of an operation on a container: no measurements, hence no conditions. */
export const readApply = (
  request: QApply,
  qubits: number,
  device: QDeviceProfile,
): Result<Circuit> => {
  const circuit = readCircuit(request.circuit, qubits, device);
  if (!circuit.ok) return circuit;
  const quantum = ['gate', 'reset', 'barrier', 'delay'];
  const found = firstObjection(circuit.value.ops, ({ kind }) =>
    quantum.includes(kind) ? undefined : kind,
  );
  if (found === undefined) return circuit;
  return fail('CIRCUIT_INVALID', `${found} inside q.apply`, 'Measure a container with q.measure');
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
  if (new Set(list).size === list.length) return ok(list as number[]);
  return malformed('every measured qubit must be listed once', list);
};
