import { fail, ok, type Circuit, type Result } from '@xdv/domain-model';
import type { Plan } from '../engine/compile.ts';
import { SIMULATION_LIMITS } from '../engine/memory.ts';
import type { SimulateOptions } from '../engine/simulate.ts';
import { STATE_QUBITS_MAX } from '../engine/state.ts';
import { DENSITY_LIMITS } from '../density/index.ts';
import { isClifford } from '../stabilizer/index.ts';
import { showBytes, showSeconds } from './show.ts';
import { workOf, type Work } from './work.ts';

export type EngineName = 'state-vector' | 'density-matrix' | 'stabilizer';
export type Precision = 'c64' | 'c128';

/** What to simulate with; everything left out is chosen from the circuit. */
export interface EngineOptions {
  readonly engine?: EngineName;
  /** Bits of an amplitude: complex64 takes half the memory and time, with 7 digits. */
  readonly precision?: Precision;
  /** Memory for amplitudes, 4 GiB by default. More is refused with the figure. */
  readonly memoryBytesMax?: number;
}

/** An engine and why, with what it will take. Depends on circuit and options alone. */
export interface EngineChoice {
  readonly engine: EngineName;
  /** Of amplitudes; null for an engine that has none. */
  readonly precision: Precision | null;
  /** Whether gates become WebAssembly. */
  readonly compiled: boolean;
  /** One sentence. */
  readonly reason: string;
  /** Qubits that something acts on: the ones that take memory. */
  readonly qubits: number;
  readonly bytes: number;
  /** On one core of 3 GHz, within a factor of about 3 where no condition depends on chance. */
  readonly seconds: number;
}

interface Candidate {
  readonly engine: EngineName;
  readonly bytes: number;
  readonly seconds: number;
}

/** Measured on one core of an AMD EPYC: nanoseconds per amplitude and gate, and so on. */
const NS = {
  plainGate: 3,
  compiledGate: 0.15,
  compiling: 30e6,
  densityGate: 12,
  event: 4,
  shot: 200,
  tableauWord: 2,
  frameWord: 3,
} as const;

/** Gates times amplitudes from which compiling pays. */
const COMPILED_WORK = 2 ** 21;
/** Below this no engine is worth a switch. */
const SECONDS_SMALL = 1e-3;

export const isCompiled = ({ gates, qubits }: Work): boolean =>
  gates * 2 ** qubits >= COMPILED_WORK;

/** Different histories among the shots, each of which is an evolution. */
const pathsOf = ({ events, clean }: Work, shots: number): number => {
  const outcomes = Math.min(shots, 2 ** Math.min(events, 40));
  return Math.min(shots, outcomes + shots * (1 - clean));
};

const amplitudeBytes = (precision: Precision): number => (precision === 'c64' ? 8 : 16);

const vectorSeconds = (work: Work, shots: number): number => {
  const size = 2 ** work.qubits;
  const perGate = isCompiled(work) ? NS.compiledGate : NS.plainGate;
  const path = (perGate * work.gates + NS.event * (work.events + work.channels / 8)) * size;
  const paths = pathsOf(work, shots);
  // later histories begin where they differ, half way on average
  const evolved = path * (1 + (paths - 1) / 2);
  return (evolved + (isCompiled(work) ? NS.compiling : 0) + NS.shot * shots) / 1e9;
};

const densitySeconds = (work: Work, shots: number): number => {
  const steps = work.gates + work.channels + work.events;
  return (NS.densityGate * steps * 4 ** work.qubits * 2 ** work.events + NS.shot * shots) / 1e9;
};

const stabilizerSeconds = (work: Work, qubits: number, shots: number): number => {
  const steps = work.gates + work.channels + work.events;
  const tableau = NS.tableauWord * (qubits / 32 + 1) * (steps + work.events * qubits);
  if (work.conditions > 0) return (shots * tableau) / 1e9;
  return (tableau + (NS.frameWord * steps * shots) / 32 + NS.shot * shots) / 1e9;
};

/** The engines that can run the circuit, the state vector first. */
const candidatesOf = (
  circuit: Circuit,
  work: Work,
  { shots, memory = false, firstShot = 0 }: SimulateOptions,
): Candidate[] => {
  const { qubits } = work;
  const out: Candidate[] = [];
  if (qubits <= STATE_QUBITS_MAX) {
    const bytes = 16 * 2 ** qubits;
    out.push({ engine: 'state-vector', bytes, seconds: vectorSeconds(work, shots) });
  }
  // conditions on outcomes are all that the other engines know
  if (work.classical) return out;
  const whole = !memory && firstShot === 0;
  if (whole && qubits + work.events / 2 <= DENSITY_LIMITS.qubitsMax && circuit.bits <= 20) {
    const bytes = 16 * 4 ** qubits * 2 ** work.events;
    out.push({ engine: 'density-matrix', bytes, seconds: densitySeconds(work, shots) });
  }
  if (work.pauli && firstShot === 0 && isClifford(circuit).clifford) {
    const bytes = circuit.qubits * circuit.qubits + 128 * circuit.bits;
    const seconds = stabilizerSeconds(work, circuit.qubits, shots);
    out.push({ engine: 'stabilizer', bytes, seconds });
  }
  return out;
};

