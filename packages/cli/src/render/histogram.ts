import { layColumns, type Columns } from './columns.ts';
import { PLAIN_STYLE, type Style } from './style.ts';

export interface HistogramOptions {
  /** Columns to stay within. Default 80. */
  readonly width?: number;
  /** Rows to show, the largest ones. Default 16. */
  readonly rowsMax?: number;
  readonly style?: Style;
  /** What the rows are, in the plural. Default outcomes. */
  readonly what?: string;
  /** What to show of a row in place of its name, cut to what the width leaves beside the bars. */
  readonly columns?: Columns;
}

/** Named counts as bars. Rows keep their order; if there are too many the largest ones are kept. */
export type Histogram = (
  rows: readonly (readonly [name: string, count: number])[],
  options?: HistogramOptions,
) => string;

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** A bar of `length` columns, to an eighth of a column; at least a sliver if it is not zero. */
export const bar = (length: number): string => {
  const eighths = Math.round(length * 8) || (length > 0 ? 1 : 0);
  return '█'.repeat(Math.floor(eighths / 8)) + EIGHTHS[eighths % 8]!;
};

/** The rows to show, in their order, and what is left out. */
const select = (rows: Parameters<Histogram>[0], rowsMax: number) => {
  if (rows.length <= rowsMax) return { shown: rows, rest: 0 };
  const largest = rows.toSorted((a, b) => b[1] - a[1]).slice(0, rowsMax);
  const kept = new Set(largest);
  const shown = rows.filter((row) => kept.has(row));
  return { shown, rest: rows.length - shown.length };
};

/** What a bar has at least. */
const BAR_MIN = 8;
/** What spaces and the share take. */
const AROUND = 14;

const nameLabels = (names: readonly string[]) => {
  const width = Math.max(...names.map((name) => name.length), 0);
  return { head: '', labels: names.map((name) => name.padEnd(width)), width, hidden: 0 };
};

export const renderHistogram: Histogram = (rows, options = {}) => {
  const { width = 80, rowsMax = 16, style = PLAIN_STYLE, what = 'outcomes', columns } = options;
  const total = rows.reduce((sum, [, count]) => sum + count, 0);
  const { shown, rest } = select(rows, rowsMax);
  const most = Math.max(1, ...shown.map(([, count]) => count));
  const digits = String(most).length;
  const names = shown.map(([name]) => name);
  const { head, labels, width: taken, hidden } = columns
    ? layColumns(columns, names, width - BAR_MIN - digits - AROUND)
    : nameLabels(names);
  const room = Math.max(BAR_MIN, width - taken - digits - AROUND);
  const lines = shown.map(([, count], i) => {
    const full = bar((count / most) * room);
    const share = total > 0 ? ((100 * count) / total).toFixed(1) : '0.0';
    const figures = `${String(count).padStart(digits)} ${style.dim(`${share.padStart(5)} %`)}`;
    const space = ' '.repeat(room - full.length);
    return `  ${labels[i]!} ${style.cyan(full)}${space} ${figures}`;
  });
  if (columns) lines.unshift(style.bold(`  ${head.trimEnd()}`));
  const noun = hidden === 1 ? 'column' : 'columns';
  if (hidden > 0) lines.push(style.dim(`  … and ${hidden} more ${noun}`));
  if (rest === 0) return lines.join('\n');
  const left = total - shown.reduce((sum, [, count]) => sum + count, 0);
  return [...lines, style.dim(`  … and ${rest} more ${what}, ${left} counts in all`)].join('\n');
};

const HEIGHTS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/** A line of small bars, one per value, lowest to highest. */
export const sparkline = (values: readonly number[]): string => {
  const low = Math.min(...values);
  const span = Math.max(...values) - low || 1;
  return values.map((value) => HEIGHTS[Math.round(((value - low) / span) * 7)]!).join('');
};
