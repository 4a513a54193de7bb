import {
  checkNative,
  fail,
  ok,
  operationTimes,
  qubitsOf,
  shotDuration,
  validateCircuit,
  type Circuit,
  type CircuitOp,
  type CountsResult,
  type QDeviceProfile,
  type Result,
} from '@xdv/domain-model';
import { simulate } from '../choice/simulate.ts';
import { checkBudget } from '../container.ts';
import { checkProbability, type Channel } from '../noise/channel.ts';
import { depolarizing, phaseFlip } from '../noise/channels.ts';
import {
  noiseFromCalibration,
  type CrosstalkNoise,
  type NoiseModel,
} from '../noise/model.ts';

/** What a two-qubit gate does to each qubit of another job that is coupled to one of its own. */
export interface Crosstalk {
  /** Probability of a phase flip: what is left of a ZZ coupling that nobody tracks. */
  readonly dephasing?: number;
  /** Probability of a uniformly random Pauli error. */
  readonly depolarizing?: number;
}

/** One of several jobs at once. Its circuit names qubits of the device, none of another job's. */
export interface SharedJob {
  readonly circuit: Circuit;
  readonly seed: number;
}

export interface SharedOptions {
  /** Of every job: they are repeated in step. */
  readonly shots: number;
  /** None by default: then the jobs do not influence one another. */
  readonly crosstalk?: Crosstalk;
}

const invalid = (message: string): Result<never> =>
  fail('CIRCUIT_INVALID', message, 'Give every job qubits of its own, and no conditions');

const STEADY: ReadonlySet<CircuitOp['kind']> = new Set([
  'gate',
  'measure',
  'reset',
  'delay',
  'barrier',
]);

/** The job that each qubit belongs to. Fails if two jobs want the same. */
const ownersOf = (
  jobs: readonly SharedJob[],
  device: QDeviceProfile,
): Result<ReadonlyMap<number, number>> => {
  const owners = new Map<number, number>();
  for (const [job, { circuit }] of jobs.entries()) {
    const valid = validateCircuit(circuit);
    if (!valid.ok) return valid;
    if (circuit.qubits > device.qubits) return invalid(`job ${job} has too many qubits`);
    const fits = checkNative(circuit, device);
    if (!fits.ok) return fits;
    const short = checkBudget(shotDuration(circuit, device.calibration), device);
    if (!short.ok) return short;
    const odd = circuit.ops.find(({ kind }) => !STEADY.has(kind));
    if (odd !== undefined) return invalid(`job ${job} has a ${odd.kind}`);
    for (const qubit of circuit.ops.flatMap(qubitsOf)) {
      if ((owners.get(qubit) ?? job) !== job) return invalid(`two jobs use qubit ${qubit}`);
      owners.set(qubit, job);
    }
  }
  return ok(owners);
};

/** The operations of all jobs as one circuit, in the order in which they start (ASAP). */
const merge = (jobs: readonly SharedJob[], device: QDeviceProfile): Circuit => {
  const timeOf = operationTimes(device.calibration);
  const free = new Float64Array(device.qubits);
  const timed: { readonly op: CircuitOp; readonly start: number }[] = [];
  let bits = 0;
  for (const { circuit } of jobs) {
    for (const op of circuit.ops) {
      const qubits = qubitsOf(op);
      const start = qubits.reduce((latest, q) => Math.max(latest, free[q]!), 0);
      const end = start + timeOf(op);
      for (const q of qubits) free[q] = end;
      timed.push({ op: op.kind === 'measure' ? { ...op, bit: op.bit + bits } : op, start });
    }
    bits += circuit.bits;
  }
  // a stable sort: operations of one qubit stay in order
  const ops = timed.toSorted((a, b) => a.start - b.start).map(({ op }) => op);
  return { qubits: device.qubits, bits, ops };
};

const channelsOf = ({ dephasing = 0, depolarizing: random = 0 }: Crosstalk): readonly Channel[] => {
  checkProbability('crosstalk dephasing', dephasing);
  checkProbability('crosstalk depolarizing', random);
  return [
    ...(dephasing > 0 ? [phaseFlip(dephasing)] : []),
    ...(random > 0 ? [depolarizing(random)] : []),
  ];
};

/** For every coupling, the qubits of other jobs that are coupled to one of its qubits. */
const crosstalkRules = (
  { couplings = [] }: QDeviceProfile,
  owners: ReadonlyMap<number, number>,
  channels: readonly Channel[],
): readonly CrosstalkNoise[] => {
  const near = new Map<number, number[]>();
  for (const [a, b] of couplings) {
    near.set(a, [...(near.get(a) ?? []), b]);
    near.set(b, [...(near.get(b) ?? []), a]);
  }
  return couplings.flatMap((qubits) => {
    const own = owners.get(qubits[0]);
    // gates act within one job
    if (own === undefined || owners.get(qubits[1]) !== own) return [];
    const around = new Set(qubits.flatMap((qubit) => near.get(qubit) ?? []));
    const spectators = [...around].filter((q) => (owners.get(q) ?? own) !== own);
    return spectators.length === 0 ? [] : [{ qubits, spectators, channels }];
  });
};

/** The counts of each job from those of all of them at once. */
const split = (whole: CountsResult, jobs: readonly SharedJob[]): readonly CountsResult[] => {
  let first = 0;
  return jobs.map(({ circuit }) => {
    const counts = new Map<string, number>();
    for (const [outcome, count] of whole.counts) {
      const end = outcome.length - first;
      const part = outcome.slice(end - circuit.bits, end);
      counts.set(part, (counts.get(part) ?? 0) + count);
    }
    first += circuit.bits;
    const rows = [...counts].toSorted(([a], [b]) => (a < b ? -1 : 1));
    return { kind: 'counts', shots: whole.shots, counts: rows };
  });
};

/**
 * Runs several jobs at once on disjoint qubits of one device, shot by shot in step (multi-
 * programming: Das et al., MICRO 2019). Without crosstalk each job's counts are those it has alone.
 * With it, every two-qubit gate of a job disturbs the qubits of the others that are coupled to its
 * own, at the time at which it acts; all jobs are then simulated as one, whose seed is the first's.
 *
 * Fails with CIRCUIT_INVALID if jobs share qubits or have conditions, with GATE_UNSUPPORTED, with
 * DECOHERENCE_EXCEEDED, and as `simulate` does; throws RangeError for an option out of range.
 */
export const runTogether = (
  device: QDeviceProfile,
  jobs: readonly SharedJob[],
  { shots, crosstalk = {} }: SharedOptions,
): Result<readonly CountsResult[]> => {
  const owners = ownersOf(jobs, device);
  if (!owners.ok) return owners;
  const noise = noiseFromCalibration(device.calibration);
  const channels = channelsOf(crosstalk);
  if (channels.length === 0 || jobs.length < 2) {
    const results: CountsResult[] = [];
    for (const { circuit, seed } of jobs) {
      const result = simulate(circuit, { shots, seed, noise });
      if (!result.ok) return result;
      results.push(result.value);
    }
    return ok(results);
  }
  const rules = crosstalkRules(device, owners.value, channels);
  const disturbed: NoiseModel = { ...noise, crosstalk: rules };
  const whole = merge(jobs, device);
  const result = simulate(whole, { shots, seed: jobs[0]!.seed, noise: disturbed });
  return result.ok ? ok(split(result.value, jobs)) : result;
};
