import {
  fail,
  ok,
  validateCircuit,
  type Circuit,
  type QCalibration,
  type Result,
} from '@xdv/domain-model';
import { checkCalibration } from '../engine/calibration.ts';
import { compileOps } from '../engine/compile.ts';
import { claim, createLayout } from '../engine/layout.ts';
import { PLAIN, type Backend } from '../engine/memory.ts';
import { createLookup } from '../noise/lookup.ts';
import { NOISELESS, noiseFromCalibration, noiseModel, type NoiseModel } from '../noise/model.ts';
import { arrange, squaredNorm, traceWith, type Entries } from '../observables/expectation.ts';
import { checkSum, type PauliSum } from '../observables/pauli.ts';
import { forgetBits, readBits, runSteps, writtenBits, type Hybrid } from './hybrid.ts';

/** What goes wrong: by default nothing. */
export interface DensityOptions {
  /** Times and errors of a device. */
  readonly calibration?: QCalibration;
  /** Any noise; not together with a calibration. */
  readonly noise?: NoiseModel;
}

class Entered {
  readonly qubits: number;
  /** By rows: re, im, re, im, …; qubit k is bit k of a row or column. The trace is 1. */
  readonly entries: Float64Array;

  constructor(qubits: number, entries: Float64Array) {
    this.qubits = qubits;
    this.entries = entries;
  }
}

/** A mixed state of qubits. Made by {@link densityMatrix} alone. */
export type DensityMatrix = Entered;

/** Throws TypeError unless `value` was made by {@link densityMatrix}. */
export const checkDensity = (value: DensityMatrix): void => {
  if (value instanceof Entered) return;
  throw new TypeError('a density matrix must be made by densityMatrix');
};

/** The noise that options ask for, checked. Throws RangeError naming the field. */
export const noiseOf = ({ calibration, noise }: DensityOptions, qubits: number): NoiseModel => {
  if (calibration !== undefined && noise !== undefined) {
    throw new RangeError('noise must be absent if calibration is given');
  }
  if (noise !== undefined) return noiseModel(noise);
  if (calibration === undefined) return NOISELESS;
  checkCalibration(calibration, qubits);
  return noiseFromCalibration(calibration);
};

/** Where the bits of a row or column stand in the index of a hybrid state: every second place. */
const spreadBits = (size: number): Int32Array => {
  const spread = new Int32Array(size);
  for (let k = 1; k < size; k++) spread[k] = spread[k >> 1]! * 4 + (k & 1);
  return spread;
};

/** The density matrix of a hybrid state that has forgotten its bits, by rows, of trace 1. */
const readEntries = ({ state, slots }: Hybrid): Float64Array => {
  const amplitudes = state.amplitudes();
  const size = 2 ** slots;
  const spread = spreadBits(size);
  let trace = 0;
  for (let k = 0; k < size; k++) trace += amplitudes[2 * (3 * spread[k]!)]!;
  const entries = new Float64Array(2 * size * size);
  for (let r = 0; r < size; r++) {
    for (let c = 0; c < size; c++) {
      const from = 2 * (spread[r]! + 2 * spread[c]!);
      const to = 2 * (r * size + c);
      entries[to] = amplitudes[from]! / trace;
      entries[to + 1] = amplitudes[from + 1]! / trace;
    }
  }
  return entries;
};

/**
 * The exact state that a circuit makes of |0…0⟩, averaged over the outcomes of its measurements,
 * under the noise given. Every qubit of the circuit counts: 16 · 4^n bytes, twice as much for every
 * bit that conditions read, three times the first figure in the end while it is read. Time ∝ 4^n
 * for each gate and channel.
 *
 * Fails with CIRCUIT_INVALID, with CIRCUIT_TOO_LARGE above {@link DENSITY_LIMITS} giving the
 * figure before memory is taken, or with RESOURCE_EXHAUSTED; throws RangeError for an option out
 * of range.
 */
export const densityMatrix = (
  circuit: Circuit,
  options: DensityOptions = {},
  backend: Backend = PLAIN,
): Result<DensityMatrix> => {
  const valid = validateCircuit(circuit);
  if (!valid.ok) return valid;
  const { qubits, bits, scratch = 0, ops } = circuit;
  const noise = createLookup(noiseOf(options, qubits));
  const layout = createLayout(qubits);
  // slots in the order of qubits, so that the matrix is
  claim(layout, Array.from({ length: qubits }, (_, q) => q));
  const steps = compileOps(ops, layout, noise);
  const read = readBits(steps);
  const kept = [...writtenBits(steps)].filter((bit) => read.has(bit)).sort((a, b) => a - b);
  const run = runSteps(steps, qubits, bits + scratch, kept, backend);
  if (!run.ok) return run;
  forgetBits(run.value);
  return ok(new Entered(qubits, readEntries(run.value)));
};

/** tr ρ²: 1 for a pure state, 2^-n for the wholly mixed one. Time ∝ 4^n. */
export const purity = (rho: DensityMatrix): number => {
  checkDensity(rho);
  return squaredNorm(rho.entries);
};

const entriesOf = ({ qubits, entries }: DensityMatrix): Entries => {
  const size = 2 ** qubits;
  return {
    size,
    real: (x, base, out) => {
      for (let k = 0; k < out.length; k++) {
        out[k] = entries[2 * ((base + k) * size + ((base + k) ^ x))]!;
      }
    },
    imaginary: (x, base, out) => {
      for (let k = 0; k < out.length; k++) {
        out[k] = -entries[2 * ((base + k) * size + ((base + k) ^ x)) + 1]!;
      }
    },
  };
};

/**
 * tr(H ρ), exact but for rounding. Time ∝ 2^n for each set of qubits that terms flip. Fails with
 * ARGUMENT_INVALID if the sum is on another number of qubits.
 */
export const densityExpectation = (rho: DensityMatrix, sum: PauliSum): Result<number> => {
  checkDensity(rho);
  checkSum(sum);
  if (sum.qubits !== rho.qubits) {
    const message = `the sum is on ${sum.qubits} qubits, the state on ${rho.qubits}`;
    return fail('ARGUMENT_INVALID', message, 'Give the sum the qubits of the circuit');
  }
  return ok(traceWith(arrange(sum), entriesOf(rho)));
};
