import type {
  ArrayTypeNode,
  BinaryOperator,
  Expression,
  HardwareQubit,
  IndexSet,
  Name,
  Range,
  ScalarTypeNode,
  Span,
  TypeNode,
} from './ast-expressions.ts';

export type * from './ast-expressions.ts';

/**
 * The tree of an OpenQASM program, version 2 or 3, as written: what it means is found by analysis
 * and kept beside it. Source: OpenQASM 3 live specification and its grammar; names follow both.
 *
 * `start` and `end` are offsets into the text of a {@link SourceMap}, end exclusive. Every
 * expression and every name has an `id`, unique in its source map and dense from 0, so that
 * analysis can keep what it finds in arrays.
 */
export interface Program extends Span {
  readonly version: Version | null;
  readonly statements: readonly Statement[];
  /** All comments in order, for who prints the program; analysis does not look at them. */
  readonly comments: readonly Span[];
}

/** `OPENQASM 3.1;` */
export interface Version extends Span {
  readonly major: number;
  readonly minor: number;
}

/** `@name the rest of the line`: applies to the statement that follows. */
export interface Annotation extends Span {
  /** With its dots, without `@`. */
  readonly keyword: string;
  readonly text: string;
}

interface Stated extends Span {
  /** Absent where there are none. */
  readonly annotations?: readonly Annotation[];
}

export type Statement =
  | Include
  | Pragma
  | QubitDeclaration
  | ClassicalDeclaration
  | IoDeclaration
  | AliasDeclaration
  | GateDefinition
  | Subroutine
  | Extern
  | GateCall
  | MeasureArrow
  | Reset
  | Barrier
  | Delay
  | Box
  | Nop
  | Assignment
  | ExpressionStatement
  | If
  | For
  | While
  | Switch
  | Jump
  | Return
  | Block
  | CalibrationGrammar
  | Calibration
  | Defcal
  /** Something that could not be read; an error was reported there. */
  | Broken;

/** `{ … }`; a body without braces is one statement. */
export interface Block extends Stated {
  readonly kind: 'block';
  readonly braces: boolean;
  readonly statements: readonly Statement[];
}

/** `include "file";` */
export interface Include extends Stated {
  readonly kind: 'include';
  readonly file: string;
}

/** `pragma …` or `#pragma …` to the end of the line. */
export interface Pragma extends Stated {
  readonly kind: 'pragma';
  readonly text: string;
}

/** `qubit[4] q;`, or `qreg q[4];` with `old`. */
export interface QubitDeclaration extends Stated {
  readonly kind: 'qubits';
  readonly name: Name;
  readonly size: Expression | null;
  readonly old: boolean;
}

/** `const int[8] x = 1;`, `bit[4] c = measure q;`, or `creg c[4];` with `old`. */
export interface ClassicalDeclaration extends Stated {
  readonly kind: 'variable';
  readonly constant: boolean;
  readonly old: boolean;
  readonly type: ScalarTypeNode | ArrayTypeNode;
  readonly name: Name;
  readonly initial: Expression | null;
}

/** `input angle[20] theta;` */
export interface IoDeclaration extends Stated {
  readonly kind: 'io';
  readonly direction: 'input' | 'output';
  readonly type: ScalarTypeNode | ArrayTypeNode;
  readonly name: Name;
}

/** `let a = q[0:1] ++ r;` */
export interface AliasDeclaration extends Stated {
  readonly kind: 'alias';
  readonly name: Name;
  readonly value: Expression;
}

/** `gate g(a) q, r { … }`; `opaque g(a) q, r;` of version 2 has no body. */
export interface GateDefinition extends Stated {
  readonly kind: 'gate';
  readonly name: Name;
  readonly params: readonly Name[];
  readonly qubits: readonly Name[];
  readonly body: Block | null;
}

export interface Parameter extends Span {
  readonly type: TypeNode;
  readonly name: Name;
}

/** `def f(int[8] n, qubit q) -> bit { … }` */
export interface Subroutine extends Stated {
  readonly kind: 'def';
  readonly name: Name;
  readonly params: readonly Parameter[];
  readonly returns: ScalarTypeNode | null;
  readonly body: Block;
}

