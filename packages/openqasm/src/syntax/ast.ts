/**
 * The tree of an OpenQASM program, version 2 or 3, as written: what it means is found by analysis
 * and kept beside it. Source: OpenQASM 3 live specification and its grammar; names follow both.
 *
 * `start` and `end` are offsets into the text of a {@link SourceMap}, end exclusive. Every
 * expression and every name has an `id`, unique in its source map and dense from 0, so that
 * analysis can keep what it finds in arrays.
 */
export interface Span {
  readonly start: number;
  readonly end: number;
}

interface Identified extends Span {
  readonly id: number;
}

/** A name at the place where something is declared, or used other than as an expression. */
export interface Name extends Identified {
  readonly text: string;
}

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

// expressions

export type Expression =
  | Identifier
  | NumberLiteral
  | BooleanLiteral
  | BitstringLiteral
  | DurationLiteral
  | HardwareQubit
  | Group
  | Unary
  | Binary
  | Index
  | Call
  | Cast
  | DurationOf
  | Measure
  | QuantumCall
  | ArrayLiteral
  /** Stands where an expression could not be read; an error was reported there. */
  | Missing;

export interface Identifier extends Identified {
  readonly kind: 'identifier';
  readonly name: string;
}

/** `text` is as written, with underscores; an imaginary one without its `im`. */
export interface NumberLiteral extends Identified {
  readonly kind: 'integer' | 'float' | 'imaginary';
  readonly text: string;
}

export interface BooleanLiteral extends Identified {
  readonly kind: 'boolean';
  readonly value: boolean;
}

/** `"0110"`: `text` without quotes, underscores kept; the last character is bit 0. */
export interface BitstringLiteral extends Identified {
  readonly kind: 'bitstring';
  readonly text: string;
}

/** `100ns`: `text` is the number. `µs` is written `us` here. */
export interface DurationLiteral extends Identified {
  readonly kind: 'duration';
  readonly text: string;
  readonly unit: DurationUnit;
}

export type DurationUnit = 'dt' | 'ns' | 'us' | 'ms' | 's';

/** `$3`. */
export interface HardwareQubit extends Identified {
  readonly kind: 'hardware';
  readonly index: number;
}

/** Parentheses, kept so that what is printed is what was written. */
export interface Group extends Identified {
  readonly kind: 'group';
  readonly inner: Expression;
}

export interface Unary extends Identified {
  readonly kind: 'unary';
  readonly operator: UnaryOperator;
  readonly operand: Expression;
}

export type UnaryOperator = '~' | '!' | '-';

export interface Binary extends Identified {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
}

/** `++` joins registers and arrays. */
export type BinaryOperator =
  | '++'
  | '||'
  | '&&'
  | '|'
  | '^'
  | '&'
  | '=='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | '<<'
  | '>>'
  | '+'
  | '-'
  | '*'
  | '/'
  | '%'
  | '**';

/** `a[i]`, `a[1:2:7, 3]`, `a[{0, 2}]`. */
export interface Index extends Identified {
  readonly kind: 'index';
  readonly target: Expression;
  readonly selector: Selector;
}

export type Selector = SelectorList | IndexSet;

/** One entry for each dimension; at least one. */
export interface SelectorList extends Span {
  readonly kind: 'list';
  readonly items: readonly (Expression | Range)[];
}

/** `{0, 2, 3}`. */
export interface IndexSet extends Span {
  readonly kind: 'set';
  readonly items: readonly Expression[];
}

/** `start:step:stop`, both ends included; a missing end is the end of what is indexed. */
export interface Range extends Span {
  readonly kind: 'range';
  readonly from: Expression | null;
  readonly step: Expression | null;
  readonly to: Expression | null;
}

/** `sin(x)`, `popcount(c)`, `sizeof(a, 1)`, a `def` or an `extern`. */
export interface Call extends Identified {
  readonly kind: 'call';
  readonly callee: Name;
  readonly args: readonly Expression[];
}

/** `int[8](x)`. */
export interface Cast extends Identified {
  readonly kind: 'cast';
  readonly type: TypeNode;
  readonly operand: Expression;
}

/** `durationof({ x q; })`. */
export interface DurationOf extends Identified {
  readonly kind: 'durationof';
  readonly body: Block;
}

/** `measure q`: only as a whole right-hand side, or alone. */
export interface Measure extends Identified {
  readonly kind: 'measure';
  readonly operand: Expression;
}

/**
 * `iq(pi) q`: a calibration that returns a value, called like a gate; only as a whole right-hand
 * side. `iq(pi) q -> c;` is read as `c = iq(pi) q;`.
 */
export interface QuantumCall extends Identified {
  readonly kind: 'quantumcall';
  readonly callee: Name;
  /** Null where there are no parentheses. */
  readonly args: readonly Expression[] | null;
  /** At least one. */
  readonly operands: readonly Expression[];
}

/** `{1, 2}` or `{{1, 2}, {3, 4}}`. */
export interface ArrayLiteral extends Identified {
  readonly kind: 'array';
  readonly items: readonly Expression[];
}

export interface Missing extends Identified {
  readonly kind: 'missing';
}

// types

export type TypeNode = ScalarTypeNode | ArrayTypeNode | ArrayReferenceNode | QubitTypeNode;

export type ScalarName =
  | 'bit'
  | 'int'
  | 'uint'
  | 'float'
  | 'angle'
  | 'bool'
  | 'duration'
  | 'stretch'
  | 'complex';

/** `int[32]`; `complex[float[64]]` has its base in `of`; `creg` in a parameter list is `bit`. */
export interface ScalarTypeNode extends Span {
  readonly kind: 'scalar';
  readonly name: ScalarName;
  readonly width: Expression | null;
  readonly of: ScalarTypeNode | null;
}

/** `array[int[8], 2, 3]`. */
export interface ArrayTypeNode extends Span {
  readonly kind: 'array';
  readonly base: ScalarTypeNode;
  readonly dimensions: readonly Expression[];
}

/** `readonly array[int[8], #dim = 2]` or `mutable array[int[8], 2, 3]`: one of the last is null. */
export interface ArrayReferenceNode extends Span {
  readonly kind: 'reference';
  readonly access: 'readonly' | 'mutable';
  readonly base: ScalarTypeNode;
  readonly dimensions: readonly Expression[] | null;
  readonly rank: Expression | null;
}

/** `qubit[4]` in a parameter list. */
export interface QubitTypeNode extends Span {
  readonly kind: 'qubit';
  readonly size: Expression | null;
}

// statements

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
