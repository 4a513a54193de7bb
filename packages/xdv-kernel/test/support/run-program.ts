import { createHash } from 'node:crypto';
import {
  unwrap,
  type AnyEvent,
  type EventKind,
  type Hasher,
  type ProcessId,
  type Result,
  type TraceSink,
  type Value,
} from '@xdv/domain-model';
import { readTrace, verifyTrace } from '@xdv/replay';
import {
  createKernel,
  createLiveWorld,
  createRuntime,
  drive,
  portableParts,
  replay,
  run,
  type FaultReport,
  type KernelParts,
  type KernelState,
  type Program,
  type Run,
  type RunOptions,
} from 'xdv-kernel';
import { createFake, type FakeScript } from './fake-provider.ts';

export interface Scripts {
  readonly q?: FakeScript;
  readonly phi?: FakeScript;
}

/** A machine of portable parts and two fakes. */
export const fakeParts = ({ q, phi }: Scripts = {}): KernelParts => ({
  ...portableParts(),
  providers: [createFake('Q', q), createFake('Phi', phi)],
});

/** Platform SHA-256: must give the traces that portable code gives. */
export const nodeHasher: Hasher = {
  sha256(...parts) {
    const hash = createHash('sha256');
    for (const part of parts) hash.update(part);
    return new Uint8Array(hash.digest());
  },
};

export interface Recorded<T> extends Run<T> {
  readonly events: number;
  readonly list: readonly AnyEvent[];
  readonly trace: Uint8Array;
}

export interface RunOnParts extends RunOptions {
  readonly parts?: KernelParts;
}

/** Runs a program on fakes, or on the parts given, and reads its trace. */
export const runProgram = async <A, T>(
  program: Program<A, T>,
  args: A,
  { parts = fakeParts(), ...options }: RunOnParts = {},
): Promise<Recorded<T>> => {
  const done = await run(program, args, parts, options);
  const trace = done.trace!;
  return { ...done, trace, list: readTrace(trace, parts.hasher).events };
};

/** Problems that an independent reader finds in a trace: none, if the kernel kept its rules. */
export const problemsOf = ({ trace, head }: Recorded<unknown>): readonly string[] => {
  const { hasher } = portableParts();
  const { problems } = verifyTrace(trace, hasher, { head });
  return problems.map(({ code, message }) => `${code}: ${message}`);
};

const replayOf = (program: Program<never, never>, recorded: { trace: Uint8Array }) =>
  replay(program, recorded.trace, portableParts());

/** What went wrong in a finished trace: nothing, if it verifies and replays as it was. */
export const flawsOf = async <A, T>(
  program: Program<A, T>,
  recorded: Recorded<unknown>,
): Promise<readonly string[]> => {
  const again = await replayOf(program as never, recorded);
  const flaws = [...problemsOf(recorded)];
  if (!again.same) flaws.push(again.report ?? 'no report');
  if (again.matched !== recorded.events) flaws.push(`${again.matched} events matched`);
  return flaws;
};

type EventOf<Kind extends EventKind> = Extract<AnyEvent, { readonly kind: Kind }>;

export const ofKind = <Kind extends EventKind>(
  list: readonly AnyEvent[],
  kind: Kind,
): readonly EventOf<Kind>[] =>
  list.filter((event): event is EventOf<Kind> => event.kind === kind);

/** Fault codes of calls and crossings refused, in order. */
export const refusals = (list: readonly AnyEvent[]): readonly number[] =>
  list
    .filter(({ kind }) => kind === 'call.refused' || kind === 'transition.rolledback')
    .map(({ outcome }) => outcome);

/** The code of a failed result, or `ok`. */
export const codeOf = (result: Result<unknown>): string => (result.ok ? 'ok' : result.fault.code);

export interface Driven {
  readonly state: KernelState;
  readonly list: readonly AnyEvent[];
  readonly results: ReadonlyMap<ProcessId, Result<Value>>;
  readonly faults: readonly FaultReport[];
}

/** Runs a program like `run` and keeps the state it ends in. */
export const driveProgram = async <A, T>(
  program: Program<A, T>,
  args: A,
  { parts = fakeParts(), ...options }: RunOnParts = {},
): Promise<Driven> => {
  const list: AnyEvent[] = [];
  const sink: TraceSink = { append: (event) => list.push(event as AnyEvent) };
  const { providers } = parts;
  const { realTime, jobLimitMs, halted } = options;
  for (const provider of providers) unwrap(await provider.init());
  const state = createKernel(
    parts,
    options,
    providers.map(({ profile }) => profile),
  );
  const runtime = createRuntime();
  const world = createLiveWorld({ providers, sink, realTime, jobLimitMs, halted });
  const plain = (args ?? null) as Value;
  const results = await drive(state, runtime, world, program as unknown as Program, plain);
  return { state, list, results, faults: runtime.faults };
};

/** What a finished kernel still holds: empty, if everything was given back (XDV-024.4). */
export const leftovers = ({ services, contracts, regions, jobs, root, processes }: KernelState) => {
  const found: string[] = [];
  for (const { kind, used } of services.ledger.rows()) {
    if (used !== 0) found.push(`${used} ${kind} charged`);
  }
  const extra = services.capabilities.size - 1;
  if (extra !== 0) found.push(`${extra} capabilities besides the root`);
  if (!services.capabilities.authority(root)) found.push('no root capability');
  if (contracts.size > 0) found.push(`${contracts.size} contracts`);
  for (const region of regions.values()) {
    if (region.status === 'alive') found.push(`region ${region.id} alive`);
  }
  if (jobs.size > 0) found.push(`${jobs.size} jobs`);
  if (services.memory.pagesUsed > 0) found.push(`${services.memory.pagesUsed} pages`);
  for (const process of processes.filter(() => true)) {
    const { id, mailbox, contracts: held, regions: own, state } = process;
    if (state !== 'released') found.push(`p${id} ${state}`);
    if (mailbox.length + held.size + own.size > 0) found.push(`p${id} holds something`);
  }
  return found;
};
