import {
  CIRCUIT_LIMITS,
  fail,
  ok,
  validateCircuit,
  type Circuit,
  type CountsResult,
  type Result,
} from '@xdv/domain-model';
import { compileCircuit, type MeasureStep, type Plan } from '../engine/compile.ts';
import { createDraws } from '../engine/draws.ts';
import { PLAIN, type Backend } from '../engine/memory.ts';
import {
  diagonalAt,
  readBits,
  refuseComputing,
  runSteps,
  writtenBits,
  type Hybrid,
} from './hybrid.ts';
import { noiseOf, type DensityOptions } from './matrix.ts';

/** Bounds of a distribution. */
export const OUTCOME_LIMITS = {
  /** Bits that may be 1: a probability is held for each of their values. */
  bitsMax: 24,
  /** Outcomes less probable are rounding and left out. */
  probabilityMin: 1e-15,
} as const;

/** The exact distribution of the classical bits at the end of a circuit. */
export interface Distribution {
  readonly bits: number;
  /** Outcomes, bit 0 rightmost, in order, with their probabilities, which add up to 1. */
  readonly probabilities: readonly (readonly [outcome: string, probability: number])[];
}

/** A classical bit that may be 1: kept by the hybrid state, or measured in the end. */
type Axis =
  | { readonly bit: number; readonly indexBit: number }
  | { readonly bit: number; readonly last: MeasureStep };

/** The measurements of the tail that are not written over. */
const lastWrites = (tail: readonly MeasureStep[]): readonly MeasureStep[] => [
  ...new Map(tail.map((step) => [step.bit, step])).values(),
];

/** Bits of the body that conditions read or that last to the end. */
const keptBits = ({ body, tail }: Plan): readonly number[] => {
  const last = new Set(tail.map(({ bit }) => bit));
  const read = readBits(body);
  return [...writtenBits(body)]
    .filter((bit) => read.has(bit) || !last.has(bit))
    .sort((a, b) => a - b);
};

/** The bits that may be 1 in the end, in ascending order. */
const axesOf = ({ tail }: Plan, { bitAt }: Hybrid): readonly Axis[] => {
  const last = lastWrites(tail);
  const over = new Set(last.map(({ bit }) => bit));
  const axes: Axis[] = last
    .filter((step) => step.slot >= 0 || step.read1Given0 > 0)
    .map((step) => ({ bit: step.bit, last: step }));
  for (const [bit, indexBit] of bitAt.entries()) {
    if (indexBit >= 0 && !over.has(bit)) axes.push({ bit, indexBit });
  }
  return axes.sort((a, b) => a.bit - b.bit);
};

/** The probability of every value of the axes, before errors of the last measurements. */
const readDiagonal = ({ state, slots, latch }: Hybrid, axes: readonly Axis[]): Float64Array => {
  const out = new Float64Array(2 ** axes.length);
  const all = 2 ** state.qubits - 1;
  let total = 0;
  for (let values = 0; values < 2 ** (latch - 2 * slots); values++) {
    for (let row = 0; row < 2 ** slots; row++) {
      const index = diagonalAt(row, slots) + values * 4 ** slots;
      // a diagonal entry is real and not negative
      const probability = Math.sqrt(state.weight(all, index));
      let key = 0;
      for (const [k, axis] of axes.entries()) {
        const one = 'last' in axis ? row >> axis.last.slot : index >> axis.indexBit;
        if ('indexBit' in axis || axis.last.slot >= 0) key |= (one & 1) << k;
      }
      out[key]! += probability;
      total += probability;
    }
  }
  return out.map((probability) => probability / total);
};

/** Lets the last measurement of axis k be misread. */
const misread = (out: Float64Array, k: number, { read1Given0, read0Given1 }: MeasureStep): void => {
  const bit = 1 << k;
  for (let key = 0; key < out.length; key++) {
    if ((key & bit) !== 0) continue;
    const zero = out[key]!;
    const one = out[key | bit]!;
    out[key] = zero * (1 - read1Given0) + one * read0Given1;
    out[key | bit] = zero * read1Given0 + one * (1 - read0Given1);
  }
};

/** The value of the axes as an outcome of all bits, bit 0 rightmost. */
const outcomeOf = (key: number, axes: readonly Axis[], bits: number): string => {
  const characters = Array<string>(bits).fill('0');
  for (const [k, { bit }] of axes.entries()) {
    if (((key >> k) & 1) === 1) characters[bits - 1 - bit] = '1';
  }
  return characters.join('');
};

