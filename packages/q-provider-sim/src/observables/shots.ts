import {
  CIRCUIT_LIMITS,
  deriveSeed,
  fail,
  namedSeed,
  ok,
  validateCircuit,
  type Circuit,
  type CircuitOp,
  type CountsResult,
  type Failure,
  type Result,
} from '@xdv/domain-model';
import { simulate } from '../engine/simulate.ts';
import { groupCommuting, type Commutation, type PauliGroup } from './group.ts';
import { refuse, type PauliSum } from './pauli.ts';

/** Runs a circuit and counts its bits: {@link simulate}, or any other engine or device. */
export type CircuitRunner = (
  circuit: Circuit,
  options: { readonly shots: number; readonly seed: number },
) => Result<CountsResult>;

export interface EstimateOptions {
  /** Of all groups together: at least 2 for each, at most 10,000,000. */
  readonly shots: number;
  /** Safe integer; the same seed gives the same estimate. */
  readonly seed: number;
  /** How terms are grouped, by default `qubitwise`. */
  readonly grouping?: Commutation;
  /** By default {@link simulate}, without errors. */
  readonly run?: CircuitRunner;
}

/** A mean with the standard error that the scatter of its shots implies. */
export interface Estimate {
  readonly mean: number;
  readonly standardError: number;
  readonly shots: number;
}

/** An estimate of a whole sum, and of each group that was measured. */
export interface SumEstimate extends Estimate {
  readonly groups: readonly (Estimate & { readonly terms: readonly number[] })[];
}

/** A term under measurement: coefficient · (-1)^{parity of the bits}. */
interface Readout {
  readonly coefficient: number;
  readonly bits: readonly number[];
}

interface Measurement {
  readonly group: PauliGroup;
  readonly circuit: Circuit;
  readonly readouts: readonly Readout[];
}

/** Appends basis change and measurement of a group, into bits after those of `circuit`. */
const measurementOf = (circuit: Circuit, group: PauliGroup, sum: PauliSum): Measurement => {
  const qubits = [...new Set(group.strings.flatMap((string) => string.qubits))].sort(
    (a, b) => a - b,
  );
  const bitOf = new Map(qubits.map((qubit, k) => [qubit, circuit.bits + k]));
  const measures = qubits.map(
    (qubit): CircuitOp => ({ kind: 'measure', qubit, bit: bitOf.get(qubit)! }),
  );
  const readouts = group.strings.map((string, k) => ({
    coefficient: string.sign * sum.coefficients[group.terms[k]!]!,
    bits: string.qubits.map((qubit) => bitOf.get(qubit)!),
  }));
  const ops = [...circuit.ops, ...group.basisChange, ...measures];
  return { group, circuit: { ...circuit, bits: circuit.bits + qubits.length, ops }, readouts };
};

/** What one shot with this outcome, bit 0 rightmost, says of the group. */
const valueOf = (readouts: readonly Readout[], outcome: string): number => {
  let value = 0;
  for (const { coefficient, bits } of readouts) {
    let sign = 1;
    for (const bit of bits) if (outcome[outcome.length - 1 - bit] === '1') sign = -sign;
    value += sign * coefficient;
  }
  return value;
};

const checkCounts = (result: CountsResult, bits: number, shots: number): Failure | null => {
  let total = 0;
  for (const [outcome, times] of result.counts) {
    if (outcome.length === bits) total += times;
  }
  if (total === shots) return null;
  const message = `the runner counted ${total} outcomes of ${bits} bits, not ${shots}`;
  return fail('PROVIDER_RESULT_INVALID', message, 'Return one outcome of every bit for each shot');
};

/** Mean and standard error over counted shots, by sums of squares about the mean. */
const summarize = (
  readouts: readonly Readout[],
  { counts }: CountsResult,
  shots: number,
): Estimate => {
  const values = counts.map(([outcome, times]) => ({ value: valueOf(readouts, outcome), times }));
  const mean = values.reduce((sum, { value, times }) => sum + value * times, 0) / shots;
  const scatter = values.reduce((sum, { value, times }) => sum + times * (value - mean) ** 2, 0);
  return { mean, standardError: Math.sqrt(scatter / (shots - 1) / shots), shots };
};

/** Every group needs two shots to tell its scatter. */
const GROUP_SHOTS_MIN = 2;

/**
 * Shots for groups of the given weights: two each, the rest in proportion, by largest remainder,
 * ties by number. In proportion to the standard deviation of a group is optimal (Rubin, Babbush
 * and McClean 2018).
 */
