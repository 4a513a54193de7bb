import { inspect } from 'node:util';
import { formatDuration, type ErrorMetadata, type Value } from '@xdv/domain-model';
import type { WithoutStability } from '../builtin/decode.ts';
import type { ColouringResult } from '../builtin/colouring.ts';
import type { FormulaResult } from '../builtin/formula.ts';
import type { GraphResult } from '../builtin/graph.ts';
import type { QasmResult } from '../builtin/qasm.ts';
import type { QuboResult } from '../builtin/qubo.ts';
import type { TourResult } from '../builtin/tour.ts';
import type { Output } from '../io.ts';
import type { PresentTools } from '../present.ts';
import { count } from '../program/count.ts';
import type { Task } from '../program/task.ts';
import { renderHistogram, sparkline, type Histogram } from './histogram.ts';
import { outcomeColumns } from './outcome.ts';
import { renderTable } from './table.ts';

/** The tools of a `present` function, for what `output` can show. */
export const presentTools = ({ style, width }: Output): PresentTools => ({
  heading: (text) => style.bold(text),
  histogram: (rows, options) => renderHistogram(rows, { width, style, ...options }),
  table: renderTable,
  sparkline,
  duration: formatDuration,
  dim: style.dim,
  strong: style.bold,
  width,
});

/** The part of a result that says nothing of the machine. */
type Answer<Result> = WithoutStability<Result>;

type Counts = Parameters<Histogram>[0];

const isCounts = (value: unknown): value is Counts =>
  Array.isArray(value) &&
  value.length > 0 &&
  (value as unknown[]).every((row) => {
    const pair = Array.isArray(row) && row.length === 2 ? (row as unknown[]) : [];
    return typeof pair[0] === 'string' && /^[01]+$/.test(pair[0]) && Number.isInteger(pair[1]);
  });

const percent = (share: number): string => `${Number((100 * share).toPrecision(2))} %`;

const errorsText = ({ predicted, budgetUsed, revision }: ErrorMetadata): string => {
  const error = `calibration ${revision} predicts an error in ${percent(predicted)} of the shots`;
  return `${error}, ${percent(budgetUsed)} of the budget`;
};

const qasmText = (result: QasmResult, { meaning }: Task, tools: PresentTools): string => {
  const { counts, shots, errors } = result;
  if (!counts.some(([outcome]) => outcome === '')) {
    const histogram = tools.histogram(counts, meaning && { columns: outcomeColumns(meaning) });
    return errors ? `${histogram}\n${tools.dim(errorsText(errors))}` : histogram;
  }
  const what = `${shots} shots without an outcome: the program has no classical bits`;
  return `${what}\n${tools.dim('Declare bits and measure into them to see counts')}`;
};

const stabilityText = ({ stability }: Pick<GraphResult, 'stability'>): string => {
  const { index, locked, steps, voided } = stability;
  const lock = `lock ${locked ? 'held' : 'lost'}, stability ${index.toFixed(3)}`;
  const voids = voided === undefined ? '' : `, ${voided} more reads void for lost lock`;
  return `${lock}, ${steps} steps a read${voids}`;
};

/** Distinct values of the reads with how often each was read, best first. */
const readsOf = (values: readonly number[], better: 1 | -1): Counts => {
  const times = new Map<number, number>();
  for (const value of values) times.set(value, (times.get(value) ?? 0) + 1);
  const ordered = [...times].sort(([a], [b]) => (b - a) * better);
  return ordered.map(([value, count]) => [String(value), count]);
};

/** How states are called, and what may find better ones. */
interface Wording {
  readonly state: string;
  readonly hint: string;
}

const OF_RUN: Wording = {
  state: 'read',
  hint: 'More reads (--reads) or a longer window (--window) may do better',
};

const OF_SEARCH: Wording = {
  state: 'state',
  hint: 'More time (--time) or another seed (--seed) may do better',
};

const graphAnswer = ({ cut }: Answer<GraphResult>, { best }: Task, tools: PresentTools) => {
  const ratio = best ? `, ${((100 * cut) / best.cut).toFixed(2)} % of the best known` : '';
  const known = best ? ` (${best.name}: ${best.cut})` : '';
  return [tools.heading(`cut ${cut}${ratio}${known}`)];
};

const graphText = (result: GraphResult, task: Task, tools: PresentTools): string =>
  [
    ...graphAnswer(result, task, tools),
    tools.histogram(readsOf(result.cuts, 1)),
    tools.dim(stabilityText(result)),
  ].join('\n');

const quboAnswer = ({ value, x }: Answer<QuboResult>, { spins }: Task, tools: PresentTools) => {
  const ones = x.reduce((sum, bit) => sum + bit, 0);
  const what = spins ? 'spins at +1' : 'variables at 1';
  return [tools.heading(`value ${value}, with ${ones} of ${x.length} ${what}`)];
};

const quboText = (result: QuboResult, task: Task, tools: PresentTools): string =>
  [
    ...quboAnswer(result, task, tools),
    tools.histogram(readsOf(result.values, -1)),
    tools.dim(stabilityText(result)),
  ].join('\n');

