import type { Barrier, GateCall, Modifier } from './ast.ts';
import { Problem, quote } from './diagnostics.ts';
import { count, evaluate, evaluateIndex, finite, type Surroundings } from './evaluate.ts';
import { missingGateHint } from './includes.ts';
import type { LibraryGate } from './library.ts';
import { QASM_LIMITS } from './limits.ts';
import { assertRoom, type Gate, type Lowering, type UserGate } from './lowering.ts';
import {
  control,
  invert,
  negativeControl,
  power,
  powerLength,
  type UnitaryOp,
} from './modifiers.ts';
import { float, toNumber } from './values.ts';

/** Where a call is expanded: what its expressions see, and whether something controls it. */
export interface Site {
  readonly low: Lowering;
  readonly around: Surroundings;
  readonly controlled: boolean;
  readonly depth: number;
  readonly out: UnitaryOp[];
}

/** Work of expanding one call, next to that of one expression node. */
const CALL_STEPS = 4;

const isUserGate = (gate: Gate): gate is UserGate => 'definition' in gate;

const sizes = (gate: Gate): { readonly params: number; readonly qubits: number } =>
  isUserGate(gate)
    ? { params: gate.definition.params.length, qubits: gate.definition.qubits.length }
    : gate;

/** The gate that a call names; it must be defined above. */
export const gateOf = (low: Lowering, name: string, at: number): Gate => {
  const gate = low.gates.get(name);
  if (gate === undefined) {
    low.assertKnown(name);
    const hint = missingGateHint(low.version, name);
    throw new Problem(at, `gate ${quote(name)} is not defined`, hint);
  }
  if (!isUserGate(gate) || gate.definition.body !== undefined) return gate;
  const hint = 'Define it with gate, or leave it out';
  throw new Problem(at, `gate ${quote(name)} is opaque: it has no definition`, hint);
};

/** Qubits that each modifier takes in front of those of the gate. */
const controlCounts = (modifiers: readonly Modifier[], around: Surroundings): readonly number[] =>
  modifiers.map((modifier) => {
    if (modifier.kind === 'inv' || modifier.kind === 'pow') return 0;
    if (modifier.count === undefined) return 1;
    const n = evaluateIndex(modifier.count, around);
    if (n >= 1) return n;
    throw new Problem(modifier.count.at, `${n} control qubits`, 'Use at least 1');
  });

/** Checks the numbers of parameters and qubits of a call; returns the qubits of each modifier. */
export const checkArity = (
  { name, at, args, operands, modifiers }: GateCall,
  gate: Gate,
  around: Surroundings,
): readonly number[] => {
  const { params, qubits } = sizes(gate);
  if (args.length !== params) {
    const message = `${name} takes ${count(params, 'parameter')}, got ${args.length}`;
    throw new Problem(at, message, `Write ${count(params, 'parameter')} in parentheses`);
  }
  const counts = controlCounts(modifiers, around);
  const total = counts.reduce((sum, n) => sum + n, qubits);
  if (operands.length === total) return counts;
  const message = `${name} takes ${count(total, 'qubit')} here, got ${operands.length}`;
  throw new Problem(at, message, 'Control qubits come first');
};

/** Appends to `site.out` what a call does to `qubits`, one for each operand. */
export const expandCall = (site: Site, call: GateCall, qubits: readonly number[]): void => {
  const { low, around } = site;
  const gate = gateOf(low, call.name, call.at);
  const counts = checkArity(call, gate, around);
  low.charge(CALL_STEPS + qubits.length, call.at);
  const params = call.args.map((arg) => finite(toNumber(evaluate(arg, around)), arg.at));
  if (call.modifiers.length === 0) {
    applyGate(site, gate, params, qubits, call.at);
    return;
  }
  const used = counts.reduce((sum, n) => sum + n, 0);
  const inner: UnitaryOp[] = [];
  const innerSite = { ...site, out: inner, controlled: site.controlled || used > 0 };
  applyGate(innerSite, gate, params, qubits.slice(used), call.at);
  append(site, modified(call.modifiers, counts, inner, qubits, site), call.at);
};

