import { circuit, createRandom, type Circuit, type CircuitBuilder } from '@xdv/domain-model';
import { randomSequence, type Protocol } from './benchmarking.ts';
import type { Dialect } from './dialect.ts';
import { standardErrors, wilson, type Metric } from './interval.ts';
import { fitShares, type Fit, type SharePoint } from './least-squares.ts';

/** What measuring takes. */
export interface ProtocolOptions {
  /** Of every circuit. */
  readonly shots: number;
  readonly seed: number;
  /** Probability that an interval covers the truth. */
  readonly confidence: number;
}

/** The figures of one qubit (XDV-072.1). */
export interface QubitDiagnosis {
  readonly qubit: number;
  /** Energy relaxation time; Infinity if no decay shows. */
  readonly t1Ns: Metric;
  /** Coherence time with an echo; Infinity if no decay shows. */
  readonly t2Ns: Metric;
  /** Probability of reading 1 when 0 is prepared, of reading 0 when 1 is. */
  readonly read1Given0: Metric;
  readonly read0Given1: Metric;
  /** Average fidelity of a pulse on the qubit, by randomized benchmarking. */
  readonly gateFidelity: Metric;
}

/**
 * Delays as shares of the time constant that the calibration quotes: the short ones for a qubit
 * that has become much worse.
 */
const DELAYS = [0.03, 0.15, 0.5, 1, 2] as const;
/** Longest delay as a share of the device's decoherence budget: the rest is for gates. */
const DELAY_BUDGET = 0.9;

const delaysOf = (timeNs: number, budgetMaxNs: number): readonly number[] => {
  const longest = Math.min(DELAYS.at(-1)! * timeNs, DELAY_BUDGET * budgetMaxNs);
  // in whole nanoseconds, and even: an echo halves them
  return DELAYS.map((share) => 2 * Math.round((share / DELAYS.at(-1)!) * (longest / 2)));
};

/** Rates below are rounding: nothing decays. */
const RATE_MIN = 1e-9;

/** The time of rate k of a fit, in units of `unitNs`, with the interval of the rate. */
const timeMetric = (
  { params, errors }: Fit,
  k: number,
  unitNs: number,
  confidence: number,
  shots: number,
): Metric => {
  const half = standardErrors(confidence) * errors[k]!;
  const timeOf = (rate: number): number => (rate > RATE_MIN ? unitNs / rate : Infinity);
  const rate = params[k]!;
  const interval = { low: timeOf(rate + half), high: timeOf(rate - half) };
  return { value: timeOf(rate), ...interval, confidence, shots };
};

const one = (
  qubit: number,
  dialect: Dialect,
  prepare: (builder: CircuitBuilder) => void,
): Circuit => {
  const builder = circuit(dialect.device.qubits, 1);
  prepare(builder);
  return builder.measure(qubit, 0).build();
};

const relaxing = (qubit: number, dialect: Dialect, ns: number): Circuit =>
  one(qubit, dialect, (builder) => {
    dialect.flip(builder, qubit);
    builder.delay(ns, qubit);
  });

const echoing = (qubit: number, dialect: Dialect, ns: number): Circuit =>
  one(qubit, dialect, (builder) => {
    dialect.clifford(builder, 'h0', [qubit]);
    builder.delay(ns / 2, qubit);
    dialect.flip(builder, qubit);
    builder.delay(ns / 2, qubit);
    dialect.clifford(builder, 'h0', [qubit]);
  });

/** Shares of outcome 1 for 0 and 1 prepared, with their readings: parameters 0 and 1 of a fit. */
type Readings = readonly [zero: SharePoint, one: SharePoint];

function* measureReadout(qubit: number, dialect: Dialect, shots: number): Protocol<Readings> {
  const zeros = yield { circuit: one(qubit, dialect, () => undefined), shots, outcome: '1' };
  const ones = yield { circuit: relaxing(qubit, dialect, 0), shots, outcome: '1' };
  return [
    { hits: zeros, shots, predict: (params) => params[0]! },
    { hits: ones, shots, predict: (params) => params[1]! },
  ];
}

type Curve = (params: readonly number[], x: number) => number;

