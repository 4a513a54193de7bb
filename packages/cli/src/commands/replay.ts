import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Command } from 'commander';
import { fail, XdvError } from '@xdv/domain-model';
import { divergenceFault, readTrace, type TraceHeader, type TraceReading } from '@xdv/replay';
import { replay, type Program, type Replay } from 'xdv-kernel';
import { findBuiltin } from '../builtin/index.ts';
import { EXIT } from '../exit-codes.ts';
import { platformHasher } from '../platform/hasher.ts';
import { platformParts } from '../platform/parts.ts';
import { readTraceBytes } from '../platform/read-file.ts';
import { loadPolicies } from '../policy/load.ts';
import { loadModule } from '../program/module.ts';
import type { FileName } from '../platform/file-name.ts';
import { faultToJson, printFault } from '../render/fault.ts';
import { fileName, printJson, type Context } from './context.ts';
import { withQuietConsole } from './quiet-console.ts';

interface ReplayFlags {
  readonly program?: string;
  readonly policy?: string;
  readonly json?: true;
}

const EXAMPLES = `
Examples:
  $ xdv replay max-cut.xdv
  $ xdv replay max-cut.xdv --program fixed.ts   replay with another version of the program
  $ xdv replay max-cut.xdv --policy ./mine.ts   replay a run under a policy from a module
  $ xdv replay max-cut.xdv --json | jq .same`;

/** The program of a trace, and whether its text is still the one that was recorded. */
interface Found {
  readonly program: Program;
  readonly changed: boolean;
}

const notFound = (message: string): XdvError =>
  new XdvError(fail('PROGRAM_INVALID', message, 'Name it with --program FILE').fault);

const load = async (file: FileName, header: TraceHeader): Promise<Found> => {
  const { program, codeHash } = await loadModule(file.path, file.name);
  const recorded = header.program.codeHash;
  return { program, changed: recorded !== '' && recorded !== codeHash };
};

/** The module of a trace, or the one named in its place; undefined if there is none. */
export const programFile = (
  context: Context,
  trace: FileName,
  { program: { kind, reference } }: TraceHeader,
  named: string | undefined,
): FileName | undefined => {
  if (named !== undefined) return fileName(context, named);
  if (kind !== 'module') return undefined;
  const path = placesOf(reference, trace, context.io.cwd).find((place) => existsSync(place));
  return path === undefined ? undefined : { path, name: path };
};

export const findProgram = async (
  context: Context,
  trace: FileName,
  header: TraceHeader,
  named: string | undefined,
): Promise<Found> => {
  const { kind, reference } = header.program;
  const file = programFile(context, trace, header, named);
  if (file !== undefined) return load(file, header);
  if (kind === 'builtin') {
    const program = findBuiltin(reference);
    if (program) return { program, changed: false };
    throw notFound(`there is no built-in process ${reference}`);
  }
  if (kind !== 'module') throw notFound(`the trace does not say where its program is (${kind})`);
  throw notFound(`${reference} is neither here nor where the trace is, or above it`);
};

/**
 * Where a program may be that was recorded as `reference`, a path from the folder in which it was
 * run: the trace's folder, one above it if both were moved together, or the current one.
 */
const placesOf = (reference: string, { path }: FileName, cwd: string): readonly string[] => {
  const places: string[] = [];
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    places.push(resolve(folder, reference));
    if (dirname(folder) === folder) return [...places, resolve(cwd, reference)];
  }
};

const openTrace = (bytes: Uint8Array): TraceReading & { readonly header: TraceHeader } => {
  const reading = readTrace(bytes, platformHasher);
  if (reading.header === undefined) throw new XdvError(reading.problem!);
  return { ...reading, header: reading.header };
};

/** After the end of a damaged trace a replay goes on: that is not its divergence. */
const isSame = ({ same, divergence }: Replay, { problem, events }: TraceReading): boolean =>
  same || (problem !== undefined && divergence?.seq === events.length);

const print = ({ out, err, io }: Context, replayed: Replay, reading: TraceReading): void => {
  const { matched, head, divergence, report } = replayed;
  if (reading.problem) printFault(err, reading.problem, { cwd: io.cwd });
  if (isSame(replayed, reading)) {
    const which = reading.problem ? 'events before the damage' : 'events';
    out.line(`${out.style.green('✓')} ${matched} ${which}, identical`);
    out.line(`head ${head}`);
    return;
  }
  out.line(report!);
  out.line();
  const place = replayed.place;
  printFault(err, divergenceFault(divergence!), { place, cwd: io.cwd });
};

const toDocument = (replayed: Replay, reading: TraceReading, changed: boolean, cwd: string) => {
  const { matched, head, divergence, place, report } = replayed;
  const same = isSame(replayed, reading);
  const fault = reading.problem ?? (same ? undefined : divergenceFault(divergence!));
  return {
    same: same && reading.problem === undefined,
    events: matched,
    head,
    programChanged: changed,
    ...(fault ? { fault: faultToJson(fault, { place, cwd }) } : {}),
    ...(same ? {} : { report }),
  };
};

const replayTrace = async (
  context: Context,
  name: string,
  { program: named, policy, json }: ReplayFlags,
): Promise<number> => {
  const { err, io } = context;
  const trace = fileName(context, name);
  const bytes = readTraceBytes(trace);
  const reading = openTrace(bytes);
  const { program, changed } = await findProgram(context, trace, reading.header, named);
  if (changed) err.line('warning: the program is not the one that was recorded');
  const policies = policy === undefined ? [] : [await loadPolicies(context, policy)];
  const replayed = await replay(program as Program<never>, bytes, platformParts(), { policies });
  if (json) printJson(context, toDocument(replayed, reading, changed, io.cwd));
  else print(context, replayed, reading);
  return isSame(replayed, reading) && reading.problem === undefined ? EXIT.ok : EXIT.trace;
};

/** Adds `replay`. */
export const addReplay = (
  program: Command,
  context: Context,
  done: (code: number) => void,
): void => {
  program
    .command('replay')
    .summary('run a trace again and compare every event')
    .description(
      'Runs the program of TRACE again with the recorded results in place of hardware, and ' +
        'compares every event. Ends with 8 at the first one that differs, showing both sides.',
    )
    .argument('<trace>', 'a trace file')
    .option('--program <file>', 'the process module, if it is no longer where the trace says')
    .option('--policy <file>', 'the module of a policy that is not of this house')
    .option('--json', 'print one JSON document')
    .addHelpText('after', EXAMPLES)
    .action(async (name: string, flags: ReplayFlags) => {
      const work = (): Promise<number> => replayTrace(context, name, flags);
      done(await (flags.json ? withQuietConsole(work) : work()));
    });
};
