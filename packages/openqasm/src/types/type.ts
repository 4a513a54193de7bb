/**
 * What a value of the language is. Widths are resolved to numbers: without one, `int`, `uint` and
 * `angle` have 64 bits, `float` and `complex` the precision of IEEE double. Source: OpenQASM 3,
 * "Types and casting".
 */
export type Type =
  | BitType
  | BoolType
  | IntegerType
  | FloatType
  | AngleType
  | ComplexType
  | DurationType
  | ArrayType
  | QubitType
  | CallableType
  | VoidType
  | UnknownType;

/** Types of one number, bit string or time. */
export type ScalarType =
  | BitType
  | BoolType
  | IntegerType
  | FloatType
  | AngleType
  | ComplexType
  | DurationType;

/** `bit`, or the register `bit[size]`. */
export interface BitType {
  readonly kind: 'bit';
  readonly size: number | null;
}

export interface BoolType {
  readonly kind: 'bool';
}

export interface IntegerType {
  readonly kind: 'int' | 'uint';
  readonly width: number;
}

export interface FloatType {
  readonly kind: 'float';
  readonly width: 32 | 64;
}

export interface AngleType {
  readonly kind: 'angle';
  readonly width: number;
}

/** `width` of each of its parts. */
export interface ComplexType {
  readonly kind: 'complex';
  readonly width: 32 | 64;
}

/** A `stretch` is a duration that is not known yet. */
export interface DurationType {
  readonly kind: 'duration' | 'stretch';
}

/**
 * An array, or a reference to one in a parameter list. A reference declared with `#dim` has as many
 * null dimensions, which the argument fills.
 */
export interface ArrayType {
  readonly kind: 'array';
  readonly base: ScalarType;
  readonly dimensions: readonly (number | null)[];
  /** How a subroutine may use it; null for an array of one's own. */
  readonly access: 'readonly' | 'mutable' | null;
}

/** `qubit`, or the register `qubit[size]`. */
export interface QubitType {
  readonly kind: 'qubit';
  readonly size: number | null;
}

/** What is called rather than used: its signature is in its symbol. */
export interface CallableType {
  readonly kind: 'gate' | 'subroutine';
}

/** What a subroutine without a result gives. */
export interface VoidType {
  readonly kind: 'void';
}

/** Of an expression that was already reported: fits everywhere, so that no error causes others. */
export interface UnknownType {
  readonly kind: 'unknown';
}
