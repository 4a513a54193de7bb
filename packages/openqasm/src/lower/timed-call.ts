import { qubitsOf, type CircuitOp } from '@xdv/domain-model';
import type { Expression, Span as Place } from '../syntax/ast.ts';
import { knownTime, nanoseconds, stretchedDelay, wholeNs } from './duration.ts';
import type { Lowering } from './lowering.ts';
import { Stop } from './stop.ts';
import { deviceUnknown, TOLERANCE, type Stretched } from './timeline.ts';
import type { Unitary } from './unitary.ts';

/** The operation as a circuit has it; angles change neither its qubits nor its time. */
const shapeOf = (op: Unitary): CircuitOp =>
  op.kind === 'unitary' ? { ...op, kind: 'gate', params: [] } : op;

const timeOf = (low: Lowering, op: CircuitOp, at: Place): number => {
  if (op.kind === 'delay') return op.ns;
  if (op.kind === 'barrier') return 0;
  if (low.timeOf === null) throw deviceUnknown(at);
  return low.timeOf(op);
};

/** When each qubit is done, counted from where all are free, every operation as soon as it can. */
const endsOf = (
  low: Lowering,
  ops: readonly Unitary[],
  at: Place,
): ReadonlyMap<number, number> => {
  const ends = new Map<number, number>();
  for (const op of ops.map(shapeOf)) {
    const qubits = qubitsOf(op);
    let end = 0;
    for (const qubit of qubits) end = Math.max(end, ends.get(qubit) ?? 0);
    end += timeOf(low, op, at);
    for (const qubit of qubits) ends.set(qubit, end);
  }
  return ends;
};

/** The first operation has all the qubits meet already. */
const startsTogether = ([first]: readonly Unitary[], qubits: readonly number[]): boolean =>
  qubits.length < 2 || (first !== undefined && qubitsOf(shapeOf(first)).length === qubits.length);

/** What the duration of a call says, in nanoseconds and stretches. */
const timeGiven = (low: Lowering, at: Expression): Stretched => {
  const span = knownTime(low, at);
  const ns = nanoseconds(low, span, at);
  const { stretches } = span;
  if (stretches === null) return { ns: wholeNs(ns, at), stretches: new Map(), at };
  return { ns, stretches, at };
};

const assertEnough = (
  { ns, stretches, at }: Stretched,
  needed: number,
  qubits: readonly number[],
): void => {
  if (qubits.length === 0 && (ns !== 0 || stretches.size > 0)) {
    const message = 'a phase of no qubits takes no time';
    throw new Stop('DURATION_INVALID', at, message, 'Use a delay');
  }
  // a stretch becomes as long as it has to be
  if (stretches.size > 0 || needed <= ns + TOLERANCE) return;
  const message = `a gate of ${ns} ns takes ${Math.ceil(needed)} ns`;
  throw new Stop('DURATION_INVALID', at, message, 'Give it more time');
};

/**
 * The operations of a call with a duration: from when all of its qubits are free each is taken for
 * that long, and waits behind what the device needs. Source: OpenQASM 3, "Circuit timing", delays
 * and other duration-based instructions.
 *
 * Fails with DURATION_UNKNOWN where gates are and no device is given, and with DURATION_INVALID if
 * the device needs more. Stretches grow beyond what it needs. Linear in the operations.
 */
export const lasting = (
  low: Lowering,
  duration: Expression,
  ops: readonly Unitary[],
  qubits: readonly number[],
): readonly Unitary[] => {
  const time = timeGiven(low, duration);
  const ends = endsOf(low, ops, duration);
  assertEnough(time, Math.max(0, ...ends.values()), qubits);
  const result: Unitary[] = startsTogether(ops, qubits) ? [] : [{ kind: 'barrier', qubits }];
  for (const op of ops) result.push(op);
  for (const qubit of qubits) {
    const ns = time.ns - (ends.get(qubit) ?? 0);
    if (time.stretches.size > 0) result.push(stretchedDelay(low, qubit, { ...time, ns }));
    else if (Math.round(ns) > 0) result.push({ kind: 'delay', qubit, ns: Math.round(ns) });
  }
  return result;
};
