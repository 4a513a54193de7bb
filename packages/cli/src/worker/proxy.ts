import { Worker } from 'node:worker_threads';
import {
  fail,
  ok,
  type DomainProvider,
  type Fault,
  type ProviderProfile,
  type Result,
} from '@xdv/domain-model';
import type { Argument, Method, ProviderSource, Request, Response } from './messages.ts';

/** A provider in another thread. */
export interface WorkerProvider extends DomainProvider {
  /** Ends the thread. What is under way fails with PROVIDER_FAILED; so does what comes later. */
  close(): Promise<void>;
}

/** Beside this module from source, beside the bundle in a package. */
const HOST = import.meta.url.endsWith('.ts') ? './host.ts' : './host.js';

type Settle = (result: Result<never>) => void;

/** The thread of a provider while it lives. */
interface Thread {
  readonly worker: Worker;
  readonly waiting: Map<number, Settle>;
}

const broke = (id: string, why: string): { readonly ok: false; readonly fault: Fault } =>
  fail(
    'PROVIDER_FAILED',
    `the worker of ${id} ended: ${why}`,
    'Run again; if it happens again, the provider has a bug or lacks memory',
  );

/**
 * A provider that lives in a worker of its own, so that K, Q and Φ really run at the same time. The
 * worker starts at the first request. To the kernel it is the provider itself: same profile, same
 * answers, requests performed in the order they are made. If the worker dies, every request that
 * waits for it and every later one is answered with PROVIDER_FAILED.
 */
export const createWorkerProvider = (
  source: ProviderSource,
  profile: ProviderProfile,
): WorkerProvider => {
  const listeners = new Set<(fault: Fault) => void>();
  let thread: Thread | undefined;
  let ended: { readonly ok: false; readonly fault: Fault } | undefined;
  let last = 0;

  /** The thread is gone: nobody waits any longer. */
  const end = (why: string, report: boolean): void => {
    if (ended !== undefined) return;
    ended = broke(profile.id, why);
    for (const settle of thread?.waiting.values() ?? []) settle(ended);
    thread?.waiting.clear();
    if (report) for (const listener of listeners) listener(ended.fault);
  };

  const take = (waiting: Thread['waiting'], response: Response): void => {
    if (response.kind === 'fault') {
      for (const listener of listeners) listener(response.fault);
      return;
    }
    waiting.get(response.id)?.(response.result as Result<never>);
    waiting.delete(response.id);
  };

  const start = (): Thread => {
    const worker = new Worker(new URL(HOST, import.meta.url), { workerData: source });
    const waiting: Thread['waiting'] = new Map();
    worker.on('message', (response: Response) => take(waiting, response));
    worker.on('messageerror', (error) => end(error.message, true));
    worker.on('error', (error) => {
      end(error instanceof Error ? error.message : String(error), true);
    });
    worker.on('exit', (code) => end(`exit code ${code}`, true));
    return { worker, waiting };
  };

  const ask = <T>(method: Method, argument: Argument): Promise<Result<T>> => {
    if (ended !== undefined) return Promise.resolve(ended);
    thread ??= start();
    const { worker, waiting } = thread;
    const id = ++last;
    const { promise, resolve } = Promise.withResolvers<Result<T>>();
    waiting.set(id, resolve);
    worker.postMessage({ id, method, argument } satisfies Request);
    return promise;
  };

  return {
    profile,
    init: () => Promise.resolve(ok(null)),
    requestResources: (request) => ask('requestResources', request),
    execute: (request) => ask('execute', request),
    project: (request) => ask('project', request),
    // a region that was never requested needs no thread to be gone
    terminate: (region) => (thread ? ask('terminate', region) : Promise.resolve(ok(null))),
    reportFault(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      end('it was closed', false);
      await thread?.worker.terminate();
    },
  };
};
