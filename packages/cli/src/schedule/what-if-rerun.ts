import {
  encodeValue,
  fail,
  show,
  unwrap,
  validateProfiles,
  XdvError,
  type AnyEvent,
  type SchedulingPolicy,
  type Value,
} from '@xdv/domain-model';
import { toHex, type TraceHeader } from '@xdv/replay';
import { findPolicy } from '@xdv/scheduler';
import type { PlacementKind } from '@xdv/scheduler/lab';
import { headerOptions, run, type KernelOptions, type Program, type Run } from 'xdv-kernel';
import type { FileName } from '../platform/file-name.ts';
import { platformParts, workerProviders } from '../platform/parts.ts';
import { platformTime } from '../platform/time.ts';
import { createTraceFile } from '../platform/trace-file.ts';
import type { WorkerProvider } from '../worker/proxy.ts';

/** What is to be different from the recorded run; undefined: as recorded. */
export interface Change {
  readonly policy: SchedulingPolicy | undefined;
  readonly placement: PlacementKind | undefined;
}

/** The recorded options, as far as they are read here. */
export interface RecordedOptions {
  readonly policy: string;
  readonly placement: string;
  readonly kLanes: number;
  readonly agingTicks: number;
}

type OptionMap = Readonly<Record<string, Value>>;

const malformed = (why: string): XdvError => {
  const message = `the header does not describe a machine: ${why}`;
  const hint = 'It was written by another program, or forged';
  return new XdvError(fail('TRACE_INCONSISTENT', message, hint).fault);
};

const optionMap = ({ options }: TraceHeader): OptionMap => {
  if (typeof options === 'object' && options !== null && !Array.isArray(options)) {
    return options as OptionMap;
  }
  throw malformed('options are not a map');
};

/** What is thrown for options out of range, as what it means if they come from a header. */
export const fromHeader = (error: unknown): unknown =>
  error instanceof RangeError || error instanceof TypeError ? malformed(error.message) : error;

/** How the recorded run was scheduled. Traces of before placements had a choice have none. */
export const recordedOptions = (header: TraceHeader): RecordedOptions => {
  const { policy = 'default', placement, kLanes, agingTicks } = optionMap(header);
  return {
    policy: show(policy),
    placement: typeof placement === 'string' ? placement : 'conservative',
    kLanes: typeof kLanes === 'number' ? kLanes : 1,
    agingTicks: typeof agingTicks === 'number' ? agingTicks : 1000,
  };
};

/** The policy of the recorded run; undefined for the default. Throws POLICY_QUARANTINED. */
export const recordedPolicy = (header: TraceHeader): SchedulingPolicy | undefined => {
  const { policy } = recordedOptions(header);
  if (policy === 'default') return undefined;
  const found = findPolicy(policy);
  if (found.ok) return found.value;
  const message = `the run used the policy ${policy}, which is not here`;
  throw new XdvError(fail('POLICY_QUARANTINED', message, 'Name one with --policy').fault);
};

/** The options of the recorded run with the change, which may replace a policy nobody knows. */
export const changedOptions = (header: TraceHeader, change: Change): KernelOptions => {
  const unnamed = { options: { ...optionMap(header), policy: 'default' } };
  const policy = change.policy ?? recordedPolicy(header);
  return {
    ...unwrap(headerOptions(unnamed, [])),
    ...(policy ? { policy } : {}),
    ...(change.placement ? { placement: change.placement } : {}),
  };
};

const bytesOf = (value: unknown): string => toHex(unwrap(encodeValue(value as Value)));

const isSame = (providers: readonly WorkerProvider[], header: TraceHeader): boolean =>
  bytesOf(providers.map(({ profile }) => profile)) === bytesOf(header.providers);

/** How many oscillators the recorded Φ machines had, if they all had as many. */
const oscillatorsOf = ({ providers }: TraceHeader): number | undefined => {
  const profiles = validateProfiles(providers);
  if (!profiles.ok) return undefined;
  const resources = profiles.value.flatMap((profile) => profile.resources);
  const found = new Set(resources.flatMap((one) => (one.domain === 'Phi' ? one.oscillators : [])));
  return found.size === 1 ? [...found][0] : undefined;
};

/** The simulators that the recorded run had. Throws PROVIDER_UNAVAILABLE if it had others. */
export const recordedProviders = (header: TraceHeader): readonly WorkerProvider[] => {
  const usual = workerProviders();
  if (isSame(usual, header)) return usual;
  const oscillators = oscillatorsOf(header);
  const sized = oscillators === undefined ? usual : workerProviders(oscillators);
  if (isSame(sized, header)) return sized;
  const message = 'the run used hardware, or simulators other than those here';
  const hint = 'See what follows from its times alone with --open-loop';
  throw new XdvError(fail('PROVIDER_UNAVAILABLE', message, hint).fault);
};

export interface RerunWorld {
  readonly onEvent: (event: AnyEvent) => void;
  /** Calls its listener when the operator wants the run to end. */
  readonly onInterrupt: (listener: () => void) => () => void;
  /** Where the trace of the new run goes; undefined: nowhere. */
  readonly out: FileName | undefined;
}

/**
 * Runs a recorded program once more on the simulators: same seed, arguments and options but for
 * the change. The providers are closed at the end.
 */
export const rerun = async (
  program: Program,
  header: TraceHeader,
  change: Change,
  { onEvent, onInterrupt, out }: RerunWorld,
): Promise<Run<unknown>> => {
  const options = changedOptions(header, change);
  const providers = recordedProviders(header);
  const file = out && createTraceFile(out.path, out.name);
  let reason: string | undefined;
  const ignore = onInterrupt(() => {
    reason = 'interrupted from the keyboard';
    for (const provider of providers) void provider.close();
  });
  const { kind, reference, codeHash, args } = header.program;
  try {
    return await run(program, args, { ...platformParts(), providers }, {
      ...options,
      identity: { kind, reference, codeHash },
      store: file ?? { write: () => undefined },
      onEvent,
      realTime: platformTime,
      halted: () => reason,
    });
  } catch (error) {
    throw fromHeader(error);
  } finally {
    ignore();
    file?.close();
    await Promise.all(providers.map((provider) => provider.close()));
  }
};
