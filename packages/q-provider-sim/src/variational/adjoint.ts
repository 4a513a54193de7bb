import type { SlotGate, StateVector } from '../engine/state.ts';
import {
  applyObservable,
  squaredNorm,
  termsOf,
  type Observable,
} from '../observables/expectation.ts';
import { GENERATORS, inverseOf, type TurningGate } from './calculus.ts';
import type { Program } from './program.ts';
import { maskOf, planStretches, type Stretch } from './stretches.ts';

/** 2 Im ⟨λ|g|ψ⟩ for the generator of `gate`: ψ is where the bit `upper` is 0, λ where it is 1. */
const readTurn = (
  state: StateVector,
  { gate, targets, controls }: SlotGate,
  upper: number,
): number => {
  const always = maskOf(controls);
  const fixed = always | maskOf(targets) | upper;
  const spread = (local: number): number =>
    targets.reduce((at, slot, k) => at | (((local >> k) & 1) << slot), always);
  let sum = 0;
  for (const { row, column, re, im } of GENERATORS[gate as TurningGate]) {
    const [x, y] = state.overlap(fixed, spread(row) | upper, spread(column));
    sum += re * y + im * x;
  }
  return 2 * sum;
};

/** What the adjoint method needs besides the angles. */
export interface AdjointPlan {
  readonly program: Program;
  readonly observable: Observable;
  readonly stretches: readonly Stretch[];
  /** Gates that give all basis states of slots + 1 qubits the same amplitude. */
  readonly even: readonly SlotGate[];
}

export const planAdjoint = (program: Program, observable: Observable): AdjointPlan => ({
  program,
  observable,
  stretches: planStretches(program),
  even: Array.from({ length: program.slots + 1 }, (_, slot): SlotGate => {
    return { gate: 'h', targets: [slot], params: [], controls: [] };
  }),
});

/**
 * Makes |0⟩ lower + |1⟩ scale · upper of the state through its kernels alone: every amplitude is
 * multiplied from the same value to what it has to be.
 */
const load = (
  state: StateVector,
  even: readonly SlotGate[],
  lower: Float64Array,
  upper: Float64Array,
  scale: number,
): void => {
  const size = lower.length / 2;
  const all = 2 * size - 1;
  state.clear(0);
  state.apply(even);
  const root = Math.sqrt(2 * size);
  for (let k = 0; k < size; k++) {
    state.multiply(all, k, root * lower[2 * k]!, root * lower[2 * k + 1]!);
    const factor = root * scale;
    state.multiply(all, k + size, factor * upper[2 * k]!, factor * upper[2 * k + 1]!);
  }
};

/** Writes the derivatives of a stretch into byAngle; the upper half is `scale` times H|ψ⟩. */
const readStretch = (
  state: StateVector,
  { together, apart }: Stretch,
  { slots, turns }: Program,
  gates: readonly SlotGate[],
  scale: number,
  byAngle: Float64Array,
): void => {
  // the engine may have normalized the state meanwhile
  const unit = (weight: number): number => 2 / (weight * scale);
  if (together !== null) {
    const amplitudes = state.amplitudes();
    const factor = unit(squaredNorm(amplitudes));
    const values = termsOf(together.observable, amplitudes);
    for (const [k, turn] of together.turns.entries()) byAngle[turn] = factor * values[k]!;
  }
  if (apart.length === 0) return;
  const factor = unit(state.weight(0, 0));
  for (const turn of apart) {
    byAngle[turn] = factor * readTurn(state, gates[turns[turn]!.gate]!, 1 << slots);
  }
};

/** ⟨H⟩, and by what H|ψ⟩ was multiplied for the upper half; 0 if it is nothing. */
interface Start {
  readonly expectation: number;
  readonly scale: number;
}

/** Goes forward and makes both halves of the state. Its two copies are let go when it returns. */
const start = (
  state: StateVector,
  { program, observable, even }: AdjointPlan,
  gates: readonly SlotGate[],
): Start => {
  state.clear(0);
  state.apply(gates);
  state.widen(program.slots);
  const psi = state.amplitudes();
  const lambda = applyObservable(observable, psi);
  const norm = squaredNorm(psi);
  const length = Math.sqrt(squaredNorm(lambda));
  if (length === 0) return { expectation: 0, scale: 0 };
  let product = 0;
  for (let k = 0; k < psi.length; k++) product += psi[k]! * lambda[k]!;
  // both halves weigh the same, so that neither drowns in single precision
  const scale = Math.sqrt(norm) / length;
  if (program.turns.length > 0) load(state, even, psi, lambda, scale);
  return { expectation: product / norm, scale };
};

/** The value ⟨H⟩ and its derivatives by the angles of the turns. */
export interface AngleGradient {
  readonly expectation: number;
  readonly byAngle: Float64Array;
}

/**
 * The adjoint method (Jones and Gacon 2020): |ψ⟩ goes forward through all gates, then |ψ⟩ and
 * |λ⟩ = H|ψ⟩ back through their inverses together, as the two halves of a state with one qubit
 * more, and each derivative is an overlap between the halves. `state` has program.slots + 1 qubits.
 */
export const adjointGradient = (
  state: StateVector,
  plan: AdjointPlan,
  gates: readonly SlotGate[],
): AngleGradient => {
  const { program, stretches } = plan;
  const { expectation, scale } = start(state, plan, gates);
  const byAngle = new Float64Array(program.turns.length);
  if (scale === 0 || byAngle.length === 0) return { expectation, byAngle };
  for (const stretch of stretches) {
    readStretch(state, stretch, program, gates, scale, byAngle);
    const { undo } = stretch;
    if (undo.length > 0) state.apply(undo.flatMap((k) => inverseOf(gates[k]!)));
  }
  return { expectation, byAngle };
};
