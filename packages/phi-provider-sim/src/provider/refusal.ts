import type { EnvelopeStep, Failure, Result } from '@xdv/domain-model';

/** A request that ended in a fault, and at which of the seven steps (XDV-061.3). */
export interface Refusal extends Failure {
  readonly step: EnvelopeStep;
}

export type Submitted<T> = { readonly ok: true; readonly value: T } | Refusal;

export const refusedAt = (step: EnvelopeStep, { fault }: Failure): Refusal => ({
  ok: false,
  fault,
  step,
});

/** A check of one step. */
export const at = <T>(step: EnvelopeStep, result: Result<T>): Submitted<T> =>
  result.ok ? result : refusedAt(step, result);
