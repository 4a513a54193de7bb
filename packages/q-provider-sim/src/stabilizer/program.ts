import {
  fail,
  ok,
  validateCircuit,
  type Circuit,
  type CircuitOp,
  type GateOp,
  type Result,
} from '@xdv/domain-model';
import { compileCircuit } from '../engine/compile.ts';
import type { NoiseModel } from '../noise/model.ts';
import { isClifford, lowerGate, type CliffordGate } from './clifford.ts';
import {
  completeNoise,
  depolarizing,
  flipping,
  type PauliNoise,
  type PauliProbabilities,
} from './pauli-noise.ts';
import { programOfPlan } from './plan-program.ts';

export interface GateInstruction extends CliffordGate {
  readonly kind: 'gate';
}

export interface MeasureInstruction {
  readonly kind: 'measure';
  readonly qubit: number;
  readonly bit: number;
  /** Probability that the bit, but not the qubit, is flipped. */
  readonly misread: number;
}

export interface ResetInstruction {
  readonly kind: 'reset';
  readonly qubit: number;
}

/** A Pauli channel: qubit k is digit k of an index. */
export interface NoiseInstruction {
  readonly kind: 'noise';
  readonly qubits: readonly number[];
  readonly probabilities: PauliProbabilities;
}

export interface IfInstruction {
  readonly kind: 'if';
  readonly bits: readonly number[];
  readonly values: readonly number[];
  readonly then: readonly Instruction[];
  readonly otherwise: readonly Instruction[];
}

/** What is the same in every shot: no instruction depends on an outcome. */
export type StraightInstruction =
  | GateInstruction
  | MeasureInstruction
  | ResetInstruction
  | NoiseInstruction;

export type Instruction = StraightInstruction | IfInstruction;

/** A Clifford circuit in primitives, with its noise in place. */
export interface Program {
  readonly qubits: number;
  readonly bits: number;
  readonly instructions: readonly Instruction[];
}

export interface StraightProgram extends Program {
  readonly instructions: readonly StraightInstruction[];
}

/** The channels of one noise model; null where there is none. */
interface Channels {
  readonly gate1: PauliProbabilities | null;
  readonly gate2: PauliProbabilities | null;
  readonly measure: PauliProbabilities | null;
  readonly reset: PauliProbabilities | null;
  readonly idle: PauliProbabilities | null;
}

const channelsOf = (noise: PauliNoise): Channels => {
  const { gate1, gate2, measure, reset, idle } = completeNoise(noise);
  return {
    gate1: gate1 === 0 ? null : depolarizing(1, gate1),
    gate2: gate2 === 0 ? null : depolarizing(2, gate2),
    measure: measure === 0 ? null : flipping(measure),
    reset: reset === 0 ? null : flipping(reset),
    idle: idle === 0 ? null : depolarizing(1, idle),
  };
};

type Emit = (instruction: Instruction) => void;

const emitNoise = (
  emit: Emit,
  qubits: readonly number[],
  probabilities: PauliProbabilities | null,
): void => {
  if (probabilities !== null) emit({ kind: 'noise', qubits, probabilities });
};

const emitGate = (emit: Emit, op: GateOp, channels: Channels): void => {
  for (const gate of lowerGate(op)!) emit({ kind: 'gate', ...gate });
  const qubits = [...op.controls, ...op.targets];
  if (qubits.length === 1) emitNoise(emit, qubits, channels.gate1);
  if (qubits.length === 2) emitNoise(emit, qubits, channels.gate2);
};

const compileOps = (ops: readonly CircuitOp[], channels: Channels): readonly Instruction[] => {
  const instructions: Instruction[] = [];
  const emit: Emit = (instruction) => void instructions.push(instruction);
  for (const op of ops) {
    switch (op.kind) {
      case 'gate':
        emitGate(emit, op, channels);
        break;
      case 'measure':
        emitNoise(emit, [op.qubit], channels.measure);
        emit({ kind: 'measure', qubit: op.qubit, bit: op.bit, misread: 0 });
        break;
      case 'reset':
        emit({ kind: 'reset', qubit: op.qubit });
        emitNoise(emit, [op.qubit], channels.reset);
        break;
      case 'delay':
        emitNoise(emit, [op.qubit], channels.idle);
        break;
      case 'if': {
        const { bits, values } = op;
        const then = compileOps(op.then, channels);
        const otherwise = compileOps(op.otherwise, channels);
        emit({ kind: 'if', bits, values, then, otherwise });
        break;
      }
      case 'barrier':
    }
  }
  return instructions;
};

/** The first gate wider than any channel of the noise; undefined if there is none. */
const widerThanNoise = (ops: readonly CircuitOp[]): GateOp | undefined => {
  for (const op of ops) {
    if (op.kind === 'gate' && op.controls.length + op.targets.length > 2) return op;
    if (op.kind !== 'if') continue;
    const inner = widerThanNoise(op.then) ?? widerThanNoise(op.otherwise);
    if (inner !== undefined) return inner;
  }
  return undefined;
};

type Compile = (circuit: Circuit) => Result<Program>;

const withChannels =
  (channels: Channels): Compile =>
  ({ qubits, bits, ops }) => {
    const wide = channels.gate2 === null ? undefined : widerThanNoise(ops);
    if (wide === undefined) return ok({ qubits, bits, instructions: compileOps(ops, channels) });
    const message = `noise.gate2 after ${wide.gate} on more than two qubits`;
    return fail('GATE_UNSUPPORTED', message, 'Write the gate as gates on two qubits');
  };

const withModel =
  (noise: NoiseModel): Compile =>
  (circuit) =>
    programOfPlan(compileCircuit(circuit, noise));

/**
 * Noise that a stabilizer simulation understands: by kind of operation, or a model made by
 * `noiseModel` all of whose channels are mixtures of Paulis on at most 4 qubits.
 */
export type StabilizerNoise = PauliNoise | NoiseModel;

const isModel = (noise: StabilizerNoise): noise is NoiseModel => 'durations' in noise;

/**
 * The program of a circuit. Fails with CIRCUIT_INVALID, or with GATE_UNSUPPORTED naming the first
 * gate that is not Clifford, or noise that is no mixture of Paulis or not defined for a gate.
 * Throws RangeError for noise out of range. Linear in operations.
 */
export const compileProgram = (
  circuit: Circuit,
  noise: StabilizerNoise = {},
): Result<Program> => {
  if (noise === null || typeof noise !== 'object') {
    throw new RangeError(`noise must be an object, got ${String(noise)}`);
  }
  const compile = isModel(noise) ? withModel(noise) : withChannels(channelsOf(noise));
  const valid = validateCircuit(circuit);
  if (!valid.ok) return valid;
  const verdict = isClifford(valid.value);
  if (!verdict.clifford) {
    const message = `${verdict.path} is ${verdict.gate}, which is no Clifford gate`;
    return fail('GATE_UNSUPPORTED', message, 'Use the state-vector engine for this circuit');
  }
  if ((circuit.scratch ?? 0) > 0) {
    const message = `the circuit has ${circuit.scratch} classical bits of its own`;
    return fail('GATE_UNSUPPORTED', message, 'Use the state-vector engine for this circuit');
  }
  return compile(valid.value);
};

/** Whether no instruction depends on an outcome. */
export const isStraight = (program: Program): program is StraightProgram =>
  program.instructions.every(({ kind }) => kind !== 'if');
