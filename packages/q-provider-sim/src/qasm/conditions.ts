import { CIRCUIT_LIMITS, type IfOp } from '@xdv/domain-model';
import type { Expression, Operand } from './ast.ts';
import { Problem, quote } from './diagnostics.ts';
import { evaluate } from './evaluate.ts';
import { emptyBlock, type Block, type Lowering } from './lowering.ts';
import { select } from './select.ts';
import { toBoolean, toInteger } from './values.ts';

/** A condition on outcomes, as far as a circuit can express it. */
export type Test =
  /** Every listed bit has its value. */
  | { readonly kind: 'match'; readonly wanted: ReadonlyMap<number, number> }
  | { readonly kind: 'not'; readonly of: Test }
  | { readonly kind: 'both' | 'either'; readonly left: Test; readonly right: Test };

/** A test, or its result if it is the same whatever the outcomes. */
export type Condition = boolean | Test;

const not = (of: Condition): Condition => {
  if (typeof of === 'boolean') return !of;
  return of.kind === 'not' ? of.of : { kind: 'not', of };
};

const both = (left: Condition, right: Condition): Condition => {
  if (typeof left === 'boolean') return left && right;
  if (typeof right === 'boolean') return right && left;
  if (left.kind !== 'match' || right.kind !== 'match') return { kind: 'both', left, right };
  const wanted = new Map(left.wanted);
  for (const [bit, value] of right.wanted) {
    if ((wanted.get(bit) ?? value) !== value) return false;
    wanted.set(bit, value);
  }
  return { kind: 'match', wanted };
};

const either = (left: Condition, right: Condition): Condition => {
  if (typeof left === 'boolean') return left || right;
  if (typeof right === 'boolean') return right || left;
  return { kind: 'either', left, right };
};

/** The classical bits that an expression stands for, through casts. */
const bitsOf = (low: Lowering, expression: Expression): readonly number[] | undefined => {
  if (expression.kind === 'cast') return bitsOfCast(low, expression);
  if (expression.kind !== 'reference') return undefined;
  const { operand } = expression;
  return isBits(low, operand) ? select(low, operand, 'bits').indices : undefined;
};

const isBits = (low: Lowering, { name }: Operand): boolean => low.lookup(name)?.kind === 'bits';

/** A cast to a type at least as wide as the bits keeps their pattern. */
const bitsOfCast = (
  low: Lowering,
  { type, operand, at }: Expression & { readonly kind: 'cast' },
): readonly number[] | undefined => {
  const bits = bitsOf(low, operand);
  if (bits === undefined || type.name === 'bool') return bits;
  if (type.name === 'float' || type.name === 'angle') {
    const hint = 'Compare the bits with an integer';
    throw new Problem(at, `outcomes cannot be used as ${type.name}`, hint);
  }
  const width = type.width === undefined ? 64 : toInteger(evaluate(type.width, low), at);
  if (width >= bits.length) return bits;
  const message = `${bits.length} bits do not fit ${type.name}[${width}]`;
  throw new Problem(at, message, 'Use a type as wide as the register');
};

/** Whether an expression contains outcomes of measurements. */
const hasOutcomes = (low: Lowering, expression: Expression): boolean => {
  low.charge(1, expression.at);
  switch (expression.kind) {
    case 'literal':
      return false;
    case 'reference':
      return isBits(low, expression.operand);
    case 'unary':
    case 'cast':
      return hasOutcomes(low, expression.operand);
    case 'binary':
      return hasOutcomes(low, expression.left) || hasOutcomes(low, expression.right);
    case 'call':
      return expression.args.some((arg) => hasOutcomes(low, arg));
  }
};

/**
 * What an `if` asks of the bits. Comparisons with constants and their combinations by `!`, `&&`
 * and `||` are supported; anything else that depends on outcomes is refused.
 */