/** Applies modifiers from the one next to the gate outwards. */
const modified = (
  modifiers: readonly Modifier[],
  counts: readonly number[],
  ops: readonly UnitaryOp[],
  qubits: readonly number[],
  { low, around }: Site,
): readonly UnitaryOp[] => {
  let taken = counts.reduce((sum, n) => sum + n, 0);
  let result = ops;
  for (const [k, modifier] of [...modifiers.entries()].reverse()) {
    const controls = qubits.slice(taken - counts[k]!, taken);
    taken -= counts[k]!;
    low.charge(result.length * (1 + controls.length), modifier.at);
    result = modifyOnce(modifier, result, controls, around);
  }
  return result;
};

const modifyOnce = (
  modifier: Modifier,
  ops: readonly UnitaryOp[],
  controls: readonly number[],
  around: Surroundings,
): readonly UnitaryOp[] => {
  switch (modifier.kind) {
    case 'inv':
      return invert(ops);
    case 'ctrl':
      return control(ops, controls);
    case 'negctrl':
      return negativeControl(ops, controls);
    case 'pow': {
      const exponent = exponentOf(modifier, around);
      assertRoom(powerLength(ops, exponent), modifier.at);
      around.charge(powerLength(ops, exponent), modifier.at);
      return power(ops, exponent);
    }
  }
};

const exponentOf = (
  { exponent }: Modifier & { readonly kind: 'pow' },
  around: Surroundings,
): number => {
  const value = toNumber(evaluate(exponent, around));
  if (Number.isSafeInteger(value)) return value;
  const hint = 'Use a whole exponent, or the gate that is the root: s for pow(0.5) @ z';
  throw new Problem(exponent.at, `pow(${value}) is not supported`, hint);
};

const append = ({ out }: Site, ops: readonly UnitaryOp[], at: number): void => {
  assertRoom(out.length + ops.length, at);
  for (const op of ops) out.push(op);
};

const applyGate = (
  site: Site,
  gate: Gate,
  params: readonly number[],
  qubits: readonly number[],
  at: number,
): void => {
  if (isUserGate(gate)) applyDefinition(site, gate, params, qubits, at);
  else applyLibraryGate(site, gate, params, qubits, at);
};

const applyLibraryGate = (
  site: Site,
  gate: LibraryGate,
  params: readonly number[],
  qubits: readonly number[],
  at: number,
): void => {
  const place = (local: readonly number[]): number[] => local.map((k) => qubits[k]!);
  const ops = gate.build(...params).map((op) => ({
    ...op,
    targets: place(op.targets),
    controls: place(op.controls),
  }));
  // a phase of the whole gate shows only where something controls the gate
  const keepPhase = site.controlled || gate.qubits === 0;
  const visible = keepPhase ? ops : ops.filter((op) => op.gate !== 'gphase');
  site.low.charge(visible.length, at);
  append(site, visible, at);
};

const applyDefinition = (
  site: Site,
  { definition, slots }: UserGate,
  params: readonly number[],
  qubits: readonly number[],
  at: number,
): void => {
  const depth = site.depth + 1;
  if (depth > QASM_LIMITS.gateDepthMax) {
    const message = `gates call gates more than ${QASM_LIMITS.gateDepthMax} deep`;
    throw new Problem(at, message, 'Flatten the definitions', true);
  }
  site.low.charge(params.length, at);
  const around = gateSurroundings(site.low, definition.params, params);
  const inner = { ...site, around, depth };
  for (const item of definition.body ?? []) {
    const chosen = item.operands.map((operand) => qubits[slots.get(operand.name)!]!);
    if (item.kind === 'call') expandCall(inner, item, chosen);
    else append(site, [barrierOn(item, chosen, qubits)], item.at);
  }
};

const barrierOn = (
  { operands }: Barrier,
  chosen: readonly number[],
  all: readonly number[],
): UnitaryOp => ({ kind: 'barrier', qubits: operands.length > 0 ? chosen : [...all] });

/** A gate's body sees its parameters and the constants of the program, nothing else. */
export const gateSurroundings = (
  low: Lowering,
  names: readonly { readonly text: string }[],
  params: readonly number[],
): Surroundings => {
  const values = new Map(names.map(({ text }, k) => [text, params[k]!]));
  return {
    charge: (steps, at) => low.charge(steps, at),
    lookup: (name) => {
      const value = values.get(name);
      if (value !== undefined) return parameter(value);
      const binding = low.global.lookup(name);
      return binding?.kind === 'variable' && binding.constant ? binding : undefined;
    },
  };
};

const parameter = (value: number) =>
  ({
    kind: 'variable',
    type: 'float',
    width: undefined,
    constant: true,
    runtimeDepth: 0,
    value: float(value),
  }) as const;
