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
type Failure = { readonly ok: false; readonly fault: Fault };

/** The thread of a provider, from its first request to its end. */
interface Thread {
  ask<T>(method: Method, argument: Argument): Promise<Result<T>>;
  close(): Promise<void>;
}

const broke = (id: string, why: string): Failure =>
  fail(
    'PROVIDER_FAILED',
    `the worker of ${id} ended: ${why}`,
    'Run again; if it happens again, the provider has a bug or lacks memory',
  );

/** Starts the worker. `report` hears of faults that no request caused, such as its end. */
const startThread = (
  source: ProviderSource,
  id: string,
  report: (fault: Fault) => void,
): Thread => {
  const worker = new Worker(new URL(HOST, import.meta.url), { workerData: source });
  const waiting = new Map<number, Settle>();
  let ended: Failure | undefined;
  let last = 0;

  /** The worker is gone: nobody waits any longer. */
  const end = (why: string): boolean => {
    if (ended !== undefined) return false;
    ended = broke(id, why);
    for (const settle of waiting.values()) settle(ended);
    waiting.clear();
    return true;
  };
  const crash = (why: string): void => {
    if (end(why)) report(ended!.fault);
  };

  worker.on('message', (response: Response) => {
    if (response.kind === 'fault') return report(response.fault);
    waiting.get(response.id)?.(response.result as Result<never>);
    waiting.delete(response.id);
  });
  worker.on('messageerror', ({ message }) => crash(message));
  worker.on('error', (error) => crash(error instanceof Error ? error.message : String(error)));
  worker.on('exit', (code) => crash(`exit code ${code}`));

  return {
    ask<T>(method: Method, argument: Argument) {
      if (ended !== undefined) return Promise.resolve(ended);
      const { promise, resolve } = Promise.withResolvers<Result<T>>();
      waiting.set(++last, resolve);
      worker.postMessage({ id: last, method, argument } satisfies Request);
      return promise;
    },
    async close() {
      end('it was closed');
      await worker.terminate();
    },
  };
};

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
  let closed = false;
  const report = (fault: Fault): void => {
    for (const listener of listeners) listener(fault);
  };

  const ask = <T>(method: Method, argument: Argument): Promise<Result<T>> => {
    if (closed && thread === undefined) return Promise.resolve(broke(profile.id, 'it was closed'));
    thread ??= startThread(source, profile.id, report);
    return thread.ask(method, argument);
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
      closed = true;
      await thread?.close();
    },
  };
};
