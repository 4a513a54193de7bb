import { CIRCUIT_LIMITS, fail, ok, type Result } from '@xdv/domain-model';
import type { MeasureStep, Plan, Step } from '../engine/compile.ts';
import type { Channel } from '../noise/channel.ts';
import { lowerGate } from './clifford.ts';
import type { PauliProbabilities } from './pauli-noise.ts';
import type { Instruction, Program } from './program.ts';

/** Qubits of the widest Pauli channel: 256 Paulis. */
const CHANNEL_QUBITS_MAX = 4;

/** Digits of Pauli letters in an index of {@link PauliProbabilities}. */
const DIGITS: Readonly<Record<string, number>> = { I: 0, X: 1, Z: 2, Y: 3 };

class Unsupported extends Error {}

const refuse = (what: string): never => {
  throw new Unsupported(what);
};

/** The probabilities of a channel that is a mixture of Paulis. */
const probabilitiesOf = (channel: Channel): PauliProbabilities => {
  const { kind, qubits } = channel;
  if (kind !== 'pauli' && kind !== 'depolarizing') {
    return refuse(`${kind} noise is no mixture of Paulis`);
  }
  if (qubits > CHANNEL_QUBITS_MAX) {
    return refuse(`a Pauli channel on ${qubits} qubits; ${CHANNEL_QUBITS_MAX} are supported`);
  }
  const count = 4 ** qubits;
  const out = new Float64Array(count);
  if (kind === 'depolarizing') out.fill(channel.probability / (count - 1), 1);
  else {
    for (const { pauli, probability } of channel.terms) {
      let index = 0;
      for (let k = 0; k < qubits; k++) index |= DIGITS[pauli.charAt(k)]! << (2 * k);
      out[index]! += probability;
    }
  }
  out[0] = 0;
  out[0] = Math.max(0, 1 - out.reduce((sum, p) => sum + p, 0));
  return out;
};

/** Turns steps into instructions; `idle` is a qubit that nothing touches. */
const createTranslation = (idle: number) => {
  // one array per channel, which later passes recognize
  const known = new Map<Channel, PauliProbabilities>();
  const noiseOf = (channel: Channel): PauliProbabilities => {
    let found = known.get(channel);
    if (found === undefined) known.set(channel, (found = probabilitiesOf(channel)));
    return found;
  };
  const measure = ({ slot, bit, read1Given0, read0Given1 }: MeasureStep): Instruction => {
    if (read1Given0 !== read0Given1) refuse('a readout error that depends on the state');
    return { kind: 'measure', qubit: slot < 0 ? idle : slot, bit, misread: read1Given0 };
  };
  const translate = (steps: readonly Step[]): readonly Instruction[] => {
    const out: Instruction[] = [];
    for (const step of steps) {
      switch (step.kind) {
        case 'unitary':
          for (const gate of lowerGate({ kind: 'gate', ...step.gate })!) {
            out.push({ kind: 'gate', ...gate });
          }
          break;
        case 'channel':
          out.push({
            kind: 'noise',
            qubits: step.slots,
            probabilities: noiseOf(step.channel),
          });
          break;
        case 'measure':
          out.push(measure(step));
          break;
        case 'reset':
          out.push({ kind: 'reset', qubit: step.slot });
          break;
        case 'if': {
          const { bits, values } = step;
          const then = translate(step.taken);
          out.push({ kind: 'if', bits, values, then, otherwise: translate(step.otherwise) });
        }
      }
    }
    return out;
  };
  return translate;
};

/**
 * The program of a compiled Clifford circuit. Fails with GATE_UNSUPPORTED for noise that is no
 * mixture of Paulis: damping, resets, Kraus operators, readout errors that differ between 0 and 1.
 */
export const programOfPlan = ({ slots, bits, body, tail }: Plan): Result<Program> => {
  try {
    const instructions = createTranslation(slots)([...body, ...tail]);
    // if every qubit of the largest circuit is touched, there is no room for an idle one
    return ok({ qubits: Math.min(slots + 1, CIRCUIT_LIMITS.qubitsMax), bits, instructions });
  } catch (error) {
    if (!(error instanceof Unsupported)) throw error;
    const hint = 'Use the state-vector engine, or noise that is a mixture of Paulis';
    return fail('GATE_UNSUPPORTED', error.message, hint);
  }
};
