import {
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
import { isShots } from './engine/simulate.ts';

// Requests come from outside the device and are validated again, whoever checked them before
// (XDV-001.6): the types say what a request should be, not what it is.

const HINT = 'See the request types of DomainProvider in @xdv/domain-model';

const malformed = (what: string, value: unknown): Result<never> => {
  const shown = typeof value === 'number' ? String(value) : typeof value;
  return fail('ARGUMENT_INVALID', `${what}, got ${shown}`, HINT);
};

/** The fields of a request of one of `kinds`. */
export const readKind = <Request extends { readonly kind: string }>(
  request: unknown,
  kinds: readonly Request['kind'][],
): Result<Request> => {
  if (request === null || typeof request !== 'object') {
    return malformed('a request must be an object', request);
  }
  const { kind, job } = request as { kind?: unknown; job?: unknown };
  if (!kinds.includes(kind as Request['kind'])) {
    const shown = typeof kind === 'string' ? kind : typeof kind;
    return fail('ARGUMENT_INVALID', `expected ${kinds.join(' or ')}, got ${shown}`, HINT);
  }
  if (!Number.isSafeInteger(job)) return malformed('job must be an id', job);
  return ok(request as Request);
};

/** A number that can name a region. */
export const checkRegion = (region: unknown): Result<null> =>
  Number.isSafeInteger(region) ? ok(null) : malformed('region must be an id', region);

/** A number that can seed a random stream. */
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

/** Walks operations, those of branches included, to the first that `accept` finds fault with. */
const firstFault = (
  ops: readonly CircuitOp[],
  accept: (op: CircuitOp) => Result<null>,
): Result<null> => {
  for (const op of ops) {
    const accepted = accept(op);
    if (!accepted.ok) return accepted;
    if (op.kind !== 'if') continue;
    for (const branch of [op.then, op.otherwise]) {
      const inner = firstFault(branch, accept);
      if (!inner.ok) return inner;
    }
  }
  return ok(null);
};

/** A valid circuit of at most `qubits` qubits whose gates the device performs. */
const readCircuit = (value: unknown, qubits: number, device: QDeviceProfile): Result<Circuit> => {
  const valid = validateCircuit(value);
  if (!valid.ok) return valid;
  const circuit = valid.value;
  if (circuit.qubits > qubits) return tooLarge('CIRCUIT_TOO_LARGE', circuit.qubits, qubits);
  const performed = new Set<string>(device.gates);
  const supported = firstFault(circuit.ops, (op) => {
    if (op.kind !== 'gate' || performed.has(op.gate)) return ok(null);
    const message = `device ${device.name} has no gate ${op.gate}`;
    return fail('GATE_UNSUPPORTED', message, 'Decompose the circuit into gates of the device');
  });
  return supported.ok ? ok(circuit) : supported;
};

/** The circuit and shots of a one-shot job. */
export const readRun = (request: QRun, device: QDeviceProfile): Result<Circuit> => {
  if (!isShots(request.shots)) return malformed('shots must be 1 to 10000000', request.shots);
  const seed = checkSeed(request.seed);
  return seed.ok ? readCircuit(request.circuit, device.qubits, device) : seed;
};

/** The circuit of an operation on a container: no measurements, hence no conditions. */
export const readApply = (
  request: QApply,
  qubits: number,
  device: QDeviceProfile,
): Result<Circuit> => {
  const circuit = readCircuit(request.circuit, qubits, device);
  if (!circuit.ok) return circuit;
  const unmeasured = firstFault(circuit.value.ops, ({ kind }) => {
    if (kind !== 'measure' && kind !== 'if') return ok(null);
    const message = `${kind} inside q.apply`;
    return fail('CIRCUIT_INVALID', message, 'Measure a container with q.measure');
  });
  return unmeasured.ok ? circuit : unmeasured;
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
