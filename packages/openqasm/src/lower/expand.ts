import { CIRCUIT_LIMITS, invariant } from '@xdv/domain-model';
import type { QasmSymbol } from '../analysis/symbol.ts';
import type { LibraryGate } from '../library/gate.ts';
import { LANGUAGE_GATES } from '../library/language.ts';
import { LIBRARIES } from '../library/libraries.ts';
import type { Expression, GateCall, GateDefinition, Modifier, Statement } from '../syntax/ast.ts';
import { known, REAL, running } from './abstract.ts';
import { convert, expressionOf } from './convert.ts';
import { LOWER_LIMITS } from './emitter.ts';
import { evaluate } from './evaluate.ts';
import type { Lowering } from './lowering.ts';
import { control, invert, negativeControl, isRotation, power, powerLength } from './modifiers.ts';
import { qubitsOf } from './quantum.ts';
import { selectQubits } from './qubits.ts';
import { rootOf } from './root.ts';
import { knownInteger } from './select.ts';
import { Stop } from './stop.ts';
import { lasting } from './timed-call.ts';
import {
  asExpression,
  linearAngle,
  scaled,
  unitary,
  type Angle,
  type Unitary,
  type UnitaryGate,
} from './unitary.ts';

type GateSymbol = QasmSymbol & { readonly kind: 'gate' };

/** Where a call is expanded. */
interface Site {
  readonly low: Lowering;
  readonly out: Unitary[];
  /** Modifiers around may show the phase of a whole gate. */
  readonly exact: boolean;
  /** A modifier around after which a gate takes another time. */
  readonly retimed: Modifier | null;
}

/** A gate of the language or of a standard library. */
const libraryGate = (low: Lowering, name: string): LibraryGate | undefined => {
  const language = LANGUAGE_GATES.get(low.analysis.version)?.get(name);
  if (language !== undefined) return language;
  for (const library of LIBRARIES.values()) {
    const gate = library.get(name);
    // gates of one name are the same in all of them
    if (gate !== undefined) return gate;
  }
  return undefined;
};

const gateSymbol = (low: Lowering, { name }: GateCall): GateSymbol => {
  const symbol = low.symbol(name.id);
  invariant(symbol.kind === 'gate', 'a call of something else than a gate', name.text);
  return symbol;
};

/** Radians of an argument. */
const angleOf = (low: Lowering, argument: Expression): Angle => {
  const value = convert(low, evaluate(low, argument), REAL);
  if (value.kind !== 'known') return expressionOf(value);
  const radians = value.value as number;
  if (Number.isFinite(radians)) return radians;
  const message = `an angle of ${radians}`;
  throw new Stop('CONSTANT_INVALID', argument, message, 'Use a finite number');
};

/** Qubits that each modifier takes in front of those of the gate. */
const controlCounts = (low: Lowering, modifiers: readonly Modifier[]): readonly number[] =>
  modifiers.map((modifier) => {
    if (modifier.kind === 'inv' || modifier.kind === 'pow') return 0;
    return modifier.count === null ? 1 : Number(knownInteger(low, modifier.count));
  });

const append = ({ low, out }: Site, ops: readonly Unitary[]): void => {
  const { opsMax } = CIRCUIT_LIMITS;
  low.out.progress(ops.length);
  if (out.length + ops.length > opsMax) {
    const message = `a gate of more than ${opsMax} operations`;
    throw new Stop('TOO_LARGE', low.out.here, message, 'Use smaller powers or definitions');
  }
  for (const op of ops) out.push(op);
};

