import { ok, validateCircuit, type Circuit, type Result } from '@xdv/domain-model';
import { distributionOf, sampleOutcomes } from '../density/index.ts';
import { compileCircuit, type Plan } from '../engine/compile.ts';
import { PLAIN } from '../engine/memory.ts';
import {
  checkSimulation,
  finish,
  noiseOf,
  runPlan,
  type Progress,
  type SimulateOptions,
  type SimulationResult,
} from '../engine/simulate.ts';
import { STATE_QUBITS_MAX } from '../engine/state.ts';
import { bitAt, simulateStabilizer, type BitTable } from '../stabilizer/index.ts';
import type { CompiledStateOptions } from '../statevector/index.ts';
import { compiledBackend } from './backend.ts';
import { chooseEngine, type EngineChoice, type EngineOptions } from './choose.ts';

/** How to simulate: what is left out is chosen from the circuit. */
export interface RunOptions
  extends
    Omit<SimulateOptions, 'qubitsMax'>,
    EngineOptions,
    Pick<CompiledStateOptions, 'arithmetic' | 'threads'> {}

/** Outcomes of all shots from the rows of a table, bit 0 rightmost. */
const outcomesOf = (table: BitTable, shots: number, bits: number): readonly string[] =>
  Array.from({ length: shots }, (_, shot) => {
    let outcome = '';
    for (let bit = 0; bit < bits; bit++) outcome = String(bitAt(table, shot, bit)) + outcome;
    return outcome;
  });

const runStabilizer = (circuit: Circuit, options: RunOptions): Result<SimulationResult> => {
  const { shots, seed, memory = false } = options;
  const noise = noiseOf(options);
  const result = simulateStabilizer(circuit, { shots, seed, memory, noise });
  if (!result.ok) return result;
  const { counts, memory: table } = result.value;
  if (table === null) return ok(counts);
  return ok({ ...counts, memory: outcomesOf(table, shots, circuit.bits) });
};

/** Runs a circuit that was compiled with the noise of `options`, with the engine chosen. */
export function* runChosen(
  circuit: Circuit,
  plan: Plan,
  choice: EngineChoice,
  options: RunOptions,
): Generator<Progress, Result<SimulationResult>> {
  switch (choice.engine) {
    case 'stabilizer':
      return runStabilizer(circuit, options);
    case 'density-matrix': {
      const distribution = distributionOf(plan);
      if (!distribution.ok) return distribution;
      return ok(sampleOutcomes(distribution.value, options));
    }
    case 'state-vector': {
      const { arithmetic = 'exact', threads } = options;
      const precision = choice.precision ?? 'c128';
      const team = threads === undefined ? {} : { threads };
      const backend = choice.compiled
        ? compiledBackend({ precision, arithmetic, ...team })
        : PLAIN;
      return yield* runPlan(plan, { ...options, qubitsMax: STATE_QUBITS_MAX }, backend);
    }
  }
}

/**
 * Like {@link simulate}, step by step: yields how far it is and returns the result. The caller
 * cancels by not going on.
 */
export function* simulation(
  circuit: Circuit,
  options: RunOptions,
): Generator<Progress, Result<SimulationResult>> {
  const valid = validateCircuit(circuit);
  if (!valid.ok) return valid;
  checkSimulation(options, circuit.qubits);
  const plan = compileCircuit(valid.value, noiseOf(options));
  const choice = chooseEngine(valid.value, plan, options);
  if (!choice.ok) return choice;
  return yield* runChosen(valid.value, plan, choice.value, options);
}

/**
 * Runs a circuit from |0…0⟩ and counts the classical bits at the end, those never written as 0,
 * with the engine that takes least time: a state vector (gates become WebAssembly where that
 * pays), an exact density matrix, or a stabilizer tableau. With noise each shot is a quantum
 * trajectory, unless the engine is exact.
 *
 * Shots that have had the same chance outcomes so far share one evolution, so a circuit whose
 * chance comes last costs gates · 2^n + shots. A shot depends on the circuit, the noise, the seed,
 * the engine and its number alone.
 *
 * Fails with CIRCUIT_INVALID, CIRCUIT_TOO_LARGE (before taking memory, with the figure) or
 * RESOURCE_EXHAUSTED; throws RangeError for an option out of range.
 */
export const simulate = (circuit: Circuit, options: RunOptions): Result<SimulationResult> =>
  finish(simulation(circuit, options));

/**
 * The engine that {@link simulate} would use, why, and what it would take, without running. Fails
 * and throws as it would before running.
 */
export const explain = (circuit: Circuit, options: RunOptions): Result<EngineChoice> => {
  const valid = validateCircuit(circuit);
  if (!valid.ok) return valid;
  checkSimulation(options, circuit.qubits);
  return chooseEngine(valid.value, compileCircuit(valid.value, noiseOf(options)), options);
};
