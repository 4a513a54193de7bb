import { circuit, type Circuit, type RandomStream } from '@xdv/domain-model';
import { cliffordClasses, createTracker, type Generator as Clifford } from './clifford.ts';
import { pulsesOf, type Dialect } from './dialect.ts';

/** A circuit to run for a number of shots, and the outcome of which the share is wanted. */
export interface Experiment {
  readonly circuit: Circuit;
  readonly shots: number;
  readonly outcome: string;
}

/** Asks for experiments one after another, told of each how often its outcome came. */
export type Protocol<T> = Generator<Experiment, T, number>;

/** A sequence of random Cliffords and what undoes it. */
export interface Sequence {
  readonly experiment: Experiment;
  /** Pulses on one qubit, and gates cx, that it takes. */
  readonly pulses: number;
  readonly pairGates: number;
}

export interface SequenceOptions {
  /** Cliffords before the one that undoes them. */
  readonly length: number;
  /** Final outcome as a number: takes turns, so that readout errors of 0 and 1 weigh alike. */
  readonly target: number;
  /** Performed after every Clifford but the last. */
  readonly interleaved?: Clifford;
  readonly shots: number;
}

/**
 * A sequence of standard randomized benchmarking (Magesan, Gambetta and Emerson, PRL 106, 180504
 * (2011)) on one or two qubits: uniformly random Cliffords, each a random class and a random Pauli
 * operator, then the one that undoes them up to flips.
 */
export const randomSequence = (
  dialect: Dialect,
  qubits: readonly number[],
  random: RandomStream,
  { length, target, interleaved, shots }: SequenceOptions,
): Sequence => {
  const classes = cliffordClasses(qubits.length === 1 ? 1 : 2);
  const builder = circuit(dialect.device.qubits, qubits.length);
  const tracker = createTracker();
  const sequence: Clifford[][] = [];
  let pulses = 0;
  let pairGates = 0;
  const perform = (word: readonly Clifford[]): void => {
    for (const generator of word) {
      dialect.clifford(builder, generator, qubits);
      tracker.clifford(generator);
      pulses += pulsesOf(generator);
      pairGates += generator === 'cx' ? 1 : 0;
    }
    sequence.push([...word]);
  };
  const flip = (qubit: number, bit: number): void => {
    dialect.flip(builder, qubit);
    tracker.flip(bit);
    pulses++;
  };
  for (let k = 0; k < length; k++) {
    perform(classes.words[random.below(classes.words.length)]!);
    for (const [bit, qubit] of qubits.entries()) {
      const pauli = random.below(4);
      if ((pauli & 1) === 1) flip(qubit, bit);
      if (pauli < 2) continue;
      dialect.phase(builder, qubit);
      tracker.phase(bit);
    }
    if (interleaved !== undefined) perform([interleaved]);
  }
  perform(classes.undo(sequence));

  const wrong = tracker.outcome() ^ target;
  for (const [bit, qubit] of qubits.entries()) {
    if (((wrong >> bit) & 1) === 1) flip(qubit, bit);
    builder.measure(qubit, bit);
  }
  const outcome = target.toString(2).padStart(qubits.length, '0');
  return { experiment: { circuit: builder.build(), shots, outcome }, pulses, pairGates };
};
