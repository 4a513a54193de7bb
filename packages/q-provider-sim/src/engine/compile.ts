import type {
  Circuit,
  CircuitOp,
  Classical,
  GateOp,
  IfOp,
  MeasureOp,
  ResetOp,
  SetOp,
  WhileOp,
} from '@xdv/domain-model';
import type { Channel } from '../noise/channel.ts';
import { createLookup, isVirtual, type NoiseLookup } from '../noise/lookup.ts';
import type { NoiseModel } from '../noise/model.ts';
import {
  claim,
  createLayout,
  forkTimes,
  latest,
  occupy,
  settle,
  type Layout,
} from './layout.ts';
import type { SlotGate } from './state.ts';
import { splitTail } from './tail.ts';

interface Sized {
  /** Live slots that the step needs: every slot it names is below. */
  readonly width: number;
}

/** A gate without errors. */
export interface UnitaryStep extends Sized {
  readonly kind: 'unitary';
  readonly gate: SlotGate;
}

/** Noise: qubit k of the channel is `slots[k]`. */
export interface ChannelStep extends Sized {
  readonly kind: 'channel';
  readonly channel: Channel;
  readonly slots: readonly number[];
}

/** A measurement in the computational basis, with its chances of being misreported. */
export interface MeasureStep extends Sized {
  readonly kind: 'measure';
  /** Below 0: nothing ever touched the qubit, so it is |0⟩. */
  readonly slot: number;
  readonly bit: number;
  readonly read1Given0: number;
  readonly read0Given1: number;
}

export interface ResetStep extends Sized {
  readonly kind: 'reset';
  readonly slot: number;
}

/** `taken` is performed if every listed bit has its listed value, else `otherwise`. */
export interface IfStep extends Sized {
  readonly kind: 'if';
  readonly bits: readonly number[];
  readonly values: readonly number[];
  readonly taken: readonly Step[];
  readonly otherwise: readonly Step[];
}

/** Writes classical bits. */
export interface SetStep extends Sized {
  readonly kind: 'set';
  readonly op: SetOp;
}

/** A gate whose angles are computed from classical bits: `gate.params` is empty. */
export interface ComputedStep extends Sized {
  readonly kind: 'computed';
  readonly gate: SlotGate;
  readonly params: readonly Classical[];
}

/** `body` is performed while every listed bit has its listed value, at most `max` times. */
export interface WhileStep extends Sized {
  readonly kind: 'while';
  readonly bits: readonly number[];
  readonly values: readonly number[];
  readonly max: number;
  readonly body: readonly Step[];
}

/**
 * What one shot does: the program that every engine performs, with slots for qubits, and with
 * noise and the passing of time as channels. The longer branch of a condition sets the times, so
 * they do not depend on outcomes.
 */
export type Step =
  | UnitaryStep
  | ChannelStep
  | MeasureStep
  | ResetStep
  | IfStep
  | SetStep
  | ComputedStep
  | WhileStep;

/** Compiles operations one after another onto a layout, which they bring up to date. */
interface Build {
  readonly layout: Layout;
  readonly noise: NoiseLookup;
  readonly steps: Step[];
}

/** Adds channels on qubits: those on one qubit act on each. Slots are given out as needed. */
const disturb = (
  { layout, steps }: Build,
  channels: readonly Channel[],
  qubits: readonly number[],
): void => {
  for (const channel of channels) {
    const groups = channel.qubits === 1 ? qubits.map((qubit) => [qubit]) : [qubits];
    for (const group of groups) {
      const slots = claim(layout, group);
      steps.push({ kind: 'channel', width: layout.slots.count, channel, slots });
    }
  }
};

/** Lets `qubit` decay until `untilNs`. */
const decay = (build: Build, qubit: number, untilNs: number): void => {
  const elapsed = settle(build.layout, qubit, untilNs);
  if (elapsed > 0) disturb(build, build.noise.decay(qubit, elapsed), [qubit]);
};

/** A gate acts at its start; the time it takes decays before the next operation of its qubits. */
const compileGate = (op: GateOp, build: Build, computed?: readonly Classical[]): void => {
  const { layout, noise, steps } = build;
  const qubits = [...op.targets, ...op.controls];
  const start = occupy(layout, qubits, noise.durations.gateNs(op));
  // decay commutes with diagonal gates on one qubit, so it can wait
  if (!isVirtual(op)) for (const qubit of qubits) decay(build, qubit, start);
  const gate: SlotGate = {
    gate: op.gate,
    targets: claim(layout, op.targets),
    params: op.params,
    controls: claim(layout, op.controls),
  };
  const width = layout.slots.count;
  if (computed === undefined) steps.push({ kind: 'unitary', width, gate });
  else steps.push({ kind: 'computed', width, gate, params: computed });
  disturb(build, noise.gate(op, qubits), qubits);
  for (const { spectators, channels } of noise.crosstalk(qubits)) {
    const near = spectators.filter((qubit) => qubit < layout.free.length);
    for (const qubit of near) decay(build, qubit, start);
    // a joint channel needs all of its qubits
    const whole = near.length === spectators.length;
    disturb(build, channels.filter(({ qubits: width }) => width === 1 || whole), near);
  }
};

