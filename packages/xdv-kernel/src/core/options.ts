import { TICK_MAX, type Quotas, type SchedulingPolicy, type Value } from '@xdv/domain-model';

/** How a kernel behaves. Everything here is part of a run's identity and goes into its trace. */
export interface KernelOptions {
  /** Seed of every random stream and job of the run: a safe integer. Default 1. */
  readonly seed?: number;
  /** Modelled nanoseconds per tick. Default 1000: one tick is a microsecond. */
  readonly tickNs?: number;
  /** Ticks that a system call occupies its K lane, at least 1. Default 1. */
  readonly callTicks?: number;
  /** Of lanes and aging: see `SchedulerOptions` of `@xdv/scheduler`. */
  readonly kLanes?: number;
  readonly sliceTicks?: number;
  readonly levels?: number;
  readonly feedbackTicks?: number;
  readonly agingTicks?: number;
  readonly policy?: SchedulingPolicy;
  /** How envelopes are placed: with `easy` and `strict` requests wait for theirs. */
  readonly placement?: 'conservative' | 'easy' | 'strict';
  /** Messages that wait for one process; a further send is refused. Default 1024. */
  readonly mailboxMax?: number;
  /** Quotas of the root machine. */
  readonly quotas?: Quotas;
}

/** The options that core code reads, complete and checked. */
export interface CoreOptions {
  readonly seed: number;
  readonly tickNs: number;
  readonly callTicks: number;
  readonly mailboxMax: number;
  /** Who is to blame if the policy is quarantined. */
  readonly policyName: string;
}

const inRange = (name: string, value: number, min: number, max: number): number => {
  if (Number.isSafeInteger(value) && value >= min && value <= max) return value;
  throw new RangeError(`${name} must be an integer from ${min} to ${max}, got ${String(value)}`);
};

/** Fills in defaults; throws RangeError naming option, value and range. */
export const resolveCoreOptions = (options: KernelOptions): CoreOptions => ({
  seed: inRange('seed', options.seed ?? 1, 0, Number.MAX_SAFE_INTEGER),
  tickNs: inRange('tickNs', options.tickNs ?? 1000, 1, 1_000_000_000),
  callTicks: inRange('callTicks', options.callTicks ?? 1, 1, TICK_MAX),
  mailboxMax: inRange('mailboxMax', options.mailboxMax ?? 1024, 1, 1_000_000),
  policyName: options.policy?.name ?? 'default',
});

/**
 * Options as they are written into a trace header: plain data, complete. `policyText` names the
 * policy with its version.
 */
export const describeOptions = (options: KernelOptions, policyText: string): Value => {
  const { seed, tickNs, callTicks, mailboxMax } = resolveCoreOptions(options);
  const { kLanes = 1, sliceTicks = 100, levels = 1, feedbackTicks = 1000 } = options;
  const { agingTicks = 1000, placement = 'conservative', quotas } = options;
  return {
    seed,
    tickNs,
    callTicks,
    mailboxMax,
    kLanes,
    sliceTicks,
    levels,
    feedbackTicks,
    agingTicks,
    placement,
    policy: policyText,
    quotas: quotas ? { ...quotas } : null,
  };
};
