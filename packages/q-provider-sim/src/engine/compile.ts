import type {
  Circuit,
  CircuitOp,
  GateOp,
  IfOp,
  MeasureOp,
  QCalibration,
  ResetOp,
} from '@xdv/domain-model';
import { PERFECT_QUBIT } from './calibration.ts';
import { gateActions, type Action } from './gates.ts';
import {
  claim,
  createLayout,
  forkTimes,
  gateErrorOf,
  gateTimeNs,
  isVirtual,
  latest,
  occupy,
  settle,
  type Layout,
} from './layout.ts';
import type { Decay } from './noise.ts';

interface Timed {
  /** Live qubits that the step needs. */
  readonly width: number;
  /** What the qubits went through since they were last looked at. */
  readonly decays: readonly Decay[];
}

export interface UnitaryStep extends Timed {
  readonly kind: 'unitary';
  readonly actions: readonly Action[];
  readonly slots: readonly number[];
  /** Probability of a Pauli error afterwards. */
  readonly error: number;
}

export interface MeasureStep extends Timed {
  readonly kind: 'measure';
  /** Below 0: no gate ever touched the qubit, so it is |0⟩. */
  readonly slot: number;
  readonly bit: number;
  readonly read1Given0: number;
  readonly read0Given1: number;
}

export interface ResetStep extends Timed {
  readonly kind: 'reset';
  readonly slot: number;
}

/** Only time passes. */
export interface WaitStep extends Timed {
  readonly kind: 'wait';
}

export interface IfStep extends Timed {
  readonly kind: 'if';
  readonly bits: readonly number[];
  readonly values: readonly number[];
  readonly taken: readonly Step[];
  readonly otherwise: readonly Step[];
}

/**
 * What one shot does, with slots for qubits and times already turned into probabilities. The
 * longer branch of a condition sets the times, so they do not depend on outcomes.
 */
export type Step = UnitaryStep | MeasureStep | ResetStep | WaitStep | IfStep;

/** A gate acts at its start; the time it takes decays before the next operation of its qubits. */
const compileGate = (op: GateOp, layout: Layout, calibration: QCalibration): Step => {
  const qubits = [...op.targets, ...op.controls];
  const start = occupy(layout, qubits, gateTimeNs(op, calibration));
  // decay commutes with diagonal gates on one qubit, so it can wait
  const decays = isVirtual(op) ? [] : settle(layout, qubits, start, calibration);
  const targets = claim(layout, op.targets);
  const controls = claim(layout, op.controls);
  return {
    kind: 'unitary',
    width: layout.slots.count,
    decays,
    actions: gateActions(op.gate, targets, op.params, controls),
    slots: [...targets, ...controls],
    error: gateErrorOf(op, calibration),
  };
};

/** A measurement collapses at its start: decay while reading is part of the readout error. */
const compileMeasure = (op: MeasureOp, layout: Layout, calibration: QCalibration): Step => {
  const start = occupy(layout, [op.qubit], calibration.measureNs);
  const { read1Given0, read0Given1 } = calibration.qubits[op.qubit] ?? PERFECT_QUBIT;
  return {
    kind: 'measure',
    width: layout.slots.count,
    decays: settle(layout, [op.qubit], start, calibration),
    slot: layout.slots.of[op.qubit]!,
    bit: op.bit,
    read1Given0,
    read0Given1,
  };
};

const compileReset = (op: ResetOp, layout: Layout, calibration: QCalibration): Step | null => {
  const end = occupy(layout, [op.qubit], calibration.resetNs) + calibration.resetNs;
  layout.settled[op.qubit] = end; // |0⟩ does not decay
  const slot = layout.slots.of[op.qubit]!;
  return slot < 0 ? null : { kind: 'reset', width: layout.slots.count, decays: [], slot };
};

const wait = (layout: Layout, until: Float64Array, calibration: QCalibration): WaitStep => {
  const decays: Decay[] = [];
  for (const [q, time] of until.entries()) decays.push(...settle(layout, [q], time, calibration));
  return { kind: 'wait', width: layout.slots.count, decays };
};

