import {
  fail,
  isingEnergy,
  ok,
  type DoneResult,
  type Result,
  type SamplesResult,
} from '@xdv/domain-model';
import { compileIsing, createBifurcation, type LockFigures } from './engine/index.ts';
import type { MachineSettings } from './machine.ts';
import type { OnMachine } from './requests.ts';
import type { Transform } from './transforms.ts';

/**
 * An open coherence window behind its operations. Phases live in closures: nothing here returns
 * one (XDV-061.3). Time passes only while it is operated on; what does not fit the rest of the
 * window is refused and changes nothing (XDV-033.1).
 */
export interface Envelope {
  /** Fails with COHERENCE_VIOLATION unless the transform and a readout after it still fit. */
  apply(transform: Transform, params: readonly number[]): Result<DoneResult>;
  /** Reads the spins of this moment. Fails with COHERENCE_VIOLATION if no readout fits any more. */
  evaluate(): Result<SamplesResult>;
}

const exceeded = (needed: string, leftNs: number, windowNs: number): Result<never> =>
  fail(
    'COHERENCE_VIOLATION',
    `${needed}; ${leftNs} of ${windowNs} ns are left`,
    'Open a longer window or do less in it',
  );

/** Lock figures judged against the machine's limit. */
export const judge = ({ index, steps }: LockFigures, lockLimit: number) => ({
  index,
  locked: index >= lockLimit,
  steps,
});

/** Opens a window on a machine: oscillators at rest. Fails with PROBLEM_INVALID. */
export const openEnvelope = (
  { problem, windowNs, seed }: OnMachine,
  { stepNs, readoutNs, lockLimit }: MachineSettings,
): Result<Envelope> => {
  const program = compileIsing(problem);
  if (!program.ok) return program;
  const machine = createBifurcation(program.value, seed);
  let leftNs = windowNs;

  const apply: Envelope['apply'] = (transform, params) => {
    const ns = transform.steps * stepNs;
    if (ns + readoutNs > leftNs) {
      const needed = `${transform.name} takes ${ns} ns and the readout after it ${readoutNs} ns`;
      return exceeded(needed, leftNs, windowNs);
    }
    leftNs -= ns;
    transform.perform(machine, params);
    return ok({ kind: 'done' });
  };

  const evaluate = (): Result<SamplesResult> => {
    if (readoutNs > leftNs) return exceeded(`a readout takes ${readoutNs} ns`, leftNs, windowNs);
    leftNs -= readoutNs;
    const spins = machine.read();
    const sample = { spins, energy: isingEnergy(problem, spins) };
    const stability = judge(machine.stability(), lockLimit);
    return ok({ kind: 'samples', samples: [sample], stability });
  };

  return ok({ apply, evaluate });
};
