import {
  CIRCUIT_LIMITS,
  fail,
  ok,
  validateCircuit,
  type Circuit,
  type CountsResult,
  type QCalibration,
  type Result,
} from '@xdv/domain-model';
import { checkNoise, NOISELESS, noiseFromCalibration, type NoiseModel } from '../noise/model.ts';
import { checkCalibration } from './calibration.ts';
import { orStopped } from './classical.ts';
import { compileCircuit, type Plan } from './compile.ts';
import { deferMeasurements } from './defer.ts';
import { createDraws } from './draws.ts';
import { createFaults } from './faults.ts';
import { applyGate } from './gates.ts';
import { allocateState, checkSize, PLAIN, SIMULATION_LIMITS, type Backend } from './memory.ts';
import { createOutcomes, tooLong } from './outcomes.ts';
import { createProgram } from './program.ts';
import { createShots, outcomeWords, wordsFor } from './shots.ts';
import type { StateVector } from './state.ts';
import { createTrunk, runChunk, type Tree } from './tree.ts';

export interface SimulateOptions {
  /** 1 to 10,000,000. */
  readonly shots: number;
  /** Number of the first shot, 0 by default; with `shots` at most 2^32. */
  readonly firstShot?: number;
  /** Safe integer; the same seed gives the same shots. */
  readonly seed: number;
  /** Times and errors of a device; without it or `noise` every operation is perfect. */
  readonly calibration?: QCalibration;
  /** A noise model in place of a calibration. */
  readonly noise?: NoiseModel;
  /** Whether to list the outcome of every shot, not by default. */
  readonly memory?: boolean;
  /** Most qubits that gates may touch, 24 by default, at most 30. */
  readonly qubitsMax?: number;
  /** Memory for states that shots return to, 1 GiB by default; less costs time, not exactness. */
  readonly savedBytesMax?: number;
}

export interface SimulationResult extends CountsResult {
  /** The outcome of every shot in order, if asked for. */
  readonly memory?: readonly string[];
}

/** How far a simulation is: of the steps of all shots, how many are done. */
export interface Progress {
  readonly done: number;
  readonly total: number;
}

/** Shots and words of outcomes at a time, so that memory does not grow with the number of shots. */
const CHUNK_SHOTS = 2 ** 20;
const CHUNK_WORDS = 2 ** 23;

/** Runs a compiled circuit. Fails like {@link simulation}, except for CIRCUIT_INVALID. */
export const runPlan = (
  plan: Plan,
  options: SimulateOptions,
  backend: Backend = PLAIN,
): Generator<Progress, Result<SimulationResult>> => orStopped(runShots(plan, options, backend));

function* runShots(
  plan: Plan,
  options: SimulateOptions,
  backend: Backend,
): Generator<Progress, Result<SimulationResult>> {
  const { shots, seed, firstShot = 0, memory = false } = options;
  const { outcomeCharsMax, savedBytesMax } = SIMULATION_LIMITS;
  if (memory && shots * plan.bits > outcomeCharsMax) {
    return tooLong('the outcomes of all shots', outcomeCharsMax);
  }
  const sized = checkSize(plan.slots, options.qubitsMax);
  if (!sized.ok) return sized;
  const created = backend.create(plan.slots);
  if (!created.ok) return created;

  const program = createProgram(deferMeasurements(plan), backend.stretchMax(plan.slots));
  const draws = createDraws(seed);
  const faults = createFaults(program.probabilities, draws);
  const trunk = createTrunk(created.value, options.savedBytesMax ?? savedBytesMax);
  const outcomes = createOutcomes(plan.bits, outcomeCharsMax, memory);
  const steps = program.nodes.length;
  const tree: Tree = { done: 0 };
  const total = shots * steps;
  const chunk = Math.min(CHUNK_SHOTS, Math.ceil(CHUNK_WORDS / wordsFor(plan.memory)));

  yield { done: 0, total };
  for (const node of program.nodes.slice(0, program.prefix)) {
    if (node.kind === 'block') trunk.step({ kind: 'gates', gates: node.gates });
    tree.done += shots;
    yield { done: tree.done, total };
  }
  const start = trunk.mark(Math.ceil(shots / chunk));
  for (let at = 0; at < shots && !outcomes.full; at += chunk) {
    const count = Math.min(chunk, shots - at);
    const run = {
      program,
      draws,
      faults,
      shots: createShots(firstShot + at, count, plan.memory, faults),
    };
    for (const _ of runChunk(run, trunk, start, tree)) yield { done: tree.done, total };
    outcomes.add(outcomeWords(run.shots, plan));
    yield { done: tree.done, total };
  }
  if (outcomes.full) return tooLong('the distinct outcomes', outcomeCharsMax);
  const result: CountsResult = { kind: 'counts', shots, counts: outcomes.counts() };
  return ok(memory ? { ...result, memory: outcomes.memory } : result);
}

