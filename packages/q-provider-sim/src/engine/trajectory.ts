import type { RandomStream } from '@xdv/domain-model';
import type { MeasureStep, Step } from './compile.ts';
import { performActions } from './gates.ts';
import { measureQubit, resetQubit } from './measure.ts';
import { performDecay, performGateError } from './noise.ts';
import type { StateVector } from './state.ts';

/** What the device reports when the qubit is in `value`. */
const readOut = (value: 0 | 1, step: MeasureStep, random: RandomStream): 0 | 1 => {
  const error = value === 0 ? step.read1Given0 : step.read0Given1;
  if (error === 0 || random.float() >= error) return value;
  return value === 0 ? 1 : 0;
};

const performMeasure = (
  state: StateVector,
  step: MeasureStep,
  bits: Uint8Array,
  random: RandomStream,
): void => {
  const value = step.slot < 0 ? 0 : measureQubit(state, step.slot, random.float());
  bits[step.bit] = readOut(value, step, random);
};

const arrive = (state: StateVector, { width, decays }: Step, random: RandomStream): void => {
  state.widen(width);
  for (const decay of decays) performDecay(state, decay, random);
};

/** Performs steps on `state`, drawing every chance event from `random`, writing into `bits`. */
export const performSteps = (
  state: StateVector,
  steps: readonly Step[],
  bits: Uint8Array,
  random: RandomStream,
): void => {
  for (const step of steps) {
    arrive(state, step, random);
    switch (step.kind) {
      case 'unitary':
        performActions(state, step.actions);
        performGateError(state, step.slots, step.error, random);
        break;
      case 'measure':
        performMeasure(state, step, bits, random);
        break;
      case 'reset':
        resetQubit(state, step.slot, random.float());
        break;
      case 'if': {
        const holds = step.bits.every((bit, k) => bits[bit] === step.values[k]);
        performSteps(state, holds ? step.taken : step.otherwise, bits, random);
        break;
      }
      case 'wait':
    }
  }
};

/** Reads the final measurements off basis state `index`. */
export const readIndex = (
  index: number,
  tail: readonly MeasureStep[],
  bits: Uint8Array,
  random: RandomStream,
): void => {
  for (const step of tail) {
    const value = step.slot >= 0 && ((index >> step.slot) & 1) === 1 ? 1 : 0;
    bits[step.bit] = readOut(value, step, random);
  }
};

/** Performs the final measurements of one shot with a single draw. The state is spent. */
export const performTail = (
  state: StateVector,
  tail: readonly MeasureStep[],
  bits: Uint8Array,
  random: RandomStream,
): void => {
  if (tail.length === 0) return;
  for (const step of tail) arrive(state, step, random);
  const [index] = state.locate(Float64Array.of(random.float()));
  readIndex(index!, tail, bits, random);
};
