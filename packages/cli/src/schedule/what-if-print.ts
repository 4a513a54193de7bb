import { DOMAIN_SYMBOL } from '@xdv/domain-model';
import type { Context } from '../commands/context.ts';
import { renderTable } from '../render/table.ts';
import { renderSpans } from '../render/timeline.ts';
import type { ResourceRow, Spans } from '../render/timeline-spans.ts';
import { spanText } from './time-text.ts';
import { waitOf, type Comparison, type RequestPair } from './what-if-compare.ts';
import type { History, Request } from './what-if-history.ts';

/** Two runs, how they were scheduled, and what came of comparing them. */
export interface WhatIf {
  readonly trace: string;
  readonly mode: 'rerun' | 'open-loop';
  readonly tickNs: number;
  /** Policy and placement, as text. */
  readonly recorded: { readonly policy: string; readonly placement: string };
  readonly whatIf: { readonly policy: string; readonly placement: string };
  readonly before: History;
  readonly after: History;
  readonly comparison: Comparison;
  readonly notes: readonly string[];
}

/** Requests that are listed; JSON has them all. */
const ROWS_MAX = 20;

const percent = (before: number, after: number): string => {
  if (before === 0 || before === after) return '';
  const change = ((after - before) / before) * 100;
  return `${change > 0 ? '+' : ''}${change.toFixed(1)} %`;
};

const totals = ({ comparison: { before, after }, tickNs }: WhatIf): string => {
  const time = (ticks: number): string => spanText(ticks * tickNs);
  const row = (name: string, key: keyof typeof before, shown: (value: number) => string) => [
    name,
    shown(before[key]),
    shown(after[key]),
    percent(before[key], after[key]),
  ];
  return renderTable(
    ['', 'recorded', 'what if', 'change'],
    [
      row('modelled time', 'ticks', time),
      row('mean wait', 'meanWait', time),
      row('longest wait', 'longestWait', time),
      row('requests', 'requests', String),
      row('requests that failed', 'failed', String),
    ],
  );
};

/** When it waited, started and ended, or why it did not. */
const cells = (request: Request | undefined): readonly string[] => {
  if (request === undefined) return ['not made', '', ''];
  const { start, end, fault = 'refused' } = request;
  if (start === undefined) return [fault, '', ''];
  const failed = request.fault === undefined ? '' : ` ✗ ${request.fault}`;
  return [String(waitOf(request)), String(start), `${end}${failed}`];
};

const shift = ({ before, after }: RequestPair): string => {
  if (before?.start === undefined || after?.start === undefined) return '';
  const ticks = after.start - before.start;
  return ticks > 0 ? `+${ticks}` : String(ticks);
};

const listOf = ({ comparison: { changed } }: WhatIf, unicode: boolean): string => {
  const header = ['request', 'on', 'wait', 'start', 'end', 'wait', 'start', 'end', 'shift'];
  const rows = changed.slice(0, ROWS_MAX).map((pair) => {
    const { process, ordinal, domain, resource } = (pair.before ?? pair.after)!;
    const symbol = unicode ? DOMAIN_SYMBOL[domain] : domain;
    const who = [`p${process} ${symbol}${ordinal}`, resource];
    return [...who, ...cells(pair.before), ...cells(pair.after), shift(pair)];
  });
  return renderTable(header, rows);
};

/** The envelopes of a run, each with the process that had it. */
const spansOf = ({ requests, k }: History, end: number): Spans => {
  const rows = new Map<string, ResourceRow>();
  for (const [i, request] of requests.entries()) {
    const { resource: name, domain, process, start, end: until, fault } = request;
    if (start === undefined || domain === 'K') continue;
    const row = rows.get(name) ?? { domain, name, contracts: new Map(), jobs: new Map() };
    row.jobs.set(i, { start, end: until, label: `p${process}`, failed: fault !== undefined });
    rows.set(name, row);
  }
  return { k: [...k], resources: new Map([...rows.values()].entries()), end };
};

