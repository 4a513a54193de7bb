import type {
  Binary,
  Cast,
  DurationOf,
  Expression,
  HardwareQubit,
  Identifier,
  Measure,
  Unary,
} from '../syntax/ast.ts';
import { BOOL, promote, promoteUnary, type Promotion } from '../types/promote.ts';
import { assignable, castable } from '../types/rules.ts';
import { showType } from '../types/show.ts';
import type { Type } from '../types/type.ts';
import { cast } from '../values/cast.ts';
import { operate, operateUnary } from '../values/operate.ts';
import type { Value } from '../values/value.ts';
import { callType, quantumCallType } from './calls.ts';
import { isConstant } from './constants.ts';
import { indexType } from './indexing.ts';
import { checkJoin } from './joins.ts';
import { CALLED, KINDS } from './kinds.ts';
import { literalType } from './literals.ts';
import { lookUp, UNKNOWN } from './names.ts';
import type { Pass } from './pass.ts';
import { operandType } from './quantum.ts';
import { resolveType } from './type-node.ts';

const QUBIT: Type = { kind: 'qubit', size: null };
const BIT: Type = { kind: 'bit', size: null };
const DURATION: Type = { kind: 'duration' };

const identifierType = (pass: Pass, e: Identifier): Type => {
  const symbol = lookUp(pass, e.name, e);
  if (symbol === undefined) return UNKNOWN;
  if (symbol.kind === 'constant') {
    if (symbol.value === null) pass.deferred.add(e.id);
    else pass.constants[e.id] = symbol.value;
  } else if (symbol.type.kind === 'stretch') {
    pass.deferred.add(e.id);
  } else if (CALLED.has(symbol.kind)) {
    if (symbol.type.kind === 'unknown') return UNKNOWN;
    const message = `'${e.name}' is ${KINDS[symbol.kind]}, not a value`;
    pass.error('WRONG_KIND', e, message, 'Call it, or use the name of a variable');
    return UNKNOWN;
  }
  return symbol.type;
};

/** Physical qubits belong to a device, which a gate knows nothing about. */
const hardwareType = (pass: Pass, e: HardwareQubit): Type => {
  if (pass.body.kind !== 'gate') return QUBIT;
  const message = `the physical qubit $${e.index} in the body of a gate`;
  pass.error('NOT_IN_GATE', e, message, 'Use the qubits that the gate takes');
  return UNKNOWN;
};

/** Keeps a value, or says why there is none. False if that was an error. */
const keep = (
  pass: Pass,
  e: Expression,
  value: Value | null | undefined,
  reason: string,
): boolean => {
  if (value === null || value === undefined) {
    if (pass.unreached > 0) return true;
    pass.error('CONSTANT_INVALID', e, `no value: ${reason}`, 'Change what it is computed from');
    return false;
  }
  pass.constants[e.id] = value;
  return true;
};

/** The value of `&&` or `||` that its first operand settles, if it does. */
const settledBy = (pass: Pass, { operator, left }: Binary, type: Type): Value | undefined => {
  if (operator !== '&&' && operator !== '||') return undefined;
  const known = pass.constants[left.id];
  if (known === undefined || !assignable(type, BOOL)) return undefined;
  const value = cast(known, type, BOOL);
  return value === (operator === '&&' ? 0n : 1n) ? value : undefined;
};

/** The value of an operation on constants. False if there is none, which was reported. */
const evaluate = (pass: Pass, e: Binary, promotion: Promotion): boolean => {
  const { left, right, operator } = e;
  const [a, b] = [pass.constants[left.id], pass.constants[right.id]];
  if (a === undefined || b === undefined) {
    if (isConstant(pass, left) && isConstant(pass, right)) pass.deferred.add(e.id);
    return true;
  }
  const x = cast(a, pass.types[left.id]!, promotion.left);
  const y = cast(b, pass.types[right.id]!, promotion.right);
  if (x === null || y === null) return keep(pass, e, null, 'a number that is not finite');
  const { value, reason } = operate(operator, promotion, x, y);
  if (value === undefined && promotion.left.kind === 'duration' && !/zero/.test(reason ?? '')) {
    // times in different units compare once a device says how long a cycle is
    pass.deferred.add(e.id);
    return true;
  }
  return keep(pass, e, value, reason ?? '');
};

const refuseOperator = (pass: Pass, e: Binary, left: Type, right: Type): Type => {
  const message = `${showType(left)} ${e.operator} ${showType(right)} does not exist`;
  pass.error('OPERATOR_TYPES', e, message, 'Convert one of the two with a cast if one exists');
  return UNKNOWN;
};