const compileIf = (op: IfOp, layout: Layout, calibration: QCalibration): Step => {
  layout.free.fill(latest(layout) + calibration.feedForwardNs);
  const { width, decays } = wait(layout, layout.free, calibration);
  const other = forkTimes(layout);
  const taken = compileOps(op.then, layout, calibration);
  const otherwise = compileOps(op.otherwise, other, calibration);
  for (const [q, time] of other.free.entries()) {
    layout.free[q] = Math.max(layout.free[q]!, time);
  }
  // both branches end at the same time, so that what follows has one schedule
  taken.push(wait(layout, layout.free, calibration));
  otherwise.push(wait(other, layout.free, calibration));
  const { bits, values } = op;
  return { kind: 'if', width, decays, bits, values, taken, otherwise };
};

const compileOp = (op: CircuitOp, layout: Layout, calibration: QCalibration): Step | null => {
  switch (op.kind) {
    case 'gate':
      return compileGate(op, layout, calibration);
    case 'measure':
      return compileMeasure(op, layout, calibration);
    case 'reset':
      return compileReset(op, layout, calibration);
    case 'if':
      return compileIf(op, layout, calibration);
    case 'barrier':
      occupy(layout, op.qubits, 0);
      return null;
    case 'delay':
      occupy(layout, [op.qubit], op.ns);
      return null;
  }
};

/** The steps of operations that follow on what `layout` holds, which is brought up to date. */
export const compileOps = (
  ops: readonly CircuitOp[],
  layout: Layout,
  calibration: QCalibration,
): Step[] => {
  const steps: Step[] = [];
  for (const op of ops) {
    const step = compileOp(op, layout, calibration);
    if (step !== null) steps.push(step);
  }
  return steps;
};

/** A circuit ready to run from |0…0⟩. */
export interface Plan {
  /** Qubits that gates touch: the size of the state vector. */
  readonly slots: number;
  readonly bits: number;
  readonly body: readonly Step[];
  /** Measurements that nothing follows, at most one per qubit: one draw answers them all. */
  readonly tail: readonly MeasureStep[];
  /** Length of one shot. */
  readonly endNs: number;
}

interface Later {
  readonly slots: Set<number>;
  readonly bits: Set<number>;
}

/** Adds what `step` touches, so that no measurement is moved past it. */
const note = (later: Later, step: Step): void => {
  for (const { slot } of step.decays) later.slots.add(slot);
  if (step.kind === 'unitary') for (const slot of step.slots) later.slots.add(slot);
  if ((step.kind === 'measure' || step.kind === 'reset') && step.slot >= 0) {
    later.slots.add(step.slot);
  }
  if (step.kind === 'measure') later.bits.add(step.bit);
  if (step.kind !== 'if') return;
  for (const bit of step.bits) later.bits.add(bit);
  for (const inner of step.taken) note(later, inner);
  for (const inner of step.otherwise) note(later, inner);
};

/**
 * Splits off the measurements that nothing depends on: no later operation on the qubit, no later
 * reader of the bit. Operations on other qubits commute with them.
 */
const splitTail = (steps: readonly Step[]): Pick<Plan, 'body' | 'tail'> => {
  const later: Later = { slots: new Set(), bits: new Set() };
  const body: Step[] = [];
  const tail: MeasureStep[] = [];
  for (const step of steps.toReversed()) {
    if (step.kind !== 'measure' || later.slots.has(step.slot) || later.bits.has(step.bit)) {
      note(later, step);
      body.push(step);
      continue;
    }
    if (step.slot >= 0) later.slots.add(step.slot);
    tail.push(step);
  }
  return { body: body.reverse(), tail: tail.reverse() };
};

/** Compiles a valid circuit. Linear in operations, times qubits per condition. */
export const compileCircuit = (circuit: Circuit, calibration: QCalibration): Plan => {
  const layout = createLayout(circuit.qubits);
  const steps = compileOps(circuit.ops, layout, calibration);
  return {
    slots: layout.slots.count,
    bits: circuit.bits,
    endNs: latest(layout),
    ...splitTail(steps),
  };
};
