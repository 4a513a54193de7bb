import type { Block } from './ast.ts';

/** Offsets into the text of a source map, end exclusive. */
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
