import { Option, type Command } from 'commander';
import {
  EVENTS,
  FAULT_BY_NUMBER,
  fieldsOf,
  formatEvent,
  type AnyEvent,
  type Domain,
} from '@xdv/domain-model';
import { readTrace, type TraceReading } from '@xdv/replay';
import { EXIT } from '../exit-codes.ts';
import { platformHasher } from '../platform/hasher.ts';
import { readTraceBytes } from '../platform/read-file.ts';
import { printFault } from '../render/fault.ts';
import { toJson } from '../render/json.ts';
import { renderTimeline } from '../render/timeline.ts';
import { integer, kindPattern, oneOf } from './arguments.ts';
import { fileName, type Context } from './context.ts';

interface TraceFlags {
  readonly kind?: RegExp;
  readonly process?: number;
  readonly domain?: Domain;
  readonly from?: number;
  readonly to?: number;
  readonly limit?: number;
  readonly json?: true;
  readonly timeline?: true;
}

const EXAMPLES = `
Examples:
  $ xdv trace max-cut.xdv | head
  $ xdv trace max-cut.xdv --kind 'job.*,contract.*' --domain Q
  $ xdv trace max-cut.xdv --from 100 --to 200 --limit 20
  $ xdv trace max-cut.xdv --timeline
  $ xdv trace max-cut.xdv --json | jq -r .kind | sort | uniq -c

Kinds: ${Object.keys(EVENTS).join(' ')}`;

/** The events that the flags ask for, in order. */
function* select(events: Iterable<AnyEvent>, flags: TraceFlags): Generator<AnyEvent> {
  const { kind, process, domain, from = 0, to = Infinity, limit = Infinity } = flags;
  let left = limit;
  for (const event of events) {
    if (left === 0) return;
    if (event.tick < from || event.tick > to) continue;
    if (kind !== undefined && !kind.test(event.kind)) continue;
    if (process !== undefined && event.process !== process) continue;
    if (domain !== undefined && event.domain !== domain) continue;
    left--;
    yield event;
  }
}

/** An event with its own fields by name under `data`, as one line of JSON. */
const toLine = (event: AnyEvent): string => {
  const fault = FAULT_BY_NUMBER.get(event.outcome);
  return toJson({ ...event, ...(fault ? { fault } : {}), data: fieldsOf(event) });
};

function* lines(events: Iterable<AnyEvent>, json: boolean): Generator<string> {
  for (const event of events) yield json ? toLine(event) : formatEvent(event);
}

const printEvents = async (
  { out }: Context,
  { events, header }: TraceReading,
  flags: TraceFlags,
): Promise<void> => {
  const selected = select(events, flags);
  if (!flags.timeline) return out.lines(lines(selected, flags.json === true));
  const { width, style, unicode } = out;
  out.line(renderTimeline(selected, { tickNs: header?.tickNs ?? 1000, width, style, unicode }));
};

/** Adds `trace`. */
export const addTrace = (
  program: Command,
  context: Context,
  done: (code: number) => void,
): void => {
  const ticks = integer(0, Number.MAX_SAFE_INTEGER);
  program
    .command('trace')
    .summary('print the events of a trace')
    .description(
      'Prints one line for each event of TRACE: number, tick:microstep, domain, process, what ' +
        'happened. Of a damaged trace the intact part is printed, and the end is 8.',
    )
    .argument('<trace>', 'a trace file')
    .option('--kind <pattern>', 'kinds of events, with commas; * stands for any', kindPattern)
    .option('--process <n>', 'events of one process; 0 is the kernel', ticks)
    .option('--domain <domain>', 'events of one domain: K, Q or Phi', oneOf('K', 'Q', 'Phi'))
    .option('--from <tick>', 'events from this tick on', ticks)
    .option('--to <tick>', 'events up to this tick', ticks)
    .option('--limit <n>', 'at most so many events', ticks)
    .option('--json', 'print one line of JSON for each event; bytes as hexadecimal')
    .addOption(
      new Option('--timeline', 'draw the events over modelled time instead').conflicts('json'),
    )
    .addHelpText('after', EXAMPLES)
    .action(async (name: string, flags: TraceFlags) => {
      const reading = readTrace(readTraceBytes(fileName(context, name)), platformHasher);
      await printEvents(context, reading, flags);
      const { problem } = reading;
      if (problem) printFault(context.err, problem, { cwd: context.io.cwd });
      done(problem ? EXIT.trace : EXIT.ok);
    });
};
