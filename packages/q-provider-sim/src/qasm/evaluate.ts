import type { Expression, Operand, ScalarType, TypeName } from './ast.ts';
import { Problem, quote } from './diagnostics.ts';
import type { Binding } from './scope.ts';
import {
  angle,
  binary,
  bool,
  BUILTINS,
  CONSTANTS,
  float,
  int,
  toBoolean,
  toInteger,
  toNumber,
  unary,
  unsigned,
  type Value,
} from './values.ts';

/** What an expression may refer to, and the account that its work is charged to. */
export interface Surroundings {
  readonly lookup: (name: string) => Binding | undefined;
  readonly charge: (steps: number, at: number) => void;
}

/** The value of an expression that does not depend on outcomes of measurements. */
export const evaluate = (expression: Expression, around: Surroundings): Value => {
  const { at } = expression;
  around.charge(1, at);
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'reference':
      return evaluateReference(expression.operand, around);
    case 'unary':
      return unary(expression.operator, evaluate(expression.operand, around), at);
    case 'binary': {
      const left = evaluate(expression.left, around);
      return binary(expression.operator, left, evaluate(expression.right, around), at);
    }
    case 'call':
      return evaluateCall(expression, around);
    case 'cast': {
      const { type, operand } = expression;
      return convert(evaluate(operand, around), type.name, widthOf(type, around), at);
    }
  }
};

const evaluateReference = (operand: Operand, around: Surroundings): Value => {
  const { name, at, selectors } = operand;
  const binding = around.lookup(name);
  if (binding === undefined) {
    if (Object.hasOwn(CONSTANTS, name) && selectors.length === 0) return float(CONSTANTS[name]!);
    throw new Problem(at, `${quote(name)} is not declared`, 'Declare it above');
  }
  if (binding.kind !== 'variable') {
    if (binding.kind === 'qubits') {
      throw new Problem(at, `${quote(name)} is a qubit, not a value`, 'Measure it into a bit');
    }
    const hint = 'Outcomes may be compared with constants, and only in conditions';
    throw new Problem(at, `${quote(name)} is known only when the circuit runs`, hint);
  }
  if (binding.value === undefined) {
    throw new Problem(at, `${quote(name)} has no value yet`, 'Assign to it first');
  }
  return selectors.reduce((value, s) => bitOf(value, s, around), binding.value);
};

const bitOf = (
  value: Value,
  selector: Operand['selectors'][number],
  around: Surroundings,
): Value => {
  const { at } = selector;
  if (selector.kind !== 'index' || value.kind === 'float') {
    const hint = 'Index an integer by a single bit: n[0]';
    throw new Problem(at, 'this part of a value cannot be taken', hint);
  }
  const index = toInteger(evaluate(selector.index, around), at);
  if (index < 0n || index >= 256n) {
    throw new Problem(at, `bit ${index} does not exist`, 'Bits are numbered from 0');
  }
  return int((toInteger(value, at) >> index) & 1n);
};

const evaluateCall = (
  { name, args, at }: Expression & { readonly kind: 'call' },
  around: Surroundings,
): Value => {
  if (!Object.hasOwn(BUILTINS, name)) {
    const hint = `Functions are ${Object.keys(BUILTINS).join(', ')}`;
    throw new Problem(at, `${quote(name)} is not a function that the reader knows`, hint);
  }
  const builtin = BUILTINS[name]!;
  if (args.length !== builtin.args) {
    const message = `${name} takes ${count(builtin.args, 'argument')}, got ${args.length}`;
    throw new Problem(at, message, 'Correct the arguments');
  }
  return builtin.rule(args.map((arg) => evaluate(arg, around)), at);
};

/** `1 qubit`, `2 qubits` */
export const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`;

const WIDTH_MAX = 64;

/** The width of a type in bits, if it is written. */
export const widthOf = (type: TypeName, around: Surroundings): number | undefined => {
  if (type.width === undefined) return undefined;
  const width = toInteger(evaluate(type.width, around), type.width.at);
  if (width >= 1n && width <= BigInt(WIDTH_MAX)) return Number(width);
  const message = `a width is 1 to ${WIDTH_MAX} bits, got ${width}`;
  throw new Problem(type.width.at, message, 'Use a supported width');
};

/** A value as a type holds it: integers wrap to their width, angles to one turn. */
export const convert = (
  value: Value,
  type: ScalarType,
  width: number | undefined,
  at: number,
): Value => {
  switch (type) {
    case 'bool':
      return bool(toBoolean(value));
    case 'float':
      return float(toNumber(value));
    case 'angle':
      return angle(finite(toNumber(value), at), width);
    case 'int':
      return int(BigInt.asIntN(width ?? WIDTH_MAX, truncated(value, at)));
    case 'uint':
      return unsigned(truncated(value, at), width ?? WIDTH_MAX);
    case 'bit':
      return unsigned(truncated(value, at), width ?? 1);
  }
};

const truncated = (value: Value, at: number): bigint =>
  value.kind === 'float'
    ? BigInt(Math.trunc(finite(value.value, at)))
    : toInteger(value, at);

/** The number, which must be finite: an angle of a gate always is. */
export const finite = (value: number, at: number): number => {
  if (Number.isFinite(value)) return value;
  const hint = 'Check divisions, logarithms and powers';
  throw new Problem(at, `${value} is not a finite number`, hint);
};

/** An expression as a JavaScript integer of at most 53 bits. */
export const evaluateIndex = (expression: Expression, around: Surroundings): number => {
  const value = Number(toInteger(evaluate(expression, around), expression.at));
  if (Number.isSafeInteger(value)) return value;
  throw new Problem(expression.at, `${value} is out of range`, 'Use a smaller number');
};
