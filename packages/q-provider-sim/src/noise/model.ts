import { GATES, type GateName, type QCalibration } from '@xdv/domain-model';
import { checkChannel, checkProbability, type Channel } from './channel.ts';
import { checkRelaxation, depolarizing } from './channels.ts';

/** Whole nanoseconds, scheduled as `shotDuration` of the domain model does. */
export interface Durations {
  readonly gate1Ns: number;
  readonly gate2Ns: number;
  readonly measureNs: number;
  readonly resetNs: number;
  /** From the end of a measurement to the start of a gate conditioned on it. */
  readonly feedForwardNs: number;
  /** Pairs whose two-qubit gates take a time of their own, in either direction. */
  readonly pairs?: readonly PairTime[];
}

export interface PairTime {
  readonly pair: readonly [number, number];
  readonly ns: number;
}

/**
 * Channels after a gate. A channel on one qubit acts on each qubit of the gate; a wider one fits
 * gates of its own width, targets first, then controls. Diagonal gates on one qubit are changes of
 * frame, which only a rule that names them reaches.
 */
export interface GateNoise {
  /** The gate, with any number of controls; any gate if absent. */
  readonly gate?: GateName;
  /** Number of its targets and controls together; any if absent. */
  readonly width?: number;
  /** Its targets and controls, in any order; any if absent. */
  readonly qubits?: readonly number[];
  readonly channels: readonly Channel[];
}

/** Channels on one qubit: before its measurement or after its reset. */
export interface QubitNoise {
  /** Any qubit if absent. */
  readonly qubits?: readonly number[];
  readonly channels: readonly Channel[];
}

/** Decay over the time a qubit spends in gates and in waiting. */
export interface IdleNoise {
  readonly qubits?: readonly number[];
  /** Energy relaxation time. Infinity: never. */
  readonly t1Ns: number;
  /** Phase coherence time, at most 2 T1. */
  readonly t2Ns: number;
}

/** Wrong reports of right measurements. */
export interface ReadoutNoise {
  readonly qubits?: readonly number[];
  readonly read1Given0: number;
  readonly read0Given1: number;
}

/** Channels on bystanders of a gate that acts on exactly two qubits, while it acts. */
export interface CrosstalkNoise {
  /** Targets and controls of the gate, in any order. */
  readonly qubits: readonly [number, number];
  /** A channel on one qubit acts on each of them; a wider one must be as wide as this list. */
  readonly spectators: readonly number[];
  readonly channels: readonly Channel[];
}

/**
 * Everything that goes wrong on a device, as rules. Of gate, measurement, reset, idle and readout
 * rules the first that fits decides, so particular rules go before general ones; all crosstalk
 * rules that fit act. What no rule fits is perfect.
 */
export interface NoiseModel {
  readonly durations: Durations;
  readonly gates: readonly GateNoise[];
  readonly beforeMeasure: readonly QubitNoise[];
  readonly afterReset: readonly QubitNoise[];
  readonly idle: readonly IdleNoise[];
  readonly readout: readonly ReadoutNoise[];
  readonly crosstalk: readonly CrosstalkNoise[];
}

/** No errors and no times: what a circuit means, on no device in particular. */
export const NOISELESS: NoiseModel = {
  durations: { gate1Ns: 0, gate2Ns: 0, measureNs: 0, resetNs: 0, feedForwardNs: 0 },
  gates: [],
  beforeMeasure: [],
  afterReset: [],
  idle: [],
  readout: [],
  crosstalk: [],
};

const refuse = (name: string, range: string, value: unknown): never => {
  throw new RangeError(`noise ${name} must be ${range}, got ${String(value)}`);
};

const checkQubits = (name: string, qubits: readonly number[] | undefined): void => {
  if (qubits === undefined) return;
  if (!Array.isArray(qubits)) return refuse(name, 'a list of qubits', typeof qubits);
  for (const qubit of qubits) {
    if (!Number.isSafeInteger(qubit) || qubit < 0) refuse(name, 'whole numbers from 0', qubit);
  }
  if (new Set(qubits).size < qubits.length) refuse(name, 'all different', qubits.join(' '));
};

const checkChannels = (name: string, channels: readonly Channel[], widths: Set<number>): void => {
  if (!Array.isArray(channels)) return refuse(name, 'a list of channels', typeof channels);
  for (const [k, channel] of channels.entries()) {
    checkChannel(`noise ${name}[${k}]`, channel);
    if (widths.size === 0 || widths.has(channel.qubits)) continue;
    refuse(`${name}[${k}].qubits`, [...widths].join(' or '), channel.qubits);
  }
};

const checkGate = (name: string, { gate, width, qubits, channels }: GateNoise): void => {
  if (gate !== undefined && !Object.hasOwn(GATES, gate)) refuse(`${name}.gate`, 'a gate', gate);
  checkQubits(`${name}.qubits`, qubits);
  const given = width ?? qubits?.length;
  if (given !== undefined && !(Number.isInteger(given) && given >= 1)) {
    refuse(`${name}.width`, 'a whole number from 1', given);
  }
  if (width !== undefined && qubits !== undefined && qubits.length !== width) {
    refuse(`${name}.qubits.length`, `${width}, the width`, qubits.length);
  }
  checkChannels(`${name}.channels`, channels, new Set(given === undefined ? [] : [1, given]));
};

