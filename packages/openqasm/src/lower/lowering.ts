import {
  invariant,
  operationTimes,
  type CircuitOp,
  type Classical,
  type QCalibration,
} from '@xdv/domain-model';
import type { Analysis } from '../analysis/analysis.ts';
import type { QasmSymbol } from '../analysis/symbol.ts';
import type { Expression, Statement } from '../syntax/ast.ts';
import type { Abstract } from './abstract.ts';
import { read, Sizes } from './classical.ts';
import { Emitter, type Slot } from './emitter.ts';
import { openTarget, type Flow, type Target } from './flow.ts';
import type { Interface } from './interface.ts';
import type { LowerOptions } from './options.ts';
import type { Place } from './place.ts';
import { Stop } from './stop.ts';
import { Timing } from './timeline.ts';
import type { Angle } from './unitary.ts';
import type { Variable } from './variable.ts';

/** What a name stands for while the program is lowered. */
export type Binding =
  | { readonly kind: 'place'; readonly place: Place }
  | { readonly kind: 'qubits'; readonly qubits: readonly number[]; readonly single: boolean }
  /** A constant, or an angle of a gate. */
  | { readonly kind: 'value'; readonly value: Abstract };

/** Expressions bigger than this are computed into bits of their own. */
const NODES_MAX = 256;
const DEPTH_MAX = 32;

/** What the parts of lowering need of what is built on them. */
export interface Rules {
  readonly evaluate: (low: Lowering, expression: Expression) => Abstract;
  readonly execute: (low: Lowering, statement: Statement) => Flow;
}

/** Where a `return` goes. */
interface ReturnFrame {
  readonly target: Target;
  /** Null for a subroutine without a result. */
  readonly result: Variable | null;
}

/** One program being lowered. */
export class Lowering {
  readonly rules: Rules;
  readonly analysis: Analysis;
  readonly options: LowerOptions;
  readonly interface: Interface;
  readonly out: Emitter;
  readonly bindings = new Map<QasmSymbol, Binding>();
  /** Choices made for indices of qubits that the circuit knows only while it runs, by id. */
  readonly chosen = new Map<number, number>();
  /** All qubits declared so far, and those of subroutines' parameters while inside. */
  qubitsInScope: readonly number[] = [];
  /** Where `end` goes. */
  readonly end: Target;
  loop: { readonly breaks: Target; readonly continues: Target } | null = null;
  frame: ReturnFrame | null = null;
  calls = 0;
  /** Of gates of the language and the libraries so far, in radians. */
  phase = 0;
  /** Variables born before this have to be in bits when they are written to. */
  bound: number;
  readonly calibration: QCalibration | null;
  /** Nanoseconds of an operation on the device; null where none is given. */
  readonly timeOf: ((op: CircuitOp) => number) | null;
  readonly timing = new Timing();
  /** Bits of what the block around declares. */
  home: Slot[] = [];
  /** Bits of values that the statement around needs. */
  temporaries: Slot[] = [];
  /** Where a subroutine may have gone beyond its end: to the end of the program. */
  escapes = new Set<Target>();
  readonly #sizes = new Sizes();
  #births = 0;

  constructor(
    rules: Rules,
    { analysis, options, outside }: {
      readonly analysis: Analysis;
      readonly options: LowerOptions;
      readonly outside: Interface;
    },
  ) {
    this.rules = rules;
    this.analysis = analysis;
    this.options = options;
    this.interface = outside;
    this.out = new Emitter(outside.bits);
    this.bound = Number.NEGATIVE_INFINITY;
    this.calibration = options.calibration ?? null;
    this.timeOf = this.calibration && operationTimes(this.calibration);
    this.end = openTarget(this);
  }

  /** The phase of a gate that nothing controls: of no effect but on the state of all qubits. */
  addPhase(angle: Angle): void {
    if (typeof angle === 'number' && !this.out.nested) this.phase += angle;
  }

  /** Counts what is declared and entered. */
  birth(): number {
    return this.#births++;
  }

  symbol(id: number): QasmSymbol {
    const symbol = this.analysis.symbols[id];
    invariant(symbol !== undefined, 'a name without a meaning', id);
    return symbol;
  }

  binding(symbol: QasmSymbol): Binding {
    const binding = this.bindings.get(symbol);
    if (binding !== undefined) return binding;
    const hint = 'Declare it before it is used, outside of subroutines only if it is constant';
    throw new Stop('NAME_UNKNOWN', this.out.here, `${symbol.name} has no value here`, hint);
  }

  /** Bits that live as long as a block. */
  allocate(width: number, home: Slot[]): Slot {
    const slot = this.out.allocate(width);
    home.push(slot);
    return slot;
  }

  /** Bits that live until the end of the statement. */
  temporary(width: number): Slot {
    const slot = this.out.allocate(width);
    this.temporaries.push(slot);
    return slot;
  }

  /** Runs a block: the bits of what it declares are free again after it. */
  scoped<T>(body: () => T): T {
    const outer = this.home;
    this.home = [];
    try {
      return body();
    } finally {
      for (const slot of this.home) this.out.release(slot);
      this.home = outer;
    }
  }

  /** Runs a statement: its temporaries are free again after it. */
  statement<T>(body: () => T): T {
    const outer = this.temporaries;
    this.temporaries = [];
    try {
      return body();
    } finally {
      for (const slot of this.temporaries) this.out.release(slot);
      this.temporaries = outer;
    }
  }

  /** Runs `body` where variables born before `bound` have to be in bits. */
  bounded<T>(bound: number, body: () => T): T {
    const outer = this.bound;
    this.bound = Math.max(outer, bound);
    try {
      return body();
    } finally {
      this.bound = outer;
    }
  }

  /** The same value, computed into bits if the expression is big. */
  settled(of: Classical): Classical {
    const { depth, nodes } = this.#sizes.of(of);
    return depth > DEPTH_MAX || nodes > NODES_MAX ? this.kept(of) : of;
  }

  /** The value as it is now, in bits of its own. */
  kept(of: Classical): Classical {
    if (of.op === 'constant') return of;
    const { at } = this.temporary(of.type.width);
    this.out.emit({ kind: 'set', at, value: of });
    return read(of.type, at);
  }
}