/** Appends what a call does to `qubits`, one for each operand. */
const expandCall = (site: Site, call: GateCall, qubits: readonly number[]): void => {
  const { low } = site;
  const symbol = gateSymbol(low, call);
  const counts = controlCounts(low, call.modifiers);
  const angles = (call.args ?? []).map((arg) => angleOf(low, arg));
  const { modifiers, duration } = call;
  low.out.step(1 + qubits.length);
  if (modifiers.length === 0 && duration === null) return applyGate(site, symbol, angles, qubits);
  if (duration !== null && site.retimed !== null) refuseRetimed(site.retimed);
  const used = counts.reduce((total, count) => total + count, 0);
  const exact = site.exact || modifiers.length > 0;
  const retimed = site.retimed ?? modifiers.find(({ kind }) => kind !== 'inv') ?? null;
  const inner: Site = { low, out: [], exact, retimed };
  applyGate(inner, symbol, angles, qubits.slice(used));
  const ops = modified(low, call, counts, inner.out, qubits);
  append(site, duration === null ? ops : lasting(low, duration, ops, qubits));
};

/** The duration of a gate says nothing about that of its powers, or of it under controls. */
const refuseRetimed = (modifier: Modifier): never => {
  const message = `${modifier.kind} of a gate with durations in its body`;
  const hint = 'Leave them out of the body, and give the duration to the call';
  throw new Stop('MODIFIER_INVALID', modifier, message, hint);
};

/** Applies modifiers from the one next to the gate outwards. */
const modified = (
  low: Lowering,
  { modifiers }: GateCall,
  counts: readonly number[],
  ops: readonly Unitary[],
  qubits: readonly number[],
): readonly Unitary[] => {
  let taken = counts.reduce((total, count) => total + count, 0);
  let result = ops;
  for (const [k, modifier] of [...modifiers.entries()].reverse()) {
    const controls = qubits.slice(taken - counts[k]!, taken);
    taken -= counts[k]!;
    low.out.step(result.length * (1 + controls.length));
    result = modifyOnce(low, modifier, result, controls);
  }
  return result;
};

const modifyOnce = (
  low: Lowering,
  modifier: Modifier,
  ops: readonly Unitary[],
  controls: readonly number[],
): readonly Unitary[] => {
  switch (modifier.kind) {
    case 'inv':
      return invert(ops);
    case 'ctrl':
      return control(ops, controls);
    case 'negctrl':
      return negativeControl(ops, controls);
    case 'pow':
      return raised(low, modifier.exponent, ops);
  }
};

const raised = (
  low: Lowering,
  at: Expression,
  ops: readonly Unitary[],
): readonly Unitary[] => {
  const exponent = angleOf(low, at);
  if (typeof exponent !== 'number') return raisedWhileRunning(low, at, exponent, ops);
  if (Number.isSafeInteger(exponent)) {
    const length = powerLength(ops, exponent);
    if (length > CIRCUIT_LIMITS.opsMax) {
      const message = `a power of more than ${CIRCUIT_LIMITS.opsMax} operations`;
      throw new Stop('TOO_LARGE', at, message, 'Use a smaller exponent');
    }
    low.out.step(length);
    return power(ops, exponent);
  }
  const root = rootOf(ops, exponent);
  if (root !== null) return root;
  const message = `pow(${exponent}) of a gate on several qubits, or of computed angles`;
  throw new Stop('MODIFIER_INVALID', at, message, 'Use a whole exponent, or define the root');
};

const raisedWhileRunning = (
  low: Lowering,
  at: Expression,
  exponent: Exclude<Angle, number>,
  ops: readonly Unitary[],
): readonly Unitary[] => {
  const [only] = ops;
  if (ops.length === 1 && only !== undefined && isRotation(only)) {
    const angles = only.angles.map((angle) => product(low, angle, exponent));
    return [{ ...only, angles }];
  }
  const message = 'an exponent that depends on outcomes, of something else than a rotation';
  throw new Stop('RUNTIME_UNSUPPORTED', at, message, 'Use an exponent that is known');
};

const product = (low: Lowering, angle: Angle, factor: Exclude<Angle, number>): Angle => {
  if (typeof angle === 'number') return low.settled(asExpression(scaled(factor, angle)));
  const { type } = factor;
  return low.settled({ op: 'mul', type, args: [asExpression(angle), factor] });
};

