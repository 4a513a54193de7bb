import { pairedDifference, type Metrics, type Workload } from '@xdv/scheduler/lab';
import type { Output } from '../io.ts';
import { renderHistogram } from '../render/histogram.ts';
import { settingText, workloadText, type Setting } from './facts.ts';
import { figuresOf, figureText, shownFigures, titleOf, type Figure } from './figures.ts';
import { foldTable, type TextTable } from './fold-table.ts';
import { slowdownRows } from './histogram.ts';
import type { Place } from './place.ts';
import { plainText } from '../render/plain-text.ts';
import { slowdownsOf } from './plots/share-panel.ts';
import type { CaseResult } from './run.ts';
import { spanText } from './time-text.ts';

/** What a report on simulations is made of. */
export interface Report {
  /** The workload of the first seed. */
  readonly workload: Workload;
  /** At least one. */
  readonly results: readonly CaseResult[];
  readonly setting: Setting;
  readonly notes: readonly string[];
  readonly written: readonly Place[];
  readonly interrupted: boolean;
  readonly realMs: number;
  /** What to add to the command next, and what for. */
  readonly next: string;
}

/** The figures of every row. */
export const reportFigures = ({ results }: Pick<Report, 'results'>): readonly Figure[] =>
  figuresOf(results.map(({ metrics }) => metrics));

const onePlacement = (results: readonly CaseResult[]): boolean =>
  results.every(({ of }) => of.placement === results[0]!.of.placement);

/** The comparison as texts; without the placement where it is the same in every row. */
export const tableOf = (
  { results, workload: { tickNs } }: Pick<Report, 'results' | 'workload'>,
  figures: readonly Figure[],
  plusMinus = '±',
): TextTable => {
  const one = onePlacement(results);
  const names = ({ of: { label, placement } }: CaseResult): string[] =>
    one ? [label] : [label, placement];
  return {
    header: [...(one ? ['policy'] : ['policy', 'placement']), ...figures.map(titleOf)],
    rows: results.map((result, row) => [
      ...names(result),
      ...figures.map((figure) => figureText(figure, row, tickNs, plusMinus)),
    ]),
    labels: one ? 1 : 2,
  };
};

/** The lines above the table: what was simulated, and how. */
export const headLines = ({
  results,
  workload,
  setting,
}: Pick<Report, 'results' | 'workload' | 'setting'>): readonly string[] => {
  const placement = onePlacement(results) ? `${results[0]!.of.placement} placement · ` : '';
  return [workloadText(workload), placement + settingText(setting, workload.tickNs)];
};

/** How a row is called where there is no table: as short as tells it from the others. */
export const nameOf = ({ of: one }: CaseResult, all: readonly CaseResult[]): string => {
  if (onePlacement(all) || one.label === one.placement) return one.label;
  if (all.every(({ of }) => of.label === one.label)) return one.placement;
  return `${one.label} ${one.placement}`;
};

const slowdownOf = ({ slowdown }: Metrics): number => slowdown.mean;

/** Mean bounded slow-down of each row against the first, seed by seed. */
export const differencesOf = (results: readonly CaseResult[], plusMinus = '±'): string[] => {
  const [base, ...others] = results;
  if (base === undefined || base.metrics.length < 2) return [];
  const baseline = base.metrics.map(slowdownOf);
  return others.map((other) => {
    const values = other.metrics.map(slowdownOf);
    const { mean, high } = pairedDifference(values, baseline);
    const lower = values.filter((value, i) => value < baseline[i]!).length;
    const figure = Number(mean.toPrecision(3));
    const sign = figure > 0 ? '+' : '';
    const half = Number((high - mean).toPrecision(2));
    return (
      `${nameOf(other, results)} against ${nameOf(base, results)}: mean bounded slow-down ` +
      `${sign}${figure} ${plusMinus} ${half}, lower with ${lower} of ${values.length} seeds`
    );
  });
};

/** What went wrong with policies, and jobs that never ran. */
export const warningsOf = ({
  results,
  workload: { tickNs },
}: Pick<Report, 'results' | 'workload'>): readonly string[] =>
  results.flatMap((result) => {
    const { quarantine } = result.first;
    if (quarantine === undefined) return [];
    const at = spanText(quarantine.tick * tickNs);
    const name = nameOf(result, results);
    const { reason } = quarantine;
    const what = `${name} was quarantined at ${at}: ${reason}`;
    return [plainText(`${what}; first come first served since`)];
  });

const printSpread = (out: Output, { results, setting }: Report): void => {
  const [only, another] = results;
  if (another !== undefined || only!.metrics.length > 1 || !only!.schedule) return;
  const rows = slowdownRows(slowdownsOf(only!.schedule, setting.boundTicks));
  if (rows.length === 0) return;
  out.line();
  out.line(out.style.bold('jobs by bounded slow-down'));
  out.line(renderHistogram(rows, { width: Math.min(out.width, 100), style: out.style }));
};

/** Prints a comparison for people. */
export const printReport = (out: Output, report: Report): void => {
  const { results, notes, written, interrupted, realMs, next } = report;
  const { dim, yellow } = out.style;
  const plusMinus = out.unicode ? '±' : '+-';
  for (const line of headLines(report)) out.line(dim(line));
  out.line();
  const table = tableOf(report, shownFigures(reportFigures(report)), plusMinus);
  out.line(foldTable(table, out.width));
  printSpread(out, report);
  const differences = differencesOf(results, plusMinus);
  if (differences.length > 0) out.line();
  for (const line of differences) out.line(line);
  const warnings = warningsOf(report);
  if (warnings.length + notes.length > 0) out.line();
  for (const line of warnings) out.line(yellow(`warning: ${line}`));
  for (const line of notes) out.line(dim(`note: ${plainText(line)}`));
  out.line();
  for (const { flag, name } of written) out.line(`${flag.slice(2).padEnd(8)} ${name}`);
  const stopped = interrupted ? ['stopped by Ctrl-C'] : [];
  out.line([...stopped, `real ${spanText(Math.round(realMs) * 1e6)}`].join(' · '));
  out.line();
  out.line(dim(`next: the same with ${next}`));
};