const timeline = (whatIf: WhatIf, { out }: Context): void => {
  const { before, after, tickNs } = whatIf;
  const { width, style, unicode } = out;
  // on one axis, so that the two can be compared
  const end = Math.max(before.ticks, after.ticks);
  const draw = (history: History): string =>
    renderSpans(spansOf(history, end), { tickNs, width, style, unicode });
  out.line(style.dim('recorded'));
  out.line(draw(before));
  out.line();
  out.line(style.dim('what if'));
  out.line(draw(after));
};

/** Why a policy may change nothing. */
const PROMISED =
  'conservative placement tells each request its start at once; under easy or strict placement ' +
  'a policy orders all that wait';

const printChanged = (whatIf: WhatIf, { out }: Context): void => {
  const { changed, requests } = whatIf.comparison;
  if (changed.length === 0) {
    out.line(`nothing changes: ${requests.length} requests start and end as recorded`);
    const told = whatIf.whatIf.placement === 'conservative';
    if (told) out.line(out.style.dim(PROMISED));
    return;
  }
  const what = `${changed.length} of ${requests.length} requests differ`;
  out.line(`${what}; in ticks, recorded on the left, what if on the right`);
  out.line();
  out.line(listOf(whatIf, out.unicode));
  if (changed.length > ROWS_MAX) {
    out.line(out.style.dim(`… and ${changed.length - ROWS_MAX} more; --json has them all`));
  }
};

const printOutcomes = ({ comparison: { outcomes } }: WhatIf, { out }: Context): void => {
  for (const { before, after } of outcomes) {
    const { process, program } = (before ?? after)!;
    const [was, is] = [before?.outcome ?? 'not created', after?.outcome ?? 'not created'];
    const what = was === is ? 'another value than recorded' : `${was} recorded, ${is} now`;
    out.line(out.style.yellow(`p${process} ${program}: ${what}`));
  }
};

/** Prints what would have changed. */
export const printWhatIf = (context: Context, whatIf: WhatIf): void => {
  const { out, err } = context;
  const { recorded, whatIf: other, mode, notes } = whatIf;
  out.line(`recorded: ${recorded.policy}, ${recorded.placement}`);
  const how = mode === 'rerun' ? '' : ' (open loop)';
  out.line(`what if:  ${other.policy}, ${other.placement}${how}`);
  out.line();
  out.line(totals(whatIf));
  out.line();
  timeline(whatIf, context);
  out.line();
  printChanged(whatIf, context);
  printOutcomes(whatIf, context);
  for (const note of notes) out.line(out.style.dim(`note: ${note}`));
  const { quarantine } = whatIf.after;
  if (quarantine !== undefined) err.line(`warning: the policy was quarantined: ${quarantine}`);
};

const requestToJson = (request: Request | undefined) => {
  if (request === undefined) return null;
  const { process, resource, asked, start = null, end, outcome, fault } = request;
  return { process, resource, asked, start, end, outcome, ...(fault ? { fault } : {}) };
};

/** What would have changed, as one document. Times are in ticks of `tickNs`. */
export const whatIfToJson = (whatIf: WhatIf) => {
  const { trace, mode, tickNs, recorded, whatIf: other, comparison, notes } = whatIf;
  const { before, after, requests, outcomes } = comparison;
  const { quarantine } = whatIf.after;
  const changed = new Set(comparison.changed);
  return {
    ok: true,
    trace,
    mode,
    tickNs,
    before: { ...recorded, ...before },
    after: { ...other, ...after, ...(quarantine === undefined ? {} : { quarantine }) },
    requests: requests.map((pair) => {
      const { lineage, ordinal, domain } = (pair.before ?? pair.after)!;
      const sides = { before: requestToJson(pair.before), after: requestToJson(pair.after) };
      return { lineage, ordinal, domain, changed: changed.has(pair), ...sides };
    }),
    outcomes: outcomes.map((pair) => {
      const { lineage, program } = (pair.before ?? pair.after)!;
      const sides = { before: pair.before?.outcome ?? null, after: pair.after?.outcome ?? null };
      return { lineage, program, ...sides, sameValue: pair.before?.value === pair.after?.value };
    }),
    notes,
  };
};