/** What the best state breaks, where it is no solution. */
const brokenLines = (
  broken: readonly string[],
  tools: PresentTools,
  { hint }: Wording,
): readonly string[] => [...broken.map((text) => `  ${text}`), tools.dim(hint)];

const colouringAnswer = (
  result: Answer<ColouringResult>,
  tools: PresentTools,
  wording: Wording,
): readonly string[] => {
  const { feasible, colours, colouring, broken, violations } = result;
  const least = violations.reduce((low, value) => Math.min(low, value), violations[0]!);
  const title = feasible
    ? `a colouring with ${colours} colours: no edge joins two vertices of one colour`
    : `no colouring with ${colours} colours found: the best ${wording.state} breaks ` +
      count(least, 'constraint');
  const sizes = Array.from({ length: colours }, (_, k) => [
    k + 1,
    colouring.filter((colour) => colour === k + 1).length,
  ]);
  return [
    tools.heading(title),
    ...(feasible
      ? [tools.table(['colour', 'vertices'], sizes)]
      : brokenLines(broken, tools, wording)),
  ];
};

const colouringText = (result: ColouringResult, tools: PresentTools): string =>
  [...colouringAnswer(result, tools, OF_RUN), tools.dim(stabilityText(result))].join('\n');

const formulaAnswer = (
  { satisfied, clauses, falsified }: Answer<FormulaResult>,
  tools: PresentTools,
): readonly string[] => {
  const all = falsified.length === 0;
  const title = `${satisfied} of ${clauses} clauses satisfied`;
  const some = falsified.slice(0, 10).join(', ');
  return [
    tools.heading(all ? `${title}: the formula is satisfiable` : title),
    ...(all ? [] : [`not satisfied: ${some}${falsified.length > 10 ? ', …' : ''}`]),
  ];
};

const formulaText = (result: FormulaResult, tools: PresentTools): string =>
  [
    ...formulaAnswer(result, tools),
    tools.histogram(readsOf(result.counts, 1)),
    tools.dim(stabilityText(result)),
  ].join('\n');

/** Longer tours are in the JSON document. */
const STOPS_MAX = 100;

const tourAnswer = (
  { length, tour, broken }: Answer<TourResult>,
  tools: PresentTools,
  wording: Wording,
): readonly string[] => {
  if (length === null) {
    const title = tools.heading(`no tour found; what the best ${wording.state} breaks:`);
    return [title, ...brokenLines(broken, tools, wording)];
  }
  const stops = tour.slice(0, STOPS_MAX).join(' - ');
  return [
    tools.heading(`a tour of length ${length} through ${tour.length} cities`),
    `${stops}${tour.length > STOPS_MAX ? ' …' : ` - ${tour[0]}`}`,
  ];
};

const tourText = (result: TourResult, tools: PresentTools): string => {
  const { lengths } = result;
  const found = lengths.filter((value) => value !== null);
  return [
    ...tourAnswer(result, tools, OF_RUN),
    ...(found.length > 0 ? [tools.histogram(readsOf(found, -1))] : []),
    tools.dim(`${found.length} of ${lengths.length} reads are tours; ${stabilityText(result)}`),
  ].join('\n');
};

const plainText = (value: unknown, tools: PresentTools): string => {
  const counts = (value as { readonly counts?: unknown } | null)?.counts ?? value;
  if (isCounts(counts)) return tools.histogram(counts);
  return inspect(value, { depth: 6, breakLength: tools.width, maxArrayLength: 40 });
};

/** A result for people; undefined if there is nothing to say. */
export const resultText = (task: Task, result: Value, output: Output): string | undefined => {
  const tools = presentTools(output);
  switch (task.format) {
    case 'qasm':
      return qasmText(result as QasmResult, task, tools);
    case 'graph':
      return graphText(result as GraphResult, task, tools);
    case 'qubo':
      return quboText(result as QuboResult, task, tools);
    case 'colouring':
      return colouringText(result as ColouringResult, tools);
    case 'formula':
      return formulaText(result as FormulaResult, tools);
    case 'tour':
      return tourText(result as TourResult, tools);
    default:
      if (task.present) return task.present(result, tools);
      return result === null || result === undefined ? undefined : plainText(result, tools);
  }
};

/** The answer that a search found for a problem, for people: the first lines of a run's result. */
export const answerText = (task: Task, result: Value, output: Output): string => {
  const tools = presentTools(output);
  const lines = (): readonly string[] => {
    switch (task.format) {
      case 'graph':
        return graphAnswer(result as GraphResult, task, tools);
      case 'colouring':
        return colouringAnswer(result as ColouringResult, tools, OF_SEARCH);
      case 'formula':
        return formulaAnswer(result as FormulaResult, tools);
      case 'tour':
        return tourAnswer(result as TourResult, tools, OF_SEARCH);
      default:
        return quboAnswer(result as QuboResult, task, tools);
    }
  };
  return lines().join('\n');
};