const checkCrosstalk = (name: string, rule: CrosstalkNoise): void => {
  checkQubits(`${name}.qubits`, rule.qubits);
  checkQubits(`${name}.spectators`, rule.spectators);
  if (rule.qubits.length !== 2) refuse(`${name}.qubits.length`, '2', rule.qubits.length);
  for (const qubit of rule.spectators) {
    if (rule.qubits.includes(qubit)) refuse(`${name}.spectators`, 'bystanders', qubit);
  }
  checkChannels(`${name}.channels`, rule.channels, new Set([1, rule.spectators.length]));
};

const checkTime = (name: string, value: number): void => {
  if (Number.isSafeInteger(value) && value >= 0) return;
  refuse(`durations.${name}`, 'a whole number from 0', value);
};

const checkDurations = ({ pairs = [], ...times }: Durations): void => {
  for (const [name, value] of Object.entries(times)) checkTime(name, value);
  for (const [k, { pair, ns }] of pairs.entries()) {
    checkQubits(`durations.pairs[${k}].pair`, pair);
    if (pair.length !== 2) refuse(`durations.pairs[${k}].pair.length`, '2', pair.length);
    checkTime(`pairs[${k}].ns`, ns);
  }
};

/** Throws RangeError naming the field unless every part of the model is in range. */
export const checkNoise = (noise: NoiseModel): void => {
  checkDurations(noise.durations);
  for (const [k, rule] of noise.gates.entries()) checkGate(`gates[${k}]`, rule);
  for (const part of ['beforeMeasure', 'afterReset'] as const) {
    for (const [k, rule] of noise[part].entries()) {
      checkQubits(`${part}[${k}].qubits`, rule.qubits);
      checkChannels(`${part}[${k}].channels`, rule.channels, new Set([1]));
    }
  }
  for (const [k, rule] of noise.idle.entries()) {
    checkQubits(`idle[${k}].qubits`, rule.qubits);
    checkRelaxation(`noise idle[${k}]`, rule.t1Ns, rule.t2Ns);
  }
  for (const [k, rule] of noise.readout.entries()) {
    checkQubits(`readout[${k}].qubits`, rule.qubits);
    checkProbability(`noise readout[${k}].read1Given0`, rule.read1Given0);
    checkProbability(`noise readout[${k}].read0Given1`, rule.read0Given1);
  }
  for (const [k, rule] of noise.crosstalk.entries()) checkCrosstalk(`crosstalk[${k}]`, rule);
};

/** Parts of a noise model; what is left out is perfect and takes no time. */
export type NoiseParts = Partial<Omit<NoiseModel, 'durations'>> & {
  readonly durations?: Partial<Durations>;
};

/**
 * A noise model of the parts given. Throws RangeError naming the field for a probability, time,
 * qubit or Kraus operator out of range.
 */
export const noiseModel = ({ durations, ...parts }: NoiseParts): NoiseModel => {
  const noise: NoiseModel = {
    ...NOISELESS,
    ...parts,
    durations: { ...NOISELESS.durations, ...durations },
  };
  checkNoise(noise);
  return noise;
};

/** Wider gates touch more qubits than a state vector has. */
const GATE_WIDTH_MAX = 30;

/** Uniformly random Pauli errors of `probability` after a gate on `width` qubits. */
const errorAfter = (probability: number, width: number): readonly Channel[] =>
  probability > 0 ? [depolarizing(probability, width)] : [];

/** Errors of particular qubits and pairs first, then those of every gate of a width. */
const gateNoise = (calibration: QCalibration): readonly GateNoise[] => {
  const { gate1Error, gate2Error, qubits, couplings = [] } = calibration;
  const gates: GateNoise[] = [];
  for (const [q, { gateError }] of qubits.entries()) {
    if (gateError === undefined) continue;
    gates.push({ width: 1, qubits: [q], channels: errorAfter(gateError, 1) });
  }
  for (const { pair, error } of couplings) {
    gates.push({ width: 2, qubits: pair, channels: errorAfter(error, 2) });
  }
  for (let width = 1; width <= GATE_WIDTH_MAX; width++) {
    const error = width === 1 ? gate1Error : 1 - (1 - gate2Error) ** (2 * width - 3);
    if (error > 0) gates.push({ width, channels: errorAfter(error, width) });
  }
  return gates;
};

/**
 * The noise that a checked calibration declares (XDV-060.2): decay by T1 and T2, readout errors
 * and uniformly random Pauli errors after gates, those of a qubit or pair where it has its own. A
 * gate on k > 2 qubits errs like the 2k - 3 gates on two qubits that it is charged as in time.
 */
export const noiseFromCalibration = (calibration: QCalibration): NoiseModel => {
  const { gate1Ns, gate2Ns, measureNs, resetNs, feedForwardNs, couplings } = calibration;
  const pairs = couplings?.map(({ pair, ns }) => ({ pair, ns }));
  return {
    ...NOISELESS,
    durations: { gate1Ns, gate2Ns, measureNs, resetNs, feedForwardNs, ...(pairs && { pairs }) },
    gates: gateNoise(calibration),
    idle: calibration.qubits.map(({ t1Ns, t2Ns }, q) => ({ qubits: [q], t1Ns, t2Ns })),
    readout: calibration.qubits.map(({ read1Given0, read0Given1 }, q) => ({
      qubits: [q],
      read1Given0,
      read0Given1,
    })),
  };
};
