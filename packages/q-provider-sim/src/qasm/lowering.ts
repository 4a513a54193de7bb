import type { CircuitOp } from '@xdv/domain-model';
import type { GateDefinition } from './ast.ts';
import { Dependent, Problem, type Issues } from './diagnostics.ts';
import type { Surroundings } from './evaluate.ts';
import { builtInGates } from './includes.ts';
import type { LibraryGate } from './library.ts';
import { QASM_LIMITS } from './limits.ts';
import { Scope, type Binding } from './scope.ts';
import { CONSTANTS } from './values.ts';

/** Operations with their number and the depth of conditions, branches included. */
export interface Block {
  readonly ops: CircuitOp[];
  size: number;
  depth: number;
}

export const emptyBlock = (): Block => ({ ops: [], size: 0, depth: 0 });

/** A named range of the circuit's qubits or bits. */
export interface QasmRegister {
  readonly name: string;
  /** The number of its element 0 in the circuit. */
  readonly start: number;
  readonly size: number;
}

/** A gate that the program defines; `slots` numbers its qubits. */
export interface UserGate {
  readonly definition: GateDefinition;
  readonly slots: ReadonlyMap<string, number>;
}

export type Gate = UserGate | LibraryGate;

/** What lowering knows at one point of the program: names, the circuit so far, the budget. */
export class Lowering implements Surroundings {
  readonly version: 2 | 3;
  readonly issues: Issues;
  readonly gates: Map<string, Gate>;
  readonly qubits: QasmRegister[] = [];
  readonly bits: QasmRegister[] = [];
  qubitCount = 0;
  bitCount = 0;
  readonly global = new Scope();
  scope = this.global;
  block = emptyBlock();
  /** How many conditions on outcomes enclose the current statement. */
  runtimeDepth = 0;
  /** `end` was reached. */
  ended = false;
  readonly #poisoned: Set<string>;
  #stepsLeft: number = QASM_LIMITS.stepsMax;

  constructor(version: 2 | 3, issues: Issues, poisoned: Set<string>) {
    this.version = version;
    this.issues = issues;
    this.#poisoned = poisoned;
    this.gates = new Map(builtInGates(version));
  }

  /** Accounts for work. A program that unrolls to too much of it is refused. */
  charge(steps: number, at: number): void {
    this.#stepsLeft -= steps;
    if (this.#stepsLeft >= 0) return;
    const message = `the program unrolls to more than ${QASM_LIMITS.stepsMax} steps`;
    throw new Problem(at, message, 'Shorten its loops or powers', true);
  }

  lookup(name: string): Binding | undefined {
    const binding = this.scope.lookup(name);
    if (binding === undefined && !Object.hasOwn(CONSTANTS, name)) this.assertKnown(name);
    return binding;
  }

  /** Unwinds silently if the declaration of `name` was refused: that was reported there. */
  assertKnown(name: string): void {
    if (this.#poisoned.has(name)) throw new Dependent();
  }

  poison(name: string): void {
    this.#poisoned.add(name);
  }

  emit(op: CircuitOp, at: number, size = 1, depth = 0): void {
    const { block } = this;
    block.ops.push(op);
    block.size += size;
    block.depth = Math.max(block.depth, depth);
    assertRoom(block.size, at);
  }

  /** What `body` emits, as a block of its own with its own names. */
  collect(body: () => void): Block {
    const { block: outer } = this;
    const inner = emptyBlock();
    this.block = inner;
    try {
      this.scoped(body);
    } finally {
      this.block = outer;
    }
    return inner;
  }

  /** Runs `body` with its own names. */
  scoped(body: () => void): void {
    const { scope } = this;
    this.scope = new Scope(scope);
    try {
      body();
    } finally {
      this.scope = scope;
    }
  }
}

/** Refuses more operations than a circuit may have. */
export const assertRoom = (operations: number, at: number): void => {
  const { opsMax } = QASM_LIMITS;
  if (operations <= opsMax) return;
  const message = `the circuit has more than ${opsMax} operations`;
  throw new Problem(at, message, 'Shorten its loops or powers', true);
};
