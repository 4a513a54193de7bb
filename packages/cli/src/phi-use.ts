import type { PhiSolve } from '@xdv/domain-model';
import type { WorkerProvider } from './worker/proxy.ts';

/** Providers that do what they did, and the first problem that a Φ machine was given. */
export const watchSolve = (providers: readonly WorkerProvider[]) => {
  let first: PhiSolve | null = null;
  const watched = providers.map((provider) => ({
    ...provider,
    execute: (request: Parameters<WorkerProvider['execute']>[0]) => {
      if (request.kind === 'phi.solve') first ??= request;
      return provider.execute(request);
    },
  }));
  /** Null if no problem came so far. */
  return { providers: watched, job: (): PhiSolve | null => first };
};
