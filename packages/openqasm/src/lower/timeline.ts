import {
  qubitsOf,
  type BarrierOp,
  type CircuitOp,
  type DelayOp,
} from '@xdv/domain-model';
import type { Span as Place } from '../syntax/ast.ts';
import type { Lowering } from './lowering.ts';
import { Stop } from './stop.ts';

/** A delay whose length depends on stretches: `ns` plus a whole number of each. */
export interface Stretched {
  readonly ns: number;
  readonly stretches: ReadonlyMap<string, number>;
  readonly at: Place;
}

interface TimedBox {
  readonly begin: BarrierOp;
  readonly ns: number;
  readonly at: Place;
}

/** What of a circuit's timing is settled once all of it is there. */
export class Timing {
  readonly stretched = new Map<DelayOp, Stretched>();
  /** Boxes with a duration by the barrier that ends them. */
  readonly boxes = new Map<BarrierOp, TimedBox>();
}

/** What a program that needs the times of a device is refused with where none is given. */
export const deviceUnknown = (at: Place): Stop => {
  const hint = 'Give the calibration of the device';
  return new Stop('DURATION_UNKNOWN', at, 'how long this takes depends on the device', hint);
};

/** Every qubit that operations act on, those of branches included. */
export const qubitsOfOps = (ops: readonly CircuitOp[]): ReadonlySet<number> =>
  new Set(ops.flatMap(qubitsOf));

/** When a qubit is free: `ns`, plus what stretches that are not settled yet add. */
interface Front {
  ns: number;
  stretches: Map<string, number>;
}

/** Fractions of a nanosecond that rounding leaves. */
export const TOLERANCE = 1e-6;

/** Lengths of stretches by name. */
class Lengths {
  readonly settled = new Map<string, number>();
  readonly #least = new Map<string, number>();

  /** A stretch is so long at least that no time with it is negative. */
  constructor(times: Iterable<Stretched>) {
    for (const { ns, stretches } of times) {
      const counts = [...stretches.values()];
      if (ns >= 0 || counts.some((count) => count <= 0)) continue;
      const each = -ns / counts.reduce((sum, count) => sum + count, 0);
      for (const name of stretches.keys()) this.#least.set(name, Math.max(each, this.least(name)));
    }
  }

  least(name: string): number {
    return this.#least.get(name) ?? 0;
  }

  /** With as little of what is not settled as there may be. */
  shortest({ ns, stretches }: Front | Stretched): number {
    let total = ns;
    for (const [name, count] of stretches) {
      total += count * (this.settled.get(name) ?? this.least(name));
    }
    return total;
  }
}

/** One list of operations being laid out in time. */
class Layout {
  readonly #low: Lowering;
  readonly #lengths: Lengths;
  readonly #fronts = new Map<number, Front>();
  readonly #begins = new Map<BarrierOp, number>();
  readonly #done: CircuitOp[] = [];

  constructor(low: Lowering, lengths: Lengths) {
    this.#low = low;
    this.#lengths = lengths;
  }

  /** The operations with delays as long as they have to be. */
  run(ops: readonly CircuitOp[]): readonly CircuitOp[] {
    for (const op of ops) this.#place(op);
    return this.#done;
  }

