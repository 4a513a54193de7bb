import { GATES, type GateOp } from '@xdv/domain-model';
import type { Channel } from './channel.ts';
import { relaxation } from './channels.ts';
import type { CrosstalkNoise, GateNoise, IdleNoise, NoiseModel, ReadoutNoise } from './model.ts';

/** A noise model looked up by qubit and gate. */
export interface NoiseLookup {
  readonly durations: NoiseModel['durations'];
  /** What waiting does to a qubit: the same object for the same time. */
  decay(qubit: number, elapsedNs: number): readonly Channel[];
  readout(qubit: number): ReadoutNoise | undefined;
  beforeMeasure(qubit: number): readonly Channel[];
  afterReset(qubit: number): readonly Channel[];
  /** Channels after a gate on `qubits`, its targets and controls. */
  gate(op: GateOp, qubits: readonly number[]): readonly Channel[];
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
export const isVirtual = ({ gate, targets, controls }: GateOp): boolean => {
  const width = targets.length + controls.length;
  return width === 0 || (width === 1 && GATES[gate].virtual);
};

const fits = (rule: GateNoise, op: GateOp, width: number, key: string): boolean => {
  if (rule.gate === undefined ? isVirtual(op) : rule.gate !== op.gate) return false;
  if (rule.width !== undefined && rule.width !== width) return false;
  if (rule.qubits !== undefined && keyOf(rule.qubits) !== key) return false;
  return rule.channels.every(({ qubits }) => qubits === 1 || qubits === width);
};

/** Prepares a noise model for compiling circuits. */
export const createLookup = (noise: NoiseModel): NoiseLookup => {
  const beforeMeasure = byQubit(noise.beforeMeasure);
  const afterReset = byQubit(noise.afterReset);
  const found = new Map<string, readonly Channel[]>();
  const crosstalk = Map.groupBy(noise.crosstalk, ({ qubits }) => keyOf(qubits));
  const named = noise.gates.some(({ qubits }) => qubits !== undefined);
  return {
    durations: noise.durations,
    decay: createDecay(noise.idle),
    readout: byQubit(noise.readout),
    beforeMeasure: (qubit) => beforeMeasure(qubit)?.channels ?? NONE,
    afterReset: (qubit) => afterReset(qubit)?.channels ?? NONE,
    gate: (op, qubits) => {
      if (noise.gates.length === 0) return NONE;
      const key = named ? keyOf(qubits) : '';
      const question = `${op.gate} ${qubits.length} ${key}`;
      let channels = found.get(question);
      if (channels === undefined) {
        const rule = noise.gates.find((each) => fits(each, op, qubits.length, key));
        channels = rule?.channels ?? NONE;
        found.set(question, channels);
      }
      return channels;
    },
    crosstalk: (qubits) =>
      qubits.length === 2 && crosstalk.size > 0 ? (crosstalk.get(keyOf(qubits)) ?? NONE) : NONE,
  };
};