const applyGate = (
  site: Site,
  symbol: GateSymbol,
  angles: readonly Angle[],
  qubits: readonly number[],
): void => {
  const { low } = site;
  const { definition, name } = symbol;
  if (definition !== null && definition.body !== null) {
    return applyDefinition(site, definition, angles, qubits);
  }
  const gate = definition === null ? libraryGate(low, name) : undefined;
  if (gate !== undefined) return applyLibraryGate(site, gate, angles, qubits);
  const hint = 'Define it with gate, or leave it out';
  const message = `gate ${name} has no definition that a circuit can run`;
  throw new Stop('BINDING_MISSING', low.out.here, message, hint);
};

const applyLibraryGate = (
  site: Site,
  gate: LibraryGate,
  params: readonly Angle[],
  qubits: readonly number[],
): void => {
  const place = (local: readonly number[]): number[] => local.map((k) => qubits[k]!);
  // a phase of the whole gate shows only where something controls the gate
  const keepPhase = site.exact || gate.qubits === 0;
  const ops: UnitaryGate[] = [];
  for (const { gate: name, targets, controls, angles } of gate.steps) {
    if (!keepPhase && name === 'gphase') {
      site.low.addPhase(linearAngle(angles[0]!, params));
      continue;
    }
    const computed = angles.map((angle) => {
      const value = linearAngle(angle, params);
      return typeof value === 'number' ? value : site.low.settled(value);
    });
    ops.push(unitary(name, place(targets), computed, place(controls)));
  }
  append(site, ops);
};

const applyDefinition = (
  site: Site,
  { params, qubits: names, body }: GateDefinition,
  angles: readonly Angle[],
  qubits: readonly number[],
): void => {
  const { low } = site;
  const { callsMax } = LOWER_LIMITS;
  if (low.calls >= callsMax) {
    const message = `gates call gates more than ${callsMax} deep`;
    throw new Stop('NEVER_ENDS', low.out.here, message, 'Flatten the definitions');
  }
  for (const [k, { id }] of params.entries()) {
    const angle = angles[k]!;
    const value = typeof angle === 'number' ? known(REAL, angle) : running(REAL, angle);
    low.bindings.set(low.symbol(id), { kind: 'value', value });
  }
  for (const [k, { id }] of names.entries()) {
    low.bindings.set(low.symbol(id), { kind: 'qubits', qubits: [qubits[k]!], single: true });
  }
  const { qubitsInScope } = low;
  low.calls++;
  low.qubitsInScope = qubits;
  try {
    for (const statement of body!.statements) expandStatement(site, statement);
  } finally {
    low.calls--;
    low.qubitsInScope = qubitsInScope;
  }
};

/** What a gate's body may hold: gates, barriers, and blocks of them. */
const expandStatement = (site: Site, statement: Statement): void => {
  const { low } = site;
  low.out.step();
  switch (statement.kind) {
    case 'gatecall': {
      const qubits = statement.operands.flatMap((operand) => selectQubits(low, operand).qubits);
      return expandCall(site, statement, qubits);
    }
    case 'barrier':
      return append(site, [{ kind: 'barrier', qubits: qubitsOf(low, statement.operands) }]);
    case 'block':
      for (const inner of statement.statements) expandStatement(site, inner);
      return;
    case 'pragma':
    case 'nop':
      return;
    default: {
      const message = 'a gate does nothing but gates';
      throw new Stop('NOT_IN_GATE', statement, message, 'Use a subroutine');
    }
  }
};

/** What a call does to these qubits of the circuit, one for each operand. */
export const expandGate = (
  low: Lowering,
  call: GateCall,
  qubits: readonly number[],
): readonly Unitary[] => {
  const site: Site = { low, out: [], exact: false, retimed: null };
  expandCall(site, call, qubits);
  return site.out;
};