  #front(qubit: number): Front {
    const known = this.#fronts.get(qubit);
    if (known !== undefined) return known;
    const front: Front = { ns: 0, stretches: new Map() };
    this.#fronts.set(qubit, front);
    return front;
  }

  /** Puts in what is settled of the stretches of a front. */
  #settle(front: Front): void {
    for (const [name, count] of front.stretches) {
      const value = this.#lengths.settled.get(name);
      if (value === undefined) continue;
      front.ns += count * value;
      front.stretches.delete(name);
    }
  }

  /** Has `qubits` meet at the latest of them, or at `until`; stretches fill what is missing. */
  #align(qubits: readonly number[], until?: number): number {
    const lengths = this.#lengths;
    const fronts = qubits.map((qubit) => this.#front(qubit));
    let meet = until ?? Number.NEGATIVE_INFINITY;
    if (until === undefined) {
      for (const front of fronts) meet = Math.max(meet, lengths.shortest(front));
    }
    for (const front of fronts) {
      this.#settle(front);
      const total = [...front.stretches.values()].reduce((sum, count) => sum + count, 0);
      // stretches that are not told apart by anything take as much of the gap as one another
      const each = total > 0 ? Math.max(0, (meet - lengths.shortest(front)) / total) : 0;
      for (const name of front.stretches.keys()) {
        lengths.settled.set(name, lengths.least(name) + each);
      }
      this.#settle(front);
    }
    return fronts.reduce((latest, { ns }) => Math.max(latest, ns), meet);
  }

  #place(op: CircuitOp): void {
    const { timing } = this.#low;
    if (op.kind === 'delay') return this.#delay(op);
    if (op.kind === 'barrier') {
      const box = timing.boxes.get(op);
      return box === undefined ? this.#barrier(op) : this.#endBox(op, box);
    }
    if (op.kind === 'if' || op.kind === 'while' || op.kind === 'set') return this.#control(op);
    const qubits = qubitsOf(op);
    const time = this.#timeOf(op);
    // a qubit alone meets no other, and its stretches stay open
    const [only] = qubits;
    const start = qubits.length === 1 ? this.#front(only!).ns : this.#align(qubits);
    for (const qubit of qubits) this.#front(qubit).ns = start + time;
    this.#done.push(op);
  }

  #delay(op: DelayOp): void {
    const front = this.#front(op.qubit);
    const stretched = this.#low.timing.stretched.get(op);
    front.ns += stretched?.ns ?? op.ns;
    for (const [name, count] of stretched?.stretches ?? []) {
      front.stretches.set(name, (front.stretches.get(name) ?? 0) + count);
    }
    this.#done.push(op);
  }

  #barrier(op: BarrierOp): void {
    const meet = this.#align(op.qubits);
    for (const qubit of op.qubits) this.#front(qubit).ns = meet;
    this.#begins.set(op, meet);
    this.#done.push(op);
  }

  #endBox(op: BarrierOp, { begin, ns, at }: TimedBox): void {
    const end = this.#begins.get(begin)! + ns;
    const meet = this.#align(op.qubits, end);
    if (meet > end + TOLERANCE) {
      const message = `a box of ${ns} ns takes ${Math.ceil(ns + meet - end)} ns`;
      throw new Stop('DURATION_INVALID', at, message, 'Give it more time');
    }
    for (const qubit of op.qubits) {
      const front = this.#front(qubit);
      const rest = Math.round(end - front.ns);
      if (rest > 0) this.#done.push({ kind: 'delay', qubit, ns: rest });
      front.ns = end;
    }
    this.#done.push(op);
  }

  /** Decisions hold up every qubit: times are counted anew after them. */
  #control(op: CircuitOp): void {
    if (op.kind === 'set') {
      this.#done.push(op);
      return;
    }
    this.#align([...this.#fronts.keys()]);
    this.#fronts.clear();
    const inner = (ops: readonly CircuitOp[]): readonly CircuitOp[] =>
      new Layout(this.#low, this.#lengths).run(ops);
    if (op.kind === 'if') {
      this.#done.push({ ...op, then: inner(op.then), otherwise: inner(op.otherwise) });
    } else if (op.kind === 'while') this.#done.push({ ...op, body: inner(op.body) });
  }

  #timeOf(op: CircuitOp): number {
    const { timeOf, timing } = this.#low;
    if (timeOf !== null) return timeOf(op);
    const [first] = [...timing.boxes.values(), ...timing.stretched.values()];
    throw deviceUnknown(first!.at);
  }
}

/** Delays with the lengths that were found for stretches. */
const withLengths = (
  low: Lowering,
  ops: readonly CircuitOp[],
  lengths: Lengths,
): readonly CircuitOp[] =>
  ops.map((op) => {
    if (op.kind === 'if') {
      const then = withLengths(low, op.then, lengths);
      return { ...op, then, otherwise: withLengths(low, op.otherwise, lengths) };
    }
    if (op.kind === 'while') return { ...op, body: withLengths(low, op.body, lengths) };
    const stretched = op.kind === 'delay' ? low.timing.stretched.get(op) : undefined;
    if (stretched === undefined || op.kind !== 'delay') return op;
    const ns = lengths.shortest(stretched);
    const whole = Math.round(ns) + 0;
    if (Number.isSafeInteger(whole) && whole >= 0) return { ...op, ns: whole };
    const message = `a delay of ${ns} ns`;
    throw new Stop('DURATION_INVALID', stretched.at, message, 'Leave it more room to stretch');
  });

/**
 * Settles stretches and boxes. Walks through the circuit once, every operation as soon as its
 * qubits are free. Where qubits meet (a barrier, a gate on several of them, the end of a box, a
 * decision), stretches of those that would wait fill the gap to the latest one, or to the end of a
 * box with a duration; a stretch settled once keeps its length, several that the same gap leaves
 * open share it equally, and one that nothing asks for is as short as it may be: 0, or what keeps
 * the times with it from being negative. Exact to a nanosecond. Source: OpenQASM 3, "Circuit
 * timing": alignments are found in order, without going back.
 */
export const settleTimes = (low: Lowering, ops: readonly CircuitOp[]): readonly CircuitOp[] => {
  const { boxes, stretched } = low.timing;
  if (boxes.size + stretched.size === 0) return ops;
  const lengths = new Lengths(stretched.values());
  return withLengths(low, new Layout(low, lengths).run(ops), lengths);
};
