import { DOMAIN_SYMBOL, formatDuration, type AnyEvent } from '@xdv/domain-model';
import { PLAIN_STYLE, type Style } from './style.ts';
import { collectSpans, type ResourceRow, type Span, type Spans } from './timeline-spans.ts';

export interface TimelineOptions {
  /** Modelled nanoseconds per tick, as in the trace's header. */
  readonly tickNs: number;
  /** Columns to stay within. Default 80. */
  readonly width?: number;
  readonly style?: Style;
  /** Without it labels are ASCII; blocks are replaced by whoever prints them. Default true. */
  readonly unicode?: boolean;
}

const HEIGHTS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
/** Columns between two marks of the axis, at least: room for a label. */
const MARK_COLUMNS = 12;

interface Scale {
  readonly columns: number;
  readonly ticks: number;
}

/** The share of each column that the spans cover, from 0 to 1. */
const coverage = (spans: Iterable<Span>, { columns, ticks }: Scale): Float64Array => {
  const share = new Float64Array(columns);
  const perColumn = ticks / columns;
  for (const { start, end } of spans) {
    const first = Math.floor(start / perColumn);
    const last = Math.min(columns - 1, Math.ceil(end / perColumn) - 1);
    for (let i = first; i <= last; i++) {
      const from = Math.max(start, i * perColumn);
      const to = Math.min(end, (i + 1) * perColumn);
      share[i]! += Math.max(0, to - from) / perColumn;
    }
  }
  return share;
};

/** Activity as heights: a column in which anything happened at all shows at least the lowest. */
const activity = (spans: readonly Span[], scale: Scale): string =>
  Array.from(coverage(spans, scale), (share) => {
    return share > 0 ? HEIGHTS[Math.min(7, Math.floor(share * 8))]! : ' ';
  }).join('');

/** Reserved time light, working time solid, with the number of the job where there is room. */
const reservations = ({ contracts, jobs }: ResourceRow, scale: Scale, style: Style): string => {
  const held = coverage(contracts.values(), scale);
  const worked = coverage(jobs.values(), scale);
  const cells = Array.from(held, (share, i): string => {
    if (worked[i]! >= 0.5) return '█';
    if (worked[i]! > 0) return '▌';
    return share > 0 ? '░' : ' ';
  });
  const perColumn = scale.ticks / scale.columns;
  for (const { start, end, label, failed } of jobs.values()) {
    const from = Math.ceil(start / perColumn);
    const room = Math.floor(end / perColumn) - from;
    const text = failed ? `${label} ✗` : label;
    if (text === '' || room < text.length + 2) continue;
    const at = from + Math.floor((room - text.length) / 2);
    for (const [i, char] of Array.from(` ${text} `).entries()) cells[at - 1 + i] = char;
  }
  const failed = [...jobs.values()].some((job) => job.failed);
  return failed ? style.red(cells.join('')) : cells.join('');
};

/** 1, 2 or 5 times a power of ten: the least step whose marks are far enough apart. */
const markStep = (spanNs: number, marksMax: number): number => {
  const least = spanNs / marksMax;
  const power = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= least * 0.999)!;
};

/** Two lines: what the marks mean, and the marks. */
const axis = ({ columns, ticks }: Scale, tickNs: number): readonly [string, string] => {
  const spanNs = ticks * tickNs;
  const step = Math.max(1, Math.round(markStep(spanNs, Math.max(1, columns / MARK_COLUMNS))));
  const labels: string[] = Array.from({ length: columns }, () => ' ');
  const marks: string[] = Array.from({ length: columns }, () => '─');
  for (let ns = 0; ns < spanNs; ns += step) {
    const at = Math.min(columns - 1, Math.round((ns / spanNs) * columns));
    marks[at] = at === 0 ? '├' : '┼';
    const label = ns === 0 ? '0' : formatDuration(ns);
    if (at + label.length > columns) continue;
    for (const [i, char] of Array.from(label).entries()) labels[at + i] = char;
  }
  marks[columns - 1] = '┤';
  return [labels.join('').trimEnd(), marks.join('')];
};

/** The same from spans that were collected on the way. */
export const renderSpans = (spans: Spans, options: TimelineOptions): string => {
  const { tickNs, width = 80, style = PLAIN_STYLE, unicode = true } = options;
  const used = [...spans.resources.values()].filter(
    ({ contracts, jobs }) => contracts.size + jobs.size > 0,
  );
  const symbol = (domain: 'Q' | 'Phi'): string => (unicode ? DOMAIN_SYMBOL[domain] : domain);
  const names = used.map(({ domain, name }) => `${symbol(domain)} ${name}`);
  const margin = Math.max(4, ...names.map((name) => name.length)) + 2;
  const scale = { columns: Math.max(16, width - margin), ticks: Math.max(1, spans.end) };
  const [labels, marks] = axis(scale, tickNs);
  const row = (name: string, cells: string): string =>
    `${style.bold(name)}${' '.repeat(margin - name.length)}${cells}`.trimEnd();
  const rows = used.map((resource, i) => {
    const cells = reservations(resource, scale, style);
    const paint = resource.domain === 'Q' ? style.cyan : style.magenta;
    return row(names[i]!, paint(cells));
  });
  return [
    row('time', style.dim(labels)),
    row('', style.dim(marks)),
    row('K', style.green(activity(spans.k, scale))),
    ...rows,
  ].join('\n');
};

/**
 * A run over modelled time: a row for K with how busy it was, and one for each Q and Φ resource
 * that was used, with its reservations (light) and the jobs that worked in them (solid).
 */
export const renderTimeline = (events: Iterable<AnyEvent>, options: TimelineOptions): string => {
  const collector = collectSpans();
  for (const event of events) collector.add(event);
  return renderSpans(collector.spans, options);
};