/** A measurement collapses at its start: decay while reading is part of the readout error. */
const compileMeasure = (op: MeasureOp, build: Build): void => {
  const { layout, noise, steps } = build;
  decay(build, op.qubit, occupy(layout, [op.qubit], noise.durations.measureNs));
  disturb(build, noise.beforeMeasure(op.qubit), [op.qubit]);
  const readout = noise.readout(op.qubit);
  steps.push({
    kind: 'measure',
    width: layout.slots.count,
    slot: layout.slots.of[op.qubit]!,
    bit: op.bit,
    read1Given0: readout?.read1Given0 ?? 0,
    read0Given1: readout?.read0Given1 ?? 0,
  });
};

const compileReset = (op: ResetOp, build: Build): void => {
  const { layout, noise, steps } = build;
  const { resetNs } = noise.durations;
  layout.settled[op.qubit] = occupy(layout, [op.qubit], resetNs) + resetNs; // |0⟩ does not decay
  const slot = layout.slots.of[op.qubit]!;
  if (slot >= 0) steps.push({ kind: 'reset', width: layout.slots.count, slot });
  disturb(build, noise.afterReset(op.qubit), [op.qubit]);
};

const decayAll = (build: Build, until: Float64Array): void => {
  for (const [qubit, time] of until.entries()) decay(build, qubit, time);
};

/** Waits until the outcomes have reached the controller: from then on all qubits are free. */
const feedForward = (build: Build): number => {
  const { layout, noise } = build;
  const start = latest(layout) + noise.durations.feedForwardNs;
  layout.free.fill(start);
  decayAll(build, layout.free);
  return start;
};

const compileIf = (op: IfOp, build: Build): void => {
  const { layout, noise, steps } = build;
  feedForward(build);
  const then: Build = { layout, noise, steps: [] };
  const other: Build = { layout: forkTimes(layout), noise, steps: [] };
  compileInto(then, op.then);
  compileInto(other, op.otherwise);
  for (const [q, time] of other.layout.free.entries()) {
    layout.free[q] = Math.max(layout.free[q]!, time);
  }
  // both branches end at the same time, so that what follows has one schedule
  decayAll(then, layout.free);
  decayAll(other, layout.free);
  steps.push({
    kind: 'if',
    width: layout.slots.count,
    bits: op.bits,
    values: op.values,
    taken: then.steps,
    otherwise: other.steps,
  });
};

/** Rounds are alike: each ends as the first one began, with all outcomes at the controller. */
const compileWhile = (op: WhileOp, build: Build): void => {
  const { layout, noise, steps } = build;
  const start = feedForward(build);
  const body: Build = { layout, noise, steps: [] };
  compileInto(body, op.body);
  const round = feedForward(body) - start;
  // the schedule reserves all rounds; what decays is only what is performed
  layout.free.fill(start + op.max * round);
  layout.settled.fill(start + op.max * round);
  const { bits, values, max } = op;
  steps.push({ kind: 'while', width: layout.slots.count, bits, values, max, body: body.steps });
};

const compileInto = (build: Build, ops: readonly CircuitOp[]): void => {
  for (const op of ops) {
    switch (op.kind) {
      case 'gate':
        compileGate(op, build);
        break;
      case 'computed':
        compileGate({ ...op, kind: 'gate', params: [] }, build, op.params);
        break;
      case 'measure':
        compileMeasure(op, build);
        break;
      case 'reset':
        compileReset(op, build);
        break;
      case 'if':
        compileIf(op, build);
        break;
      case 'while':
        compileWhile(op, build);
        break;
      case 'set':
        build.steps.push({ kind: 'set', width: build.layout.slots.count, op });
        break;
      case 'barrier':
        occupy(build.layout, op.qubits, 0);
        break;
      case 'delay':
        occupy(build.layout, [op.qubit], op.ns);
    }
  }
};

/** The steps of operations that follow on what `layout` holds, which is brought up to date. */
export const compileOps = (
  ops: readonly CircuitOp[],
  layout: Layout,
  noise: NoiseLookup,
): Step[] => {
  const build: Build = { layout, noise, steps: [] };
  compileInto(build, ops);
  return build.steps;
};

/** A circuit ready to run from |0…0⟩. */
export interface Plan {
  /** Qubits that something acts on: the size of the state vector. */
  readonly slots: number;
  readonly bits: number;
  /** Classical bits in all: those of the outcome, then the circuit's own. */
  readonly memory: number;
  readonly body: readonly Step[];
  /** Measurements that nothing follows, at most one per qubit: one draw answers them all. */
  readonly tail: readonly MeasureStep[];
  /** Length of one shot. */
  readonly endNs: number;
}

/** Compiles a valid circuit. Linear in operations, times qubits per condition. */
export const compileCircuit = (circuit: Circuit, noise: NoiseModel): Plan => {
  const layout = createLayout(circuit.qubits);
  const steps = compileOps(circuit.ops, layout, createLookup(noise));
  return {
    slots: layout.slots.count,
    bits: circuit.bits,
    memory: circuit.bits + (circuit.scratch ?? 0),
    endNs: latest(layout),
    ...splitTail(steps),
  };
};
