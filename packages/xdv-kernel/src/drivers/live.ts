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
    case 'q.calibrate':
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
  typeof (value as { ok?: unknown } | null | undefined)?.ok === 'boolean';

/** The provider's answer, or the fault that it broke its port. Never rejects. */
const ask = async (provider: DomainProvider, work: ProviderRequest): Promise<Result<unknown>> => {
  try {
    const result: unknown = await answer(provider, work);
    return isResult(result) ? result : failed('its answer is not a result');
  } catch (error) {
    return failed(error);
  }
};

/** What a provider says about a region that is given up changes nothing any more. */
const release = async (provider: DomainProvider | undefined, region: RegionId): Promise<void> => {
  try {
    await provider?.terminate(region);
  } catch {
    // a provider that cannot let go of a region is told again when the next one needs its place
  }
};

/** How often a driver that waits for a provider looks whether the operator halted the run. */
const HALT_POLL_MS = 50;

/** Stops waiting when the operator halts the run. Needs real time; without it, waits on. */
const watchHalt = (entry: Pending, { realTime, halted }: LiveOptions): void => {
  if (!realTime || !halted) return;
  const look = (): void => {
    if (entry.settled !== undefined) return;
    const reason = halted();
    if (reason === undefined) realTime.after(HALT_POLL_MS, look);
    else entry.settle(fail('PROCESS_HALTED', reason, 'Run it again to the end'));
  };
  look();
};

/** Lets an unanswered job fail when its real time is up; the returned function stops that. */
const limit = (entry: Pending, { realTime, jobLimitMs }: LiveOptions): (() => void) => {
  if (!realTime || jobLimitMs === undefined) return () => undefined;
  const message = `no answer within ${jobLimitMs} ms`;
  const late = fail('PROVIDER_TIMEOUT', message, 'Allow more time or use a faster provider');
  return realTime.after(jobLimitMs, () => entry.settle(late));
};

/**
 * The real world: requests go to providers at once, and their outcomes are held until the core
 * asks for them, so neither the order nor the speed of answers can be seen in a trace.
 */
export const createLiveWorld = (options: LiveOptions): LiveWorld => {
  const { sink, onEvent, realTime, halted } = options;
  const providers = new Map(options.providers.map((provider) => [provider.profile.id, provider]));
  const jobs = new Map<JobId, Pending>();
  const timings: JobTiming[] = [];

  const failAll = (id: string, fault: Fault): void => {
    for (const job of jobs.values()) {
      if (job.provider === id) job.settle({ ok: false, fault });
    }
  };
  for (const [id, provider] of providers) provider.reportFault((fault) => failAll(id, fault));

  const start = async (entry: Pending, { job, kind }: ProviderRequest, work: () => Asked) => {
    const startMs = realTime?.nowMs();
    const stop = limit(entry, options);
    entry.settle(await work());
    stop();
    if (!realTime || startMs === undefined) return;
    timings.push({ job, provider: entry.provider, kind, startMs, endMs: realTime.nowMs() });
  };

  return {
    timings,
    request(id, work) {
      const entry = pending(id);
      jobs.set(work.job, entry);
      void start(entry, work, () => ask(providers.get(id)!, work));
    },
    terminate(id, region: RegionId) {
      void release(providers.get(id), region);
    },
    outcome(job) {
      const entry = jobs.get(job)!;
      if (entry.settled === undefined) {
        watchHalt(entry, options);
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

type Asked = Promise<Result<unknown>>;
