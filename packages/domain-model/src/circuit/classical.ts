/**
 * The classical side of a circuit: values computed from measured bits while a shot runs. Widths are
 * exact (OpenQASM 3, "Types and casting"): `uint` counts modulo 2^width, `int` is its two's
 * complement, `angle` is value / 2^width of a turn, `float` is IEEE 754 in 32 or 64 bits. A bit or
 * a truth value is a `uint` of width 1.
 */
export interface ClassicalType {
  readonly kind: 'uint' | 'int' | 'angle' | 'float';
  readonly width: number;
}

/** An expression. Operands have the types that the operator asks for: nothing is converted. */
export type Classical =
  | ClassicalConstant
  | ClassicalRead
  | ClassicalCast
  | ClassicalOperation;

export interface ClassicalConstant {
  readonly op: 'constant';
  readonly type: ClassicalType;
  /** A number for a float, otherwise an integer in decimal digits. */
  readonly value: number | string;
}

/** The bits from `at`, lowest first, taken as a value. */
export interface ClassicalRead {
  readonly op: 'read';
  readonly type: ClassicalType;
  readonly at: number;
  /** Reads an element of an array that starts at `at`. */
  readonly index?: ClassicalIndex;
}

/** Element `by` of `count`, which lie `stride` bits apart. Fails the run if there is none. */
export interface ClassicalIndex {
  readonly by: Classical;
  readonly count: number;
  readonly stride: number;
}

/**
 * The value as another type: an integer keeps its low bits, a float loses its fraction, an angle
 * becomes radians in [0, 2π) as a float and keeps its leading bits as another angle; between an
 * angle and an integer the bits stay.
 */
export interface ClassicalCast {
  readonly op: 'cast';
  readonly type: ClassicalType;
  readonly of: Classical;
}

export interface ClassicalOperation {
  readonly op: ClassicalOperator;
  readonly type: ClassicalType;
  readonly args: readonly Classical[];
}

/**
 * Operators and how many operands they take. Arithmetic and bitwise ones take operands of the
 * result's type, shifts and rotations a `uint` on their right; comparisons take two of one type and
 * give a `uint` of width 1; `popcount` gives the number of ones of a `uint`; functions take floats.
 */
export const CLASSICAL_OPERATORS = {
  neg: 1,
  add: 2,
  sub: 2,
  mul: 2,
  div: 2,
  mod: 2,
  pow: 2,
  not: 1,
  and: 2,
  or: 2,
  xor: 2,
  shl: 2,
  shr: 2,
  rotl: 2,
  rotr: 2,
  popcount: 1,
  eq: 2,
  lt: 2,
  le: 2,
  sin: 1,
  cos: 1,
  tan: 1,
  arcsin: 1,
  arccos: 1,
  arctan: 1,
  exp: 1,
  log: 1,
  sqrt: 1,
  floor: 1,
  ceiling: 1,
} as const satisfies Record<string, number>;

export type ClassicalOperator = keyof typeof CLASSICAL_OPERATORS;

/** Counts rather than measures. */
export const isInteger = ({ kind }: ClassicalType): boolean => kind === 'uint' || kind === 'int';

/** The least and the largest value of an `int`, `uint` or `angle`. */
export const rangeOf = ({ kind, width }: ClassicalType): readonly [bigint, bigint] => {
  const size = 1n << BigInt(width);
  return kind === 'int' ? [-size / 2n, size / 2n - 1n] : [0n, size - 1n];
};
