import type { Value } from './values.ts';

/** Every node knows the source offset `at` that a diagnostic about it points to. */
interface Node {
  readonly at: number;
}

/** `depth` is the length of the deepest path below, which bounds every walk over the tree. */
interface Sized extends Node {
  readonly depth: number;
}

export type Expression = Sized &
  (
    | { readonly kind: 'literal'; readonly value: Value }
    | { readonly kind: 'reference'; readonly operand: Operand }
    | { readonly kind: 'unary'; readonly operator: string; readonly operand: Expression }
    | {
        readonly kind: 'binary';
        readonly operator: string;
        readonly left: Expression;
        readonly right: Expression;
      }
    | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }
    | { readonly kind: 'cast'; readonly type: TypeName; readonly operand: Expression }
  );

export type ScalarType = 'int' | 'uint' | 'float' | 'angle' | 'bool' | 'bit';

export interface TypeName extends Sized {
  readonly name: ScalarType;
  readonly width?: Expression;
}

/** A register, or part of one: `q`, `q[2]`, `q[0:3]`, `q[{0, 2}]`. */
export interface Operand extends Sized {
  readonly name: string;
  readonly selectors: readonly Selector[];
}

export type Selector =
  | (Sized & { readonly kind: 'index'; readonly index: Expression })
  | (Sized & { readonly kind: 'range' } & Range)
  | (Sized & { readonly kind: 'set'; readonly items: readonly Expression[] });

/** `start:step:stop`, all inclusive; a missing end is the end of the register. */
export interface Range {
  readonly start?: Expression;
  readonly step?: Expression;
  readonly stop?: Expression;
}

export type Modifier = Node &
  (
    | { readonly kind: 'inv' }
    | { readonly kind: 'pow'; readonly exponent: Expression }
    | { readonly kind: 'ctrl' | 'negctrl'; readonly count?: Expression }
  );

export interface GateCall extends Node {
  readonly kind: 'call';
  readonly modifiers: readonly Modifier[];
  readonly name: string;
  readonly args: readonly Expression[];
  readonly operands: readonly Operand[];
}

export interface Barrier extends Node {
  readonly kind: 'barrier';
  /** None stands for every qubit. */
  readonly operands: readonly Operand[];
}

/** A name at the place where it is declared. */
export interface Name extends Node {
  readonly text: string;
}

export interface GateDefinition extends Node {
  readonly kind: 'gate';
  readonly name: Name;
  readonly params: readonly Name[];
  readonly qubits: readonly Name[];
  /** Missing for an opaque gate. */
  readonly body?: readonly (GateCall | Barrier)[];
}

export interface RegisterDeclaration extends Node {
  readonly kind: 'qubits' | 'bits';
  readonly name: Name;
  /** Missing for a single qubit or bit. */
  readonly size?: Expression;
  readonly initial?: Expression;
  readonly measured?: Operand;
}

export interface VariableDeclaration extends Node {
  readonly kind: 'variable';
  readonly name: Name;
  readonly type: TypeName;
  readonly constant: boolean;
  readonly initial?: Expression;
}

export interface Assignment extends Node {
  readonly kind: 'assign';
  readonly target: Operand;
  /** Missing for `=`, otherwise the operator before it. */
  readonly operator?: string;
  readonly value: Expression;
}

export interface Loop extends Node {
  readonly kind: 'for';
  readonly name: Name;
  readonly type?: TypeName;
  readonly over: Exclude<Selector, { readonly kind: 'index' }>;
  readonly body: readonly Statement[];
}

export interface Conditional extends Node {
  readonly kind: 'if';
  readonly condition: Expression;
  readonly then: readonly Statement[];
  readonly otherwise: readonly Statement[];
}

export interface Measurement extends Node {
  readonly kind: 'measure';
  readonly source: Operand;
  readonly target: Operand;
}

export interface Delay extends Node {
  readonly kind: 'delay';
  readonly ns: number;
  /** None stands for every qubit. */
  readonly operands: readonly Operand[];
}

export type Statement =
  | GateCall
  | Barrier
  | GateDefinition
  | RegisterDeclaration
  | VariableDeclaration
  | Assignment
  | Loop
  | Conditional
  | Measurement
  | Delay
  | (Node & { readonly kind: 'include'; readonly file: string })
  | (Node & { readonly kind: 'reset'; readonly operands: readonly Operand[] })
  | (Node & { readonly kind: 'alias'; readonly name: Name; readonly parts: readonly Operand[] })
  | (Node & { readonly kind: 'block'; readonly body: readonly Statement[] })
  | (Node & { readonly kind: 'end' });
