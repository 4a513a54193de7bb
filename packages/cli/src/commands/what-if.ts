import { Option, type Command } from 'commander';
import { fail, XdvError, type AnyEvent } from '@xdv/domain-model';
import { readTrace, type TraceHeader, type TraceReading } from '@xdv/replay';
import { formatPolicy } from '@xdv/scheduler';
import { PLACEMENTS, type PlacementKind } from '@xdv/scheduler/lab';
import { KERNEL_VERSION } from 'xdv-kernel';
import { EXIT } from '../exit-codes.ts';
import type { FileName } from '../platform/file-name.ts';
import { platformHasher } from '../platform/hasher.ts';
import { readTraceBytes } from '../platform/read-file.ts';
import { loadPolicies, policyFiles } from '../policy/load.ts';
import { InputError } from '../program/input-error.ts';
import { startProgress } from '../progress.ts';
import { checkPlaces, type Place } from '../schedule/place.ts';
import { compareHistories } from '../schedule/what-if-compare.ts';
import { drawWhatIf } from '../schedule/what-if-gantt.ts';
import { collectHistory, type History } from '../schedule/what-if-history.ts';
import { openLoop } from '../schedule/what-if-open-loop.ts';
import { printWhatIf, whatIfToJson, type WhatIf } from '../schedule/what-if-print.ts';
import { recordedOptions, rerun, type Change } from '../schedule/what-if-rerun.ts';
import { svgName } from './arguments.ts';
import { fileName, printJson, type Context } from './context.ts';
import { interruptOnce } from './interrupt.ts';
import { withQuietConsole } from './quiet-console.ts';
import { findProgram, programFile } from './replay.ts';

interface WhatIfFlags {
  readonly policy?: string;
  readonly placement?: PlacementKind;
  readonly program?: string;
  readonly openLoop?: true;
  readonly out?: string;
  readonly gantt?: string;
  readonly json?: true;
}

const EXAMPLES = `
Examples:
  $ xdv schedule what-if vqe.xdv --policy sjf
  $ xdv schedule what-if vqe.xdv --policy priority+sjf --placement easy
  $ xdv schedule what-if vqe.xdv --policy ./mine.ts --out mine.xdv
  $ xdv schedule what-if vqe.xdv --placement easy --gantt both.svg
  $ xdv schedule what-if hardware.xdv --policy sjf --open-loop
  $ xdv schedule what-if vqe.xdv --policy sjf --json | jq '.requests[] | select(.changed)'`;

type WholeTrace = TraceReading & { readonly header: TraceHeader };

/** A whole trace: what would have happened after damage is not known. */
const openTrace = (file: FileName): WholeTrace => {
  const reading = readTrace(readTraceBytes(file), platformHasher);
  if (reading.problem !== undefined) throw new XdvError(reading.problem);
  return { ...reading, header: reading.header! };
};

const loadChange = async (context: Context, flags: WhatIfFlags): Promise<Change> => {
  const { policy, placement } = flags;
  if (policy === undefined && placement === undefined) {
    const message = 'nothing is to be different';
    const hint = 'Say what, with --policy or --placement';
    throw new XdvError(fail('ARGUMENT_INVALID', message, hint).fault);
  }
  return { policy: policy === undefined ? policy : await loadPolicies(context, policy), placement };
};

const historyOf = ({ events }: TraceReading): History => {
  const collector = collectHistory();
  for (const event of events) collector.add(event);
  return collector.history();
};

type Sides = Pick<WhatIf, 'before' | 'after' | 'notes'>;

interface Work {
  readonly trace: FileName;
  readonly reading: WholeTrace;
  readonly change: Change;
  readonly flags: WhatIfFlags;
}

/** The program of the trace. What does not run can still be looked at. */
const findRecorded = async (
  context: Context,
  { trace, reading, flags }: Work,
): ReturnType<typeof findProgram> => {
  try {
    return await findProgram(context, trace, reading.header, flags.program);
  } catch (error) {
    if (!(error instanceof XdvError) || error instanceof InputError) throw error;
    const { code, message, hint } = error.fault;
    const instead = `${hint}, or see what follows from its times alone with --open-loop`;
    throw new XdvError({ code, message, hint: instead }, { cause: error });
  }
};

