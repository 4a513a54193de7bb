import type { Call, Expression, QuantumCall } from '../syntax/ast.ts';
import { showType } from '../types/show.ts';
import type { Type } from '../types/type.ts';
import { cast } from '../values/cast.ts';
import {
  arityOf,
  callFunction,
  resolveFunction,
  type FunctionName,
} from '../values/functions.ts';
import type { Value } from '../values/value.ts';
import { checkArguments } from './arguments.ts';
import { wholeConstant } from './constants.ts';
import { functionNamed } from './functions.ts';
import { checkGateArguments, checkGateOperands } from './gate-operands.ts';
import { KINDS } from './kinds.ts';
import { lookUp, UNKNOWN } from './names.ts';
import type { Pass } from './pass.ts';

const UINT: Type = { kind: 'uint', width: 64 };

/** Fills the tables for arguments that nothing is known about. */
const typeAll = (pass: Pass, args: readonly Expression[]): Type => {
  for (const arg of args) pass.typeOf(arg);
  return UNKNOWN;
};

const isCount = (pass: Pass, e: Call, min: number, max: number): boolean => {
  const { length } = e.args;
  if (length >= min && length <= max) return true;
  const at = length > max ? e.args[max]! : e.callee;
  const needed = min === max ? `${min}` : `${min} or ${max}`;
  const message = `${e.callee.text} with ${length} arguments`;
  pass.error('ARGUMENT_COUNT', at, message, `It takes ${needed}`);
  return false;
};

const evaluate = (
  pass: Pass,
  e: Call,
  name: FunctionName,
  overload: NonNullable<ReturnType<typeof resolveFunction>>,
): Type => {
  const { params, result } = overload;
  const values: Value[] = [];
  for (const [k, arg] of e.args.entries()) {
    const known = pass.constants[arg.id];
    const value = known === undefined ? null : cast(known, pass.types[arg.id]!, params[k]!);
    if (value === null) return result;
    values.push(value);
  }
  const { value, reason } = callFunction(name, overload, values);
  if (value !== undefined) {
    pass.constants[e.id] = value;
    return result;
  }
  if (pass.unreached > 0) return result;
  pass.error('CONSTANT_INVALID', e, `no value: ${reason}`, 'Change what it is computed from');
  return UNKNOWN;
};

const functionType = (pass: Pass, e: Call, name: FunctionName): Type => {
  const types = e.args.map((arg) => pass.typeOf(arg));
  if (!isCount(pass, e, arityOf(name), arityOf(name))) return UNKNOWN;
  if (types.some(({ kind }) => kind === 'unknown')) return UNKNOWN;
  const known = e.args.map(({ id }) => pass.constants[id]);
  const overload = resolveFunction(name, types, known);
  if (overload !== null) return evaluate(pass, e, name, overload);
  const message = `${name} of ${types.map(showType).join(' and ')} does not exist`;
  pass.error('TYPE_MISMATCH', e, message, 'Convert the argument with a cast if one exists');
  return UNKNOWN;
};

const dimensionAt = (pass: Pass, e: Call, rank: number): number | null => {
  const [, which] = e.args;
  if (which === undefined) return 0;
  const dimension = wholeConstant(pass, which, 'a dimension');
  if (dimension === null) return null;
  if (dimension >= 0n && dimension < BigInt(rank)) return Number(dimension);
  const message = `dimension ${dimension} of ${rank}`;
  pass.error('INDEX_RANGE', which, message, `Dimensions are from 0 to ${rank - 1}`);
  return null;
};

/** `sizeof` is a constant unless it asks for a reference whose size the caller decides. */
const sizeofType = (pass: Pass, e: Call): Type => {
  if (!isCount(pass, e, 1, 2)) return typeAll(pass, e.args);
  const [array, which] = e.args;
  const type = pass.typeOf(array!);
  if (type.kind === 'array') {
    const at = dimensionAt(pass, e, type.dimensions.length);
    if (at === null) return UNKNOWN;
    const size = type.dimensions[at]!;
    if (size !== null) pass.constants[e.id] = BigInt(size);
    return UINT;
  }
  if (which !== undefined) pass.typeOf(which);
  if (type.kind === 'unknown') return UNKNOWN;
  const message = `sizeof of ${showType(type)}`;
  pass.error('TYPE_MISMATCH', array!, message, 'Only arrays have dimensions');
  return UNKNOWN;
};

const refuseCallee = (pass: Pass, e: Call | QuantumCall, kind: keyof typeof KINDS): Type => {
  const name = e.callee.text;
  const hint = kind === 'gate' ? `Write '${name} q;' to apply it to a qubit q` : 'Use it as it is';
  pass.error('WRONG_KIND', e.callee, `'${name}' is ${KINDS[kind]}, not a function`, hint);
  return typeAll(pass, e.args ?? []);
};

/** The type of `f(x)`: a function of the language, a `def` or an `extern`. */
export const callType = (pass: Pass, e: Call): Type => {
  const name = e.callee.text;
  const found = pass.scope.find(name);
  if (found === undefined) {
    const known = functionNamed(pass.version, name);
    if (known !== undefined) return functionType(pass, e, known);
    if (name === 'sizeof' && pass.version === 3) return sizeofType(pass, e);
  }
  const symbol = lookUp(pass, name, e.callee);
  if (symbol === undefined || symbol.type.kind === 'unknown') return typeAll(pass, e.args);
  if (symbol.kind !== 'subroutine') return refuseCallee(pass, e, symbol.kind);
  if (pass.body.kind === 'gate') {
    const hint = 'A gate consists of gates: pass the result to it as an argument';
    pass.error('NOT_IN_GATE', e, `the subroutine '${name}' in the body of a gate`, hint);
    pass.silently(() => typeAll(pass, e.args));
    return UNKNOWN;
  }
  if (!isCount(pass, e, symbol.params.length, symbol.params.length)) {
    pass.silently(() => typeAll(pass, e.args));
    return symbol.returns;
  }
  checkArguments(pass, e.args, symbol.params);
  return symbol.returns;
};

/** The type of `iq(pi) q`: a calibration that returns a value. */
export const quantumCallType = (pass: Pass, e: QuantumCall): Type => {
  const symbol = lookUp(pass, e.callee.text, e.callee);
  const args = e.args ?? [];
  if (symbol?.kind === 'calibration' && symbol.type.kind !== 'unknown') {
    checkGateArguments(pass, e.callee, args, symbol.params);
    checkGateOperands(pass, e.callee, e.operands, symbol.qubits);
    return symbol.returns;
  }
  for (const operand of e.operands) pass.typeOf(operand);
  if (symbol === undefined || symbol.type.kind === 'unknown') return typeAll(pass, args);
  return refuseCallee(pass, e, symbol.kind);
};