const fastest = (candidates: readonly Candidate[]): Candidate | undefined => {
  const [first] = candidates;
  if (first === undefined || first.seconds < SECONDS_SMALL) return first;
  return candidates.reduce((best, each) => (each.seconds < best.seconds ? each : best));
};

const refuseSize = (qubits: number, bytesMax: number): Result<never> => {
  const bytes = 16 * 2 ** qubits;
  const message =
    `${qubits} qubits need ${showBytes(bytes)} (${bytes} bytes) as a state vector in complex128, ` +
    `${showBytes(bytes / 2)} in complex64; the limit is ${showBytes(bytesMax)}`;
  const hint = 'Use fewer qubits, or Clifford gates with Pauli noise, which need no state vector';
  return fail('CIRCUIT_TOO_LARGE', message, hint);
};

const refuseEngine = (engine: EngineName): Result<never> => {
  const needs = {
    'state-vector': `at most ${STATE_QUBITS_MAX} qubits`,
    'density-matrix': `at most ${DENSITY_LIMITS.qubitsMax} qubits, counts and no memory`,
    stabilizer: 'Clifford gates, Pauli noise and shots from 0 on',
  }[engine];
  const message = `the ${engine} engine cannot run this circuit`;
  return fail('CIRCUIT_INVALID', message, `It takes ${needs}; leave the engine out to choose one`);
};

const reasonOf = (
  chosen: Candidate,
  candidates: readonly Candidate[],
  work: Work,
  asked: boolean,
): string => {
  if (asked) return `the ${chosen.engine} engine was asked for`;
  const vector = candidates.find(({ engine }) => engine === 'state-vector');
  const instead =
    vector === undefined
      ? `a state vector of ${work.qubits} qubits would need ${showBytes(16 * 2 ** work.qubits)}`
      : `a state vector would take about ${showSeconds(vector.seconds)}`;
  const noise = work.channels > 0 ? ' and all noise is Pauli' : '';
  switch (chosen.engine) {
    case 'stabilizer':
      return `all ${work.gates} gates are Clifford${noise}, and ${instead}`;
    case 'density-matrix':
      return `${work.qubits} qubits with noise are exact as a density matrix, and ${instead}`;
    case 'state-vector':
      if (work.channels + work.events === 0) {
        return `${work.gates} gates on ${work.qubits} qubits are evolved once and sampled`;
      }
      return `${work.qubits} qubits run as trajectories that share what they have in common`;
  }
};

const precisionOf = (
  chosen: Candidate,
  { precision }: EngineOptions,
  bytesMax: number,
): { readonly precision: Precision | null; readonly why: string } => {
  if (chosen.engine !== 'state-vector') return { precision: null, why: '' };
  if (precision !== undefined) return { precision, why: '' };
  if (chosen.bytes <= bytesMax) return { precision: 'c128', why: '' };
  const needed = showBytes(chosen.bytes);
  return { precision: 'c64', why: `, in complex64 because complex128 needs ${needed}` };
};

/**
 * Chooses an engine for a compiled circuit: the one with the least estimated time among those that
 * can run it within the memory. Fails with CIRCUIT_TOO_LARGE giving the figure if none can, with
 * CIRCUIT_INVALID if the engine asked for cannot.
 */
export const chooseEngine = (
  circuit: Circuit,
  plan: Plan,
  options: SimulateOptions & EngineOptions,
): Result<EngineChoice> => {
  const work = workOf(plan);
  const { memoryBytesMax = SIMULATION_LIMITS.memoryBytesMax, engine } = options;
  const candidates = candidatesOf(circuit, work, options);
  const least = options.precision === 'c128' ? 1 : 2;
  const fitting = candidates.filter(
    (each) => each.bytes / (each.engine === 'state-vector' ? least : 1) <= memoryBytesMax,
  );
  const asked = fitting.filter((each) => engine === undefined || each.engine === engine);
  const chosen = fastest(asked);
  if (chosen === undefined) {
    const known = candidates.some((each) => each.engine === engine);
    const tooLarge = engine === undefined || engine === 'state-vector' || known;
    return tooLarge ? refuseSize(work.qubits, memoryBytesMax) : refuseEngine(engine);
  }
  const { precision, why } = precisionOf(chosen, options, memoryBytesMax);
  const bytes = precision === null ? chosen.bytes : amplitudeBytes(precision) * 2 ** work.qubits;
  return ok({
    engine: chosen.engine,
    precision,
    compiled: chosen.engine === 'state-vector' && (isCompiled(work) || precision === 'c64'),
    reason: reasonOf(chosen, fitting, work, engine !== undefined) + why,
    qubits: work.qubits,
    bytes,
    seconds: chosen.seconds,
  });
};
