import type {
  Barrier,
  Box,
  Delay,
  Expression,
  GateCall,
  MeasureArrow,
  Modifier,
  Nop,
  Reset,
} from '../syntax/ast.ts';
import { assignable } from '../types/rules.ts';
import { showType } from '../types/show.ts';
import type { Type } from '../types/type.ts';
import { wholeConstant } from './constants.ts';
import { checkGateArguments, checkGateOperands } from './gate-operands.ts';
import { KINDS } from './kinds.ts';
import { lookUp, UNKNOWN } from './names.ts';
import type { Pass } from './pass.ts';
import { operandType } from './quantum.ts';
import type { QasmSymbol } from './symbol.ts';
import { checkWritable } from './writable.ts';

/** Controls that one modifier may add. */
const CONTROLS_MAX = 1024;

const isTime = ({ kind }: Type): boolean => kind === 'duration' || kind === 'stretch';

/** How long something takes: a time that is not negative, where it is known. */
const checkDuration = (pass: Pass, e: Expression): void => {
  const type = pass.typeOf(e);
  if (type.kind === 'unknown') return;
  if (!isTime(type)) {
    const message = `${showType(type)} where a duration is needed`;
    pass.error('TYPE_MISMATCH', e, message, 'Write a unit, such as 10ns or 4dt');
    return;
  }
  const value = pass.constants[e.id];
  if (typeof value !== 'object' || !('ns' in value) || value.stretches !== null) return;
  if (Math.max(value.ns, value.dt) > 0 || (value.ns === 0 && value.dt === 0)) return;
  pass.error('VALUE_RANGE', e, 'a negative duration', 'Nothing takes less than no time');
};

const checkCount = (pass: Pass, count: Expression): number | null => {
  const value = wholeConstant(pass, count, 'the number of controls');
  if (value === null) return null;
  if (value >= 1n && value <= BigInt(CONTROLS_MAX)) return Number(value);
  const code = value < 1n ? 'MODIFIER_INVALID' : 'TOO_LARGE';
  pass.error(code, count, `${value} controls`, `Use 1 to ${CONTROLS_MAX}`);
  return null;
};

const REAL: ReadonlySet<Type['kind']> = new Set(['int', 'uint', 'float', 'unknown']);

const checkExponent = (pass: Pass, exponent: Expression): void => {
  const type = pass.typeOf(exponent);
  if (REAL.has(type.kind)) return;
  const message = `a power of type ${showType(type)}`;
  pass.error('TYPE_MISMATCH', exponent, message, 'Use an integer or a float');
};

/** Controls that modifiers add to a gate; null if something about them was reported. */
const controlsOf = (pass: Pass, modifiers: readonly Modifier[]): number | null => {
  let total: number | null = 0;
  for (const modifier of modifiers) {
    if (modifier.kind === 'pow') checkExponent(pass, modifier.exponent);
    if (modifier.kind !== 'ctrl' && modifier.kind !== 'negctrl') continue;
    const count: number | null = modifier.count === null ? 1 : checkCount(pass, modifier.count);
    total = total === null || count === null ? null : total + count;
  }
  return total;
};

/** Fills the tables for a call of something that is no gate or not known. */
const typeParts = (pass: Pass, s: GateCall): void => {
  for (const arg of s.args ?? []) pass.typeOf(arg);
  for (const operand of s.operands) pass.typeOf(operand);
};

const refuseCallee = (pass: Pass, s: GateCall, kind: QasmSymbol['kind']): void => {
  const name = s.name.text;
  const hint =
    kind === 'subroutine' ? `Write '${name}(…);' with its qubits as arguments` : 'Name a gate';
  pass.error('WRONG_KIND', s.name, `'${name}' is ${KINDS[kind]}, not a gate`, hint);
  pass.silently(() => typeParts(pass, s));
};

/** `ctrl @ rx(pi)[20ns] c, q;` */
export const gateCall = (pass: Pass, s: GateCall): void => {
  const symbol = lookUp(pass, s.name.text, s.name);
  const controls = controlsOf(pass, s.modifiers);
  if (s.duration !== null) checkDuration(pass, s.duration);
  if (symbol === undefined || symbol.type.kind === 'unknown') {
    typeParts(pass, s);
    return;
  }
  if (symbol.kind !== 'gate') {
    refuseCallee(pass, s, symbol.kind);
    return;
  }
  if (symbol.definition !== null && symbol.definition === pass.body.gate) {
    const message = `the gate '${symbol.name}' calls itself`;
    pass.error('RECURSION', s.name, message, 'Build it from gates that are defined before it');
  }
  checkGateArguments(pass, s.name, s.args ?? [], symbol.params);
  if (controls === null) for (const operand of s.operands) operandType(pass, operand);
  else checkGateOperands(pass, s.name, s.operands, symbol.qubits + controls);
};

const BIT: Type = { kind: 'bit', size: null };

const outcomeType = (type: Type): Type => {
  if (type.kind !== 'qubit') return UNKNOWN;
  return type.size === null ? BIT : { kind: 'bit', size: type.size };
};

/** `measure q -> c;` */
export const measureArrow = (pass: Pass, s: MeasureArrow): void => {
  const from = outcomeType(operandType(pass, s.source));
  const to = pass.typeOf(s.target);
  if (to.kind === 'unknown' || !checkWritable(pass, s.target, 'by a measurement')) return;
  if (assignable(from, to)) return;
  const sizes = from.kind === 'bit' && to.kind === 'bit' && from.size !== null && to.size !== null;
  const message = `measures ${showType(from)} into ${showType(to)}`;
  const hint = 'Measure as many qubits as there are bits';
  pass.error(sizes ? 'BROADCAST_SIZES' : 'TYPE_MISMATCH', s.target, message, hint);
};

/** `reset q;` */
export const reset = (pass: Pass, s: Reset): void => {
  operandType(pass, s.operand);
};

/** `barrier q;`, `nop q;` */
export const barrierOrNop = (pass: Pass, s: Barrier | Nop): void => {
  for (const operand of s.operands) operandType(pass, operand);
};

/** `delay[10ns] q;` */
export const delay = (pass: Pass, s: Delay): void => {
  checkDuration(pass, s.duration);
  for (const operand of s.operands) operandType(pass, operand);
};

/** `box[100ns] { … }` */
export const box = (pass: Pass, s: Box): void => {
  if (s.duration !== null) checkDuration(pass, s.duration);
  pass.block(s.body);
};