const allocate = (weights: readonly number[], shots: number): readonly number[] => {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const free = shots - GROUP_SHOTS_MIN * weights.length;
  const quotas = weights.map((weight) => (free * weight) / total);
  const shares = quotas.map(Math.floor);
  const left = free - shares.reduce((sum, share) => sum + share, 0);
  const order = [...quotas.keys()].sort(
    (a, b) => quotas[b]! - shares[b]! - (quotas[a]! - shares[a]!) || a - b,
  );
  for (const group of order.slice(0, left)) shares[group]! += 1;
  return shares.map((share) => share + GROUP_SHOTS_MIN);
};

/**
 * The standard deviation of a group in an unknown state: what it is on average over all states, the
 * root of the sum of squares of its coefficients (Crawford et al. 2021).
 */
const deviationOf = (readouts: readonly Readout[]): number =>
  Math.sqrt(
    readouts.reduce((sum, { coefficient, bits }) => {
      return bits.length > 0 ? sum + coefficient ** 2 : sum;
    }, 0),
  );

const checkOptions = ({ shots, seed }: EstimateOptions, groups: number): void => {
  const least = GROUP_SHOTS_MIN * groups;
  const { shotsMax } = CIRCUIT_LIMITS;
  if (!Number.isInteger(shots) || shots < Math.max(1, least) || shots > shotsMax) {
    const range = `${Math.max(1, least)} (2 for each of ${groups} groups) to ${shotsMax}`;
    throw new RangeError(`shots must be ${range}, got ${String(shots)}`);
  }
  if (!Number.isSafeInteger(seed)) {
    throw new RangeError(`seed must be a safe integer, got ${String(seed)}`);
  }
};

/** Measures each group with its share of the shots and a seed of its own. */
const measureAll = (
  measurements: readonly Measurement[],
  { shots, seed, run = simulate }: EstimateOptions,
): Result<SumEstimate['groups']> => {
  const shares = allocate(measurements.map(({ readouts }) => deviationOf(readouts)), shots);
  const estimates: SumEstimate['groups'][number][] = [];
  for (const [k, { group, circuit, readouts }] of measurements.entries()) {
    const share = shares[k]!;
    const ownSeed = deriveSeed(namedSeed(seed, 'expectation'), k);
    const counted = run(circuit, { shots: share, seed: ownSeed });
    if (!counted.ok) return counted;
    const wrong = checkCounts(counted.value, circuit.bits, share);
    if (wrong !== null) return wrong;
    estimates.push({ terms: group.terms, ...summarize(readouts, counted.value, share) });
  }
  return ok(estimates);
};

/**
 * ⟨H⟩ after `circuit`, estimated from shots as a device would: terms that commute are measured
 * together, groups share the shots in proportion to the root of the sum of squares of their
 * coefficients, and the standard error is that of the mean of all. The identity needs no shots. The
 * circuit may measure and branch; it is not changed, but for what is appended to measure a group.
 *
 * Fails with ARGUMENT_INVALID if the sum is on another number of qubits, as {@link groupCommuting}
 * and the runner do, and with PROVIDER_RESULT_INVALID for counts that are not of the asked shots.
 * Throws RangeError for an option out of range.
 */
export const estimateExpectation = (
  circuit: Circuit,
  sum: PauliSum,
  options: EstimateOptions,
): Result<SumEstimate> => {
  const valid = validateCircuit(circuit);
  if (!valid.ok) return valid;
  const grouped = groupCommuting(sum, options.grouping ?? 'qubitwise');
  if (!grouped.ok) return grouped;
  if (sum.qubits !== circuit.qubits) {
    return refuse(`the sum is on ${sum.qubits} qubits, the circuit on ${circuit.qubits}`);
  }
  const measurements = grouped.value
    .map((group) => measurementOf(circuit, group, sum))
    .filter(({ readouts }) => readouts.some(({ bits }) => bits.length > 0));
  checkOptions(options, measurements.length);
  const measured = measureAll(measurements, options);
  if (!measured.ok) return measured;
  const groups = measured.value;
  // the identity fits any group, so it is left out of all only if there is nothing else
  const alone = measurements.length === 0 ? sum.coefficients.reduce((a, b) => a + b, 0) : 0;
  return ok({
    mean: groups.reduce((mean, group) => mean + group.mean, 0) + alone,
    standardError: Math.sqrt(groups.reduce((sum, group) => sum + group.standardError ** 2, 0)),
    shots: groups.reduce((shots, group) => shots + group.shots, 0),
    groups,
  });
};