const binaryType = (pass: Pass, e: Binary): Type => {
  const { operator } = e;
  const left = pass.typeOf(e.left);
  const settled = settledBy(pass, e, left);
  if (settled !== undefined) pass.unreached++;
  const right = pass.typeOf(e.right);
  if (settled !== undefined) pass.unreached--;
  if (left.kind === 'unknown' || right.kind === 'unknown') return UNKNOWN;
  const promotion = promote(operator, left, right);
  if (promotion === null) return refuseOperator(pass, e, left, right);
  if (operator === '++' && !checkJoin(pass, e)) return UNKNOWN;
  if (settled !== undefined) {
    pass.constants[e.id] = settled;
    return BOOL;
  }
  return evaluate(pass, e, promotion) ? promotion.result : UNKNOWN;
};

const unaryType = (pass: Pass, e: Unary): Type => {
  const type = pass.typeOf(e.operand);
  if (type.kind === 'unknown') return UNKNOWN;
  const promotion = promoteUnary(e.operator, type);
  if (promotion === null) {
    const message = `${e.operator}${showType(type)} does not exist`;
    pass.error('OPERATOR_TYPES', e, message, 'Convert the operand with a cast if one exists');
    return UNKNOWN;
  }
  const known = pass.constants[e.operand.id];
  if (known === undefined) {
    if (pass.deferred.has(e.operand.id)) pass.deferred.add(e.id);
    return promotion.result;
  }
  const value = cast(known, type, promotion.operand);
  const kept = keep(
    pass,
    e,
    value === null ? null : operateUnary(e.operator, promotion, value),
    'a number that is not finite',
  );
  return kept ? promotion.result : UNKNOWN;
};

const castType = (pass: Pass, e: Cast): Type => {
  const to = resolveType(pass, e.type);
  const from = pass.typeOf(e.operand);
  if (from.kind === 'unknown' || to.kind === 'unknown') return to;
  if (to.kind === 'array' || !castable(from, to)) {
    const message = `${showType(from)} cannot be converted to ${showType(to)}`;
    pass.error('CAST_INVALID', e, message, 'Go through a type that both convert to, if any');
    return UNKNOWN;
  }
  const known = pass.constants[e.operand.id];
  if (known === undefined) {
    if (pass.deferred.has(e.operand.id)) pass.deferred.add(e.id);
    return to;
  }
  return keep(pass, e, cast(known, from, to), 'a number that is not finite') ? to : UNKNOWN;
};

const measureType = (pass: Pass, e: Measure): Type => {
  if (pass.body.kind === 'gate') {
    pass.error('NOT_IN_GATE', e, 'a measurement in the body of a gate', 'Measure after the gate');
    pass.silently(() => pass.typeOf(e.operand));
    return UNKNOWN;
  }
  const type = operandType(pass, e.operand);
  if (type.kind !== 'qubit') return UNKNOWN;
  return type.size === null ? BIT : { kind: 'bit', size: type.size };
};

const durationOfType = (pass: Pass, e: DurationOf): Type => {
  pass.block(e.body);
  // a device knows how long its gates take
  pass.deferred.add(e.id);
  return DURATION;
};

const groupType = (pass: Pass, e: Expression & { kind: 'group' }): Type => {
  const type = pass.typeOf(e.inner);
  const value = pass.constants[e.inner.id];
  if (value !== undefined) pass.constants[e.id] = value;
  else if (pass.deferred.has(e.inner.id)) pass.deferred.add(e.id);
  return type;
};

/** Items in braces get their type from where they are used. */
const looseArrayType = (pass: Pass, e: Expression & { kind: 'array' }): Type => {
  const hint = 'Declare an array with it, or pass it where an array is needed';
  pass.error('TYPE_MISMATCH', e, 'an array in braces has no type of its own', hint);
  pass.silently(() => {
    for (const item of e.items) pass.typeOf(item);
  });
  return UNKNOWN;
};

/** The type of an expression; unknown if something about it was reported. */
export const expressionType = (pass: Pass, e: Expression): Type => {
  switch (e.kind) {
    case 'identifier':
      return identifierType(pass, e);
    case 'index':
      return indexType(pass, e);
    case 'hardware':
      return hardwareType(pass, e);
    case 'group':
      return groupType(pass, e);
    case 'unary':
      return unaryType(pass, e);
    case 'binary':
      return binaryType(pass, e);
    case 'call':
      return callType(pass, e);
    case 'quantumcall':
      return quantumCallType(pass, e);
    case 'cast':
      return castType(pass, e);
    case 'durationof':
      return durationOfType(pass, e);
    case 'measure':
      return measureType(pass, e);
    case 'array':
      return looseArrayType(pass, e);
    case 'missing':
      return UNKNOWN;
    default:
      return literalType(pass, e);
  }
};