/** `extern f(int[8]) -> bit;` */
export interface Extern extends Stated {
  readonly kind: 'extern';
  readonly name: Name;
  readonly params: readonly TypeNode[];
  readonly returns: ScalarTypeNode | null;
}

export type Modifier = Span &
  (
    | { readonly kind: 'inv' }
    | { readonly kind: 'pow'; readonly exponent: Expression }
    | { readonly kind: 'ctrl' | 'negctrl'; readonly count: Expression | null }
  );

/** `ctrl @ rx(pi)[20ns] c, q;` Also `gphase(x);`. */
export interface GateCall extends Stated {
  readonly kind: 'gatecall';
  readonly modifiers: readonly Modifier[];
  readonly name: Name;
  /** Null where there are no parentheses. */
  readonly args: readonly Expression[] | null;
  readonly duration: Expression | null;
  readonly operands: readonly Expression[];
}

/** `measure q -> c;` */
export interface MeasureArrow extends Stated {
  readonly kind: 'measure';
  readonly source: Expression;
  readonly target: Expression;
}

export interface Reset extends Stated {
  readonly kind: 'reset';
  readonly operand: Expression;
}

/** No operands: every qubit in scope. */
export interface Barrier extends Stated {
  readonly kind: 'barrier';
  readonly operands: readonly Expression[];
}

/** `delay[10ns] q;` No operands: every qubit in scope. */
export interface Delay extends Stated {
  readonly kind: 'delay';
  readonly duration: Expression;
  readonly operands: readonly Expression[];
}

/** `box[100ns] { … }` */
export interface Box extends Stated {
  readonly kind: 'box';
  readonly duration: Expression | null;
  readonly body: Block;
}

/** `nop q;` uses qubits without doing anything to them. */
export interface Nop extends Stated {
  readonly kind: 'nop';
  readonly operands: readonly Expression[];
}

/** `c[0] += 1;` */
export interface Assignment extends Stated {
  readonly kind: 'assign';
  readonly target: Expression;
  /** Null for `=`, otherwise the operator before it. */
  readonly operator: BinaryOperator | '~' | null;
  readonly value: Expression;
}

export interface ExpressionStatement extends Stated {
  readonly kind: 'expression';
  readonly expression: Expression;
}

export interface If extends Stated {
  readonly kind: 'if';
  readonly condition: Expression;
  readonly then: Block;
  readonly otherwise: Block | null;
}

/** `for int i in [0:3] { … }`; `over` is a set, a range or an array. Version 2 has none. */
export interface For extends Stated {
  readonly kind: 'for';
  readonly type: ScalarTypeNode;
  readonly name: Name;
  readonly over: IndexSet | Range | Expression;
  readonly body: Block;
}

export interface While extends Stated {
  readonly kind: 'while';
  readonly condition: Expression;
  readonly body: Block;
}

/** `switch (x) { case 1, 2 { … } default { … } }` */
export interface Switch extends Stated {
  readonly kind: 'switch';
  readonly subject: Expression;
  readonly cases: readonly SwitchCase[];
  readonly otherwise: Block | null;
}

export interface SwitchCase extends Span {
  readonly labels: readonly Expression[];
  readonly body: Block;
}

export interface Jump extends Stated {
  readonly kind: 'break' | 'continue' | 'end';
}

export interface Return extends Stated {
  readonly kind: 'return';
  readonly value: Expression | null;
}

/** `defcalgrammar "openpulse";` */
export interface CalibrationGrammar extends Stated {
  readonly kind: 'defcalgrammar';
  readonly grammar: string;
}

/** `cal { … }`, kept as text without its braces. */
export interface Calibration extends Stated {
  readonly kind: 'cal';
  readonly text: string;
}

/** `defcal x $0 { … }`, `defcal rz(angle[20] a) q -> bit { … }`; the body is kept as text. */
export interface Defcal extends Stated {
  readonly kind: 'defcal';
  /** A gate, or `measure`, `reset`, `delay`. */
  readonly name: Name;
  readonly params: readonly (Parameter | Expression)[];
  readonly qubits: readonly (HardwareQubit | Name)[];
  readonly returns: ScalarTypeNode | null;
  readonly text: string;
}

export interface Broken extends Stated {
  readonly kind: 'broken';
}
