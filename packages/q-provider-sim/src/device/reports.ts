import type { FaultReport } from '@xdv/domain-model';
import type { LiveDevice } from './live.ts';
import type { Refusal } from './submission.ts';

/** Reports that a device keeps; the oldest go first. */
export const FAULT_REPORTS_MAX = 1024;
/** Longest message of a report. */
const MESSAGE_MAX = 1000;

/** The reports of one provider that nobody has taken yet (XDV-060.5). */
export interface Reports {
  add(refusal: Refusal, request: unknown, device: LiveDevice | undefined): void;
  /** All that were kept, oldest first, which are then forgotten. */
  take(): readonly FaultReport[];
}

const isCount = (value: unknown): value is number =>
  Number.isSafeInteger(value) && Number(value) >= 0;

/** The job and tick of a request that may be anything. */
const originOf = (request: unknown): { readonly job: number; readonly tick: number } => {
  const { job, tick } = (request ?? {}) as { job?: unknown; tick?: unknown };
  return {
    job: Number.isSafeInteger(job) ? Number(job) : 0,
    tick: isCount(tick) ? tick : 0,
  };
};

export const createReports = (provider: string): Reports => {
  let kept: FaultReport[] = [];
  return {
    add: ({ fault, step }, request, device) => {
      if (kept.length === FAULT_REPORTS_MAX) kept.shift();
      kept.push({
        provider,
        device: device?.profile.name ?? '',
        firmware: device?.profile.firmware ?? '',
        ...originOf(request),
        step,
        code: fault.code,
        revision: device?.revision ?? 0,
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