/** 1 to `shotsMax` shots. */
const isShots = (shots: unknown): shots is number =>
  Number.isInteger(shots) && Number(shots) >= 1 && Number(shots) <= CIRCUIT_LIMITS.shotsMax;

/** Throws RangeError for an option out of range. */
export const checkSimulation = (options: SimulateOptions, qubits: number): void => {
  const { shots, seed, firstShot = 0, calibration, noise, savedBytesMax = 0 } = options;
  const { shotsMax } = CIRCUIT_LIMITS;
  const asked = String(shots);
  if (!isShots(shots)) throw new RangeError(`shots must be 1 to ${shotsMax}, got ${asked}`);
  if (!Number.isSafeInteger(seed)) throw new RangeError(`seed must be a safe integer, got ${seed}`);
  if (!(Number.isInteger(firstShot) && firstShot >= 0 && firstShot + shots <= 2 ** 32)) {
    throw new RangeError(`firstShot must be 0 to ${2 ** 32 - shots}, got ${firstShot}`);
  }
  if (!(savedBytesMax >= 0)) {
    throw new RangeError(`savedBytesMax must be 0 or above, got ${savedBytesMax}`);
  }
  if (noise !== undefined) checkNoise(noise);
  if (calibration === undefined) return;
  if (noise !== undefined) throw new RangeError('calibration must be left out if there is noise');
  checkCalibration(calibration, qubits);
};

/** The noise that options ask for. */
export const noiseOf = ({ calibration, noise }: SimulateOptions): NoiseModel =>
  noise ?? (calibration === undefined ? NOISELESS : noiseFromCalibration(calibration));

/**
 * Like {@link simulate}, step by step: yields how far it is, at least once per stretch of gates,
 * and returns the result. The caller cancels by not going on.
 */
export function* simulation(
  circuit: Circuit,
  options: SimulateOptions,
  backend?: Backend,
): Generator<Progress, Result<SimulationResult>> {
  const valid = validateCircuit(circuit);
  if (!valid.ok) return valid;
  checkSimulation(options, circuit.qubits);
  return yield* runPlan(compileCircuit(valid.value, noiseOf(options)), options, backend);
}

/** Goes on to the end. */
export const finish = <T>(steps: Generator<unknown, T>): T => {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
};

/**
 * Runs a circuit from |0…0⟩ and counts the classical bits at the end, those never written as 0.
 * With noise each shot is a quantum trajectory: T1 and T2 decay over the ASAP schedule, channels
 * after gates, readout errors.
 *
 * Shots that have had the same chance outcomes so far share one evolution. Without chance before
 * the final measurements the circuit is evolved once: time ∝ gates · 2^n + shots. Pauli errors
 * travel along as frames until a gate that they do not commute with. A shot's outcome depends on
 * the circuit, the noise, the seed and its number alone, not on which other shots run.
 *
 * Only qubits that something acts on take memory: 16 · 2^n bytes, and as much again for every
 * state that shots return to, within `savedBytesMax`.
 *
 * Fails with CIRCUIT_INVALID, CIRCUIT_TOO_LARGE (before taking memory) or RESOURCE_EXHAUSTED; with
 * CIRCUIT_STOPPED if a classical value of some shot does not exist, DECOHERENCE_EXCEEDED if a loop
 * of some shot takes more rounds than it may. Throws RangeError for an option out of range.
 */
export const simulate = (
  circuit: Circuit,
  options: SimulateOptions,
  backend?: Backend,
): Result<SimulationResult> => finish(simulation(circuit, options, backend));

/**
 * The state that a circuit of gates makes of |0…0⟩, qubit k as bit k of the index. Barriers and
 * delays do nothing. Fails with CIRCUIT_INVALID if the circuit measures, resets or branches, with
 * CIRCUIT_TOO_LARGE above `qubitsMax` qubits, 24 by default.
 */
export const evolve = (circuit: Circuit, qubitsMax?: number): Result<StateVector> => {
  const valid = validateCircuit(circuit);
  if (!valid.ok) return valid;
  const allocated = allocateState(circuit.qubits, qubitsMax);
  if (!allocated.ok) return allocated;
  for (const [index, op] of circuit.ops.entries()) {
    if (op.kind === 'barrier' || op.kind === 'delay') continue;
    if (op.kind !== 'gate') {
      const message = `ops[${index}] is a ${op.kind}, which leaves no single state`;
      return fail('CIRCUIT_INVALID', message, 'Use simulate for circuits that are not all gates');
    }
    applyGate(allocated.value, op.gate, op.targets, op.params, op.controls);
  }
  return ok(allocated.value);
};