/** What the program does under the change; undefined if the operator ended it. */
const runAgain = async (context: Context, work: Work): Promise<Sides | undefined> => {
  const { io, err } = context;
  const { reading, change, flags } = work;
  const { header } = reading;
  const { program, changed } = await findRecorded(context, work);
  if (changed) err.line('warning: the program is not the one that was recorded');
  if (header.kernel.version !== KERNEL_VERSION) {
    err.line(`warning: the run was one of kernel ${header.kernel.version}, not ${KERNEL_VERSION}`);
  }
  const collector = collectHistory();
  let events = 0;
  const onEvent = (event: AnyEvent): void => {
    events++;
    collector.add(event);
  };
  const onInterrupt = interruptOnce(context, 'run');
  const stop = startProgress(io.stderr, err, () => `running again: ${events} events`);
  try {
    const out = flags.out === undefined ? undefined : fileName(context, flags.out);
    const { result } = await rerun(program, header, change, { onEvent, onInterrupt, out });
    if (!result.ok && result.fault.code === 'PROCESS_HALTED') return undefined;
  } finally {
    stop();
  }
  return { before: historyOf(reading), after: collector.history(), notes: [] };
};

/**
 * Files to be written. Throws ARGUMENT_INVALID for places where they cannot go: the trace, its
 * program and a policy stay as they are.
 */
const placesOf = (
  context: Context,
  trace: FileName,
  header: TraceHeader,
  flags: WhatIfFlags,
): readonly Place[] => {
  const places = (['out', 'gantt'] as const).flatMap((flag): readonly Place[] => {
    const name = flags[flag];
    return name === undefined ? [] : [{ ...fileName(context, name), flag: `--${flag}` }];
  });
  const program = programFile(context, trace, header, flags.program);
  const modules = flags.policy === undefined ? [] : policyFiles(context, flags.policy);
  checkPlaces(places, [trace, ...(program ? [program] : []), ...modules]);
  return places;
};

const compare = ({ trace, reading, change, flags }: Work, sides: Sides): WhatIf => {
  const { policy, placement } = recordedOptions(reading.header);
  return {
    trace: trace.name,
    mode: flags.openLoop ? 'open-loop' : 'rerun',
    tickNs: reading.header.tickNs,
    recorded: { policy, placement },
    whatIf: {
      policy: change.policy ? formatPolicy(change.policy) : policy,
      placement: change.placement ?? placement,
    },
    comparison: compareHistories(sides.before, sides.after),
    before: sides.before,
    after: sides.after,
    notes: sides.notes,
  };
};

const whatIf = async (context: Context, name: string, flags: WhatIfFlags): Promise<number> => {
  const trace = fileName(context, name);
  const reading = openTrace(trace);
  const places = placesOf(context, trace, reading.header, flags);
  const change = await loadChange(context, flags);
  const work = { trace, reading, change, flags };
  const { header, events } = reading;
  const sides = flags.openLoop
    ? openLoop(events, trace.name, header, change)
    : await runAgain(context, work);
  if (sides === undefined) {
    if (flags.json) printJson(context, { ok: true, stopped: 'interrupted' });
    return EXIT.interrupted;
  }
  const shown = compare(work, sides);
  const gantt = places.find(({ flag }) => flag === '--gantt');
  if (gantt) drawWhatIf(gantt, shown);
  if (flags.json) printJson(context, whatIfToJson(shown));
  else printWhatIf(context, shown);
  return EXIT.ok;
};

/** Adds `what-if` to the commands about schedules. */
export const addWhatIf = (
  schedule: Command,
  context: Context,
  done: (code: number) => void,
): void => {
  schedule
    .command('what-if')
    .summary('run a recorded program under another policy and show what changes')
    .description(
      'Runs the program of TRACE again on the simulators, with the same seed, arguments and ' +
        'options but another policy or placement, and puts both runs side by side: when each ' +
        'request for a device started and ended, how long it waited, and who failed.',
    )
    .argument('<trace>', 'a trace file')
    .option('--policy <policy>', 'a policy by name, several with + between, or a module')
    .addOption(
      new Option('--placement <kind>', 'how envelopes are placed').choices([...PLACEMENTS]),
    )
    .option('--program <file>', 'the process module, if it is no longer where the trace says')
    .addOption(
      new Option(
        '--open-loop',
        'schedule the recorded requests again instead of running the program',
      ).conflicts(['program', 'out']),
    )
    .option('--out <file>', 'also keep the trace of the new run')
    .option('--gantt <svg>', 'draw who had what and when, in both runs', svgName)
    .option('--json', 'print one JSON document')
    .addHelpText('after', EXAMPLES)
    .action(async (name: string, flags: WhatIfFlags) => {
      const work = (): Promise<number> => whatIf(context, name, flags);
      done(await (flags.json ? withQuietConsole(work) : work()));
    });
};
