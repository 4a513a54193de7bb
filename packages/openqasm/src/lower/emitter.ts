import { CIRCUIT_LIMITS, type CircuitOp } from '@xdv/domain-model';
import type { Span } from '../syntax/ast.ts';
import { Stop } from './stop.ts';

/** Bounds of lowering, so that every program is answered in bounded time and memory. */
export const LOWER_LIMITS = {
  /** Work: one for each statement, expression and operation of the circuit. */
  stepsMax: 20_000_000,
  /** The same between two operations: a loop that does nothing quantum ends sooner. */
  idleStepsMax: 4_000_000,
  /** Subroutines in subroutines, and gates in gates. */
  callsMax: 256,
} as const;

/** Bits of the circuit, by where they start. */
export interface Slot {
  readonly at: number;
  readonly width: number;
  /** No operation has written to it: it is 0 until then. */
  readonly fresh: boolean;
}

/** The circuit as far as it is made, and which of its bits are taken. */
export class Emitter {
  /** The list that operations go to: of the circuit, or of a branch. */
  ops: CircuitOp[] = [];
  /** Where the program is: what limits are reported at. */
  here: Span = { start: 0, end: 0 };
  /** Loops of the circuit around `ops`: bits used inside are not 0 in their second round. */
  loops = 0;
  #depth = 0;
  #emitted = 0;
  #steps = 0;
  #lastUseful = 0;
  #bits: number;
  readonly #free = new Map<number, number[]>();

  /** `bits` are taken by outputs. */
  constructor(bits: number) {
    this.#bits = bits;
  }

  get bits(): number {
    return this.#bits;
  }

  /** Operations go to a branch rather than to the circuit itself. */
  get nested(): boolean {
    return this.#depth > 0;
  }

  emit(op: CircuitOp): void {
    this.#count();
    this.ops.push(op);
  }

  /** Puts an operation into a list that was begun earlier. */
  insert(ops: CircuitOp[], position: number, op: CircuitOp): void {
    this.#count();
    ops.splice(position, 0, op);
  }

  #count(): void {
    const { opsMax } = CIRCUIT_LIMITS;
    this.step();
    this.#lastUseful = this.#steps;
    if (++this.#emitted > opsMax) {
      const hint = 'Use loops with fewer rounds, or split the program';
      throw new Stop('TOO_LARGE', this.here, `more than ${opsMax} operations`, hint);
    }
  }

  /** Charges work. */
  step(count = 1): void {
    this.#steps += count;
    const { stepsMax, idleStepsMax } = LOWER_LIMITS;
    if (this.#steps <= stepsMax && this.#steps - this.#lastUseful <= idleStepsMax) return;
    const hint = 'Check that the loops around this end, or use fewer rounds';
    const message = `more than ${this.#steps - 1} steps before the circuit is complete`;
    throw new Stop('NEVER_ENDS', this.here, message, hint);
  }

  /** Charges work that becomes operations. */
  progress(count: number): void {
    this.step(count);
    this.#lastUseful = this.#steps;
  }

  /** What `body` emits, as a list of its own one level deeper. */
  collect<T>(body: () => T): { readonly ops: CircuitOp[]; readonly result: T } {
    const { depthMax } = CIRCUIT_LIMITS;
    if (this.#depth >= depthMax) {
      const message = `decisions on outcomes nest deeper than ${depthMax}`;
      throw new Stop('TOO_LARGE', this.here, message, 'Flatten them');
    }
    const outer = this.ops;
    const ops: CircuitOp[] = [];
    this.ops = ops;
    this.#depth++;
    try {
      return { ops, result: body() };
    } finally {
      this.#depth--;
      this.ops = outer;
    }
  }

  allocate(width: number): Slot {
    const reused = this.#free.get(width)?.pop();
    return reused === undefined ? this.unused(width) : { at: reused, width, fresh: false };
  }

  /** Bits that nothing before in the circuit touches. */
  unused(width: number): Slot {
    const at = this.#bits;
    this.#bits += width;
    const { bitsMax } = CIRCUIT_LIMITS;
    if (this.#bits > bitsMax) {
      const message = `more than ${bitsMax} bits depend on outcomes`;
      throw new Stop('TOO_LARGE', this.here, message, 'Use smaller types or arrays');
    }
    return { at, width, fresh: this.loops === 0 };
  }

  release({ at, width }: Slot): void {
    const list = this.#free.get(width);
    if (list === undefined) this.#free.set(width, [at]);
    else list.push(at);
  }
}
