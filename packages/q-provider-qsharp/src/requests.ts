import {
  bodiesOf,
  checkNative,
  fail,
  ok,
  type Circuit,
  type CircuitOp,
  type QDeviceProfile,
  type Result,
} from '@xdv/domain-model';
import { classicalObstacle } from './program/classical.ts';

/**
 * The request as it is when it is handed in, as a copy that nobody else holds: what is checked is
 * what is used later, and reading it never throws.
 */
export const takeRequest = (request: unknown): Result<unknown> => {
  try {
    return ok(structuredClone(request));
  } catch {
    const hint = 'See the request types of DomainProvider in @xdv/domain-model';
    return fail('ARGUMENT_INVALID', 'the request is not plain data', hint);
  }
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

/** A circuit that the device performs as it stands; else GATE_UNSUPPORTED and the like. */
export const checkPerformable = (circuit: Circuit, device: QDeviceProfile): Result<null> => {
  const native = checkNative(circuit, device);
  if (!native.ok) return native;
  const obstacle = firstObjection(circuit.ops, classical);
  if (obstacle === undefined) return ok(null);
  const message = `device ${device.name} does not compute ${obstacle}`;
  return fail('GATE_UNSUPPORTED', message, 'Use integers, or compute floats from them in one go');
};
