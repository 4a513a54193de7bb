import {
  deriveSeed,
  fail,
  ok,
  type CircuitOp,
  type DoneResult,
  type OutcomeResult,
  type QDeviceProfile,
  type Result,
} from '@xdv/domain-model';
import { compiledBackend } from './choice/backend.ts';
import { compileOps } from './engine/compile.ts';
import { copyLayout, createLayout, latest, type Layout } from './engine/layout.ts';
import { estimateMemory, PLAIN } from './engine/memory.ts';
import { performOnce } from './engine/once.ts';
import { STATE_QUBITS_MAX, type StateVector } from './engine/state.ts';
import { createLookup } from './noise/lookup.ts';
import type { NoiseModel } from './noise/model.ts';

/**
 * A live quantum state behind its operations: nothing here returns an amplitude (XDV-032.1). Time
 * passes only while it is operated on; each request starts when the one before has ended.
 */
export interface Container {
  readonly qubits: number;
  readonly bytes: number;
  /** Evolves by operations without measurements. */
  apply(ops: readonly CircuitOp[]): Result<DoneResult>;
  /** Measures distinct qubits, collapsing the state. */
  measure(qubits: readonly number[]): Result<OutcomeResult>;
}

const overBudget = (endNs: number, { name, budgetMaxNs }: QDeviceProfile): Result<never> =>
  fail(
    'DECOHERENCE_EXCEEDED',
    `${endNs} ns on device ${name}, which keeps a state for ${budgetMaxNs} ns`,
    'Shorten the work or measure earlier',
  );

/** Fails with DECOHERENCE_EXCEEDED if work of `endNs` is longer than the device's limit. */
export const checkBudget = (endNs: number, device: QDeviceProfile): Result<null> =>
  endNs <= device.budgetMaxNs ? ok(null) : overBudget(endNs, device);

/** Qubits from which gates are worth compiling. */
const COMPILED_QUBITS = 16;
const COMPILED = compiledBackend();

const allocate = (qubits: number): Result<StateVector> => {
  if (qubits > STATE_QUBITS_MAX) {
    const message = `a container of ${qubits} qubits needs ${estimateMemory(qubits)} bytes`;
    return fail('CIRCUIT_TOO_LARGE', message, `Allocate at most ${STATE_QUBITS_MAX} qubits`);
  }
  return (qubits < COMPILED_QUBITS ? PLAIN : COMPILED).create(qubits);
};

/**
 * A container of the first `qubits` qubits of `device` in |0…0⟩, which suffers `noise` and whose
 * chances all follow from `seed`. Fails with RESOURCE_EXHAUSTED if the memory is not there.
 */
export const createContainer = (
  device: QDeviceProfile,
  noise: NoiseModel,
  qubits: number,
  seed: number,
): Result<Container> => {
  const allocated = allocate(qubits);
  if (!allocated.ok) return allocated;
  const state = allocated.value;
  const lookup = createLookup(noise);
  let requests = 0;
  let layout: Layout = createLayout(qubits);
  state.clear(0);

  const perform = (ops: readonly CircuitOp[], bits: number): Result<readonly (0 | 1)[]> => {
    const next = copyLayout(layout);
    next.free.fill(latest(next));
    const steps = compileOps(ops, next, lookup);
    const budget = checkBudget(latest(next), device);
    // over budget, nothing has happened yet: the container goes on as it was
    if (!budget.ok) return budget;
    layout = next;
    return ok(performOnce(state, steps, bits, deriveSeed(seed, requests++)));
  };

  const container: Container = {
    qubits,
    bytes: estimateMemory(qubits),
    apply: (ops) => {
      const performed = perform(ops, 0);
      return performed.ok ? ok({ kind: 'done' }) : performed;
    },
    measure: (measured) => {
      const ops = measured.map((qubit, bit) => ({ kind: 'measure', qubit, bit }) as const);
      const performed = perform(ops, measured.length);
      return performed.ok ? ok({ kind: 'outcome', bits: performed.value }) : performed;
    },
  };
  return ok(container);
};
