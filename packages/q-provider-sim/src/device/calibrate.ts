import {
  deriveSeed,
  invariant,
  ok,
  type CouplingCalibration,
  type QCalibration,
  type QDeviceProfile,
  type QubitCalibration,
  type Result,
} from '@xdv/domain-model';
import { distributionOf, sampleOutcomes } from '../density/index.ts';
import { compileCircuit } from '../engine/compile.ts';
import { noiseFromCalibration } from '../noise/model.ts';
import type { Experiment, Protocol } from './benchmarking.ts';
import { dialectOf } from './dialect.ts';
import { idleFidelity } from './errors.ts';
import { measurePair, type PairDiagnosis } from './measure-pair.ts';
import { measureQubit, type QubitDiagnosis } from './measure-qubit.ts';

type Pair = readonly [number, number];

/** Runs experiments on a device that is as `truth` says; exact but for the number of shots. */
const createBench = (truth: QCalibration, seed: number) => {
  const noise = noiseFromCalibration(truth);
  let runs = 0;
  const countOf = ({ circuit, shots, outcome }: Experiment): number => {
    const distribution = distributionOf(compileCircuit(circuit, noise));
    invariant(distribution.ok, 'an experiment on two qubits is small enough');
    const options = { shots, seed: deriveSeed(seed, runs++) };
    const { counts } = sampleOutcomes(distribution.value, options);
    return counts.find(([found]) => found === outcome)?.[1] ?? 0;
  };
  return <T>(protocol: Protocol<T>): T => {
    let step = protocol.next();
    while (step.done !== true) step = protocol.next(countOf(step.value));
    return step.value;
  };
};

/**
 * Probability of a random Pauli error beside decay, of a gate of average fidelity `average` on a
 * space of dimension `size`, during which idle qubits would keep `idle` of their process fidelity.
 */
export const pauliError = (average: number, size: number, idle: number): number => {
  const process = 1 - ((1 - average) * (size + 1)) / size;
  return Math.min(1, Math.max(0, 1 - process / idle));
};

const qubitOf = (found: QubitDiagnosis, gate1Ns: number): QubitCalibration => {
  const { t1Ns, t2Ns, read1Given0, read0Given1, gateFidelity } = found;
  const times = { t1Ns: t1Ns.value, t2Ns: Math.min(t2Ns.value, 2 * t1Ns.value) };
  const readout = { read1Given0: read1Given0.value, read0Given1: read0Given1.value };
  const qubit = { ...times, ...readout };
  return { ...qubit, gateError: pauliError(gateFidelity.value, 2, idleFidelity(qubit, gate1Ns)) };
};

const couplingOf = (
  { pair, gateFidelity }: PairDiagnosis,
  qubits: readonly QubitCalibration[],
  ns: number,
): CouplingCalibration => {
  const idle = idleFidelity(qubits[pair[0]]!, ns) * idleFidelity(qubits[pair[1]]!, ns);
  return { pair, ns, error: pauliError(gateFidelity.value, 4, idle) };
};

/** A pair in either direction. */
const keyOf = (pair: Pair): string => pair.toSorted((a, b) => a - b).join();

const mean = (values: readonly number[], otherwise: number): number =>
  values.length === 0 ? otherwise : values.reduce((sum, x) => sum + x, 0) / values.length;

/** The pairs to measure: all couplings, or one that stands for them where every pair is coupled. */
const pairsOf = ({ couplings, qubits }: QDeviceProfile): readonly Pair[] =>
  couplings ?? (qubits > 1 ? [[0, 1]] : []);

/** Confidence of the intervals, which a calibration does not quote. */
const CONFIDENCE = 0.95;

/**
 * Measures a device that is as `truth` says by the experiments of `diagnose`, qubit by qubit and
 * pair by pair: every figure is an estimate from `shots` shots of each circuit. Times of gates are
 * those of the profile: the electronics keep them. Fails with GATE_UNSUPPORTED for a device that
 * does not perform rz, sx, x and cx. Time: a tenth of a second for every qubit and pair.
 */
export const calibrate = (
  profile: QDeviceProfile,
  truth: QCalibration,
  { seed, shots }: { readonly seed: number; readonly shots: number },
): Result<QCalibration> => {
  const { calibration, couplings } = profile;
  const numbers = Array.from({ length: profile.qubits }, (_, q) => q);
  const pairs = pairsOf(profile);
  const dialect = dialectOf(profile, numbers, pairs);
  if (!dialect.ok) return dialect;
  const bench = createBench(truth, seed);
  const options = (k: number) => ({ shots, seed: deriveSeed(seed, 1, k), confidence: CONFIDENCE });
  const qubits = numbers.map((q) =>
    qubitOf(bench(measureQubit(q, dialect.value, options(q))), calibration.gate1Ns),
  );
  const known = new Map(calibration.couplings?.map(({ pair, ns }) => [keyOf(pair), ns]));
  const measured = pairs.map((pair, k) => {
    const found = bench(measurePair(pair, dialect.value, options(profile.qubits + k)));
    return couplingOf(found, qubits, known.get(keyOf(pair)) ?? calibration.gate2Ns);
  });
  return ok({
    ...calibration,
    qubits,
    gate1Error: mean(qubits.map(({ gateError }) => gateError!), calibration.gate1Error),
    gate2Error: mean(measured.map(({ error }) => error), calibration.gate2Error),
    ...(couplings && { couplings: measured }),
  });
};