/**
 * The exact distribution of a compiled circuit. Fails as {@link outcomeProbabilities}, except with
 * CIRCUIT_INVALID.
 */
export const distributionOf = (plan: Plan, backend: Backend = PLAIN): Result<Distribution> => {
  if (plan.memory > plan.bits) return refuseComputing();
  const run = runSteps(plan.body, plan.slots, plan.bits, keptBits(plan), backend);
  if (!run.ok) return run;
  const axes = axesOf(plan, run.value);
  if (axes.length > OUTCOME_LIMITS.bitsMax) {
    const message = `${axes.length} bits may be 1, more than ${OUTCOME_LIMITS.bitsMax}`;
    return fail('RESOURCE_EXHAUSTED', message, 'Measure fewer qubits, or simulate trajectories');
  }
  const values = readDiagonal(run.value, axes);
  for (const [k, axis] of axes.entries()) if ('last' in axis) misread(values, k, axis.last);
  const probabilities: [string, number][] = [];
  for (const [key, probability] of values.entries()) {
    if (probability < OUTCOME_LIMITS.probabilityMin) continue;
    probabilities.push([outcomeOf(key, axes, plan.bits), probability]);
  }
  return ok({ bits: plan.bits, probabilities });
};

/**
 * The exact probability of every outcome of a circuit from |0…0⟩, with measurements, resets,
 * conditions and the noise given. Only qubits that something acts on count: 16 · 4^n bytes, twice
 * as much for every bit that is read by a condition or that a measurement leaves before the last
 * operation on its qubit. Time ∝ 4^n for each gate and channel.
 *
 * Fails with CIRCUIT_INVALID, with CIRCUIT_TOO_LARGE above {@link DENSITY_LIMITS} giving the
 * figure before memory is taken, or with RESOURCE_EXHAUSTED if the memory is not there or more
 * than {@link OUTCOME_LIMITS} bits may be 1; throws RangeError for an option out of range.
 */
export const outcomeProbabilities = (
  circuit: Circuit,
  options: DensityOptions = {},
  backend: Backend = PLAIN,
): Result<Distribution> => {
  const valid = validateCircuit(circuit);
  if (!valid.ok) return valid;
  return distributionOf(compileCircuit(circuit, noiseOf(options, circuit.qubits)), backend);
};

export interface SampleOptions {
  /** 1 to 10,000,000. */
  readonly shots: number;
  /** Safe integer; the same seed gives the same counts. */
  readonly seed: number;
}

const checkTotal = (total: number): void => {
  if (total > 0 && total < Infinity) return;
  throw new RangeError(`probabilities must add up to a positive number, got ${total}`);
};

const checkSample = ({ shots, seed }: SampleOptions): void => {
  const { shotsMax } = CIRCUIT_LIMITS;
  if (!Number.isInteger(shots) || shots < 1 || shots > shotsMax) {
    throw new RangeError(`shots must be 1 to ${shotsMax}, got ${String(shots)}`);
  }
  if (!Number.isSafeInteger(seed)) {
    throw new RangeError(`seed must be a safe integer, got ${String(seed)}`);
  }
};

/** The first place whose cumulative probability is above `draw`. */
const find = (cumulative: Float64Array, draw: number): number => {
  let [low, high] = [0, cumulative.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cumulative[middle]! > draw) high = middle;
    else low = middle + 1;
  }
  return low;
};

/**
 * Counts of shots drawn from a distribution, each shot by a draw of its own, so that shot s gives
 * the same outcome whatever the number of shots. Time ∝ shots · log outcomes. Throws RangeError
 * for an option out of range.
 */
export const sampleOutcomes = (
  { probabilities }: Distribution,
  options: SampleOptions,
): CountsResult => {
  checkSample(options);
  const { shots, seed } = options;
  const cumulative = new Float64Array(probabilities.length);
  let total = 0;
  for (const [k, [, probability]] of probabilities.entries()) {
    total += probability;
    cumulative[k] = total;
  }
  checkTotal(total);
  const draws = createDraws(seed);
  const times = new Float64Array(probabilities.length);
  for (let shot = 0; shot < shots; shot++) {
    times[find(cumulative, draws.at(shot, 0) * total)]! += 1;
  }
  const counts: [string, number][] = [];
  for (const [k, [outcome]] of probabilities.entries()) {
    if (times[k]! > 0) counts.push([outcome, times[k]!]);
  }
  return { kind: 'counts', shots, counts };
};
