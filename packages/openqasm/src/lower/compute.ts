import { invariant, type Classical, type ClassicalOperator } from '@xdv/domain-model';
import type { BinaryOperator, Span, UnaryOperator } from '../syntax/ast.ts';
import { promote, promoteUnary, type Promotion } from '../types/promote.ts';
import type { AngleType, ComplexType, ScalarType, Type } from '../types/type.ts';
import { operate, operateUnary } from '../values/operate.ts';
import { classicalType, itemsOf, known, running, type Abstract } from './abstract.ts';
import { BIT, castTo, constant, not, operation } from './classical.ts';
import { convert, expressionOf, expressionsOf } from './convert.ts';
import type { Lowering } from './lowering.ts';
import { Stop } from './stop.ts';

/** `left operator right` for operands of any type that has it. */
export const computeBinary = (
  low: Lowering,
  operator: BinaryOperator,
  left: Abstract,
  right: Abstract,
  at: Span,
): Abstract => {
  const promotion = promote(operator, left.type, right.type);
  invariant(promotion !== null, 'an operator that these types do not have', operator);
  const a = convert(low, left, promotion.left);
  const b = convert(low, right, promotion.right);
  if (a.kind === 'known' && b.kind === 'known') {
    const { value, reason } = operate(operator, promotion, a.value, b.value);
    if (value !== undefined) return known(promotion.result, value);
    throw new Stop('CONSTANT_INVALID', at, reason, 'Use operands for which it is defined');
  }
  if (promotion.result.kind === 'array') {
    return { kind: 'items', type: promotion.result, items: [...itemsOf(a), ...itemsOf(b)] };
  }
  if (promotion.left.kind === 'complex') return onComplex(low, operator, a, b, at);
  if (promotion.left.kind === 'duration' || promotion.right.kind === 'duration') {
    const message = 'a time depends on outcomes';
    throw new Stop('RUNTIME_UNSUPPORTED', at, message, 'Use times that are known');
  }
  const of = onReals(operator, promotion, expressionOf(a), expressionOf(b));
  return running(promotion.result as ScalarType, low.settled(of));
};

/** `operator operand`. */
export const computeUnary = (
  low: Lowering,
  operator: UnaryOperator,
  operand: Abstract,
): Abstract => {
  const promotion = promoteUnary(operator, operand.type);
  invariant(promotion !== null, 'an operator that this type does not have', operator);
  const a = convert(low, operand, promotion.operand);
  if (a.kind === 'known') {
    return known(promotion.result, operateUnary(operator, promotion, a.value));
  }
  if (a.kind === 'complex') {
    return { ...a, re: operation('neg', a.re.type, a.re), im: operation('neg', a.im.type, a.im) };
  }
  const of = expressionOf(a);
  const result = promotion.result as ScalarType;
  if (operator === '!') return running(result, low.settled(not(of)));
  const bits = asInteger(of);
  const computed = operation(operator === '-' ? 'neg' : 'not', bits.type, bits);
  return running(result, low.settled(castTo(of.type, computed)));
};

const ARITHMETIC: Readonly<Partial<Record<BinaryOperator, ClassicalOperator>>> = {
  '|': 'or',
  '^': 'xor',
  '&': 'and',
  '||': 'or',
  '&&': 'and',
  '+': 'add',
  '-': 'sub',
  '*': 'mul',
  '/': 'div',
  '%': 'mod',
  '**': 'pow',
};

/** An angle as the integer that its bits are: its arithmetic is that of integers. */
const asInteger = (of: Classical): Classical =>
  of.type.kind === 'angle' ? castTo({ kind: 'uint', width: of.type.width }, of) : of;

const onReals = (
  operator: BinaryOperator,
  { left, right, result }: Promotion,
  a: Classical,
  b: Classical,
): Classical => {
  const x = asInteger(a);
  const y = asInteger(b);
  switch (operator) {
    case '==':
      return operation('eq', BIT, x, y);
    case '!=':
      return not(operation('eq', BIT, x, y));
    case '<':
      return operation('lt', BIT, x, y);
    case '<=':
      return operation('le', BIT, x, y);
    case '>':
      return operation('lt', BIT, y, x);
    case '>=':
      return operation('le', BIT, y, x);
    case '<<':
    case '>>':
      return shifted(operator === '<<' ? 'shl' : 'shr', a, x, y);
    case '++':
      return joined(result, x, y);
    default:
      return arithmetic(ARITHMETIC[operator]!, [left, right, result], x, y);
  }
};

const shifted = (op: 'shl' | 'shr', a: Classical, x: Classical, by: Classical): Classical => {
  const amount = castTo({ kind: 'uint', width: by.type.width }, by);
  return castTo(a.type, operation(op, x.type, x, amount));
};

const joined = (result: Type, x: Classical, y: Classical): Classical => {
  const type = classicalType(result as ScalarType);
  const distance = constant({ kind: 'uint', width: 64 }, BigInt(x.type.width));
  const high = operation('shl', type, castTo(type, y), distance);
  return operation('or', type, castTo(type, x), high);
};

const arithmetic = (
  op: ClassicalOperator,
  [left, right, result]: readonly [Type, Type, Type],
  x: Classical,
  y: Classical,
): Classical => {
  const angle = [left, right].find((type): type is AngleType => type.kind === 'angle');
  if (angle === undefined) return operation(op, x.type, x, y);
  // of an angle and an integer, the wider one decides how far they are counted
  const width = Math.max(x.type.width, y.type.width);
  const type = { kind: 'uint', width } as const;
  const of = operation(op, type, castTo(type, x), castTo(type, y));
  const into = classicalType(result as ScalarType);
  return castTo(into, castTo({ kind: 'uint', width: into.width }, of));
};

const onComplex = (
  low: Lowering,
  operator: BinaryOperator,
  left: Abstract,
  right: Abstract,
  at: Span,
): Abstract => {
  const [a, b] = expressionsOf(left).map((part) => low.settled(part)) as [Classical, Classical];
  const [c, d] = expressionsOf(right).map((part) => low.settled(part)) as [Classical, Classical];
  const op = (name: ClassicalOperator, x: Classical, y: Classical): Classical =>
    operation(name, x.type, x, y);
  const result = (re: Classical, im: Classical): Abstract => ({
    kind: 'complex',
    type: left.type as ComplexType,
    re: low.settled(re),
    im: low.settled(im),
  });
  const real = op('sub', op('mul', a, c), op('mul', b, d));
  switch (operator) {
    case '+':
      return result(op('add', a, c), op('add', b, d));
    case '-':
      return result(op('sub', a, c), op('sub', b, d));
    case '*':
      return result(real, op('add', op('mul', a, d), op('mul', b, c)));
    case '/': {
      const norm = low.settled(op('add', op('mul', c, c), op('mul', d, d)));
      const re = op('add', op('mul', a, c), op('mul', b, d));
      const im = op('sub', op('mul', b, c), op('mul', a, d));
      return result(op('div', re, norm), op('div', im, norm));
    }
    case '==':
    case '!=': {
      const same = operation('and', BIT, operation('eq', BIT, a, c), operation('eq', BIT, b, d));
      return running({ kind: 'bool' }, operator === '==' ? same : not(same));
    }
    default: {
      const message = 'a power of a complex number that depends on outcomes';
      throw new Stop('RUNTIME_UNSUPPORTED', at, message, 'Multiply it out');
    }
  }
};
