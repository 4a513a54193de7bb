import type { Fault } from '../fault.ts';
import type { FaultReport } from './fault-report.ts';

/** Reports that are kept until they are taken; the oldest go first. */
export const FAULT_REPORTS_MAX = 1024;
/** Longest message of a report. */
const MESSAGE_MAX = 1000;

/** What a provider knows of a request that it answers with a fault. */
export interface FaultOrigin extends Pick<FaultReport, 'step'> {
  readonly fault: Fault;
  /** As it came: anything. */
  readonly request: unknown;
  /** The device or machine, with what of it goes into the report; absent if none was named. */
  readonly resource?: {
    readonly name: string;
    readonly firmware?: string;
    readonly revision?: number;
  };
}

/** The fault reports of one provider that nobody has taken yet (XDV-060.5, XDV-061.5). */
export interface FaultLog {
  add(origin: FaultOrigin): void;
  /** All that were kept, oldest first, which are then forgotten. */
  take(): readonly FaultReport[];
}

const isCount = (value: unknown): value is number =>
  Number.isSafeInteger(value) && Number(value) >= 0;

/** The job and tick of a request that may be anything. */
const originOf = (request: unknown): { readonly job: number; readonly tick: number } => {
  try {
    const { job, tick } = (request ?? {}) as { job?: unknown; tick?: unknown };
    return {
      job: Number.isSafeInteger(job) ? Number(job) : 0,
      tick: isCount(tick) ? tick : 0,
    };
  } catch {
    // fields that cannot be read name nothing
    return { job: 0, tick: 0 };
  }
};

/** A log that keeps the last {@link FAULT_REPORTS_MAX} reports of the provider of this id. */
export const createFaultLog = (provider: string): FaultLog => {
  let kept: FaultReport[] = [];
  return {
    add: ({ fault, step, request, resource }) => {
      if (kept.length === FAULT_REPORTS_MAX) kept.shift();
      kept.push({
        provider,
        device: resource?.name ?? '',
        firmware: resource?.firmware ?? '',
        ...originOf(request),
        step,
        code: fault.code,
        revision: resource?.revision ?? 0,
        message: fault.message.slice(0, MESSAGE_MAX).toWellFormed(),
      });
    },
    take: () => {
      const taken = kept;
      kept = [];
      return taken;
    },
  };
};
