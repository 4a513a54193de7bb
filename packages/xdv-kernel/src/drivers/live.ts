import {
  fail,
  type AnyEvent,
  type DomainProvider,
  type Fault,
  type JobId,
  type ProviderRequest,
  type RealTime,
  type RegionId,
  type Result,
  type TraceSink,
} from '@xdv/domain-model';
import type { World } from './drive.ts';

/** How long a job took in reality. Never part of a trace. */
export interface JobTiming {
  readonly job: JobId;
  readonly provider: string;
  readonly kind: ProviderRequest['kind'];
  readonly startMs: number;
  readonly endMs: number;
}

export interface LiveOptions {
  readonly providers: readonly DomainProvider[];
  readonly sink: TraceSink;
  readonly onEvent?: ((event: AnyEvent) => void) | undefined;
  /** Real time, for the limit below and for the timings. Without it neither is there. */
  readonly realTime?: RealTime | undefined;
  /** Real milliseconds after which a job counts as failed: PROVIDER_TIMEOUT. Default none. */
  readonly jobLimitMs?: number | undefined;
  /** Asked between steps: a reason ends the run. */
  readonly halted?: (() => string | undefined) | undefined;
}

export interface LiveWorld extends World {
  readonly timings: readonly JobTiming[];
}

interface Pending {
  readonly provider: string;
  readonly promise: Promise<Result<unknown>>;
  readonly settle: (result: Result<unknown>) => void;
  settled: Result<unknown> | undefined;
}

const pending = (provider: string): Pending => {
  const { promise, resolve } = Promise.withResolvers<Result<unknown>>();
  const entry: Pending = {
    provider,
    promise,
    settled: undefined,
    settle(result) {
      entry.settled ??= result;
      resolve(entry.settled);
    },
  };
  return entry;
};

const failed = (error: unknown): Result<never> =>
  fail(
    'PROVIDER_FAILED',
    `the provider broke: ${error instanceof Error ? error.message : String(error)}`,
    'A provider answers every request and never rejects: run the conformance cases against it',
  );

const answer = (provider: DomainProvider, request: ProviderRequest): Promise<Result<unknown>> => {
  switch (request.kind) {
    case 'q.allocate':
    case 'phi.open':
      return provider.requestResources(request);
    case 'q.run':
    case 'q.apply':
    case 'phi.solve':
    case 'phi.apply':
      return provider.execute(request);
    case 'q.measure':
    case 'phi.evaluate':
      return provider.project(request);
  }
};

/** A provider's answer is checked here for its outer form, in the core for the rest. */
const isResult = (value: unknown): value is Result<unknown> =>
  typeof value === 'object' && value !== null && typeof (value as { ok?: unknown }).ok === 'boolean';

/**
 * The real world: requests go to providers at once, and their outcomes are held until the core
 * asks for them, so neither the order nor the speed of answers can be seen in a trace.
 */
export const createLiveWorld = (options: LiveOptions): LiveWorld => {
  const { sink, onEvent, realTime, jobLimitMs, halted } = options;
  const providers = new Map(options.providers.map((provider) => [provider.profile.id, provider]));
  const jobs = new Map<JobId, Pending>();
  const timings: JobTiming[] = [];

  const failAll = (provider: string, fault: Fault): void => {
    for (const job of jobs.values()) if (job.provider === provider) job.settle({ ok: false, fault });
  };
  for (const [id, provider] of providers) provider.reportFault((fault) => failAll(id, fault));

  const limit = (entry: Pending): (() => void) | undefined => {
    if (!realTime || jobLimitMs === undefined) return undefined;
    const message = `no answer within ${jobLimitMs} ms`;
    const late = fail('PROVIDER_TIMEOUT', message, 'Allow more time or use a faster provider');
    return realTime.after(jobLimitMs, () => entry.settle(late));
  };

  const ask = async (entry: Pending, provider: DomainProvider, request: ProviderRequest) => {
    const startMs = realTime?.nowMs();
    const cancel = limit(entry);
    let result: unknown;
    try {
      result = await answer(provider, request);
    } catch (error) {
      result = failed(error);
    }
    cancel?.();
    entry.settle(isResult(result) ? result : failed('its answer is not a result'));
    if (realTime && startMs !== undefined) {
      const { job, kind } = request;
      timings.push({ job, provider: entry.provider, kind, startMs, endMs: realTime.nowMs() });
    }
  };

  return {
    timings,
    request(id, request) {
      const entry = pending(id);
      jobs.set(request.job, entry);
      void ask(entry, providers.get(id)!, request);
    },
    terminate(id, region: RegionId) {
      // what a provider says about a region that is given up changes nothing any more
      void providers.get(id)?.terminate(region).catch(failed);
    },
    outcome(job) {
      const entry = jobs.get(job)!;
      if (entry.settled === undefined) {
        return entry.promise.finally(() => jobs.delete(job));
      }
      jobs.delete(job);
      return entry.settled;
    },
    observe(events) {
      for (const event of events) {
        sink.append(event);
        onEvent?.(event);
      }
      return true;
    },
    halted: () => halted?.(),
    turn: () => realTime?.turn(),
  };
};
