import {
  encodeValue,
  unwrap,
  validateProfiles,
  XdvError,
  type AnyEvent,
  type Hasher,
  type ProcessId,
  type RealTime,
  type Result,
  type TraceStore,
  type Value,
} from '@xdv/domain-model';
import {
  createMemoryStore,
  createTraceWriter,
  toHex,
  type TraceHeader,
  type TraceSeal,
} from '@xdv/replay';
import { formatPolicy } from '@xdv/scheduler';
import { checkProgram } from './core/calls/processes.ts';
import { describeOptions, resolveCoreOptions, type KernelOptions } from './core/options.ts';
import { drive } from './drivers/drive.ts';
import { createLiveWorld, type JobTiming } from './drivers/live.ts';
import { snapshot } from './core/snapshot.ts';
import { checkValue } from './core/stand.ts';
import { createKernel, type KernelParts } from './parts.ts';
import type { Program } from './process/program.ts';
import { createRuntime, type FaultReport } from './process/runtime.ts';
import { KERNEL_VERSION } from './version.ts';

/** How a program is found again, and whether it is still the same. */
export interface ProgramIdentity {
  /** What `reference` means: `module` for a file, `inline` for code in the caller. */
  readonly kind: string;
  readonly reference: string;
  /** SHA-256 of the program's text as hexadecimal; empty if unknown. */
  readonly codeHash: string;
}

export interface RunOptions extends KernelOptions {
  readonly identity?: ProgramIdentity;
  /** Where the trace goes. Default: memory, returned as `trace`. */
  readonly store?: TraceStore;
  /** Called with every event as it is recorded. */
  readonly onEvent?: (event: AnyEvent) => void;
  readonly realTime?: RealTime;
  /** Real milliseconds after which a job counts as failed. Needs `realTime`. */
  readonly jobLimitMs?: number;
  /** Asked between steps: a reason ends the run, cleanly and on record. */
  readonly halted?: () => string | undefined;
}

/** What came of a run. */
export interface Run<T> extends TraceSeal {
  /** The first process's result, or the fault it ended with. */
  readonly result: Result<T>;
  /** The whole trace, unless a store of the caller's took it. */
  readonly trace: Uint8Array | undefined;
  /** The last tick of logical time. */
  readonly ticks: number;
  /** Processes that failed by themselves, with the place in their source. */
  readonly faults: readonly FaultReport[];
  /** Real times of jobs, if `realTime` was given. */
  readonly timings: readonly JobTiming[];
}

const FIRST = 1 as ProcessId;

const hashOf = (hasher: Hasher, value: Value): string =>
  toHex(hasher.sha256(unwrap(encodeValue(value))));

const makeHeader = (
  program: Program,
  args: Value,
  parts: KernelParts,
  options: RunOptions,
): TraceHeader => {
  const { policy } = options;
  const described = describeOptions(options, policy ? formatPolicy(policy) : 'default');
  const { seed, tickNs } = resolveCoreOptions(options);
  const identity = options.identity ?? { kind: 'inline', reference: program.name, codeHash: '' };
  return {
    format: 1,
    kernel: { name: 'xdv-kernel', version: KERNEL_VERSION, flags: [] },
    program: { ...identity, name: program.name, args },
    options: described,
    optionsHash: hashOf(parts.hasher, described),
    seed,
    tickNs,
    providers: parts.providers.map(({ profile }) => profile) as unknown as Value,
  };
};

const initialize = async ({ providers }: KernelParts): Promise<void> => {
  unwrap(validateProfiles(unwrap(snapshot(providers.map(({ profile }) => profile)))));
  for (const provider of providers) unwrap(await provider.init());
};

/**
 * Runs a program to its end on live providers and records it.
 *
 * The trace is a function of program, arguments, options and what the providers answered: how fast
 * or in which order they answered cannot be seen in it (XDV-003.5). Faults of processes are in the
 * result; what is thrown is a mistake of the caller: RangeError for options, XdvError for a
 * program that is none (PROGRAM_INVALID) or arguments that are not plain data
 * (VALUE_NOT_ENCODABLE), and the fault of a provider that does not start or whose profile is
 * malformed.
 */
export const run = async <A, T>(
  program: Program<A, T>,
  args: A,
  parts: KernelParts,
  options: RunOptions = {},
): Promise<Run<T>> => {
  unwrap(checkProgram(program));
  const plain = unwrap(checkValue(unwrap(snapshot(args))));
  await initialize(parts);
  const memory = createMemoryStore();
  const sink = createTraceWriter({
    header: makeHeader(program as Program, plain, parts, options),
    store: options.store ?? memory,
    hasher: parts.hasher,
  });
  const profiles = parts.providers.map(({ profile }) => profile);
  const state = createKernel(parts, options, profiles);
  const runtime = createRuntime();
  const { onEvent, realTime, jobLimitMs, halted } = options;
  const { providers } = parts;
  const world = createLiveWorld({ providers, sink, onEvent, realTime, jobLimitMs, halted });
  const results = await drive(state, runtime, world, program as Program, plain);
  const result = results.get(FIRST);
  if (!result) throw new XdvError(noResult);
  return {
    ...sink.seal(),
    result: result as Result<T>,
    trace: options.store ? undefined : memory.bytes(),
    ticks: state.tick,
    faults: runtime.faults,
    timings: world.timings,
  };
};

const noResult = {
  code: 'DOMAIN_PANIC',
  message: 'the run ended without a result',
  hint: 'This is a bug in XDV: report it with the program',
} as const;