/** Asks for a decay at all delays and fits its rate, parameter 3, in units of `unitNs`. */
function* measureDecay(
  qubit: number,
  dialect: Dialect,
  readings: Readings,
  decay: {
    readonly unitNs: number;
    readonly program: typeof relaxing;
    readonly curve: Curve;
  },
  { shots, confidence }: ProtocolOptions,
): Protocol<Metric> {
  const { unitNs, program, curve } = decay;
  const points: SharePoint[] = [...readings];
  for (const ns of delaysOf(unitNs, dialect.device.budgetMaxNs)) {
    const hits = yield { circuit: program(qubit, dialect, ns), shots, outcome: '1' };
    points.push({ hits, shots, predict: (params) => curve(params, ns / unitNs) });
  }
  const [zero, unit] = readings;
  const fit = fitShares(points, [zero.hits / shots, unit.hits / shots, 1, 1]);
  return timeMetric(fit, 3, unitNs, confidence, points.length * shots);
}

/** |1⟩ decays to |0⟩. */
const relaxation: Curve = ([zero, unit, contrast, rate], x) =>
  zero! + contrast! * (unit! - zero!) * Math.exp(-rate! * x);

/** |+⟩ loses its phase, which the last rotation makes a population of one half. */
const dephasing: Curve = ([zero, unit, contrast, rate], x) =>
  (zero! + unit!) / 2 - (contrast! * (unit! - zero!) * Math.exp(-rate! * x)) / 2;

/** Cliffords of the sequences, and sequences of each length. */
const LENGTHS = [1, 100, 300] as const;
const SEQUENCES = 4;

/** Average fidelity on a space of dimension `size` of what keeps a share of the polarization. */
const fidelityOf = (kept: number, size: number): number =>
  (1 + (size - 1) * Math.min(1, Math.max(0, kept))) / size;

/** The fidelity for parameter k of a fit, the polarization that one gate keeps. */
export const fidelityMetric = (
  { params, errors }: Fit,
  k: number,
  size: number,
  confidence: number,
  shots: number,
): Metric => {
  const half = standardErrors(confidence) * errors[k]!;
  const kept = params[k]!;
  const interval = { low: fidelityOf(kept - half, size), high: fidelityOf(kept + half, size) };
  return { value: fidelityOf(kept, size), ...interval, confidence, shots };
};

/** A sequence keeps a share of the polarization for every pulse that it takes. */
function* measureGates(
  qubit: number,
  dialect: Dialect,
  { shots, seed, confidence }: ProtocolOptions,
): Protocol<Metric> {
  const random = createRandom(seed);
  const points: SharePoint[] = [];
  for (const length of LENGTHS) {
    for (let k = 0; k < SEQUENCES; k++) {
      const options = { length, target: k % 2, shots };
      const { experiment, pulses } = randomSequence(dialect, [qubit], random, options);
      const hits = yield experiment;
      points.push({ hits, shots, predict: ([a, kept]) => 0.5 + a! * kept! ** pulses });
    }
  }
  const fit = fitShares(points, [0.5, 0.999]);
  return fidelityMetric(fit, 1, 2, confidence, points.length * shots);
}

/** Readout, T1, T2 by echo, and randomized benchmarking of one qubit: 24 circuits. */
export function* measureQubit(
  qubit: number,
  dialect: Dialect,
  options: ProtocolOptions,
): Protocol<QubitDiagnosis> {
  const { shots, confidence } = options;
  const { calibration, budgetMaxNs } = dialect.device;
  const quoted = calibration.qubits[qubit]!;
  const readings = yield* measureReadout(qubit, dialect, shots);
  // a time that is quoted as infinite is looked for within the budget
  const t1 = { unitNs: Math.min(quoted.t1Ns, budgetMaxNs), program: relaxing, curve: relaxation };
  const t2 = { unitNs: Math.min(quoted.t2Ns, budgetMaxNs), program: echoing, curve: dephasing };
  const [zero, unit] = readings;
  return {
    qubit,
    t1Ns: yield* measureDecay(qubit, dialect, readings, t1, options),
    t2Ns: yield* measureDecay(qubit, dialect, readings, t2, options),
    read1Given0: wilson(zero.hits, shots, confidence),
    read0Given1: wilson(shots - unit.hits, shots, confidence),
    gateFidelity: yield* measureGates(qubit, dialect, options),
  };
}
