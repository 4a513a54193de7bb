import { fail, ok, type CircuitOp, type GateOp, type Result } from '@xdv/domain-model';
import { claim, createLayout } from '../engine/layout.ts';
import type { SlotGate } from '../engine/state.ts';
import { angleAt, type AngleTerm, type ParametricCircuit } from './parametric.ts';

/** A gate of a program whose only angle depends on parameters. */
export interface Turn {
  /** Number of the gate in the structure. */
  readonly gate: number;
  readonly constant: number;
  readonly terms: readonly AngleTerm[];
}

/**
 * A parametric circuit ready for evaluation. Everything but the angles of `turns` is fixed: what an
 * engine compiles for one list of gates fits the lists of all parameter values.
 */
export interface Program {
  /** Qubits that gates touch. */
  readonly slots: number;
  /** Slot of each qubit, below 0 if no gate touches it. */
  readonly slotOf: Int32Array;
  /** The gates, with 0 for the angles of `turns`. */
  readonly structure: readonly SlotGate[];
  /** In the order of the structure. */
  readonly turns: readonly Turn[];
}

interface Build {
  readonly structure: SlotGate[];
  readonly turns: Turn[];
}

/** A gate with one angle, as a turn if terms are given. */
const pushTurning = (
  { structure, turns }: Build,
  gate: SlotGate,
  terms: readonly AngleTerm[] | undefined,
): void => {
  if (terms !== undefined) {
    turns.push({ gate: structure.length, constant: gate.params[0]!, terms });
  }
  structure.push(terms === undefined ? gate : { ...gate, params: [0] });
};

/** u(θ, φ, λ) = p(φ) ry(θ) p(λ), each with the controls of u. */
const pushGeneral = (
  build: Build,
  gate: SlotGate,
  terms: ReadonlyMap<number, readonly AngleTerm[]>,
): void => {
  for (const [name, angle] of [['p', 2], ['ry', 0], ['p', 1]] as const) {
    const part: SlotGate = { ...gate, gate: name, params: [gate.params[angle]!] };
    pushTurning(build, part, terms.get(angle));
  }
};

const pushGate = (
  build: Build,
  gate: SlotGate,
  terms: ReadonlyMap<number, readonly AngleTerm[]> | undefined,
): void => {
  if (terms === undefined) build.structure.push(gate);
  else if (gate.gate === 'u') pushGeneral(build, gate, terms);
  else pushTurning(build, gate, terms.get(0));
};

/** Terms by operation and angle. */
const byOp = ({
  dependences,
}: ParametricCircuit): ReadonlyMap<number, ReadonlyMap<number, readonly AngleTerm[]>> => {
  const found = new Map<number, Map<number, readonly AngleTerm[]>>();
  for (const { op, angle, terms } of dependences) {
    const angles = found.get(op) ?? new Map<number, readonly AngleTerm[]>();
    found.set(op, angles.set(angle, terms));
  }
  return found;
};

const isGate = (op: CircuitOp): op is GateOp => op.kind === 'gate';

/**
 * The program of a circuit of gates, barriers and delays, the last two of which do nothing. Fails
 * with CIRCUIT_INVALID naming an operation that leaves no single state.
 */
export const compileProgram = (parametric: ParametricCircuit): Result<Program> => {
  const { circuit } = parametric;
  const layout = createLayout(circuit.qubits);
  const terms = byOp(parametric);
  const build: Build = { structure: [], turns: [] };
  for (const [index, op] of circuit.ops.entries()) {
    if (op.kind === 'barrier' || op.kind === 'delay') continue;
    if (!isGate(op)) {
      const message = `ops[${index}] is a ${op.kind}, which leaves no single state`;
      return fail('CIRCUIT_INVALID', message, 'Use parameterShift with a runner for such circuits');
    }
    const { gate, params } = op;
    const targets = claim(layout, op.targets);
    const controls = claim(layout, op.controls);
    pushGate(build, { gate, targets, params, controls }, terms.get(index));
  }
  return ok({ slots: layout.slots.count, slotOf: layout.slots.of, ...build });
};

/** The angles of the turns at values that were checked. */
export const anglesAt = ({ turns }: Program, values: ArrayLike<number>): Float64Array =>
  Float64Array.from(turns, ({ constant, terms }) => angleAt(constant, terms, values));

/** The gates with the angles of the turns; gates without parameters are the same objects. */
export const gatesAt = (
  { structure, turns }: Program,
  angles: Float64Array,
): readonly SlotGate[] => {
  const gates = [...structure];
  for (const [k, { gate }] of turns.entries()) {
    gates[gate] = { ...structure[gate]!, params: [angles[k]!] };
  }
  return gates;
};
