import {
  CIRCUIT_LIMITS,
  createRandom,
  deriveSeed,
  fail,
  namedSeed,
  ok,
  validateCircuit,
  type Circuit,
  type CountsResult,
  type QCalibration,
  type RandomStream,
  type Result,
} from '@xdv/domain-model';
import { checkCalibration, PERFECT } from './calibration.ts';
import { compileCircuit, type MeasureStep, type Plan, type Step } from './compile.ts';
import { applyGate } from './gates.ts';
import { allocateState, SIMULATION_LIMITS } from './memory.ts';
import type { StateVector } from './state.ts';
import { createTally, type Tally } from './tally.ts';
import { performSteps, performTail, readIndex } from './trajectory.ts';

export interface SimulateOptions {
  /** 1 to 10,000,000. */
  readonly shots: number;
  /** Safe integer; the same seed gives the same counts. */
  readonly seed: number;
  /** Times and errors of the device; without it every operation is perfect. */
  readonly calibration?: QCalibration;
  /** Most qubits that gates may touch, 24 by default, at most 30. */
  readonly qubitsMax?: number;
}

/** Draws sorted at a time, so that memory does not grow with the number of shots. */
const CHUNK = 2 ** 20;

const isFixed = (step: Step): boolean =>
  step.kind === 'unitary' && step.decays.length === 0 && step.error === 0;

/** The steps before the first chance event: the same in every shot. */
const prefixLength = (body: readonly Step[]): number => {
  const first = body.findIndex((step) => !isFixed(step));
  return first < 0 ? body.length : first;
};

const isDeferrable = (plan: Plan, prefix: number): boolean =>
  prefix === plan.body.length && plan.tail.every((step) => step.decays.length === 0);

/** A stream for steps that draw nothing. */
const NO_CHANCE: RandomStream = createRandom(0);

const canMisread = (step: MeasureStep): boolean => step.read1Given0 > 0 || step.read0Given1 > 0;

/** Counts shots whose basis states are `found`, in ascending order. */
const countFound = (
  found: Int32Array,
  plan: Plan,
  tally: Tally,
  random: RandomStream,
): void => {
  const bits = new Uint8Array(plan.bits);
  const misreads = plan.tail.some(canMisread);
  for (let k = 0, next = 0; k < found.length; k = next) {
    next = k + 1;
    while (!misreads && next < found.length && found[next] === found[k]) next++;
    readIndex(found[k]!, plan.tail, bits, random);
    tally.add(bits, next - k);
  }
};

/** All shots from one state: time ∝ 2^qubits + shots · log shots. */
const sampleShots = (
  plan: Plan,
  state: StateVector,
  { shots, seed }: SimulateOptions,
  tally: Tally,
): void => {
  const draws = createRandom(namedSeed(seed, 'sample'));
  const readout = createRandom(namedSeed(seed, 'readout'));
  for (let done = 0; done < shots; done += CHUNK) {
    const chunk = new Float64Array(Math.min(CHUNK, shots - done));
    for (let k = 0; k < chunk.length; k++) chunk[k] = draws.float();
    countFound(state.locate(chunk.sort()), plan, tally, readout);
  }
};

/** Every shot by itself, from where the chance events begin: time ∝ 2^qubits · shots. */
const repeatShots = (
  plan: Plan,
  state: StateVector,
  prefix: number,
  { shots, seed }: SimulateOptions,
  tally: Tally,
): void => {
  const rest = plan.body.slice(prefix);
  const bits = new Uint8Array(plan.bits);
  if (prefix > 0) state.save();
  for (let shot = 0; shot < shots; shot++) {
    const random = createRandom(deriveSeed(seed, shot));
    if (prefix > 0) state.restore();
    else state.clear(0);
    bits.fill(0);
    performSteps(state, rest, bits, random);
    performTail(state, plan.tail, bits, random);
    tally.add(bits, 1);
  }
};

/** Runs a compiled circuit. Fails like {@link simulate}, except for CIRCUIT_INVALID. */
export const runPlan = (plan: Plan, options: SimulateOptions): Result<CountsResult> => {
  const allocated = allocateState(plan.slots, options.qubitsMax);
  if (!allocated.ok) return allocated;
  const state = allocated.value;
  const tally = createTally(plan.bits, SIMULATION_LIMITS.outcomeCharsMax);
  const prefix = prefixLength(plan.body);
  state.clear(0);
  performSteps(state, plan.body.slice(0, prefix), new Uint8Array(0), NO_CHANCE);
  if (isDeferrable(plan, prefix)) sampleShots(plan, state, options, tally);
  else repeatShots(plan, state, prefix, options, tally);
  return tally.result();
};

/** 1 to `shotsMax` shots. */
export const isShots = (shots: unknown): shots is number =>
  Number.isInteger(shots) && Number(shots) >= 1 && Number(shots) <= CIRCUIT_LIMITS.shotsMax;

const checkOptions = ({ shots, seed, calibration }: SimulateOptions, qubits: number): void => {
  const { shotsMax } = CIRCUIT_LIMITS;
  const asked = String(shots);
  if (!isShots(shots)) throw new RangeError(`shots must be 1 to ${shotsMax}, got ${asked}`);
  if (!Number.isSafeInteger(seed)) throw new RangeError(`seed must be a safe integer, got ${seed}`);
  if (calibration !== undefined) checkCalibration(calibration, qubits);
};

/**
 * Runs a circuit from |0…0⟩ and counts the classical bits at the end, those never written as 0.
 * Only qubits that gates touch take memory: 16 · 2^n bytes, twice that if shots differ after a
 * common beginning. With a calibration each shot is a quantum trajectory: T1 and T2 decay over the
 * ASAP schedule, Pauli errors after gates, readout errors.
 *
 * Fails with CIRCUIT_INVALID, CIRCUIT_TOO_LARGE (before taking memory) or RESOURCE_EXHAUSTED;
 * throws RangeError for an option out of range.
 */
export const simulate = (circuit: Circuit, options: SimulateOptions): Result<CountsResult> => {
  const valid = validateCircuit(circuit);
  if (!valid.ok) return valid;
  checkOptions(options, circuit.qubits);
  return runPlan(compileCircuit(valid.value, options.calibration ?? PERFECT), options);
};

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
