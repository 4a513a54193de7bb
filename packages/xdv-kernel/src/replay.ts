import {
  fail,
  ok,
  show,
  unwrap,
  validateProfiles,
  XdvError,
  type Quotas,
  type Result,
  type SchedulingPolicy,
  type Value,
} from '@xdv/domain-model';
import {
  formatDivergence,
  readTrace,
  type Divergence,
  type TraceHeader,
  type TraceReading,
} from '@xdv/replay';
import { findPolicy, formatPolicy } from '@xdv/scheduler';
import type { KernelOptions } from './core/options.ts';
import type { KernelState } from './core/state.ts';
import { drive } from './drivers/drive.ts';
import { createReplayWorld } from './drivers/replay.ts';
import { createKernel, type KernelParts } from './parts.ts';
import type { Program } from './process/program.ts';
import { createRuntime } from './process/runtime.ts';
import { formatPlace, type Place } from './process/where.ts';

export interface ReplayOptions {
  /** Policies that the trace may name, alone or in compositions, besides those of this house. */
  readonly policies?: readonly SchedulingPolicy[];
}

/** What came of a replay. */
export interface Replay {
  /** True if every event came again, byte for byte. */
  readonly same: boolean;
  /** Events that were the same, from the first on. */
  readonly matched: number;
  readonly head: string;
  readonly divergence: Divergence | undefined;
  /** The last operation of the process that diverged, in its source. */
  readonly place: Place | undefined;
  /** The divergence for people: what was the same before, and both sides field by field. */
  readonly report: string | undefined;
}

/** The policy that a header names: found by name and version, so never an older or newer one. */
const recordedPolicy = (
  name: string,
  policies: readonly SchedulingPolicy[],
): Result<SchedulingPolicy | undefined> => {
  if (name === 'default') return ok(undefined);
  const found = findPolicy(name, policies);
  if (found.ok && formatPolicy(found.value) === name) return found;
  const hint = 'Pass it to replay in options.policies, or name its module with --policy';
  return fail('POLICY_QUARANTINED', `the run used the policy ${name}, which is not here`, hint);
};

type Recorded = { readonly [Name in keyof KernelOptions]: Value };

/**
 * The kernel options that a header records, with what held for options that it is too old to name.
 * POLICY_QUARANTINED if its policy is neither of this house nor in `policies`, TRACE_INCONSISTENT
 * if it has no options. Their ranges are checked by whoever takes them.
 */
export const headerOptions = (
  { options }: Pick<TraceHeader, 'options'>,
  policies: readonly SchedulingPolicy[],
): Result<KernelOptions> => {
  if (typeof options !== 'object' || options === null) return malformed('options are not a map');
  const { policy: name, quotas, ...rest } = options as unknown as Recorded;
  const policy = recordedPolicy(typeof name === 'string' ? name : show(name), policies);
  if (!policy.ok) return policy;
  return ok({
    // a header that does not say is of a run in which feedback waited like everything else
    feedbackTicks: 0,
    ...(rest as unknown as KernelOptions),
    ...(policy.value ? { policy: policy.value } : {}),
    ...(quotas ? { quotas: quotas as unknown as Quotas } : {}),
  });
};

const malformed = (why: string): Result<never> =>
  fail(
    'TRACE_INCONSISTENT',
    `the header does not describe a machine: ${why}`,
    'It was written by another program, or forged',
  );

/** The kernel that a header describes. TRACE_INCONSISTENT if there is none like that. */
const rebuild = (
  parts: Omit<KernelParts, 'providers'>,
  options: KernelOptions,
  header: TraceHeader,
): Result<KernelState> => {
  const profiles = validateProfiles(header.providers);
  if (!profiles.ok) return malformed(profiles.fault.message);
  try {
    return ok(createKernel(parts, options, profiles.value));
  } catch (error) {
    return malformed(error instanceof Error ? error.message : show(error));
  }
};

/** A trace that can be replayed: whole header, and events up to where it is intact. */
const openTrace = (bytes: Uint8Array, parts: Pick<KernelParts, 'hasher'>): TraceReading => {
  const reading = readTrace(bytes, parts.hasher);
  if (reading.header === undefined) throw new XdvError(reading.problem!);
  return reading;
};

/**
 * Runs the program of a trace again, with the recorded outcomes in place of providers, and compares
 * every event with its record (XDV-005.5, XDV-071.3). No provider is asked and nothing is written.
 *
 * Throws XdvError for a trace whose header is damaged (TRACE_DAMAGED, TRACE_TRUNCATED) or describes
 * no machine (TRACE_INCONSISTENT), or that needs a policy which is not here. A trace damaged
 * further on is replayed as far as it is intact; the rest counts as missing. Linear in the events
 * recorded.
 */
export const replay = async (
  program: Program<never, unknown>,
  bytes: Uint8Array,
  parts: Omit<KernelParts, 'providers'>,
  { policies = [] }: ReplayOptions = {},
): Promise<Replay> => {
  const { header, events, head } = openTrace(bytes, parts);
  const options = headerOptions(header!, policies);
  if (!options.ok) throw new XdvError(options.fault);
  const state = unwrap(rebuild(parts, options.value, header!));
  const runtime = createRuntime({ allPlaces: true });
  const world = createReplayWorld(events);
  await drive(state, runtime, world, program as unknown as Program, header!.program.args);
  world.finish();
  const { divergence, divergent, matched } = world;
  const place = divergent ? runtime.placeOf(divergent) : undefined;
  const position = place ? { position: formatPlace(place) } : {};
  return {
    same: divergence === undefined,
    matched,
    head,
    divergence,
    place,
    report: divergence && formatDivergence(divergence, position),
  };
};
