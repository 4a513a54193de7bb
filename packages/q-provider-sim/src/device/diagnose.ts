import {
  CIRCUIT_LIMITS,
  deriveSeed,
  fail,
  ok,
  shotDuration,
  type DomainProvider,
  type JobId,
  type QDeviceProfile,
  type Result,
} from '@xdv/domain-model';
import { checkPair } from '../engine/calibration.ts';
import type { Experiment, Protocol } from './benchmarking.ts';
import { dialectOf } from './dialect.ts';
import type { Metric } from './interval.ts';
import { measurePair, type PairDiagnosis } from './measure-pair.ts';
import { measureQubit, type QubitDiagnosis } from './measure-qubit.ts';

export interface DiagnoseOptions {
  /** Safe integer: the circuits follow from it, and the seeds of the jobs. */
  readonly seed: number;
  /** Of every circuit, 4000 by default. */
  readonly shots?: number;
  /** Probability that an interval covers the truth, 0.5 to 0.999999, 0.95 by default. */
  readonly confidence?: number;
  /** Logical time of the jobs, 0 by default. */
  readonly tick?: number;
  /** Which to measure: all by default, of pairs all that the device couples. */
  readonly qubits?: readonly number[];
  readonly pairs?: readonly (readonly [number, number])[];
}

/** The figures of a device (XDV-072.1), each with its interval. */
export interface Diagnosis {
  readonly device: string;
  readonly qubits: readonly QubitDiagnosis[];
  readonly pairs: readonly PairDiagnosis[];
  /** Longest experiment as a share of the decoherence budget: known, so the interval is a point. */
  readonly marginUsed: Metric;
}

const checkOptions = (
  device: QDeviceProfile,
  { seed, shots = 1, confidence = 0.95, qubits = [], pairs = [] }: DiagnoseOptions,
): void => {
  if (!Number.isSafeInteger(seed)) {
    throw new RangeError(`diagnose seed must be a safe integer, got ${seed}`);
  }
  if (!(Number.isInteger(shots) && shots >= 1 && shots <= CIRCUIT_LIMITS.shotsMax)) {
    throw new RangeError(`diagnose shots must be 1 to ${CIRCUIT_LIMITS.shotsMax}, got ${shots}`);
  }
  if (!(confidence >= 0.5 && confidence <= 0.999999)) {
    throw new RangeError(`diagnose confidence must be 0.5 to 0.999999, got ${confidence}`);
  }
  for (const qubit of qubits) {
    if (Number.isInteger(qubit) && qubit >= 0 && qubit < device.qubits) continue;
    throw new RangeError(`diagnose qubits must be 0 to ${device.qubits - 1}, got ${qubit}`);
  }
  for (const pair of pairs) checkPair('diagnose pairs', pair, device.qubits);
};

/** How often the outcome came, of an answer that may be anything. */
const countOf = (answer: unknown, { outcome, shots }: Experiment): Result<number> => {
  const { counts } = (answer ?? {}) as { counts?: unknown };
  const rows = Array.isArray(counts) ? (counts as unknown[]) : undefined;
  const row = rows?.find((each) => Array.isArray(each) && each[0] === outcome);
  const count: unknown = row === undefined ? 0 : (row as unknown[])[1];
  const known = Number.isInteger(count) && Number(count) >= 0 && Number(count) <= shots;
  if (rows !== undefined && known) return ok(Number(count));
  const hint = 'A provider answers q.run with counts: see CountsResult';
  return fail('PROVIDER_RESULT_INVALID', 'an experiment was not answered with counts', hint);
};

/** Puts experiments to a provider, one after another. */
const createLab = (
  provider: DomainProvider,
  device: QDeviceProfile,
  { seed, tick = 0 }: DiagnoseOptions,
) => {
  let jobs = 0;
  let longestNs = 0;
  const run = async (experiment: Experiment): Promise<Result<number>> => {
    const { circuit, shots } = experiment;
    longestNs = Math.max(longestNs, shotDuration(circuit, device.calibration));
    const job = ++jobs as JobId;
    const request = { job, resource: device.name, seed: deriveSeed(seed, 0, job), tick };
    const result = await provider.execute({ kind: 'q.run', ...request, circuit, shots });
    return result.ok ? countOf(result.value, experiment) : result;
  };
  const perform = async <T>(protocol: Protocol<T>): Promise<Result<T>> => {
    let step = protocol.next();
    while (step.done !== true) {
      // each experiment is chosen in the light of those before
      const hits = await run(step.value);
      if (!hits.ok) return hits;
      step = protocol.next(hits.value);
    }
    return ok(step.value);
  };
  return { perform, longestNs: () => longestNs };
};

/** The results of protocols performed one after another, or the first fault. */
const inTurn = async <T>(
  protocols: readonly Protocol<T>[],
  perform: (protocol: Protocol<T>) => Promise<Result<T>>,
): Promise<Result<readonly T[]>> => {
  const found: T[] = [];
  for (const protocol of protocols) {
    // requests on one device are made in order
    const result = await perform(protocol);
    if (!result.ok) return result;
    found.push(result.value);
  }
  return ok(found);
};

/**
 * Measures a device through its provider, from counts alone: T1 and T2 by exponential fits, readout
 * errors with Wilson intervals, gate fidelities by randomized and interleaved benchmarking
 * (XDV-072.1). Other intervals are those of the linearized fit, widened where the points scatter
 * more than chance does. 24 circuits for a qubit and as many for a pair; nothing of the device
 * changes.
 *
 * Fails with ARGUMENT_INVALID for a device that the provider lacks, with GATE_UNSUPPORTED unless
 * it performs rz, sx, x and cx, and as the provider does. Throws RangeError for an option out of
 * range.
 */
export const diagnose = async (
  provider: DomainProvider,
  resource: string,
  options: DiagnoseOptions,
): Promise<Result<Diagnosis>> => {
  const device = provider.profile.resources.find(({ name }) => name === resource);
  if (device?.domain !== 'Q') {
    const message = `the provider has no device ${resource}`;
    return fail('ARGUMENT_INVALID', message, 'Name a Q device of its profile');
  }
  checkOptions(device, options);
  const { seed, shots = 4_000, confidence = 0.95 } = options;
  const { qubits = Array.from({ length: device.qubits }, (_, q) => q) } = options;
  const pairs = options.pairs ?? device.couplings ?? [];
  const dialect = dialectOf(device, qubits, pairs);
  if (!dialect.ok) return dialect;

  const lab = createLab(provider, device, options);
  const at = (k: number) => ({ shots, confidence, seed: deriveSeed(seed, 1, k) });
  const qubitProtocols = qubits.map((q, k) => measureQubit(q, dialect.value, at(k)));
  const ofQubits = await inTurn(qubitProtocols, lab.perform);
  if (!ofQubits.ok) return ofQubits;
  const pairProtocols = pairs.map((pair, k) =>
    measurePair(pair, dialect.value, at(qubits.length + k)),
  );
  const ofPairs = await inTurn(pairProtocols, lab.perform);
  if (!ofPairs.ok) return ofPairs;

  const used = lab.longestNs() / device.budgetMaxNs;
  const marginUsed = { value: used, low: used, high: used, confidence: 1, shots: 0 };
  return ok({ device: resource, qubits: ofQubits.value, pairs: ofPairs.value, marginUsed });
};
