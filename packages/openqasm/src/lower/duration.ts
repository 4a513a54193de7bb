import { shotDuration, type Circuit, type DelayOp } from '@xdv/domain-model';
import type { Box, Delay, DurationOf, Expression, Span as Place } from '../syntax/ast.ts';
import { asSpan } from '../values/guard.ts';
import type { Span } from '../values/value.ts';
import type { Flow } from './flow.ts';
import type { Lowering } from './lowering.ts';
import { qubitsOf } from './quantum.ts';
import { runBlock } from './sequence.ts';
import { Stop } from './stop.ts';
import { deviceUnknown, qubitsOfOps, type Stretched } from './timeline.ts';

/** A time in nanoseconds, stretches not counted. */
export const nanoseconds = (low: Lowering, { ns, dt }: Span, at: Place): number => {
  if (dt === 0) return ns;
  const { dtNs } = low.options;
  if (dtNs !== undefined) return ns + dt * dtNs;
  const hint = 'Give the length of a dt as dtNs, or write nanoseconds';
  throw new Stop('DURATION_UNKNOWN', at, 'how long a dt is depends on the device', hint);
};

/** The nearest whole number of nanoseconds: what a circuit can wait. */
export const wholeNs = (ns: number, at: Place): number => {
  const whole = Math.round(ns) + 0;
  if (Number.isSafeInteger(whole) && whole >= 0) return whole;
  const message = `a duration of ${ns} ns`;
  throw new Stop('DURATION_INVALID', at, message, 'Durations are 0 or more, and finite');
};

/** The value of a time. */
export const knownTime = (low: Lowering, expression: Expression): Span => {
  const value = low.rules.evaluate(low, expression);
  if (value.kind === 'known') return asSpan(value.value);
  const message = 'a time depends on outcomes';
  throw new Stop('RUNTIME_UNSUPPORTED', expression, message, 'Use times that are known');
};

/** A delay that gets its length once all of the circuit is there. */
export const stretchedDelay = (low: Lowering, qubit: number, time: Stretched): DelayOp => {
  const op: DelayOp = { kind: 'delay', qubit, ns: 0 };
  low.timing.stretched.set(op, time);
  return op;
};

/**
 * `delay`: from when all of its qubits are free, on each of them, so that they end together.
 * Source: OpenQASM 3, "Circuit timing": a delay of several qubits has them meet.
 */
export const lowerDelay = (low: Lowering, { duration, operands }: Delay): void => {
  const span = knownTime(low, duration);
  const ns = nanoseconds(low, span, duration);
  const { stretches } = span;
  const qubits = qubitsOf(low, operands);
  if (qubits.length > 1) low.out.emit({ kind: 'barrier', qubits });
  for (const qubit of qubits) {
    low.out.emit(
      stretches === null
        ? { kind: 'delay', qubit, ns: wholeNs(ns, duration) }
        : stretchedDelay(low, qubit, { ns, stretches, at: duration }),
    );
  }
};

const boxTime = (low: Lowering, at: Expression): number => {
  const span = knownTime(low, at);
  if (span.stretches === null) return wholeNs(nanoseconds(low, span, at), at);
  const hint = 'Put a delay with the stretch into the box';
  throw new Stop('DURATION_INVALID', at, 'a box that is to stretch', hint);
};

/**
 * `box`: its operations between two barriers on its qubits, so that nothing moves in or out. One
 * with a duration is filled up with delays.
 */
export const lowerBox = (low: Lowering, { duration, body }: Box): Flow => {
  const { ops: list } = low.out;
  const start = list.length;
  const flow = runBlock(low, body);
  const qubits = [...qubitsOfOps(list.slice(start))].toSorted((a, b) => a - b);
  if (qubits.length === 0) return flow;
  const begin = { kind: 'barrier', qubits } as const;
  const end = { kind: 'barrier', qubits } as const;
  low.out.insert(list, start, begin);
  low.out.emit(end);
  if (duration !== null) {
    low.timing.boxes.set(end, { begin, ns: boxTime(low, duration), at: duration });
  }
  return flow;
};

/** How long a block takes on the device; the stretches in it count as nothing. */
export const durationOfBlock = (low: Lowering, { body, ...at }: DurationOf): Span => {
  const { ops } = low.out.collect(() => runBlock(low, body));
  const { calibration } = low;
  const idle = ops.every(({ kind }) => kind === 'delay' || kind === 'barrier');
  if (calibration === null && !idle) throw deviceUnknown(at);
  const qubits = low.interface.qubits.length;
  const circuit: Circuit = { qubits, bits: low.out.bits, ops };
  const ns = shotDuration(circuit, calibration ?? NO_DEVICE);
  return { ns, dt: 0, stretches: null };
};

/** For what takes the same time on every device. */
const NO_DEVICE = {
  gate1Ns: 0,
  gate2Ns: 0,
  measureNs: 0,
  resetNs: 0,
  feedForwardNs: 0,
  qubits: [],
  gate1Error: 0,
  gate2Error: 0,
};

