import { invariant } from '@xdv/domain-model';
import type { ArrayLiteral, Binary, Expression, Identifier, Measure } from '../syntax/ast.ts';
import type { ArrayType, BitType, Type } from '../types/type.ts';
import { known, running, BOOL, itemsOf, type Abstract } from './abstract.ts';
import { readPlace } from './access.ts';
import { branch, prepare } from './branch.ts';
import { evaluateCall } from './call.ts';
import { BIT, operation, read } from './classical.ts';
import { computeBinary, computeUnary } from './compute.ts';
import { convert, expressionOf } from './convert.ts';
import { durationOfBlock } from './duration.ts';
import type { Lowering } from './lowering.ts';
import { selectQubits } from './qubits.ts';
import { placeFor } from './select.ts';
import { Stop } from './stop.ts';
import { hasCalls, mayFail } from './totality.ts';
import { writesOfExpression } from './writes.ts';

/** What an expression gives. It may emit operations: measurements, and calls of subroutines. */
export const evaluate = (low: Lowering, expression: Expression): Abstract => {
  low.out.step();
  const value = low.analysis.constants[expression.id];
  if (value !== undefined) return known(low.analysis.types[expression.id]!, value);
  switch (expression.kind) {
    case 'identifier':
      return evaluateName(low, expression);
    case 'group':
      return evaluate(low, expression.inner);
    case 'unary':
      return computeUnary(low, expression.operator, evaluate(low, expression.operand));
    case 'binary':
      return evaluateBinary(low, expression);
    case 'index':
      return readPlace(low, placeFor(low, expression));
    case 'call':
      return evaluateCall(low, expression);
    case 'cast':
      return convert(low, evaluate(low, expression.operand), typeOf(low, expression));
    case 'durationof':
      return known({ kind: 'duration' }, durationOfBlock(low, expression));
    case 'measure':
      return evaluateMeasure(low, expression);
    case 'array':
      return evaluateArray(low, expression, typeOf(low, expression) as ArrayType);
    case 'quantumcall':
      throw new Stop(
        'BINDING_MISSING',
        expression,
        `the calibration ${expression.callee.text} has no implementation`,
        'Calibrations are kept, and not run',
      );
    default:
      return invariant(false, 'an expression without a value', expression.kind) as never;
  }
};

/** What an expression gives, converted to the type of where it goes. */
export const evaluateAs = (low: Lowering, expression: Expression, type: Type): Abstract =>
  expression.kind === 'array' && type.kind === 'array'
    ? evaluateArray(low, expression, type)
    : convert(low, evaluate(low, expression), type);

const typeOf = (low: Lowering, { id }: Expression): Type => {
  const type = low.analysis.types[id];
  invariant(type !== undefined, 'an expression without a type', id);
  return type;
};

const evaluateName = (low: Lowering, { id }: Identifier): Abstract => {
  const symbol = low.symbol(id);
  if (symbol.kind === 'constant' && symbol.value !== null) return known(symbol.type, symbol.value);
  const binding = low.binding(symbol);
  invariant(binding.kind !== 'qubits', 'a qubit without a value', symbol.name);
  return binding.kind === 'value' ? binding.value : readPlace(low, binding.place);
};

/** The scalars of a literal, row by row; a row may be any array. */
const evaluateArray = (low: Lowering, literal: ArrayLiteral, type: ArrayType): Abstract => {
  const [, ...rest] = type.dimensions;
  const inner: Type = rest.length === 0 ? type.base : { ...type, dimensions: rest };
  const items = literal.items.flatMap((item) => {
    const value = evaluateAs(low, item, inner);
    return inner.kind === 'array' ? itemsOf(value) : [value];
  });
  const values = items.filter((item) => item.kind === 'known').map(({ value }) => value);
  if (values.length === items.length) return known(type, { items: values });
  return { kind: 'items', type, items };
};

const evaluateBinary = (low: Lowering, expression: Binary): Abstract => {
  const { operator, left, right } = expression;
  const a = evaluate(low, left);
  if (operator === '&&' || operator === '||') return evaluateLogical(low, expression, a);
  // a call on the right may change what the left one read
  const before = a.kind === 'running' && hasCalls(right) ? running(a.type, low.kept(a.of)) : a;
  return computeBinary(low, operator, before, evaluate(low, right), expression);
};

/** The right side is looked at only if the left one does not decide. */
const evaluateLogical = (
  low: Lowering,
  { operator, right }: Binary,
  left: Abstract,
): Abstract => {
  const decides = operator === '||';
  const a = convert(low, left, BOOL);
  if (a.kind === 'known') {
    return (a.value !== 0n) === decides ? a : convert(low, evaluate(low, right), BOOL);
  }
  const x = expressionOf(a);
  if (!mayFail(low, right)) {
    const b = convert(low, evaluate(low, right), BOOL);
    if (b.kind === 'known') return (b.value !== 0n) === decides ? b : a;
    return running(BOOL, low.settled(operation(decides ? 'or' : 'and', BIT, x, expressionOf(b))));
  }
  const { at } = low.temporary(1);
  low.out.emit({ kind: 'set', at, value: x });
  prepare(low, writesOfExpression(low, right));
  const { ops } = branch(low, () => {
    const value = expressionOf(convert(low, evaluate(low, right), BOOL));
    low.out.emit({ kind: 'set', at, value });
  });
  const values = [decides ? 0 : 1];
  low.out.emit({ kind: 'if', bits: [at], values, then: ops, otherwise: [] });
  return running(BOOL, read(BIT, at));
};

/** Measures into bits of its own. */
const evaluateMeasure = (low: Lowering, { operand }: Measure): Abstract => {
  const { qubits, single } = selectQubits(low, operand);
  const { at } = low.temporary(qubits.length);
  for (const [k, qubit] of qubits.entries()) {
    low.out.emit({ kind: 'measure', qubit, bit: at + k });
  }
  const type: BitType = { kind: 'bit', size: single ? null : qubits.length };
  return running(type, read({ kind: 'uint', width: qubits.length }, at));
};

