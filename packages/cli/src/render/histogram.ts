import { PLAIN_STYLE, type Style } from './style.ts';

export interface HistogramOptions {
  /** Columns to stay within. Default 80. */
  readonly width?: number;
  /** Rows to show, the largest ones. Default 16. */
  readonly rowsMax?: number;
  readonly style?: Style;
  /** What the rows are, in the plural. Default outcomes. */
  readonly what?: string;
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

export const renderHistogram: Histogram = (rows, options = {}) => {
  const { width = 80, rowsMax = 16, style = PLAIN_STYLE, what = 'outcomes' } = options;
  const total = rows.reduce((sum, [, count]) => sum + count, 0);
  const { shown, rest } = select(rows, rowsMax);
  const most = Math.max(1, ...shown.map(([, count]) => count));
  const names = Math.max(...shown.map(([name]) => name.length), 0);
  const counts = String(most).length;
  const room = Math.max(8, width - names - counts - 14);
  const lines = shown.map(([name, count]) => {
    const full = bar((count / most) * room);
    const share = total > 0 ? ((100 * count) / total).toFixed(1) : '0.0';
    const figures = `${String(count).padStart(counts)} ${style.dim(`${share.padStart(5)} %`)}`;
    const space = ' '.repeat(room - full.length);
    return `  ${name.padEnd(names)} ${style.cyan(full)}${space} ${figures}`;
  });
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
