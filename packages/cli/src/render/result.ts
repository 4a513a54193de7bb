import { inspect } from 'node:util';
import { formatDuration, type ErrorMetadata, type Value } from '@xdv/domain-model';
import type { GraphResult } from '../builtin/graph.ts';
import type { QasmResult } from '../builtin/qasm.ts';
import type { QuboResult } from '../builtin/qubo.ts';
import type { Output } from '../io.ts';
import type { PresentTools } from '../present.ts';
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
  const { index, locked, steps } = stability;
  return `lock ${locked ? 'held' : 'lost'}, stability ${index.toFixed(3)}, ${steps} steps a read`;
};

/** Distinct values of the reads with how often each was read, best first. */
const readsOf = (values: readonly number[], better: 1 | -1): Counts => {
  const times = new Map<number, number>();
  for (const value of values) times.set(value, (times.get(value) ?? 0) + 1);
  const ordered = [...times].sort(([a], [b]) => (b - a) * better);
  return ordered.map(([value, count]) => [String(value), count]);
};

const graphText = (result: GraphResult, { best }: Task, tools: PresentTools): string => {
  const { cut, cuts } = result;
  const ratio = best ? `, ${((100 * cut) / best.cut).toFixed(2)} % of the best known` : '';
  const known = best ? ` (${best.name}: ${best.cut})` : '';
  return [
    tools.heading(`cut ${cut}${ratio}${known}`),
    tools.histogram(readsOf(cuts, 1)),
    tools.dim(stabilityText(result)),
  ].join('\n');
};

const quboText = (result: QuboResult, tools: PresentTools): string => {
  const ones = result.x.reduce((sum, bit) => sum + bit, 0);
  return [
    tools.heading(`value ${result.value}, with ${ones} of ${result.x.length} variables at 1`),
    tools.histogram(readsOf(result.values, -1)),
    tools.dim(stabilityText(result)),
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
      return quboText(result as QuboResult, tools);
    default:
      if (task.present) return task.present(result, tools);
      return result === null || result === undefined ? undefined : plainText(result, tools);
  }
};
