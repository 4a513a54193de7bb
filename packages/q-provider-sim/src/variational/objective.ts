import { fail, ok, type Result } from '@xdv/domain-model';
import { checkSize, PLAIN, type Backend } from '../engine/memory.ts';
import type { StateVector } from '../engine/state.ts';
import { arrange, expectationOf, type Observable } from '../observables/expectation.ts';
import { checkSum, type PauliSum } from '../observables/pauli.ts';
import { restrictSum } from '../observables/restrict.ts';
import { adjointGradient, planAdjoint } from './adjoint.ts';
import { checkParametric, checkValues, type ParametricCircuit } from './parametric.ts';
import { anglesAt, compileProgram, gatesAt, type Program } from './program.ts';

export interface ObjectiveOptions {
  /** Most qubits of a state vector, 24 by default, at most 30. */
  readonly qubitsMax?: number;
}

/** A value and its partial derivatives, by parameter. */
export interface Gradient {
  readonly expectation: number;
  readonly gradient: Float64Array;
}

/**
 * ⟨H⟩ after a parametric circuit as a function of its parameters. Values are one finite number for
 * each parameter; anything else is a RangeError.
 */
export interface Objective {
  readonly parameters: number;
  /** Time ∝ (gates + sets of flipped qubits) · 2^n. */
  expectation(values: ArrayLike<number>): number;
  /** One expectation value for each set of values, in order. */
  expectations(sets: readonly ArrayLike<number>[]): Float64Array;
  /**
   * Value and all derivatives by the adjoint method, exact but for rounding: three times the gates
   * of an evaluation, and at most one pass for each angle that depends on a parameter, those of a
   * layer of diagonal gates together. Takes a state vector of one qubit more, and as much for a
   * copy of it. Fails with CIRCUIT_TOO_LARGE or RESOURCE_EXHAUSTED.
   */
  gradient(values: ArrayLike<number>): Result<Gradient>;
}

/** A state vector, refused before any memory is taken if it is too large. */
const allocate = (
  qubits: number,
  { qubitsMax }: ObjectiveOptions,
  backend: Backend,
): Result<StateVector> => {
  const sized = checkSize(qubits, qubitsMax);
  return sized.ok ? backend.create(qubits) : sized;
};

/** Derivatives by parameter from those by angle. */
const byParameter = (
  { turns }: Program,
  byAngle: Float64Array,
  parameters: number,
): Float64Array => {
  const gradient = new Float64Array(parameters);
  for (const [k, { terms }] of turns.entries()) {
    for (const [parameter, coefficient] of terms) {
      gradient[parameter]! += coefficient * byAngle[k]!;
    }
  }
  return gradient;
};

const evaluate = (
  state: StateVector,
  program: Program,
  observable: Observable,
  values: ArrayLike<number>,
): number => {
  state.clear(0);
  state.apply(gatesAt(program, anglesAt(program, values)));
  state.widen(program.slots);
  return expectationOf(observable, state.amplitudes()) / state.weight(0, 0);
};

/** The objective over a state vector, which is replaced by a larger one for the first gradient. */
const createOn = (
  first: StateVector,
  program: Program,
  observable: Observable,
  parameters: number,
  enlarge: () => Result<StateVector>,
): Objective => {
  const adjoint = planAdjoint(program, observable);
  let state = first;
  const expectation = (values: ArrayLike<number>): number => {
    checkValues(values, parameters);
    return evaluate(state, program, observable, values);
  };
  return {
    parameters,
    expectation,
    expectations: (sets) => {
      for (const values of sets) checkValues(values, parameters);
      return Float64Array.from(sets, expectation);
    },
    gradient: (values) => {
      checkValues(values, parameters);
      if (state.qubits === program.slots) {
        const larger = enlarge();
        if (!larger.ok) return larger;
        state = larger.value;
      }
      const gates = gatesAt(program, anglesAt(program, values));
      const { expectation: value, byAngle } = adjointGradient(state, adjoint, gates);
      return ok({ expectation: value, gradient: byParameter(program, byAngle, parameters) });
    },
  };
};

/**
 * The expectation value of `sum` after `circuit` from |0…0⟩, prepared for many values of the
 * parameters: the circuit is compiled and memory taken once. Qubits that no gate touches take no
 * memory: 16 · 2^n bytes for n touched qubits, and as much while a value is read. The lists of
 * gates that a state vector of `backend` is given differ from call to call in their angles alone.
 *
 * Fails with CIRCUIT_INVALID if the circuit measures, resets or branches, with ARGUMENT_INVALID if
 * the sum is on another number of qubits, with CIRCUIT_TOO_LARGE giving the figure before memory
 * is taken, or with RESOURCE_EXHAUSTED. Throws RangeError for an option out of range.
 */
export const createObjective = (
  circuit: ParametricCircuit,
  sum: PauliSum,
  options: ObjectiveOptions = {},
  backend: Backend = PLAIN,
): Result<Objective> => {
  checkParametric(circuit);
  checkSum(sum);
  const { qubits } = circuit.circuit;
  if (sum.qubits !== qubits) {
    const message = `the sum is on ${sum.qubits} qubits, the circuit on ${qubits}`;
    return fail('ARGUMENT_INVALID', message, 'Give the sum the qubits of the circuit');
  }
  const program = compileProgram(circuit);
  if (!program.ok) return program;
  const { slots, slotOf } = program.value;
  const allocated = allocate(slots, options, backend);
  if (!allocated.ok) return allocated;
  const observable = arrange(restrictSum(sum, slotOf, slots));
  const enlarge = (): Result<StateVector> => allocate(slots + 1, options, backend);
  return ok(createOn(allocated.value, program.value, observable, circuit.parameters, enlarge));
};
