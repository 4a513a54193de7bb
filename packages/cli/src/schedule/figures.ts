import { METRICS, summarize, type Metric, type Metrics, type Summary } from '@xdv/scheduler/lab';
import { showNumber } from '../plot/style.ts';
import { spanText, timeUnit } from './time-text.ts';

/** One figure of every row of a comparison. */
export interface Figure {
  readonly metric: Metric;
  /** Of each row, over its seeds. */
  readonly summaries: readonly Summary[];
}

/** Columns of a report for people, with what stands above them. */
const COLUMNS: Readonly<Record<string, string>> = {
  waitMean: 'wait',
  slowdownMean: 'slow-down',
  slowdownP95: '95 %',
  utilizationK: 'busy K',
  utilizationQ: 'busy Q',
  utilizationPhi: 'busy Φ',
  deadlineMisses: 'missed',
  fairnessTenants: 'Jain',
  fidelityLost: 'fidelity lost',
  decoherenceWaste: 'Q waste',
  refused: 'refused',
  infeasible: 'unfit',
};

/** Figures that say nothing where they are 0 in every row. */
const SILENT_AT_ZERO: ReadonlySet<string> = new Set([
  'decoherenceWaste',
  'fidelityLost',
  'refused',
  'infeasible',
]);

/** All figures that apply to some row, in the order of the laboratory. */
export const figuresOf = (rows: readonly (readonly Metrics[])[]): readonly Figure[] =>
  METRICS.map((metric) => ({
    metric,
    summaries: rows.map((seeds) => summarize(seeds.map((metrics) => metric.of(metrics)))),
  })).filter(({ summaries }) => summaries.some(({ mean }) => !Number.isNaN(mean)));

/** Those among them that a table for people has. */
export const shownFigures = (figures: readonly Figure[]): readonly Figure[] =>
  figures.filter(({ metric: { key }, summaries }) => {
    if (COLUMNS[key] === undefined) return false;
    return !SILENT_AT_ZERO.has(key) || summaries.some(({ mean }) => mean !== 0);
  });

export const titleOf = ({ metric: { key, label } }: Figure): string => COLUMNS[key] ?? label;

/** Three digits, and all of those before the point. */
const digits = (value: number): string =>
  showNumber(Math.abs(value) >= 1000 ? Math.round(value) : Number(value.toPrecision(3)));

/** As many digits after the point as the value it belongs to has, but not a mere 0. */
const like = (value: number, model: number): string => {
  const [, fraction = ''] = digits(model).split('.');
  const rounded = Number(value.toFixed(fraction.length));
  return showNumber(rounded === 0 ? Number(value.toPrecision(1)) : rounded);
};

interface Scale {
  readonly factor: number;
  readonly unit: string;
}

/** In which unit a figure is written. */
const scaleOf = ({ key, unit }: Metric, mean: number, tickNs: number): Scale => {
  if (unit === 'ticks') {
    const [name, ns] = timeUnit(mean * tickNs);
    return { factor: tickNs / ns, unit: ` ${name}` };
  }
  if (unit === 'share' && !key.startsWith('fairness')) return { factor: 100, unit: ' %' };
  return { factor: 1, unit: '' };
};

/** Digits after the point of the shares of a column: enough for the least of its large ones. */
const shareDecimals = ({ metric: { key }, summaries }: Figure): number => {
  if (key.startsWith('fairness')) return 3;
  const most = summaries.reduce((high, { mean }) => Math.max(high, Math.abs(mean) || 0), 0);
  if (most >= 0.1 || most === 0) return 1;
  return most >= 0.01 ? 2 : 3;
};

/** The mean of a row, and half its confidence interval where there are several seeds. */
export const figureText = (
  figure: Figure,
  row: number,
  tickNs: number,
  plusMinus: string,
): string => {
  const { metric, summaries } = figure;
  const { mean, high, count } = summaries[row]!;
  if (Number.isNaN(mean)) return '-';
  if (metric.unit === 'ticks' && mean === 0) return spanText(0);
  const { factor, unit } = scaleOf(metric, mean, tickNs);
  const [value, half] = [mean * factor, (high - mean) * factor];
  const fixed = metric.unit === 'share' ? shareDecimals(figure) : undefined;
  const text = fixed === undefined ? digits(value) : value.toFixed(fixed);
  if (count < 2) return `${text}${unit}`;
  const halfText = fixed === undefined ? like(half, value) : half.toFixed(fixed);
  return `${text} ${plusMinus} ${halfText}${unit}`;
};