export const toCondition = (low: Lowering, expression: Expression): Condition => {
  if (!hasOutcomes(low, expression)) return toBoolean(evaluate(expression, low));
  const bits = bitsOf(low, expression);
  if (bits !== undefined) return truth(bits);
  if (expression.kind === 'unary' && expression.operator === '!') {
    return not(toCondition(low, expression.operand));
  }
  if (expression.kind !== 'binary') return unsupported(expression.at, 'this condition');
  const { operator, left, right, at } = expression;
  if (operator === '&&') return both(toCondition(low, left), toCondition(low, right));
  if (operator === '||') return either(toCondition(low, left), toCondition(low, right));
  if (operator === '==') return comparison(low, left, right, at);
  if (operator === '!=') return not(comparison(low, left, right, at));
  return unsupported(at, `${quote(operator)} on outcomes`);
};

const unsupported = (at: number, what: string): never => {
  const hint = 'Compare bits with constants by == or !=, and combine by !, && and ||';
  throw new Problem(at, `${what} is not supported`, hint);
};

/** Bits as a truth value: any of them is 1. */
const truth = (bits: readonly number[]): Condition =>
  bits.length === 1 ? match(bits, 1n) : not(match(bits, 0n));

/** `bits == value`, bit 0 being the lowest. */
const match = (bits: readonly number[], value: bigint): Condition => {
  const wanted = new Map<number, number>();
  for (const [k, bit] of bits.entries()) {
    const digit = Number((value >> BigInt(k)) & 1n);
    // a selection may list a bit twice
    if ((wanted.get(bit) ?? digit) !== digit) return false;
    wanted.set(bit, digit);
  }
  return { kind: 'match', wanted };
};

const comparison = (
  low: Lowering,
  left: Expression,
  right: Expression,
  at: number,
): Condition => {
  const turned = !hasOutcomes(low, left);
  const [outcomes, constant] = turned ? [right, left] : [left, right];
  if (hasOutcomes(low, constant)) unsupported(at, 'a comparison of outcomes with outcomes');
  const bits = bitsOf(low, outcomes);
  const value = evaluate(constant, low);
  if (bits === undefined) {
    const inner = toCondition(low, outcomes);
    return toBoolean(value) ? inner : not(inner);
  }
  const wanted = toInteger(value, constant.at);
  // a value out of the range of the bits is never there; a negative one is its bit pattern
  const size = BigInt(bits.length);
  const inRange = wanted < 1n << size && wanted >= -(1n << size) / 2n;
  return inRange ? match(bits, BigInt.asUintN(bits.length, wanted)) : false;
};

/** The operations of `if (condition) then else otherwise`. */
export const branch = (
  condition: Test,
  then: Block,
  otherwise: Block,
  at: number,
): Block => {
  switch (condition.kind) {
    case 'not':
      return branch(condition.of, otherwise, then, at);
    case 'both': {
      const inner = branch(condition.right, then, otherwise, at);
      return branch(condition.left, inner, otherwise, at);
    }
    case 'either': {
      const inner = branch(condition.right, then, otherwise, at);
      return branch(condition.left, then, inner, at);
    }
    case 'match':
      return conditional(condition.wanted, then, otherwise, at);
  }
};

const conditional = (
  wanted: ReadonlyMap<number, number>,
  then: Block,
  otherwise: Block,
  at: number,
): Block => {
  if (then.size === 0 && otherwise.size === 0) return emptyBlock();
  const depth = 1 + Math.max(then.depth, otherwise.depth);
  if (depth > CIRCUIT_LIMITS.depthMax) {
    const message = `conditions nest deeper than ${CIRCUIT_LIMITS.depthMax}`;
    throw new Problem(at, message, 'Combine conditions by &&', true);
  }
  const op: IfOp = {
    kind: 'if',
    bits: [...wanted.keys()],
    values: [...wanted.values()],
    then: then.ops,
    otherwise: otherwise.ops,
  };
  return { ops: [op], size: 1 + then.size + otherwise.size, depth };
};
