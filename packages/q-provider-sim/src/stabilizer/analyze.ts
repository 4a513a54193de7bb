import { fail, ok, type Result } from '@xdv/domain-model';
import { compileAnnotated, DETECTOR_LIMITS, type AnnotatedCircuit } from './annotated.ts';
import type { CliffordGate } from './clifford.ts';
import {
  ErrorModelBuilder,
  symmetricDifference,
  type DetectorErrorModel,
  type SymptomSet,
} from './error-model.ts';
import { independentErrors } from './independent.ts';
import type { PauliProbabilities } from './pauli-noise.ts';
import type { NoiseInstruction, StabilizerNoise, StraightInstruction } from './program.ts';

const NONE: SymptomSet = [];

/**
 * What an X and a Z on every qubit would flip from here to the end of the circuit. Walking the
 * circuit backwards, a gate G turns the flips of P into those of G P G†: one pass serves all
 * errors (Gidney 2021, section 3.6).
 */
interface Sensitivity {
  readonly x: SymptomSet[];
  readonly z: SymptomSet[];
  /** What measuring into each classical bit flips. */
  readonly ofBit: readonly SymptomSet[];
  /** The lowest symptom that chance alone decides; Infinity if none does. */
  undetermined: number;
}

/** For each classical bit the parities that it is in. */
const paritiesOfBits = (annotated: AnnotatedCircuit): readonly SymptomSet[] => {
  const { circuit, detectors, observables } = annotated;
  const parities = Array.from({ length: circuit.bits }, (): number[] => []);
  for (const [symptom, bits] of [...detectors, ...observables].entries()) {
    for (const bit of bits) {
      const list = parities[bit]!;
      if (list.at(-1) === symptom) list.pop();
      else list.push(symptom);
    }
  }
  return parities;
};

const add = (sets: SymptomSet[], qubit: number, other: SymptomSet): void => {
  sets[qubit] = symmetricDifference(sets[qubit]!, other);
};

const exchange = (a: SymptomSet[], i: number, b: SymptomSet[], k: number): void => {
  const set = a[i]!;
  a[i] = b[k]!;
  b[k] = set;
};

const passGate = ({ x, z }: Sensitivity, { gate, a, b }: CliffordGate): void => {
  switch (gate) {
    case 'h':
      return exchange(x, a, z, a);
    case 's':
    case 'sdg':
      return add(x, a, z[a]!);
    case 'sx':
    case 'sxdg':
      return add(z, a, x[a]!);
    case 'cx':
      add(x, a, x[b]!);
      return add(z, b, z[a]!);
    case 'cz':
      add(x, a, z[b]!);
      return add(x, b, z[a]!);
    case 'cy':
      add(x, a, symmetricDifference(x[b]!, z[b]!));
      add(x, b, z[a]!);
      return add(z, b, z[a]!);
    case 'swap':
      exchange(x, a, x, b);
      return exchange(z, a, z, b);
    case 'x':
    case 'y':
    case 'z':
  }
};

/** A qubit in an eigenstate of Z does not notice a Z: a parity that would is up to chance. */
const expectDetermined = (sensitivity: Sensitivity, qubit: number): void => {
  const [lowest = Infinity] = sensitivity.z[qubit]!;
  sensitivity.undetermined = Math.min(sensitivity.undetermined, lowest);
};

/** What each Pauli of a channel flips, indexed as its probabilities are. */
const flipsOfPaulis = ({ x, z }: Sensitivity, qubits: readonly number[]): SymptomSet[] => {
  const flips: SymptomSet[] = [NONE];
  for (const qubit of qubits) {
    for (const basis of [x[qubit]!, z[qubit]!]) {
      const count = flips.length;
      for (let k = 0; k < count; k++) flips.push(symmetricDifference(flips[k]!, basis));
    }
  }
  return flips;
};

const addErrors = (
  builder: ErrorModelBuilder,
  sensitivity: Sensitivity,
  step: NoiseInstruction,
  errors: Float64Array,
): void => {
  const flips = flipsOfPaulis(sensitivity, step.qubits);
  for (let index = 1; index < errors.length; index++) builder.add(errors[index]!, flips[index]!);
};

/** How a detector error model is made. */
export interface ErrorModelOptions {
  /**
   * Takes the Paulis of a channel that is no product of independent errors as independent all the
   * same, which is wrong to second order in their probabilities. Not by default.
   */
  readonly approximate?: boolean;
}

