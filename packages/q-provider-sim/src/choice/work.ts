import type { MeasureStep, Plan, Step } from '../engine/compile.ts';
import type { Channel } from '../noise/channel.ts';

/** What a plan asks of an engine. */
export interface Work {
  /** Qubits that something acts on. */
  readonly qubits: number;
  /** Gates of one shot: of the longer branch where there is a choice. */
  readonly gates: number;
  readonly channels: number;
  /** Measurements and resets before the end. */
  readonly events: number;
  /** Probability that a shot meets no error, as far as errors do not depend on the state. */
  readonly clean: number;
  /** Whether every channel is a mixture of Paulis and readout errors do not look at the state. */
  readonly pauli: boolean;
  readonly conditions: number;
  /** Whether outcomes are computed with, beyond conditions on them. */
  readonly classical: boolean;
}

const PAULI_KINDS: ReadonlySet<Channel['kind']> = new Set(['pauli', 'depolarizing']);

/** Probability that a channel does something. */
const chanceOf = (channel: Channel): number => {
  switch (channel.kind) {
    case 'pauli':
      return channel.terms.reduce((sum, { probability }) => sum + probability, 0);
    case 'damping':
      return channel.relax;
    case 'kraus':
      return 1;
    default:
      return channel.probability;
  }
};

const IDLE: Omit<Work, 'qubits'> = {
  gates: 0,
  channels: 0,
  events: 0,
  clean: 1,
  pauli: true,
  conditions: 0,
  classical: false,
};

const add = (a: typeof IDLE, b: typeof IDLE): typeof IDLE => ({
  gates: a.gates + b.gates,
  channels: a.channels + b.channels,
  events: a.events + b.events,
  clean: a.clean * b.clean,
  pauli: a.pauli && b.pauli,
  conditions: a.conditions + b.conditions,
  classical: a.classical || b.classical,
});

/** Whether a misreading does not depend on what is read. */
const isEvenHanded = ({ read1Given0, read0Given1 }: MeasureStep): boolean =>
  read1Given0 === read0Given1;

const workOfStep = (step: Step): typeof IDLE => {
  switch (step.kind) {
    case 'unitary':
      return { ...IDLE, gates: 1 };
    case 'channel': {
      const { channel } = step;
      const clean = Math.max(0, 1 - chanceOf(channel));
      return { ...IDLE, channels: 1, clean, pauli: PAULI_KINDS.has(channel.kind) };
    }
    case 'measure':
      return { ...IDLE, events: 1, pauli: isEvenHanded(step) };
    case 'reset':
      return { ...IDLE, events: 1 };
    case 'if': {
      const [taken, otherwise] = [workOfSteps(step.taken), workOfSteps(step.otherwise)];
      const longer = taken.gates >= otherwise.gates ? taken : otherwise;
      const pauli = taken.pauli && otherwise.pauli;
      const classical = taken.classical || otherwise.classical;
      return add({ ...longer, pauli, classical }, { ...IDLE, conditions: 1 });
    }
    case 'set':
      return { ...IDLE, classical: true };
    case 'computed':
      return { ...IDLE, gates: 1, classical: true };
    case 'while': {
      const round = workOfSteps(step.body);
      return { ...round, conditions: round.conditions + 1, classical: true };
    }
  }
};

const workOfSteps = (steps: readonly Step[]): typeof IDLE => {
  let sum = IDLE;
  for (const step of steps) sum = add(sum, workOfStep(step));
  return sum;
};

/** What one shot of a plan asks for. Linear in steps. */
export const workOf = ({ slots, bits, memory, body, tail }: Plan): Work => {
  const work = workOfSteps(body);
  const pauli = work.pauli && tail.every(isEvenHanded);
  return { qubits: slots, ...work, pauli, classical: work.classical || memory > bits };
};
