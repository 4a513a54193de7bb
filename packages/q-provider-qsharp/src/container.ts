import {
  fail,
  ok,
  shotDuration,
  type CircuitOp,
  type DoneResult,
  type OutcomeResult,
  type QDeviceProfile,
  type Result,
} from '@xdv/domain-model';
import type { Engine } from './engine.ts';
import { readOutcome } from './outcomes.ts';
import { drawsOf, recorded, stepsOf, writeSteps, type Step } from './program/steps.ts';
import { checkSize, sizeOf, type Size } from './work.ts';

/**
 * A state that lives between requests, although a program of Q# ends with its qubits: what was done
 * and what was measured is recorded, and a measurement runs all of it again with every earlier
 * outcome post-selected. Given its record a state without errors is a pure one, so the repetition
 * is exact: nothing is drawn but the new outcomes. The k-th request costs as much as the k - 1
 * before it, and all of them together are limited as one job is.
 */
export interface Container {
  readonly device: QDeviceProfile;
  readonly qubits: number;
  /** Evolves by operations without measurements. */
  apply(ops: readonly CircuitOp[]): Promise<Result<DoneResult>>;
  /** Measures distinct qubits, collapsing the state. */
  measure(qubits: readonly number[]): Promise<Result<OutcomeResult>>;
}

/** Fails with DECOHERENCE_EXCEEDED if work of `ns` is longer than the device's limit. */
export const checkBudget = (ns: number, { name, budgetMaxNs }: QDeviceProfile): Result<null> => {
  if (ns <= budgetMaxNs) return ok(null);
  const message = `${ns} ns on device ${name}, which keeps a state for ${budgetMaxNs} ns`;
  return fail('DECOHERENCE_EXCEEDED', message, 'Shorten the work or measure earlier');
};

/** A container of `qubits` qubits of `device` in |0…0⟩. */
export const createContainer = (
  engine: Engine,
  device: QDeviceProfile,
  qubits: number,
): Container => {
  const record: string[] = [];
  let size: Size = { ops: 0, work: 0 };
  let spentNs = 0;

  const draw = async (steps: readonly Step[]): Promise<Result<readonly (0 | 1)[]>> => {
    const draws = drawsOf(steps);
    if (draws === 0) return ok([]);
    const tally = await engine.run(writeSteps(qubits, record, steps), 1);
    return tally.ok ? readOutcome(tally.value, draws) : tally;
  };

  const perform = async (
    steps: readonly Step[],
    ops: readonly CircuitOp[],
  ): Promise<Result<readonly (0 | 1)[]>> => {
    const ns = spentNs + shotDuration({ qubits, bits: qubits, ops }, device.calibration);
    const budget = checkBudget(ns, device);
    // over budget, nothing has happened yet: the container goes on as it was
    if (!budget.ok) return budget;
    const more = sizeOf(ops, qubits);
    const total = { ops: size.ops + more.ops, work: size.work + more.work };
    const affordable = checkSize(total, qubits, 1);
    if (!affordable.ok) return affordable;
    const outcomes = await draw(steps);
    if (!outcomes.ok) return outcomes;
    record.push(...recorded(steps, outcomes.value));
    spentNs = ns;
    size = total;
    return outcomes;
  };

  return {
    device,
    qubits,
    apply: async (ops) => {
      const performed = await perform(stepsOf(ops), ops);
      return performed.ok ? ok({ kind: 'done' }) : performed;
    },
    measure: async (measured) => {
      const steps = measured.map((qubit) => ({ kind: 'draw', qubit, reset: false }) as const);
      const ops = measured.map((qubit, bit) => ({ kind: 'measure', qubit, bit }) as const);
      const performed = await perform(steps, ops);
      return performed.ok ? ok({ kind: 'outcome', bits: performed.value }) : performed;
    },
  };
};