type Errors = ReadonlyMap<PauliProbabilities, Float64Array>;

/** The independent errors of every channel, worked out once each. */
const decompose = (
  steps: readonly StraightInstruction[],
  { approximate }: ErrorModelOptions,
): Result<Errors> => {
  const errors = new Map<PauliProbabilities, Float64Array>();
  for (const step of steps) {
    if (step.kind !== 'noise' || errors.has(step.probabilities)) continue;
    const exact = independentErrors(step.probabilities);
    if (exact === null && approximate !== true) {
      const message = `the noise on qubits ${step.qubits.join(', ')} is no product of Paulis`;
      return fail('GATE_UNSUPPORTED', message, 'Allow it to be approximated');
    }
    errors.set(step.probabilities, exact ?? step.probabilities);
  }
  return ok(errors);
};

/** Takes the sensitivity from after a step to before it. */
const passStep = (
  builder: ErrorModelBuilder,
  sensitivity: Sensitivity,
  step: StraightInstruction,
  errorsOf: Errors,
): void => {
  switch (step.kind) {
    case 'gate':
      return passGate(sensitivity, step);
    case 'measure':
      expectDetermined(sensitivity, step.qubit);
      builder.add(step.misread, sensitivity.ofBit[step.bit]!);
      return add(sensitivity.x, step.qubit, sensitivity.ofBit[step.bit]!);
    case 'reset':
      expectDetermined(sensitivity, step.qubit);
      sensitivity.x[step.qubit] = NONE;
      sensitivity.z[step.qubit] = NONE;
      return;
    case 'noise':
      addErrors(builder, sensitivity, step, errorsOf.get(step.probabilities)!);
  }
};

const undetermined = (symptom: number, detectors: number): Result<never> => {
  const name = symptom < detectors ? `detector ${symptom}` : `observable ${symptom - detectors}`;
  const hint = 'Choose parities that have one value in every shot without noise';
  return fail('CIRCUIT_INVALID', `${name} is not deterministic`, hint);
};

/**
 * The detector error model of a Clifford circuit under Pauli noise: every elementary error with the
 * detectors and observables that it flips, equal symptoms merged. Depolarizing channels become
 * independent Paulis of equal effect, exactly. Time ∝ operations · symptoms per qubit, plus
 * mechanisms · log mechanisms.
 *
 * Fails with CIRCUIT_INVALID for conditions, a bit written twice, a parity out of range or one that
 * is not deterministic (the first is named); with GATE_UNSUPPORTED for a gate that is not Clifford
 * and for noise that is no mixture of Paulis, or no product of independent ones; with
 * RESOURCE_EXHAUSTED above 50,000,000 symptoms. Throws RangeError for noise out of range.
 */
export const detectorErrorModel = (
  annotated: AnnotatedCircuit,
  noise: StabilizerNoise,
  options: ErrorModelOptions = {},
): Result<DetectorErrorModel> => {
  const compiled = compileAnnotated(annotated, noise);
  if (!compiled.ok) return compiled;
  const { qubits, instructions } = compiled.value;
  const sensitivity: Sensitivity = {
    x: Array.from({ length: qubits }, () => NONE),
    z: Array.from({ length: qubits }, () => NONE),
    ofBit: paritiesOfBits(annotated),
    undetermined: Infinity,
  };
  const builder = new ErrorModelBuilder();
  const errorsOf = decompose(instructions, options);
  if (!errorsOf.ok) return errorsOf;
  for (let k = instructions.length - 1; k >= 0; k--) {
    passStep(builder, sensitivity, instructions[k]!, errorsOf.value);
    if (builder.entries > DETECTOR_LIMITS.entriesMax) {
      const message = `more than ${DETECTOR_LIMITS.entriesMax} symptoms in the error model`;
      return fail('RESOURCE_EXHAUSTED', message, 'Analyse fewer rounds or qubits');
    }
  }
  for (let qubit = 0; qubit < qubits; qubit++) expectDetermined(sensitivity, qubit);
  const { detectors, observables, coordinates } = annotated;
  if (sensitivity.undetermined < Infinity) {
    return undetermined(sensitivity.undetermined, detectors.length);
  }
  return ok(builder.build(detectors.length, observables.length, coordinates ?? null));
};
