import type { Name, ScalarType } from './ast.ts';
import { Problem, quote } from './diagnostics.ts';
import type { Value } from './values.ts';

/** Qubits or bits under a name; `single` if declared without a size. */
export interface Register {
  readonly kind: 'qubits' | 'bits';
  readonly indices: readonly number[];
  readonly single: boolean;
}

export interface Variable {
  readonly kind: 'variable';
  readonly type: ScalarType;
  readonly width: number | undefined;
  readonly constant: boolean;
  /** How many conditions on outcomes enclose the declaration. */
  readonly runtimeDepth: number;
  /** Undefined until the first assignment. */
  value: Value | undefined;
}

export type Binding = Register | Variable;

/** The names of one block, over those of the blocks around it. */
export class Scope {
  readonly parent: Scope | undefined;
  readonly #names = new Map<string, Binding>();

  constructor(parent?: Scope) {
    this.parent = parent;
  }

  lookup(name: string): Binding | undefined {
    return this.#names.get(name) ?? this.parent?.lookup(name);
  }

  /** Declares a name. A block may reuse a name of a block around it, but not its own. */
  declare({ text, at }: Name, binding: Binding): void {
    if (this.#names.has(text)) {
      const message = `${quote(text)} is already declared`;
      throw new Problem(at, message, 'Give it another name');
    }
    this.#names.set(text, binding);
  }
}
