import { mixSeed } from '@xdv/domain-model';
import type {
  Instruction,
  Program,
  StraightInstruction,
  StraightProgram,
} from './program.ts';
import { createTableau, type Tableau } from './tableau.ts';
import type { PauliProbabilities } from './pauli-noise.ts';

/**
 * Chance of one shot: draw k is a function of (seed of the shot, k), so that no shot depends on
 * another and no draw on how an earlier one was used.
 */
interface Draws {
  readonly bit: () => 0 | 1;
  /** Uniform in [0, 1) with 53 bits. */
  readonly float: () => number;
}

const createDraws = (seed: number): Draws => {
  let event = 0;
  return {
    bit: () => ((mixSeed(seed, event++) & 1) === 0 ? 0 : 1),
    float: () => mixSeed(seed, event++) / 2 ** 53,
  };
};

/** The index that a draw falls on. */
const pick = (probabilities: PauliProbabilities, draw: number): number => {
  let rest = draw;
  for (let index = 0; index < probabilities.length; index++) {
    rest -= probabilities[index]!;
    if (rest < 0) return index;
  }
  return 0; // the probabilities sum to a little less than 1
};

const applyPauli = (tableau: Tableau, qubits: readonly number[], index: number): void => {
  for (const [k, qubit] of qubits.entries()) {
    const pauli = (index >> (2 * k)) & 3;
    if ((pauli & 1) !== 0) tableau.apply('x', qubit, qubit);
    if ((pauli & 2) !== 0) tableau.apply('z', qubit, qubit);
  }
};

const readOut = (value: 0 | 1, misread: number, draws: Draws): 0 | 1 => {
  if (misread === 0 || draws.float() >= misread) return value;
  return value === 0 ? 1 : 0;
};

const perform = (
  tableau: Tableau,
  instructions: readonly Instruction[],
  bits: Uint8Array,
  draws: Draws,
): void => {
  for (const step of instructions) {
    switch (step.kind) {
      case 'gate':
        tableau.apply(step.gate, step.a, step.b);
        break;
      case 'measure':
        bits[step.bit] = readOut(tableau.measure(step.qubit, draws.bit), step.misread, draws);
        break;
      case 'reset':
        if (tableau.measure(step.qubit, draws.bit) === 1) {
          tableau.apply('x', step.qubit, step.qubit);
        }
        break;
      case 'noise':
        applyPauli(tableau, step.qubits, pick(step.probabilities, draws.float()));
        break;
      case 'if': {
        const holds = step.bits.every((bit, k) => bits[bit] === step.values[k]);
        perform(tableau, holds ? step.then : step.otherwise, bits, draws);
      }
    }
  }
};

/** Runs one shot after another on one tableau. */
export interface ShotRunner {
  /** Writes the classical bits of the shot that `seed` makes. */
  run(seed: number, bits: Uint8Array): void;
}

export const createShotRunner = (program: Program): ShotRunner => {
  const tableau = createTableau(program.qubits);
  return {
    run: (seed, bits) => {
      tableau.clear();
      bits.fill(0);
      perform(tableau, program.instructions, bits, createDraws(seed));
    },
  };
};

/** The classical bits of one shot without noise. */
export const referenceSample = (program: StraightProgram): Uint8Array => {
  const bits = new Uint8Array(program.bits);
  const instructions = program.instructions.flatMap((step): readonly StraightInstruction[] => {
    if (step.kind === 'noise') return [];
    return step.kind === 'measure' ? [{ ...step, misread: 0 }] : [step];
  });
  createShotRunner({ ...program, instructions }).run(0, bits);
  return bits;
};
