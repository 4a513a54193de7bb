import { operationTimes, qubitsOf, type CircuitOp, type QCalibration } from '@xdv/domain-model';

/** What a qubit does while it waits `ns` nanoseconds for its next operation. */
export type Waiting = (qubit: number, ns: number) => readonly CircuitOp[];

interface ScheduleOptions {
  /** Operations as soon as, or as late as possible. */
  readonly order: 'asap' | 'alap';
  readonly calibration: QCalibration;
  /** Fills the time between two operations of a qubit, by default a delay. */
  readonly waiting?: Waiting | undefined;
}

export const delay: Waiting = (qubit, ns) => (ns > 0 ? [{ kind: 'delay', qubit, ns }] : []);

type TimeOf = (op: CircuitOp) => number;

/** When operations begin if each starts once its qubits are free, and when all have ended. */
const asSoonAs = (
  ops: readonly CircuitOp[],
  timeOf: TimeOf,
): { readonly starts: readonly number[]; readonly end: number } => {
  const free = new Map<number, number>();
  let end = 0;
  const starts = ops.map((op) => {
    const qubits = qubitsOf(op);
    const start = qubits.reduce((most, qubit) => Math.max(most, free.get(qubit) ?? 0), 0);
    const stop = start + timeOf(op);
    for (const qubit of qubits) free.set(qubit, stop);
    end = Math.max(end, stop);
    return start;
  });
  return { starts, end };
};

const startsOf = (
  ops: readonly CircuitOp[],
  timeOf: TimeOf,
  order: 'asap' | 'alap',
): { readonly starts: readonly number[]; readonly end: number } => {
  if (order === 'asap') return asSoonAs(ops, timeOf);
  // as soon as possible backwards in time
  const { starts, end } = asSoonAs(ops.toReversed(), timeOf);
  const last = ops.length - 1;
  return { starts: ops.map((op, k) => end - starts[last - k]! - timeOf(op)), end };
};

/** Operations between two that hold up every qubit. */
class Stretch {
  readonly #options: ScheduleOptions;
  readonly #timeOf: TimeOf;
  /** Qubits that have done something: the others wait in the state that they start in. */
  readonly #awake = new Set<number>();
  readonly done: CircuitOp[] = [];

  constructor(options: ScheduleOptions) {
    this.#options = options;
    this.#timeOf = operationTimes(options.calibration);
  }

  /** Writes operations with the waiting between them; those in `until` wait for the end of all. */
  write(ops: readonly CircuitOp[], until: (qubit: number) => boolean): void {
    const { starts, end } = startsOf(ops, this.#timeOf, this.#options.order);
    const free = new Map<number, number>();
    for (const [index, op] of ops.entries()) {
      const start = starts[index]!;
      for (const qubit of qubitsOf(op)) {
        this.#wait(qubit, start - (free.get(qubit) ?? 0));
        free.set(qubit, start + this.#timeOf(op));
        if (op.kind !== 'delay' && op.kind !== 'barrier') this.#awake.add(qubit);
      }
      this.done.push(op);
    }
    for (const qubit of this.#awake) {
      if (until(qubit)) this.#wait(qubit, end - (free.get(qubit) ?? 0));
    }
  }

  /** Writes an operation whose bodies have their own times. */
  nest(op: CircuitOp): void {
    for (const qubit of qubitsOf(op)) this.#awake.add(qubit);
    this.done.push(nested(op, this.#options));
  }

  #wait(qubit: number, ns: number): void {
    const { waiting = delay } = this.#options;
    const fill = this.#awake.has(qubit) ? waiting : delay;
    if (ns > 0) this.done.push(...fill(qubit, ns));
  }
}

const isFence = (op: CircuitOp): boolean =>
  op.kind === 'if' || op.kind === 'while' || op.kind === 'computed';

const nested = (op: CircuitOp, options: ScheduleOptions): CircuitOp => {
  if (op.kind === 'while') return { ...op, body: schedule(op.body, options) };
  if (op.kind !== 'if') return op;
  return { ...op, then: schedule(op.then, options), otherwise: schedule(op.otherwise, options) };
};

/**
 * Makes the time that qubits wait explicit: a qubit is busy or in a delay from the start of a
 * stretch until its last operation there. Conditions, loops and computed angles wait for the
 * controller, so a stretch ends for all qubits still in use where one stands. Linear in the
 * operations, times the qubits in use per stretch.
 */
export function schedule(
  ops: readonly CircuitOp[],
  options: ScheduleOptions,
): readonly CircuitOp[] {
  const stretch = new Stretch(options);
  const last = new Map<number, number>();
  for (const [index, op] of ops.entries()) {
    for (const qubit of qubitsOf(op)) last.set(qubit, index);
  }
  let from = 0;
  for (const [index, op] of ops.entries()) {
    if (!isFence(op)) continue;
    // qubits that are done have nothing to wait for
    stretch.write(ops.slice(from, index), (qubit) => last.get(qubit)! >= index);
    // a gate with computed angles only has to start then
    from = op.kind === 'computed' ? index : index + 1;
    if (op.kind !== 'computed') stretch.nest(op);
  }
  stretch.write(ops.slice(from), () => false);
  return stretch.done;
}
