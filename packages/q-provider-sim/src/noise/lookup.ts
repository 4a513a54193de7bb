import {
  GATES,
  gateTimes,
  type ComputedOp,
  type GateOp,
  type GateTimes,
} from '@xdv/domain-model';
import type { Channel } from './channel.ts';
import { relaxation } from './channels.ts';
import type {
  CrosstalkNoise,
  Durations,
  GateNoise,
  IdleNoise,
  NoiseModel,
  ReadoutNoise,
} from './model.ts';

/** A gate wherever its angles come from: they decide neither its time nor its errors. */
export type AnyGate = GateOp | ComputedOp;

/** Durations with the time of each gate worked out. */
export interface Times extends Durations {
  readonly gateNs: GateTimes;
}


/** A noise model looked up by qubit and gate. */
export interface NoiseLookup {
  readonly durations: Times;
  /** What waiting does to a qubit: the same object for the same time. */
  decay(qubit: number, elapsedNs: number): readonly Channel[];
  readout(qubit: number): ReadoutNoise | undefined;
  beforeMeasure(qubit: number): readonly Channel[];
  afterReset(qubit: number): readonly Channel[];
  /** Channels after a gate on `qubits`, its targets and controls. */
  gate(op: AnyGate, qubits: readonly number[]): readonly Channel[];
  crosstalk(qubits: readonly number[]): readonly CrosstalkNoise[];
}

/** Finds the first rule for a qubit: in time that does not grow with the number of rules. */
const byQubit = <Rule extends { readonly qubits?: readonly number[] }>(
  rules: readonly Rule[],
): ((qubit: number) => Rule | undefined) => {
  const named = new Map<number, Rule>();
  for (const rule of rules) {
    if (rule.qubits === undefined) return (qubit) => named.get(qubit) ?? rule;
    for (const qubit of rule.qubits) if (!named.has(qubit)) named.set(qubit, rule);
  }
  return (qubit) => named.get(qubit);
};

const NONE: readonly never[] = [];

const createDecay = (rules: readonly IdleNoise[]): NoiseLookup['decay'] => {
  const ruleOf = byQubit(rules);
  const known = new Map<IdleNoise, Map<number, readonly Channel[]>>();
  return (qubit, elapsedNs) => {
    const rule = ruleOf(qubit);
    if (rule === undefined) return NONE;
    const byTime = known.get(rule) ?? new Map<number, readonly Channel[]>();
    known.set(rule, byTime);
    const channels = byTime.get(elapsedNs) ?? relaxation(rule.t1Ns, rule.t2Ns, elapsedNs);
    byTime.set(elapsedNs, channels);
    return channels;
  };
};

const keyOf = (qubits: readonly number[]): string => qubits.toSorted((a, b) => a - b).join();

/** A diagonal gate on one qubit is a change of frame: no time, no error unless named. */
export const isVirtual = ({ gate, targets, controls }: AnyGate): boolean => {
  const width = targets.length + controls.length;
  return width === 0 || (width === 1 && GATES[gate].virtual);
};

const timesOf = (durations: Durations): Times => {
  const { pairs = [], ...times } = durations;
  const couplings = pairs.map((each) => ({ ...each, error: 0 }));
  const perfect = { gate1Error: 0, gate2Error: 0, qubits: [] };
  return { ...durations, gateNs: gateTimes({ ...times, ...perfect, couplings }) };
};

const fits = (rule: GateNoise, op: AnyGate, width: number): boolean => {
  if (rule.gate === undefined ? isVirtual(op) : rule.gate !== op.gate) return false;
  if (rule.width !== undefined && rule.width !== width) return false;
  return rule.channels.every(({ qubits }) => qubits === 1 || qubits === width);
};

/** Finds the first rule for a gate: among those that name its qubits, and those that name none. */
const byGate = (rules: readonly GateNoise[]): NoiseLookup['gate'] => {
  const ranks = new Map(rules.map((rule, rank) => [rule, rank]));
  const named = rules.some(({ qubits }) => qubits !== undefined);
  const byKey = Map.groupBy(rules, ({ qubits }) => (qubits === undefined ? '' : keyOf(qubits)));
  const found = new Map<string, readonly Channel[]>();
  const search = (op: AnyGate, width: number, key: string): readonly Channel[] => {
    const candidates = [key, ''].flatMap((each) => {
      const rule = byKey.get(each)?.find((one) => fits(one, op, width));
      return rule === undefined ? [] : [rule];
    });
    const [one, other] = candidates;
    const first = other !== undefined && ranks.get(other)! < ranks.get(one!)! ? other : one;
    return first?.channels ?? NONE;
  };
  return (op, qubits) => {
    if (rules.length === 0) return NONE;
    const key = named ? keyOf(qubits) : '';
    const question = `${op.gate} ${qubits.length} ${key}`;
    const known = found.get(question) ?? search(op, qubits.length, key);
    found.set(question, known);
    return known;
  };
};

/** Prepares a noise model for compiling circuits. */
export const createLookup = (noise: NoiseModel): NoiseLookup => {
  const beforeMeasure = byQubit(noise.beforeMeasure);
  const afterReset = byQubit(noise.afterReset);
  const crosstalk = Map.groupBy(noise.crosstalk, ({ qubits }) => keyOf(qubits));
  return {
    durations: timesOf(noise.durations),
    decay: createDecay(noise.idle),
    readout: byQubit(noise.readout),
    beforeMeasure: (qubit) => beforeMeasure(qubit)?.channels ?? NONE,
    afterReset: (qubit) => afterReset(qubit)?.channels ?? NONE,
    gate: byGate(noise.gates),
    crosstalk: (qubits) =>
      qubits.length === 2 && crosstalk.size > 0 ? (crosstalk.get(keyOf(qubits)) ?? NONE) : NONE,
  };
};
