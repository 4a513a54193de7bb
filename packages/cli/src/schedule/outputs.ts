import { toCsv, toPerfetto, type Schedule } from '@xdv/scheduler/lab';
import { fileName, type Context } from '../commands/context.ts';
import { shownFigures } from './figures.ts';
import { ticksOf, type SpanFlag } from './flags.ts';
import { commonExtent, renderGantt, type Named } from './gantt/gantt.ts';
import type { Span } from './holds.ts';
import { renderPage } from './page.ts';
import { writePlace, type Place } from './place.ts';
import { plainText } from '../render/plain-text.ts';
import { distributionPicture } from './plots/distribution.ts';
import {
  differencesOf,
  headLines,
  nameOf,
  reportFigures,
  tableOf,
  warningsOf,
  type Report,
} from './report.ts';
import { spanText } from './time-text.ts';
import { wrongCommand } from './wrong-command.ts';

/** Flags that ask for files, and for what is in them. */
export interface OutputFlags {
  readonly csv?: string;
  readonly perfetto?: string;
  readonly gantt?: string;
  readonly plot?: string;
  readonly html?: string;
  readonly from?: SpanFlag;
  readonly to?: SpanFlag;
}

/** Flags that say how many schedules there are. */
interface CaseFlags {
  readonly policy: readonly string[];
  readonly placement: readonly unknown[];
  readonly recorded?: true;
}

const FILES = ['csv', 'perfetto', 'gantt', 'plot', 'html'] as const;
type FileKind = (typeof FILES)[number];

/** Whether anything is made of schedules themselves. */
export const keepsSchedules = (flags: OutputFlags): boolean =>
  FILES.some((kind) => flags[kind] !== undefined);

/** The files that the flags ask for. */
export const placesOf = (context: Context, flags: OutputFlags): readonly Place[] =>
  FILES.flatMap((kind) => {
    const name = flags[kind];
    return name === undefined ? [] : [{ ...fileName(context, name), flag: `--${kind}` }];
  });

/** Refuses flags that do not go together. Throws ARGUMENT_INVALID. */
export const checkOutputs = (flags: OutputFlags & CaseFlags): void => {
  const cases = flags.policy.length * flags.placement.length + (flags.recorded ? 1 : 0);
  if (flags.perfetto !== undefined && cases > 1) {
    const hint = 'Name one policy and one placement';
    throw wrongCommand(`--perfetto shows one schedule, not ${cases}`, hint);
  }
  const cut = flags.from !== undefined || flags.to !== undefined;
  if (cut && flags.gantt === undefined && flags.html === undefined) {
    const hint = 'Ask for one with --gantt or --html';
    throw wrongCommand('--from and --to are for a Gantt chart', hint);
  }
};

/** The window of a Gantt chart: as asked for, else all there is. */
const windowOf = ({ from, to }: OutputFlags, schedules: readonly Named[]): Span => {
  const extent = commonExtent(schedules);
  const { tickNs } = schedules[0]!.schedule.workload;
  const window = {
    from: from === undefined ? extent.from : ticksOf(from, tickNs),
    to: to === undefined ? extent.to : ticksOf(to, tickNs),
  };
  const { from: first, to: last } = window;
  if (first < last && first < extent.to && last > extent.from) return window;
  const end = spanText(extent.to * tickNs);
  const hint = `Times are counted from tick 0; the schedule ends after ${end}`;
  throw wrongCommand('nothing lies between --from and --to', hint);
};

const quoted = (text: string): string =>
  /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

function* csvLines({ results }: Report): Generator<string> {
  for (const [i, { of, schedule }] of results.entries()) {
    let first = true;
    const row = `${quoted(of.label)},${quoted(of.placement)},`;
    for (const text of toCsv(schedule!)) {
      if (!first) yield `${row}${text}\n`;
      else if (i === 0) yield `policy,placement,${text}\n`;
      first = false;
    }
  }
}

function* perfettoLines(schedule: Schedule): Generator<string> {
  for (const text of toPerfetto(schedule)) yield `${text}\n`;
}

const namedOf = ({ results }: Report): readonly Named[] =>
  results.map((result) => ({ name: nameOf(result, results), schedule: result.schedule! }));

/** A title has no room for a path. */
const titleOf = (what: string, { workload: { name }, setting }: Report): string => {
  const seed = setting.seeds === 1 ? '' : `, seed ${setting.seed}`;
  return plainText(`${what} of ${name.split(/[\\/]/).at(-1)!}${seed}`);
};

/** The picture of distributions; the chart library is loaded here, for nothing else. */
const drawPlot = async (report: Report): Promise<string> => {
  const { renderPicture } = await import('../plot/picture.ts');
  const { boundTicks } = report.setting;
  const title = titleOf('Schedules', report);
  const picture = distributionPicture(title, headLines(report), namedOf(report), boundTicks);
  return renderPicture(picture);
};

/** What files are made of. */
interface Content {
  readonly report: Report;
  /** Of the Gantt chart. */
  readonly window: Span;
  /** The command that makes them. */
  readonly again: string;
}

const drawGantt = ({ report, window }: Content): string =>
  renderGantt(titleOf('Schedule', report), namedOf(report), window);

const drawPage = async (content: Content): Promise<string> => {
  const { report, again } = content;
  const { results, notes } = report;
  return renderPage({
    title: `Schedules of ${report.workload.name}`,
    facts: headLines(report),
    table: tableOf(report, shownFigures(reportFigures(report))),
    differences: differencesOf(results),
    notes: [...warningsOf(report), ...notes],
    pictures: [
      ['Distributions', await drawPlot(report)],
      ['Gantt chart', drawGantt(content)],
    ],
    command: again,
  });
};

const contentOf = async (kind: FileKind, content: Content): Promise<Iterable<string>> => {
  const { report } = content;
  if (kind === 'csv') return csvLines(report);
  if (kind === 'perfetto') return perfettoLines(report.results[0]!.schedule!);
  if (kind === 'gantt') return [drawGantt(content)];
  if (kind === 'plot') return [await drawPlot(report)];
  return [await drawPage(content)];
};

/**
 * Writes the files that are asked for, each whole or not at all; `again` is the command that makes
 * them. Throws ARGUMENT_INVALID for a window outside the schedules, before anything is written, and
 * for a file that cannot be written.
 */
export const writeOutputs = async (
  places: readonly Place[],
  report: Report,
  flags: OutputFlags,
  again: string,
): Promise<void> => {
  if (places.length === 0) return;
  const content = { report, window: windowOf(flags, namedOf(report)), again };
  for (const place of places) {
    const kind = place.flag.slice(2) as FileKind;
    writePlace(place, await contentOf(kind, content));
  }
};
